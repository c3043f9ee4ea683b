"""Who asked for the room of a meeting. Internal topic, key the request's id: events that others read name no person."""

from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from chassis.events import Event
from forums.events.meeting import RoomFree
from forums.events.parts import Part, StructureNamed, Words

TOPIC: Final = "forums.internal.room"


class RoomKept(Part):
    """The old room while another one is not won."""

    place: str | None
    """Name and address, as one line."""
    starts_at: datetime
    ends_at: datetime


class RoomMissing(Event):
    """There is no room, or no more (tila puuttuu): whoever asked for it has to choose another time or another space."""

    topic: ClassVar[str] = TOPIC
    request_id: UUID
    meeting_id: UUID
    schedule_version: int
    structure: StructureNamed
    title: Words
    starts_at: datetime
    ends_at: datetime
    person: UUID
    """Who convened it, or moved it last (koolle kutsuja)."""
    lost: bool
    """It was won before."""
    reasons: tuple[str, ...]
    """In Finnish."""
    alternatives: tuple[RoomFree, ...] = ()
    kept: RoomKept | None = None
    untold: int
    """Persons and organisations that are invited and not told before there is a room."""


EVENTS: Final[tuple[type[Event], ...]] = (RoomMissing,)
