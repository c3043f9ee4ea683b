"""A notice goes to everybody who asked for it: queued slice by slice, counted when nothing of it is under way any more."""

from typing import Final
from uuid import UUID

from chassis.work import Irrelevant, UnitOfWork
from notifications.deliveries.commands.queueing import queue
from notifications.deliveries.domain.state import UNDER_WAY, Lane
from notifications.deliveries.queries.log import counted
from notifications.notices import commands as notices
from notifications.notices.domain import Action
from notifications.parameters.queries import mail_parameters
from notifications.subscriptions.domain.preference import Weight
from notifications.subscriptions.queries import wanting

FAN_OUT: Final = "notifications.notice.fan_out"


async def fan_out(uow: UnitOfWork, id: UUID) -> None:
    """The next slice. No transaction is long, and the first mails leave while the last are not queued yet."""
    notice = await notices.hold(uow, id, Action.PUBLISH)
    size = (await mail_parameters(uow)).slice
    found = await wanting(uow, notice.topic, after=notice.after, limit=size)
    queued = await queue(uow, [
        {
            "event_id": notice.event_id, "recipient_id": one.id, "organisations": [], "template": notice.template,
            "template_version": notice.template_version, "language": one.language, "values": notice.values, "lane": Lane.BULK,
            "weight": Weight.TOPIC, "topic": notice.topic, "notice_id": notice.id, "useful_until": notice.useful_until,
        }
        for one in found
    ])
    if found:
        notices.advance(notice, after=found[-1].id, queued=queued)
    if len(found) == size:
        await uow.at(uow.now, FAN_OUT, id)
    else:
        notices.publish(uow, notice)


async def count_up(uow: UnitOfWork, id: UUID) -> None:
    """Say once what became of a notice's mails, when each has come to an end."""
    notice = await notices.hold(uow, id, Action.DELIVER)
    counts = await counted(uow, id)
    if any(counts.get(state.value) for state in UNDER_WAY):
        raise Irrelevant("under_way")
    notices.deliver(uow, notice, counts)
