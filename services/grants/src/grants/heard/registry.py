"""Of registry's states and facts, the fields that grants reads: for eligibility, holds, scopes and rights."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from chassis.events import Fact


class Part(BaseModel):
    """A part of a fact."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Names(Part):
    fi: str | None = None
    sv: str | None = None
    en: str | None = None


class Identifier(Part):
    scheme: str
    value: str


class OperatingArea(Part):
    area_class: str
    municipalities: tuple[str, ...] = ()


class OrganisationState(Fact):
    type: ClassVar[str] = "fi.yhdyspinta.registry.Organisation.state.v1"
    kind: str
    legal_form: str
    names: Names
    identifiers: tuple[Identifier, ...] = ()
    status: str
    home_municipality: str | None = None
    operating_area: OperatingArea | None = None
    sote_status: str
    non_profit_status: str
    non_profit_until: date | None = None
    dissolves_on: date | None = None
    successor_id: UUID | None = None


class Placement(Part):
    """Under which area an area lies, from when to before when."""

    parent: str
    valid_from: date | None = None
    valid_until: date | None = None


class AreaState(Fact):
    type: ClassVar[str] = "fi.yhdyspinta.registry.Area.state.v1"
    code: str
    kind: str
    name_fi: str
    name_sv: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    successor: str | None = None
    placements: tuple[Placement, ...] = ()


class CouncilTermState(Fact):
    type: ClassVar[str] = "fi.yhdyspinta.registry.CouncilTerm.state.v1"
    code: str
    kind: str
    valid_from: date
    valid_until: date


class AssignmentState(Fact):
    """Read whole: the house keeps it for sign-in."""

    type: ClassVar[str] = "fi.yhdyspinta.registry.Assignment.state.v1"
    subject: UUID
    role: str
    scope_kind: str
    scope_id: str
    valid_from: datetime
    valid_until: datetime | None = None


class OrganisationDissolved(Fact):
    """It has ended."""

    type: ClassVar[str] = "fi.yhdyspinta.registry.OrganisationDissolved.v1"
    organisation_id: UUID
    dissolved_on: date


class OrganisationDissolutionReverted(Fact):
    """It had not ended after all."""

    type: ClassVar[str] = "fi.yhdyspinta.registry.OrganisationDissolutionReverted.v1"
    organisation_id: UUID


class OrganisationsMerged(Fact):
    """It became part of another."""

    type: ClassVar[str] = "fi.yhdyspinta.registry.OrganisationsMerged.v1"
    organisation_id: UUID
    into_id: UUID


class OrganisationMergeUndone(Fact):
    """It stands apart again."""

    type: ClassVar[str] = "fi.yhdyspinta.registry.OrganisationMergeUndone.v1"
    organisation_id: UUID
