from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, LargeBinary, text
from sqlmodel import Field

from chassis.tables import INSTANT
from notifications.schema import NotificationsPlain


class Message(NotificationsPlain, table=True):
    """A public event, stored once whoever wants it. Positions are in the order of commits: whoever read up to one missed none."""

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_name_position", "name", "position", postgresql_where=text("only_for IS NULL")),
        Index("ix_message_happened_at", "happened_at"),
        Index("ix_message_heard_at", "heard_at"),
    )
    position: int | None = Field(
        default=None, sa_type=BigInteger, sa_column_args=(Identity(always=True),), primary_key=True
    )
    event_id: UUID = Field(unique=True)
    name: str
    """`registry.OrganisationRegistered`"""
    subject: str
    body: bytes = Field(sa_type=LargeBinary)
    happened_at: datetime = Field(sa_type=INSTANT)
    heard_at: datetime = Field(sa_type=INSTANT)
    only_for: UUID | None = None
    """A test event: for this endpoint, and in no feed."""
