from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field
from typing_extensions import override

from chassis.access import OWN
from chassis.events import State
from chassis.problems import Problem
from chassis.tables import INSTANT, one_of
from notifications.access import Permission, Scope
from notifications.events.subscription import TOPIC
from notifications.schema import NotificationsPlain, NotificationsRoot
from notifications.subscriptions.domain.topic import Channel
from notifications.subscriptions.problems import JUST_SAID


class Topic(NotificationsPlain, table=True):
    """What one can be told of (aihe). Closed: rows come with a migration."""

    __tablename__ = "topic"
    code: str = Field(primary_key=True)
    names: dict[str, str] = Field(sa_type=JSONB)
    """fi, sv, en"""
    for_persons: bool
    """Whether a person is told who has said nothing."""
    for_organisations: bool
    """Whether an organisation is told that has said nothing (COM-07: calls are told to organisations)."""
    position: int
    """Order in lists."""


class Subscription(NotificationsRoot, table=True):
    """What a recipient has said about one topic and channel (tilaus): wanted, or not."""

    __tablename__ = "subscription"
    __topic__: ClassVar[str] = TOPIC
    __scopes__: ClassVar[Mapping[str, str]] = {Scope.ORGANISATION: "organisation_id", OWN: "owner"}
    __read__ = Permission.RECIPIENT_READ
    __refusals__: ClassVar[Mapping[str, Problem]] = {"uq_subscription_recipient_id_topic_channel": JUST_SAID}
    __table_args__ = (UniqueConstraint("recipient_id", "topic", "channel"),)
    recipient_id: UUID = Field(foreign_key="notifications.recipient.id", ondelete="CASCADE")
    owner: str | None = None
    organisation_id: UUID | None = None
    """Whose it is, as its recipient has it: rights are read from here."""
    topic: str = Field(foreign_key="notifications.topic.code")
    channel: Channel = Field(default=Channel.EMAIL, sa_type=one_of(Channel))
    wanted: bool
    said_at: datetime = Field(sa_type=INSTANT)
    said_by: str
    """The actor; `link` where the mail's own link was used."""

    @override
    def public(self) -> State | None:
        """Nobody keeps a copy."""
        return None
