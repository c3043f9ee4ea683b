"""Who was invited. Internal topic, key the invitation's id: who acts for which association can be secret (621/1999, 24 §)."""

from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from chassis.events import Event
from forums.events.parts import StructureNamed, Words

TOPIC: Final = "forums.internal.invitation"


class ParticipantsInvited(Event):
    """These persons and organisations are invited, as the structure's groups resolved at that moment (kutsu). MTG-02."""

    topic: ClassVar[str] = TOPIC
    invitation_id: UUID
    meeting_id: UUID
    schedule_version: int
    structure: StructureNamed
    title: Words
    starts_at: datetime
    ends_at: datetime
    mode: str
    place: str | None
    remote_link: str | None
    calendar_sequence: int
    persons: tuple[UUID, ...]
    organisations: tuple[UUID, ...]
    invited_at: datetime


class CalendarChanged(Event):
    """Whoever was invited gets the calendar entry anew: moved, confirmed, or cancelled."""

    topic: ClassVar[str] = TOPIC
    invitation_id: UUID
    meeting_id: UUID
    schedule_version: int
    structure: StructureNamed
    title: Words
    starts_at: datetime
    ends_at: datetime
    mode: str
    place: str | None
    remote_link: str | None
    calendar_sequence: int
    cancelled: bool
    because: str | None
    persons: tuple[UUID, ...]
    organisations: tuple[UUID, ...]


EVENTS: Final[tuple[type[Event], ...]] = (ParticipantsInvited, CalendarChanged)
