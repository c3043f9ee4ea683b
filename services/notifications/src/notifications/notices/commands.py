"""A notice begins, is on its way, and has arrived wherever it could."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.work import Irrelevant, UnitOfWork
from notifications.events.notice import NoticeDelivered, NoticePublished
from notifications.notices import queries
from notifications.notices.domain import MACHINE, Action, Status
from notifications.notices.tables import Notice


async def begin(
    uow: UnitOfWork,
    *,
    event_id: UUID,
    topic: str,
    template: str,
    template_version: int,
    values: Mapping[str, Any],
    useful_until: datetime | None,
) -> UUID:
    """Once for each event; its mails follow."""
    if await queries.is_known(uow, event_id, template):
        raise Irrelevant("told_already")
    notice = uow.add(Notice(
        id=uow.new_id(), event_id=event_id, topic=topic, template=template, template_version=template_version, values=dict(values),
        useful_until=useful_until, status=Status.PREPARING, began_at=uow.now, counts={},
    ))
    return notice.id


async def hold(uow: UnitOfWork, id: UUID, action: Action) -> Notice:
    """The notice, if this may follow now."""
    notice = await uow.load(Notice, id, lock=True)
    if action not in MACHINE.allowed(notice.status):
        raise Irrelevant("moved_on")
    return notice


def advance(notice: Notice, *, after: UUID | None, queued: int) -> None:
    """One slice of its mails is queued."""
    notice.after = after
    notice.recipients += queued


def publish(uow: UnitOfWork, notice: Notice) -> None:
    """All of its mails are queued."""
    notice.status, notice.published_at = MACHINE.after(notice.status, Action.PUBLISH), uow.now
    uow.publish(notice, NoticePublished(
        notice_id=notice.id, event_id=notice.event_id, subject=notice.topic, recipients=notice.recipients, published_at=uow.now,
    ))


def deliver(uow: UnitOfWork, notice: Notice, counts: Mapping[str, int]) -> None:
    """None of its mails is under way any more."""
    notice.status, notice.delivered_at = MACHINE.after(notice.status, Action.DELIVER), uow.now
    notice.counts = dict(counts)
    uow.publish(notice, NoticeDelivered(
        notice_id=notice.id, event_id=notice.event_id, subject=notice.topic, recipients=notice.recipients, counts=dict(counts),
        delivered_at=uow.now,
    ))
