"""The rows of organisations: the root, what hangs on it, and what counts as a social and health organisation."""

from registry.organisations.tables.definition import Parameter, SoteDefinition
from registry.organisations.tables.erased import ErasedOrganisation
from registry.organisations.tables.organisation import Organisation
from registry.organisations.tables.parts import (
    FieldSource,
    NonProfitAssessment,
    OrganisationIdentifier,
    OrganisationName,
    StatusChange,
    WorkforceOfYear,
)

__all__ = [
    "ErasedOrganisation", "FieldSource", "NonProfitAssessment", "Organisation", "OrganisationIdentifier", "OrganisationName",
    "Parameter", "SoteDefinition", "StatusChange", "WorkforceOfYear",
]
