"""Who comes, and who waits for a seat. Internal topic, key its id: who acts for whom can be secret (621/1999, 24 §)."""

from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from chassis.events import Event
from forums.events.parts import StructureNamed, Words

TOPIC: Final = "forums.internal.registration"


class RegistrationPromoted(Event):
    """Seats became free and they got them (jonosta paikalle): somebody has to tell them."""

    topic: ClassVar[str] = TOPIC
    registration_id: UUID
    meeting_id: UUID
    schedule_version: int
    structure: StructureNamed
    title: Words
    starts_at: datetime
    ends_at: datetime
    person: UUID
    organisation_id: UUID | None
    persons: int


EVENTS: Final[tuple[type[Event], ...]] = (RegistrationPromoted,)
