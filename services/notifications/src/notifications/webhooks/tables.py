from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field
from typing_extensions import override

from chassis.access import OWN
from chassis.events import State as PublicState
from chassis.tables import INSTANT, one_of
from notifications.access import Permission
from notifications.events.endpoint import TOPIC
from notifications.schema import NotificationsPlain, NotificationsRoot
from notifications.webhooks.domain.attempt import Purpose, State
from notifications.webhooks.domain.endpoint import Status, Why


class Endpoint(NotificationsRoot, table=True):
    """Where a regional system is told, and of what (webhook)."""

    __tablename__ = "endpoint"
    __topic__: ClassVar[str] = TOPIC
    __scopes__: ClassVar[Mapping[str, str]] = {OWN: "owner"}
    __read__ = Permission.WEBHOOK_READ
    __table_args__ = (Index("ix_endpoint_owner", "owner"),)
    owner: str
    """`system:<client>`"""
    url: str
    types: list[str] = Field(sa_type=ARRAY(Text))
    description: str = ""
    status: Status = Field(default=Status.ACTIVE, sa_type=one_of(Status))
    why: Why | None = Field(default=None, sa_type=one_of(Why))
    status_since: datetime = Field(sa_type=INSTANT)
    created_at: datetime = Field(sa_type=INSTANT)

    @override
    def public(self) -> PublicState | None:
        """Nobody keeps a copy."""
        return None


class EndpointKey(NotificationsPlain, table=True):
    """A signing key. Read by those who sign and, once, by the answer that shows it; in no event, log, audit or list."""

    __tablename__ = "endpoint_key"
    __table_args__ = (Index("ix_endpoint_key_endpoint_id", "endpoint_id"),)
    id: UUID = Field(primary_key=True)
    endpoint_id: UUID = Field(foreign_key="notifications.endpoint.id", ondelete="CASCADE")
    value: str = Field(repr=False)
    created_at: datetime = Field(sa_type=INSTANT)
    expires_at: datetime | None = Field(default=None, sa_type=INSTANT)


class EndpointFailure(NotificationsPlain, table=True):
    """The memory of failures (N3): since when an endpoint has failed without a success in between."""

    __tablename__ = "endpoint_failure"
    endpoint_id: UUID = Field(primary_key=True, foreign_key="notifications.endpoint.id", ondelete="CASCADE")
    since: datetime = Field(sa_type=INSTANT)
    latest: datetime = Field(sa_type=INSTANT)


class Delivery(NotificationsPlain, table=True):
    """One message to one endpoint, once, whatever is replayed (toimitus)."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("endpoint_id", "position"),
        ForeignKeyConstraint(["position"], ["notifications.message.position"], ondelete="CASCADE"),
        Index("ix_delivery_position", "position"),
        Index("ix_delivery_due_at", "endpoint_id", "due_at", "position", postgresql_where=text("state IN ('queued', 'retrying')")),
        Index("ix_delivery_subject", "endpoint_id", "subject", "position", postgresql_where=text("state = 'queued'")),
        Index("ix_delivery_leased_until", "endpoint_id", "leased_until", postgresql_where=text("leased_until IS NOT NULL")),
    )
    id: UUID = Field(primary_key=True)
    endpoint_id: UUID = Field(foreign_key="notifications.endpoint.id", ondelete="CASCADE")
    position: int = Field(sa_type=BigInteger)
    subject: str
    purpose: Purpose = Field(default=Purpose.EVENT, sa_type=one_of(Purpose))
    state: State = Field(default=State.QUEUED, sa_type=one_of(State))
    tried: int = 0
    """Attempts since it was queued, the one under way not counted."""
    due_at: datetime = Field(sa_type=INSTANT)
    leased_until: datetime | None = Field(default=None, sa_type=INSTANT)
    """A worker is at it; should the worker die, another takes over then."""
    claims: int = 0
    """Grows with each claim: an answer that comes after the lease was given to another changes nothing."""


class Attempt(NotificationsPlain, table=True):
    """One request and what came back (toimitusyritys)."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_delivery_id", "delivery_id"),)
    id: UUID = Field(primary_key=True)
    delivery_id: UUID = Field(foreign_key="notifications.delivery.id", ondelete="CASCADE")
    purpose: Purpose = Field(sa_type=one_of(Purpose))
    at: datetime = Field(sa_type=INSTANT)
    milliseconds: int
    status: int | None = None
    fault: str | None = None
    excerpt: str = ""
