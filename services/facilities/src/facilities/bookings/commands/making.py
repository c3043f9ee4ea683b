"""Book a space, and confirm what is held."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from chassis.problems import NOT_ALLOWED, refuse_if_any
from chassis.work import UnitOfWork
from facilities.access import Permission
from facilities.bookings import queries
from facilities.bookings.commands.slots import standing
from facilities.bookings.commands.winning import confirmed, keep, win
from facilities.bookings.domain import rules as rules_of
from facilities.bookings.domain.states import HOLD, MACHINE, Action, Status
from facilities.bookings.problems import HOLD_OVER
from facilities.bookings.schemas import Book
from facilities.bookings.tables import Booking
from facilities.spaces.tables import Space

EXPIRE: Final = "facilities.bookings.expire"


async def book(uow: UnitOfWork, body: Book) -> Booking:
    """Book a space once or as a series (tilavaraus). One of all who want the same time wins. FAC-11, F4."""
    await standing(uow, body.space_id)
    space = await queries.wanted_space(uow, body.space_id)
    row = await _row(uow, space, body)
    staff = may_book(uow, row)
    found = await queries.judged(uow, space, queries.wish(body, staff=staff), queries.planned(body))
    keep(row, found.planned)
    uow.add(row)
    _, came_out = await win(uow, row, found, skip=body.skip_conflicts)
    keep(row, came_out)
    if not body.hold:
        return await confirmed(uow, row, space)
    row.hold_until = uow.now + HOLD
    await uow.at(row.hold_until, EXPIRE, row.id)
    return row


async def confirm(uow: UnitOfWork, id: UUID) -> Booking:
    """What was held is theirs (varauksen vahvistaminen), within the ten minutes."""
    row, _ = await held_target(uow, id)
    MACHINE.after(row.status, Action.CONFIRM)
    if row.hold_until is None or row.hold_until <= uow.now:
        raise HOLD_OVER()
    if row.organisation_id is not None:
        refuse_if_any(rules_of.holder(await queries.holder(uow, row.organisation_id), rules_of.last_day(row.kept)))
    return await confirmed(uow, row)


async def held_target(uow: UnitOfWork, id: UUID) -> tuple[Booking, bool]:
    """The booking, locked, and whether the caller decides about its space. 404 for who may not see it, 403 for who only reads."""
    seen = await queries.booking(uow, id)
    decides = uow.actor.may(Permission.BOOKING_DECIDE, seen)
    may = Permission.BOOKING_DECIDE if decides else Permission.BOOKING_MAKE
    return await uow.target(Booking, id, may=may, lock=True), decides


async def deciding_target(uow: UnitOfWork, id: UUID) -> Booking:
    """The same, for who decides about the space alone."""
    await queries.booking(uow, id)
    return await uow.target(Booking, id, may=Permission.BOOKING_DECIDE, lock=True)


def may_book(uow: UnitOfWork, row: Booking) -> bool:
    """Whether the caller decides about the space; 403 for who may not book it for this holder.

    For an organisation books who acts for it, and who decides about the space on its behalf; for a visitor or the county itself
    only the latter. FAC-25.
    """
    decides = uow.actor.may(Permission.BOOKING_DECIDE, row)
    if not decides and (row.organisation_id is None or not uow.actor.may(Permission.BOOKING_MAKE, row)):
        raise NOT_ALLOWED()
    return decides


async def _row(uow: UnitOfWork, space: Space, body: Book) -> Booking:
    return Booking(
        id=uow.new_id(),
        space_id=space.id,
        centre=space.centre,
        owner_municipality=space.owner_municipality,
        organisation_id=body.organisation_id,
        acting=await queries.lineage(uow, body.organisation_id),
        visitor=body.visitor,
        purpose=body.purpose,
        persons=body.persons,
        free_use=sorted({test.value for test in body.free_use}),
        booked_by=uow.actor.id,
        status=Status.HELD,
        hold_until=uow.now + HOLD,
        occurrences=[],
        begins=uow.now,
        ends=uow.now + timedelta(minutes=1),
        asked_at=uow.now,
        changed_at=uow.now,
    )
