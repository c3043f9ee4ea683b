"""One real-looking payload for each event and state: for the catalogue and for whoever writes a consumer. Tested to be valid."""

from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from chassis.events import Event
from registry.events.area import AreaChanged, AreaState, Counted, Placement
from registry.events.assignment import AssignmentState, RoleAssigned, RoleEnded, RoleTermChanged
from registry.events.council_term import CouncilTermOpened, CouncilTermState
from registry.events.imports import Counts, ImportCompleted
from registry.events.organisation import (
    FieldChange,
    Identifier,
    Names,
    NonProfitAssessed,
    OperatingArea,
    OperatingAreaChanged,
    OrganisationDissolutionReverted,
    OrganisationDissolved,
    OrganisationErased,
    OrganisationMergeUndone,
    OrganisationPaused,
    OrganisationRegistered,
    OrganisationResumed,
    OrganisationsMerged,
    OrganisationState,
    OrganisationUpdated,
    SoteStatusChanged,
    Tests,
)

_ONE = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01")
_TWO = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e02")
_PERSON = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e09")
_NOON = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)
_NAMES = Names(fi="Esimerkkikunnan omaisyhdistys ry", sv="Exempelkommuns anhörigförening rf")
_IDS = (Identifier(scheme="business_id", value="1234567-1"), Identifier(scheme="association_register_number", value="123456"))
_AREA = OperatingArea(area_class="several_municipalities", municipalities=("425", "564"))

EXAMPLES: Final[tuple[Event, ...]] = (
    OrganisationRegistered(
        organisation_id=_ONE, kind="organisation", legal_form="association", names=_NAMES, identifiers=_IDS,
        home_municipality="564", source="fi-transparency-register",
    ),
    OrganisationUpdated(
        organisation_id=_ONE, source="person", changes=(FieldChange(field="home_municipality", before="425", after="564"),)
    ),
    OperatingAreaChanged(organisation_id=_ONE, before=None, after=_AREA),
    OrganisationPaused(organisation_id=_ONE, grounds="Hallitus päätti tauosta vuosikokoukseen saakka."),
    OrganisationResumed(organisation_id=_ONE),
    OrganisationDissolved(
        organisation_id=_ONE, dissolved_on=date(2027, 6, 30), grounds="Yhdistys purkautui kokouksen päätöksellä."
    ),
    OrganisationDissolutionReverted(organisation_id=_ONE, status="active", grounds="Merkintä koski toista yhdistystä."),
    OrganisationsMerged(organisation_id=_ONE, from_ids=(_ONE,), into_id=_TWO, grounds="Yhdistysten fuusiosopimus."),
    OrganisationMergeUndone(organisation_id=_ONE, was_into_id=_TWO, status="active", grounds="Fuusiosopimus purettiin."),
    OrganisationErased(organisation_id=_ONE),
    NonProfitAssessed(
        organisation_id=_ONE, status="non_profit", assessed_on=date(2027, 2, 1), valid_until=date(2031, 2, 1),
        tests=Tests(for_common_good=True, not_for_a_closed_circle=True, no_private_gain=True),
        grounds="Säännöt ja tilinpäätös 2026.",
    ),
    SoteStatusChanged(organisation_id=_ONE, before="not_evaluated", after="sote", definition_version=1),
    OrganisationState(
        id=_ONE, kind="organisation", legal_form="association", names=_NAMES, identifiers=_IDS, status="active",
        home_municipality="564", operating_area=_AREA, fields=("carers",), groups=("carers",), sote_status="sote",
        sote_definition_version=1, non_profit_status="non_profit", non_profit_until=date(2031, 2, 1), founded_on=date(1994, 5, 12),
    ),
    AreaChanged(area_id=_ONE, code="972", what="ended", effective_on=date(2013, 1, 1), successor="564"),
    AreaState(
        id=_ONE, code="564", kind="municipality", name_fi="Oulu", name_sv="Uleåborg",
        placements=(Placement(parent="oulu", valid_from=date(2023, 1, 1)),), population=(Counted(year=2020, people=207327),),
    ),
    CouncilTermOpened(
        council_term_id=_ONE, code="county-2025", kind="county_council", valid_from=date(2025, 6, 1), valid_until=date(2029, 6, 1)
    ),
    CouncilTermState(
        id=_ONE, code="county-2025", kind="county_council", valid_from=date(2025, 6, 1), valid_until=date(2029, 6, 1)
    ),
    RoleAssigned(
        assignment_id=_ONE, subject=_PERSON, role="representative", scope_kind="organisation", scope_id=str(_TWO), valid_from=_NOON
    ),
    RoleTermChanged(
        assignment_id=_ONE, subject=_PERSON, role="area_liaison", scope_kind="area", scope_id="lakeus", valid_from=_NOON,
        valid_until_before=datetime(2028, 2, 29, 22, 0, tzinfo=UTC), valid_until=datetime(2030, 2, 28, 22, 0, tzinfo=UTC),
    ),
    RoleEnded(
        assignment_id=_ONE, subject=_PERSON, role="representative", scope_kind="organisation", scope_id=str(_TWO), ended_at=_NOON
    ),
    AssignmentState(
        id=_ONE, subject=_PERSON, role="area_liaison", scope_kind="area", scope_id="lakeus", valid_from=_NOON
    ),
    ImportCompleted(
        import_id=_ONE, source="fi-transparency-register", watermark="sha256:9f2c", started_at=_NOON, finished_at=_NOON,
        counts=Counts(created=1243, changed=0, unchanged=0, rejected=0, possible_duplicates=0, candidate_pairs=1),
    ),
)
"""Every class of `registry.events` once."""
