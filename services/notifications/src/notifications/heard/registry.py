"""Of registry's states and facts, the fields that notifications reads: for audiences, messages and rights."""

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


class OrganisationState(Fact):
    type: ClassVar[str] = "fi.yhdyspinta.registry.Organisation.state.v1"
    kind: str
    names: Names
    status: str
    home_municipality: str | None = None
    successor_id: UUID | None = None


class OrganisationErased(Fact):
    """It was erased, and so is what was said of it."""

    type: ClassVar[str] = "fi.yhdyspinta.registry.OrganisationErased.v1"
    organisation_id: UUID


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


class AssignmentState(Fact):
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
    grounds: str


class OrganisationDissolutionReverted(Fact):
    """It had not ended after all."""

    type: ClassVar[str] = "fi.yhdyspinta.registry.OrganisationDissolutionReverted.v1"
    organisation_id: UUID
    grounds: str
