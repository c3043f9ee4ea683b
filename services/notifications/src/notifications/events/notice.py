"""Notices to many (tiedotteet). Topic `notifications.notice`, key the notice's id. Nobody who is told is named."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from chassis.events import Event

TOPIC: Final = "notifications.notice"


class NoticeEvent(Event):
    """What both tell."""

    topic: ClassVar[str] = TOPIC
    notice_id: UUID
    event_id: UUID
    """`ce_id` of what it tells of."""
    subject: str
    """What one subscribes to: grant_calls"""
    recipients: int


class NoticePublished(NoticeEvent):
    """It is on its way to everybody who asked for it (tiedote julkaistu)."""

    published_at: datetime


class NoticeDelivered(NoticeEvent):
    """Nothing of it is under way any more (tiedote toimitettu). Said once; single mails stay inside."""

    counts: Mapping[str, int]
    """How many mails by what became of them: sent, delivered, failed, bounced, suppressed, skipped_old"""
    delivered_at: datetime


EVENTS: Final[tuple[type[NoticeEvent], ...]] = (NoticePublished, NoticeDelivered)
