from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, LargeBinary, SmallInteger, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from chassis.tables import INSTANT, one_of
from notifications.access import Permission, Scope
from notifications.deliveries.domain.state import Lane, State
from notifications.schema import NotificationsPlain, NotificationsRow
from notifications.subscriptions.domain.preference import Weight

_UNDER_WAY = text("state IN ('queued', 'sending')")


class Telling(NotificationsPlain, table=True):
    """An event that people were told of, once, whoever they were then. It outlives addresses, subscriptions and positions."""

    __tablename__ = "telling"
    __table_args__ = (Index("ix_telling_at", "at"),)
    event_id: UUID = Field(primary_key=True)
    name: str
    at: datetime = Field(sa_type=INSTANT)


class Mail(NotificationsRow, table=True):
    """One message to one recipient (sähköposti). The address is read when it is sent and stands nowhere in here.

    What it said can be shown again from template, version, language and values.
    """

    __tablename__ = "mail"
    __scopes__: ClassVar[Mapping[str, str]] = {Scope.ORGANISATION: "organisations"}
    __read__ = Permission.MAIL_READ
    __table_args__ = (
        UniqueConstraint("event_id", "recipient_id", "template"),
        Index("ix_mail_due_at", "lane", "due_at", "id", postgresql_where=_UNDER_WAY),
        Index("ix_mail_notice_id", "notice_id", "state", postgresql_where=text("notice_id IS NOT NULL")),
        Index("ix_mail_decision_id", "decision_id", postgresql_where=text("decision_id IS NOT NULL")),
        Index("ix_mail_queued_at", "queued_at", "id"),
        Index("ix_mail_organisations", "organisations", postgresql_using="gin"),
        Index("ix_mail_recipient_id", "recipient_id"),
        Index("ix_mail_ended", text("coalesce(settled_at, sent_at)"), postgresql_where=text("state NOT IN ('queued', 'sending')")),
    )
    event_id: UUID
    recipient_id: UUID
    """The person or organisation whose address it goes to."""
    organisations: list[UUID] = Field(sa_type=ARRAY(Uuid))
    """On whose behalf the recipient is told; none for somebody who only subscribes."""
    template: str
    template_version: int = Field(sa_type=SmallInteger)
    language: str
    values: dict[str, Any] = Field(sa_type=JSONB)
    lane: Lane = Field(sa_type=one_of(Lane))
    weight: Weight = Field(sa_type=one_of(Weight))
    """How much it weighs against what its recipient prefers (N9)."""
    topic: str | None = None
    """What one click ends; nothing for what the law demands."""
    application_id: UUID | None = None
    decision_id: UUID | None = None
    """It serves this decision on the organisations."""
    notice_id: UUID | None = Field(default=None, foreign_key="notifications.notice.id")
    useful_until: datetime | None = Field(default=None, sa_type=INSTANT)
    """From then on it is not sent any more."""
    state: State = Field(sa_type=one_of(State))
    tried: int = Field(default=0, sa_type=SmallInteger)
    """Attempts that came to an end since it was queued."""
    claims: int = 0
    """Grows with each claim: an answer that comes after the lease went to another changes nothing."""
    due_at: datetime = Field(sa_type=INSTANT)
    """When the next attempt is due; while it is being sent, when the lease ends."""
    queued_at: datetime = Field(sa_type=INSTANT)
    sent_at: datetime | None = Field(default=None, sa_type=INSTANT)
    """When the mail server took it."""
    settled_at: datetime | None = Field(default=None, sa_type=INSTANT)
    """When it came to its present end: delivered, failed, bounced, suppressed, skipped."""
    address_mark: bytes | None = Field(default=None, sa_type=LargeBinary, repr=False)
    """Eight bytes of a hash of this row's id and the address it went to: a report that comes later must not be held against an
    address that the recipient has given meanwhile. Says nothing else about the address, and nothing across rows."""
    reply_code: int | None = Field(default=None, sa_type=SmallInteger)
    reply: str = ""
    """The server's last words, without addresses; or why it was not sent."""


class MailBudget(NotificationsPlain, table=True):
    """One row: what the mail provider lets us send now (token bucket)."""

    __tablename__ = "mail_budget"
    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    tokens: float
    filled_at: datetime = Field(sa_type=INSTANT)
