"""Who comes, and who waits for a seat. Internal topic, key its id: who acts for whom can be secret (621/1999, 24 §)."""

from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from chassis.events import Event
from forums.events.parts import StructureNamed, Words

TOPIC: Final = "forums.internal.registration"


class RegistrationEvent(Event):
    """Whose registration, and what stands in their calendar."""

    topic: ClassVar[str] = TOPIC
    registration_id: UUID
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
    person: UUID
    organisation_id: UUID | None
    persons: int


class RegistrationPromoted(RegistrationEvent):
    """Seats became free and they got them (jonosta paikalle): somebody has to tell them. Said when time and place hold."""


class RegistrationCalendarChanged(RegistrationEvent):
    """Who was told so gets the entry anew: moved, confirmed, or cancelled."""

    cancelled: bool
    because: str | None


class RegistrationLeft(RegistrationEvent):
    """Who was told so does not come after all (peruutus): the entry is taken back."""


EVENTS: Final[tuple[type[Event], ...]] = (RegistrationPromoted, RegistrationCalendarChanged, RegistrationLeft)
