"""Applicants reminded of a draft. Internal topic, key the reminder's id."""

from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from chassis.events import Event
from grants.events.parts import CallNamed, Party

TOPIC: Final = "grants.internal.reminder"


class DraftStillOpen(Event):
    """The call closes soon and this draft has not been submitted (hakemus on kesken)."""

    topic: ClassVar[str] = TOPIC
    reminder_id: UUID
    application_id: UUID
    call: CallNamed
    closes_at: datetime
    parties: tuple[Party, ...]
    unsigned: tuple[UUID, ...]
    """Partners that have not signed what the draft says now."""


EVENTS: Final[tuple[type[Event], ...]] = (DraftStillOpen,)
