"""An organisation ended: its bookings are offered to others for a while, then given up; or it goes on, and so do they."""

from typing import Final
from uuid import UUID

from chassis.problems import NOT_ALLOWED, refuse_if_any
from chassis.values import DAY
from chassis.work import Irrelevant, UnitOfWork
from facilities.access import Permission
from facilities.bookings import problems as p
from facilities.bookings import queries
from facilities.bookings.commands.changing import given_up
from facilities.bookings.commands.winning import confirmed, told
from facilities.bookings.domain import rules as rules_of
from facilities.bookings.domain.rules import Wish
from facilities.bookings.domain.states import MACHINE, Action, Because, Status
from facilities.bookings.schemas import TakeOver
from facilities.bookings.tables import Booking, as_times
from facilities.events.booking import BookingHandoverLifted, BookingHandoverOffered
from facilities.spaces import queries as spaces
from facilities.spaces.tables import Space

HANDOVER_OVER: Final = "facilities.bookings.handover_over"


async def offer_all(uow: UnitOfWork, organisation_id: UUID) -> None:
    """The organisation has ended (lakkautuminen): what it has ahead is offered to others."""
    found = await queries.held_by(uow, organisation_id, Status.CONFIRMED)
    rows = [await uow.load(Booking, id, lock=True) for id in found]
    ahead = [row for row in rows if row.status is Status.CONFIRMED and row.ahead(uow.now)]
    if not ahead:
        raise Irrelevant("nothing_ahead")
    days = (await queries.parameters(uow)).handover_days
    for row in ahead:
        await _offer(uow, row, days)


async def offer(uow: UnitOfWork, id: UUID) -> None:
    """The same for one that came about when its organisation had ended already."""
    row = await uow.load(Booking, id, lock=True)
    if row.status is not Status.CONFIRMED or not row.ahead(uow.now):
        raise Irrelevant("not_to_offer")
    await _offer(uow, row, (await queries.parameters(uow)).handover_days)


async def lift_all(uow: UnitOfWork, organisation_id: UUID) -> None:
    """It had not ended after all: what is still on offer is its own again. What was given up or taken over stays so."""
    found = await queries.held_by(uow, organisation_id, Status.HANDOVER_OFFERED)
    rows = [await uow.load(Booking, id, lock=True) for id in found]
    offered = [row for row in rows if row.status is Status.HANDOVER_OFFERED]
    if not offered:
        raise Irrelevant("nothing_offered")
    for row in offered:
        row.status, row.handover_until = MACHINE.after(row.status, Action.LIFT), None
        row.changed_at = uow.now
        uow.publish(row, BookingHandoverLifted(**told(row)))


async def take_over(uow: UnitOfWork, id: UUID, body: TakeOver) -> Booking:
    """Another organisation goes on with it (varauksen siirtyminen toiselle)."""
    await queries.booking(uow, id)
    row = await uow.load(Booking, id, lock=True)
    as_if = Booking(**{**row.model_dump(), "acting": await queries.lineage(uow, body.organisation_id)})
    if not (uow.actor.may(Permission.BOOKING_MAKE, as_if) or uow.actor.may(Permission.BOOKING_DECIDE, as_if)):
        raise NOT_ALLOWED()
    after = MACHINE.after(row.status, Action.TAKE_OVER)
    if row.handover_until is None or row.handover_until <= uow.now:
        raise p.HANDOVER_OVER()
    space, ahead = await uow.load(Space, row.space_id), row.ahead(uow.now)
    wish = Wish(organisation_id=body.organisation_id, persons=row.persons, free_use=frozenset(body.free_use))
    refuse_if_any([
        *([p.SAME_HOLDER.at("/organisation_id")] if body.organisation_id == row.organisation_id else []),
        *rules_of.holder(await queries.holder(uow, body.organisation_id), rules_of.last_day(ahead or row.kept)),
        *rules_of.use(wish, spaces.rules_of(space), len(ahead)),
    ])
    row.status, row.handover_until = after, None
    row.organisation_id, row.acting = body.organisation_id, as_if.acting
    row.free_use = sorted({test.value for test in body.free_use})
    return await confirmed(uow, row)


async def handover_over(uow: UnitOfWork, id: UUID) -> None:
    """Nobody took it over in time: it is given up."""
    row = await uow.load(Booking, id, lock=True)
    if row.status is not Status.HANDOVER_OFFERED or row.handover_until is None or row.handover_until > uow.now:
        raise Irrelevant("not_to_end")
    ahead = row.ahead(uow.now)
    if ahead:
        await given_up(uow, row, ahead, Because.ORGANISATION_DISSOLVED)
        return
    row.status, row.handover_until, row.changed_at = MACHINE.after(row.status, Action.LIFT), None, uow.now
    uow.publish(row, BookingHandoverLifted(**told(row)))


async def inherit(uow: UnitOfWork, id: UUID) -> None:
    """Let those act for it that its organisation is today; whose it is stays as it was written."""
    row = await uow.load(Booking, id, lock=True)
    row.acting = await queries.lineage(uow, row.organisation_id)


async def _offer(uow: UnitOfWork, row: Booking, days: int) -> None:
    row.status, row.handover_until = MACHINE.after(row.status, Action.OFFER), uow.now + days * DAY
    row.changed_at = uow.now
    await uow.at(row.handover_until, HANDOVER_OVER, row.id)
    uow.publish(row, BookingHandoverOffered(
        **told(row),
        space=(await spaces.named(uow, [row.space_id]))[row.space_id],
        times=as_times(row.ahead(uow.now)),
        until=row.handover_until,
        because=Because.ORGANISATION_DISSOLVED.value,
    ))
