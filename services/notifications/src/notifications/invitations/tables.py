from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from chassis.tables import INSTANT
from notifications.schema import NotificationsPlain


class CalendarEntry(NotificationsPlain, table=True):
    """What one recipient was told last of one meeting (kalenterimerkintä)."""

    __tablename__ = "calendar_entry"
    __table_args__ = (Index("ix_calendar_entry_ends_at", "ends_at"),)
    meeting_id: UUID = Field(primary_key=True)
    recipient_id: UUID = Field(primary_key=True)
    """Whose address it went to; of an organisation that is told by letter, its own id."""
    invitation_id: UUID | None = None
    """By which they got it."""
    registration_id: UUID | None = None
    """Of who got seats from the waiting list: they keep it though they are not invited, until they leave."""
    sequence: int
    """As forums counts, of what was told."""
    raised: int = 0
    """By how much the SEQUENCE that was told is ahead of it."""
    cancelled: bool
    ends_at: datetime = Field(sa_type=INSTANT)
    """When the meeting is over, as was told."""
