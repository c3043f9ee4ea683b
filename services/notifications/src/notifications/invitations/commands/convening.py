"""Who convened a meeting is told that there is no room for it, and where there would be one."""

from chassis.work import Irrelevant, UnitOfWork
from notifications.deliveries.commands.queueing import direct, is_first, queue
from notifications.heard.forums import RoomMissing
from notifications.invitations import queries
from notifications.invitations.domain import NO_ROOM, without_room


async def tell_convenor(uow: UnitOfWork, fact: RoomMissing) -> None:
    """Once; without an address nothing: the meeting shows the same."""
    if not await is_first(uow, NO_ROOM):
        raise Irrelevant("told_already")
    if fact.ends_at <= uow.now:
        raise Irrelevant("over")
    to = await queries.reader(uow, fact.person)
    if to is None:
        raise Irrelevant("no_address")
    await queue(uow, [direct(
        NO_ROOM, event_id=uow.cause.id, to=to.id, language=to.language, values=without_room(fact), useful_until=fact.ends_at,
    )])
