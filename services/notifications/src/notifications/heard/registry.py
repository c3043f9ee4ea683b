"""Of registry's states, the fields that notifications reads."""

from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from chassis.events import Fact


class Names(BaseModel):
    """The official names in use."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    fi: str | None = None
    sv: str | None = None
    en: str | None = None


class OrganisationState(Fact):
    type: ClassVar[str] = "fi.yhdyspinta.registry.Organisation.state.v1"
    id: UUID
    names: Names
    status: str
    successor_id: UUID | None = None


class Placement(BaseModel):
    """Under which area an area lies, and when."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    parent: str
    valid_from: str | None = None
    valid_until: str | None = None


class AreaState(Fact):
    type: ClassVar[str] = "fi.yhdyspinta.registry.Area.state.v1"
    id: UUID
    code: str
    kind: str
    name_fi: str
    name_sv: str | None = None
    successor: str | None = None
    placements: tuple[Placement, ...] = ()


class AssignmentState(Fact):
    type: ClassVar[str] = "fi.yhdyspinta.registry.Assignment.state.v1"
    id: UUID
    subject: UUID
    role: str
    scope_kind: str
    scope_id: str
    valid_from: AwareDatetime
    valid_until: AwareDatetime | None = None
