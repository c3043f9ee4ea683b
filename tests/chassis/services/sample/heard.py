from typing import ClassVar
from uuid import UUID

from chassis.events import Fact


class ThingMade(Fact):
    type: ClassVar[str] = "fi.yhdyspinta.sample.ThingMade.v1"
    thing_id: UUID
    name: str


class ThingRenamed(Fact):
    type: ClassVar[str] = "fi.yhdyspinta.sample.ThingRenamed.v1"
    thing_id: UUID
    name: str


class ThingState(Fact):
    type: ClassVar[str] = "fi.yhdyspinta.sample.Thing.state.v1"
    name: str
    area: str
    count: int
