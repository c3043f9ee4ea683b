from typing import ClassVar
from uuid import UUID

from chassis.events import Event, State


class ThingMade(Event):
    """A thing was made."""

    topic: ClassVar[str] = "sample.thing"
    thing_id: UUID
    name: str


class ThingRenamed(Event):
    """A thing has another name."""

    topic: ClassVar[str] = "sample.thing"
    thing_id: UUID
    name: str


class ThingErased(Event):
    """A thing was erased."""

    topic: ClassVar[str] = "sample.thing"
    thing_id: UUID


class ThingState(State):
    topic: ClassVar[str] = "sample.thing"
    id: UUID
    name: str
    area: str
    count: int
