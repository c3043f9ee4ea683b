"""Times in which nobody may book, by who decides about the space."""

from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col

from chassis.problems import Reason, refuse_if_any
from chassis.work import UnitOfWork
from facilities.access import Permission
from facilities.bookings import problems as p
from facilities.bookings import queries
from facilities.bookings.commands.slots import missing, standing, take
from facilities.bookings.domain.plans import said
from facilities.bookings.domain.times import Occurrence, blocking
from facilities.bookings.schemas import BlockTime
from facilities.bookings.tables import Blocked, SlotRow
from facilities.spaces import queries as spaces


async def block(uow: UnitOfWork, body: BlockTime) -> Blocked:
    """Nobody may book then (ajan sulkeminen). It ignores buffers; what is booked must be cancelled first. F1."""
    await standing(uow, body.space_id)
    space = await queries.wanted_space(uow, body.space_id)
    row = Blocked(
        id=uow.new_id(),
        space_id=space.id,
        centre=space.centre,
        owner_municipality=space.owner_municipality,
        starts_at=body.starts_at,
        ends_at=body.ends_at,
        grounds=body.grounds,
    )
    uow.actor.must(Permission.BOOKING_DECIDE, row)
    refuse_if_any(_objections(body))
    uow.add(row)
    times = Occurrence(body.starts_at, body.ends_at)
    wanted = blocking(times, await spaces.leaves_of(uow, space.id))
    if missing(wanted, await take(uow, wanted, blocked_id=row.id)):
        raise p.TAKEN(**said(times))
    return row


async def unblock(uow: UnitOfWork, id: UUID) -> None:
    """One may book again."""
    row = await uow.target(Blocked, id, may=Permission.BOOKING_DECIDE, lock=True)
    await uow.execute(delete(SlotRow).where(col(SlotRow.blocked_id) == row.id))
    await uow.execute(delete(Blocked).where(col(Blocked.id) == row.id))


def _objections(body: BlockTime) -> list[Reason]:
    wrong = [p.ENDS_BEFORE_START.at("/ends_at")] if body.ends_at <= body.starts_at else []
    odd = [
        p.NOT_WHOLE_MINUTES.at(f"/{name}")
        for name, instant in (("starts_at", body.starts_at), ("ends_at", body.ends_at)) if instant.second or instant.microsecond
    ]
    return [*wrong, *odd]
