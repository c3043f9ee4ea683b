"""What time itself does to a booking."""

from uuid import UUID

from chassis.work import Irrelevant, UnitOfWork
from facilities.bookings.commands.slots import let_go
from facilities.bookings.domain.states import MACHINE, Action, Status
from facilities.bookings.tables import Booking


async def expire(uow: UnitOfWork, id: UUID) -> None:
    """The ten minutes are over and nobody confirmed (varaus raukeaa). Never one that was just confirmed. F16."""
    row = await uow.load(Booking, id, lock=True)
    if row.status is not Status.HELD or row.hold_until is None or row.hold_until > uow.now:
        raise Irrelevant("not_to_expire")
    row.status, row.changed_at = MACHINE.after(row.status, Action.EXPIRE), uow.now
    await let_go(uow, row.id)
