from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field
from typing_extensions import override

from chassis.events import State
from chassis.tables import INSTANT, one_of
from notifications.access import Permission
from notifications.events.notice import TOPIC
from notifications.notices.domain import Status
from notifications.schema import NotificationsRoot


class Notice(NotificationsRoot, table=True):
    """One message to everybody who asked to be told of its topic (tiedote)."""

    __tablename__ = "notice"
    __topic__: ClassVar[str] = TOPIC
    __read__ = Permission.NOTICE_READ
    __table_args__ = (
        UniqueConstraint("event_id", "template"),
        Index("ix_notice_published_at", "published_at", postgresql_where=text("status = 'published'")),
        Index("ix_notice_began_at", "began_at", "id"),
    )
    event_id: UUID
    """What it tells of."""
    topic: str
    """What one subscribes to: grant_calls"""
    template: str
    template_version: int = Field(sa_type=SmallInteger)
    values: dict[str, Any] = Field(sa_type=JSONB)
    useful_until: datetime | None = Field(default=None, sa_type=INSTANT)
    status: Status = Field(sa_type=one_of(Status))
    after: UUID | None = None
    """The last recipient that was looked at."""
    recipients: int = 0
    began_at: datetime = Field(sa_type=INSTANT)
    published_at: datetime | None = Field(default=None, sa_type=INSTANT)
    delivered_at: datetime | None = Field(default=None, sa_type=INSTANT)
    counts: dict[str, int] = Field(sa_type=JSONB)
    """Mails by their state when it was delivered."""

    @override
    def public(self) -> State | None:
        """Nobody keeps a copy."""
        return None
