"""One body or answer of each kind, for the API document. Tested to be valid, and to be taken by the service."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from pydantic import BaseModel

from registry.organisations.domain.identifiers import Scheme
from registry.organisations.domain.kinds import AreaClass, Field, Group, Kind, Language, LegalForm, Support
from registry.organisations.domain.lifecycle import Action, Status
from registry.organisations.domain.names import NameKind
from registry.organisations.domain.nonprofit import NonProfit
from registry.organisations.domain.sote import SoteStatus
from registry.organisations.schemas import (
    Assess,
    AssessmentOut,
    CountOut,
    DefinitionOut,
    Dissolve,
    EvaluatedMany,
    EvaluateMany,
    History,
    IdentifierBody,
    IdentifierOut,
    Merge,
    NameOut,
    OperatingAreaBody,
    OperatingAreaOut,
    OrganisationOut,
    PublishDefinition,
    Register,
    ReportWorkforce,
    SourceOut,
    StatusChangeOut,
    Update,
    WithGrounds,
    WorkforceOut,
    YearOut,
)

_ONE = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01")
_TWO = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e02")
_PERSON = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e09")
_DEFINITION = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e31")
_NOON = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)
_JUDGED, _UNTIL, _TERM = date(2026, 2, 1), date(2030, 2, 1), date(2025, 6, 1)
_NAME, _NAMN, _NUMBER = "Esimerkkikunnan omaisyhdistys ry", "Exempelkommuns anhörigförening rf", "1234567-1"
_RULES = "Säännöt ja tilinpäätös 2025."

_BODIES: Final[tuple[BaseModel, ...]] = (
    Register(
        name_fi=_NAME, name_sv=_NAMN, kind=Kind.ORGANISATION, legal_form=LegalForm.ASSOCIATION,
        identifiers=[IdentifierBody(scheme=Scheme.BUSINESS_ID, value=_NUMBER)], home_municipality="564", fields=[Field.CARERS],
        groups=[Group.CARERS, Group.FAMILIES], founded_on=date(1987, 5, 12), website="https://omaiset.example",
        operating_area=OperatingAreaBody(area_class=AreaClass.SEVERAL_MUNICIPALITIES, municipalities=["425", "564"]),
    ),
    Update(locality="Oulu", description="Tukea ja vertaisryhmiä omaisille."),
    OperatingAreaBody(area_class=AreaClass.MUNICIPALITY, municipalities=["564"]),
    ReportWorkforce(year=2025, person_years=Decimal("1.5"), volunteers=40),
    WithGrounds(grounds="Hallituksen kokouksen päätös."),
    Dissolve(dissolved_on=date(2026, 6, 30), grounds="Yhdistys purkautui kokouksen päätöksellä."),
    Merge(from_ids=[_TWO], grounds="Yhdistysten fuusiosopimus."),
    Assess(
        for_common_good=True, not_for_a_closed_circle=True, no_private_gain=True, assessed_on=_JUDGED, valid_until=_UNTIL,
        grounds=_RULES,
    ),
    EvaluateMany(limit=500),
    PublishDefinition(
        number=1, term="county-2025", kinds=[Kind.ORGANISATION], fields=[Field.CARERS, Field.PATIENT, Field.DISABILITY],
        refuses_service_producers=True, grounds="Aluevaltuuston päätös sote-järjestön määritelmästä.",
    ),
)
_ANSWERS: Final[tuple[BaseModel, ...]] = (
    OrganisationOut(
        id=_ONE, name=_NAME, kind=Kind.ORGANISATION, legal_form=LegalForm.ASSOCIATION, status=Status.ACTIVE, name_fi=_NAME,
        name_sv=_NAMN, name_en=None, identifiers=[IdentifierOut(scheme=Scheme.BUSINESS_ID, value=_NUMBER)], locality="Oulu",
        home_municipality="564",
        operating_area=OperatingAreaOut(area_class=AreaClass.SEVERAL_MUNICIPALITIES, municipalities=["425", "564"]),
        fields=["carers"], groups=["carers", "families"], is_service_producer=False, supports_others=Support.NONE,
        founded_on=date(1987, 5, 12), dissolved_on=None, dissolves_on=None, successor_id=None, sote_status=SoteStatus.SOTE,
        sote_definition_version=1, non_profit_status=NonProfit.NON_PROFIT, non_profit_until=_UNTIL, industry=None,
        description="Tukea ja vertaisryhmiä omaisille.", website="https://omaiset.example", memberships=[], registered_at=_NOON,
        updated_at=_NOON,
    ),
    History(
        names=[NameOut(
            text=_NAME, language=Language.FI, kind=NameKind.OFFICIAL, version=1, valid_from=date(2010, 1, 1), valid_until=None,
        )],
        changes=[StatusChangeOut(
            action=Action.PAUSE, before=Status.ACTIVE, after=Status.PAUSED, at=_NOON, effective_on=_NOON.date(), other_id=None,
            grounds="Hallituksen kokouksen päätös.",
        )],
        assessments=[AssessmentOut(
            outcome=NonProfit.NON_PROFIT, for_common_good=True, not_for_a_closed_circle=True, no_private_gain=True,
            assessed_on=_JUDGED, valid_until=_UNTIL, grounds=_RULES, assessed_by=_PERSON,
        )],
    ),
    SourceOut(field="home_municipality", source="fi-transparency-register", seen_on=date(2026, 11, 1)),
    WorkforceOut(year=2025, person_years=Decimal("1.5"), volunteers=40, by_volunteers_only=False),
    EvaluatedMany(evaluated=500, changed=312, remaining=743),
    DefinitionOut(
        id=_DEFINITION, number=1, term="county-2025", valid_from=_TERM, valid_until=date(2029, 6, 1), kinds=["organisation"],
        legal_forms=[], fields=["carers", "patient", "disability"], groups=[], refuses_service_producers=True,
        grounds="Aluevaltuuston päätös sote-järjestön määritelmästä.",
    ),
    CountOut(
        key="564", name="Oulu", year=2020, count=412, population=207327, density=Decimal("1.9872"), reason=None, founded=9,
        dissolved=4, net=5,
    ),
    YearOut(year=2020, founded=21, dissolved=13, net=8, standing=1208, founding_unknown=0),
)
EXAMPLES: Final = (*_BODIES, *_ANSWERS)
