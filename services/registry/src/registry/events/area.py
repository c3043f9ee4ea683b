"""Facts and public state of an area (alue). Topic `registry.area`, key its id; scopes everywhere name the official code."""

from datetime import date
from typing import ClassVar, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from chassis.events import Event, State

TOPIC: Final = "registry.area"


class Placement(BaseModel):
    """Under which area it lies, and from when to before when."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    parent: str
    valid_from: date | None = None
    valid_until: date | None = None


class Counted(BaseModel):
    """Inhabitants on the last day of a year."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    year: int
    people: int


class AreaChanged(Event):
    """An area was taken up, moved, renamed, or ended with a successor (aluejaon muutos). `what` says which."""

    topic: ClassVar[str] = TOPIC
    area_id: UUID
    code: str
    what: str
    """added, moved, renamed, ended, counted (a new population figure)"""
    effective_on: date | None = None
    parent: str | None = None
    successor: str | None = None


class AreaState(State):
    """The newest public snapshot, with the history of where it lay: every service resolves scopes from it."""

    topic: ClassVar[str] = TOPIC
    id: UUID
    code: str
    kind: str
    """county, service_area, municipality, health_centre, joint_authority"""
    name_fi: str
    name_sv: str | None = None
    name_en: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    successor: str | None = None
    placements: tuple[Placement, ...] = ()
    population: tuple[Counted, ...] = ()


EVENTS: Final[tuple[type[Event], ...]] = (AreaChanged,)
