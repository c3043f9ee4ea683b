"""An organisation ended: its bookings are offered to others for a while, then given up; or it goes on, and so do they."""

from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col

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
from facilities.bookings.domain.states import MACHINE, Action, Because, Lost, Status
from facilities.bookings.schemas import TakeOver
from facilities.bookings.tables import Booking, Ended, as_times
from facilities.events.booking import BookingHandoverLifted, BookingHandoverOffered, BookingNotRestored
from facilities.spaces import queries as spaces
from facilities.spaces.tables import Space

HANDOVER_OVER: Final = "facilities.bookings.handover_over"


async def organisation_ended(uow: UnitOfWork, organisation_id: UUID, dissolved_on: date) -> None:
    """It has ended (lakkautuminen): what it has ahead, itself or by what became part of it, is offered to others."""
    await uow.execute(delete(Ended).where(col(Ended.organisation_id) == organisation_id))
    told = {"organisation_id": organisation_id, "dissolved_on": dissolved_on, "cause_id": uow.cause.id}
    await uow.add_many(Ended, [told])
    days = (await queries.parameters(uow)).handover_days
    for id in await queries.held_by(uow, organisation_id):
        row = await uow.load(Booking, id, lock=True)
        if row.status is Status.CONFIRMED and row.ahead(uow.now):
            await _offer(uow, row, days, of=organisation_id, cause_id=uow.cause.id)


async def offer(uow: UnitOfWork, id: UUID) -> None:
    """The same for one that came about when its organisation had ended already."""
    row = await uow.load(Booking, id, lock=True)
    if row.status is not Status.CONFIRMED or not row.ahead(uow.now):
        raise Irrelevant("not_to_offer")
    ended, days = await queries.ended_among(uow, row.acting), (await queries.parameters(uow)).handover_days
    if ended is None:  # known by its state alone
        await _offer(uow, row, days, of=row.acting[-1], cause_id=None)
    else:
        await _offer(uow, row, days, of=ended.organisation_id, cause_id=ended.cause_id)


async def organisation_goes_on(uow: UnitOfWork, organisation_id: UUID) -> None:
    """It had not ended after all: what is on offer is its own again. What was given up or taken over stays so, and that is said."""
    await uow.execute(delete(Ended).where(col(Ended.organisation_id) == organisation_id))
    for id in await queries.offered_for(uow, organisation_id):
        row = await uow.load(Booking, id, lock=True)
        if row.status is Status.HANDOVER_OFFERED:
            _lift(uow, row)
        elif row.handover_of == organisation_id:
            await _say_lost(uow, row)


async def lift(uow: UnitOfWork, id: UUID) -> None:
    """Its organisation stands apart again from the one that ended (fuusion purku): it is its own again."""
    row = await uow.load(Booking, id, lock=True)
    if row.status is not Status.HANDOVER_OFFERED or row.handover_of is None or row.handover_of in row.acting:
        raise Irrelevant("not_to_lift")
    _lift(uow, row)


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
    row.status, row.handover_until, row.handed_over_from = after, None, row.organisation_id
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
    _lift(uow, row)


async def inherit(uow: UnitOfWork, id: UUID) -> None:
    """Let those act for it that its organisation is today; whose it is stays as it was written."""
    row = await uow.load(Booking, id, lock=True)
    row.acting = await queries.lineage(uow, row.organisation_id)


async def organisation_merged(uow: UnitOfWork, organisation_id: UUID, into_id: UUID) -> None:
    """At once, by the fact: the copy of its state may not tell of the successor yet (fuusio)."""
    further = await queries.lineage(uow, into_id)
    for id in await queries.acted_for(uow, organisation_id):
        row = await uow.load(Booking, id, lock=True)
        row.acting = list(dict.fromkeys([*row.acting, *further]))


async def organisation_apart(uow: UnitOfWork, organisation_id: UUID) -> None:
    """At once, by the fact (fuusion purku)."""
    for id in await queries.acted_for(uow, organisation_id):
        row = await uow.load(Booking, id, lock=True)
        row.acting = await queries.lineage(uow, row.organisation_id, apart=organisation_id)


async def _offer(uow: UnitOfWork, row: Booking, days: int, *, of: UUID, cause_id: UUID | None) -> None:
    row.handover_of, row.handover_cause, row.handed_over_from = of, cause_id, None
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


def _lift(uow: UnitOfWork, row: Booking) -> None:
    row.status, row.handover_until, row.changed_at = MACHINE.after(row.status, Action.LIFT), None, uow.now
    row.handover_of = row.handover_cause = None
    uow.publish(row, BookingHandoverLifted(**told(row)))


async def _say_lost(uow: UnitOfWork, row: Booking) -> None:
    """Once: after that it is a booking like any other."""
    was = row.handed_over_from or row.organisation_id
    lost = Lost.TAKEN_OVER if row.handed_over_from else Lost.REFUSED if row.status is Status.REFUSED else Lost.GIVEN_UP
    row.handover_of = row.handover_cause = row.handed_over_from = None
    if was is not None:
        uow.publish(row, BookingNotRestored(
            **told(row),
            space=(await spaces.named(uow, [row.space_id]))[row.space_id],
            was_organisation_id=was,
            because=lost.value,
        ))
