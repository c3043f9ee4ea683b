"""Facts and public state of a meeting (tapaaminen). Topic `forums.meeting`, key its id.

`schedule_version` counts times and places; facilities echoes it, and an answer to another version changes nothing.
"""

from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from chassis.events import Event, State
from forums.events.parts import Part, StructureNamed, Words

TOPIC: Final = "forums.meeting"


class RoomWanted(Part):
    """The room that a meeting asks for (tilatoive)."""

    space_id: UUID
    before_minutes: int = 0
    after_minutes: int = 0
    persons: int | None = None


class RoomFree(Part):
    """Where and when a room would be free (vaihtoehto)."""

    space_id: UUID
    place: str
    """Name and address, as one line."""
    starts_at: datetime
    ends_at: datetime


class MeetingEvent(Event):
    """What every one of them tells."""

    topic: ClassVar[str] = TOPIC
    meeting_id: UUID
    schedule_version: int
    structure: StructureNamed
    title: Words
    starts_at: datetime
    ends_at: datetime
    public: bool
    """Shown in public calendars."""


class MeetingScheduled(MeetingEvent):
    """A time, and the room that it asks for, if any (tapaaminen ajoitettu)."""

    mode: str
    """in_person, remote, hybrid"""
    room: RoomWanted | None
    languages: tuple[str, ...] = ()
    interpretation: tuple[str, ...] = ()
    """sign_language, writing, …"""


class MeetingConfirmed(MeetingEvent):
    """Time and place hold (tapaaminen vahvistettu): the room was won, or none is needed."""

    mode: str
    booking_id: UUID | None
    space_id: UUID | None
    place: str | None
    """Name and address of the room, as one line."""


class MeetingRoomRefused(MeetingEvent):
    """No room (tila evätty): somebody has to choose another time or another space."""

    reasons: tuple[str, ...]
    """In Finnish."""
    alternatives: tuple[RoomFree, ...] = ()


class MeetingChanged(MeetingEvent):
    """What is said of it changed, not time or room (tapaamisen tiedot muuttuneet): which fields; the link itself is not told."""

    fields: tuple[str, ...]


class MeetingRescheduled(MeetingEvent):
    """The same meeting at another time or in another room (tapaaminen siirretty). The old room is kept until the new one is won."""

    mode: str
    room: RoomWanted | None
    was_starts_at: datetime
    was_ends_at: datetime
    because: str


class MeetingCancelled(MeetingEvent):
    """It is not held (tapaaminen peruttu)."""

    because: str


class MeetingHeld(MeetingEvent):
    """It was held; how many took part, by sector (tapaaminen pidetty). MTG-05."""

    attendance: dict[str, int]


class MinutesPublished(MeetingEvent):
    """The minutes were approved (muistio julkaistu)."""

    minutes_id: UUID
    agenda_version: int


class MeetingState(State):
    """The newest public snapshot; nothing is said of a draft."""

    topic: ClassVar[str] = TOPIC
    id: UUID
    structure_id: UUID
    title: Words
    status: str
    """scheduled, invited, held, minuted, cancelled"""
    room: str
    """not_needed, asked, won, refused"""
    mode: str
    public: bool
    starts_at: datetime
    ends_at: datetime
    schedule_version: int
    calendar_sequence: int
    """SEQUENCE of the calendar entry."""
    place: str | None = None


EVENTS: Final[tuple[type[Event], ...]] = (
    MeetingScheduled, MeetingConfirmed, MeetingRoomRefused, MeetingChanged, MeetingRescheduled, MeetingCancelled, MeetingHeld,
    MinutesPublished,
)
