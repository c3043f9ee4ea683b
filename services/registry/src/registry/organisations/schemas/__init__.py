"""Organisations as the API takes and shows them."""

from registry.organisations.schemas.bodies import (
    Assess,
    Dissolve,
    EvaluateMany,
    IdentifierBody,
    Merge,
    OperatingAreaBody,
    PublishDefinition,
    Register,
    ReportWorkforce,
    Update,
    WithGrounds,
)
from registry.organisations.schemas.shown import (
    AssessmentOut,
    DefinitionOut,
    EvaluatedMany,
    History,
    IdentifierOut,
    NameOut,
    OperatingAreaOut,
    OrganisationOut,
    SourceOut,
    StatusChangeOut,
    WorkforceOut,
)
from registry.organisations.schemas.statistics import CountOut, Grouping, YearOut

__all__ = [
    "Assess", "AssessmentOut", "CountOut", "DefinitionOut", "Dissolve", "EvaluateMany", "EvaluatedMany", "Grouping", "History",
    "IdentifierBody", "IdentifierOut", "Merge", "NameOut", "OperatingAreaBody", "OperatingAreaOut", "OrganisationOut",
    "PublishDefinition", "Register", "ReportWorkforce", "SourceOut", "StatusChangeOut", "Update", "WithGrounds", "WorkforceOut",
    "YearOut",
]
