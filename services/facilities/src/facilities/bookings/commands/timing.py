"""What time itself does to a booking."""

from uuid import UUID

from chassis.work import Irrelevant, UnitOfWork
from facilities.bookings.commands.changing import given_up
from facilities.bookings.commands.slots import let_go
from facilities.bookings.domain import rules as rules_of
from facilities.bookings.domain.states import MACHINE, Action, Because, Status
from facilities.bookings.tables import Booking
from facilities.spaces import queries as spaces
from facilities.spaces.tables import Space


async def expire(uow: UnitOfWork, id: UUID) -> None:
    """The ten minutes are over and nobody confirmed (varaus raukeaa). Never one that was just confirmed. F16."""
    row = await uow.load(Booking, id, lock=True)
    if row.status is not Status.HELD or row.hold_until is None or row.hold_until > uow.now:
        raise Irrelevant("not_to_expire")
    row.status, row.changed_at = MACHINE.after(row.status, Action.EXPIRE), uow.now
    await let_go(uow, row.id)


async def release(uow: UnitOfWork, id: UUID) -> None:
    """Nobody came in time, and the space asks for it: what goes on is free for others (vapautuminen).

    Once, and never after a check-in. The room of a meeting stays: forums knows who is there.
    """
    row = await uow.load(Booking, id, lock=True)
    if row.status is not Status.CONFIRMED or row.meeting_id is not None:
        raise Irrelevant("not_to_release")
    rules = spaces.rules_of(await uow.load(Space, row.space_id))
    which = rules_of.missed(row.unseen, rules, uow.now)
    if not which:
        raise Irrelevant("not_to_release")
    await given_up(uow, row, which, Because.NOT_CHECKED_IN)
