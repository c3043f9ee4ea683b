"""Move a booking, give it up, refuse it, bring it back, be there."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from chassis.problems import refuse_if_any
from chassis.work import UnitOfWork
from facilities.bookings import problems as p
from facilities.bookings import queries
from facilities.bookings.commands.making import deciding_target, held_target
from facilities.bookings.commands.slots import let_go, standing
from facilities.bookings.commands.winning import confirmed, keep, marked, spanned, told, win
from facilities.bookings.domain import plans
from facilities.bookings.domain import rules as rules_of
from facilities.bookings.domain.rules import Wish
from facilities.bookings.domain.states import MACHINE, Action, Because, Kept, Status
from facilities.bookings.domain.times import NOTHING_MORE, Around, Occurrence
from facilities.bookings.queries import Judged
from facilities.bookings.schemas import Cancel, Move, Refuse
from facilities.bookings.tables import Booking, as_times
from facilities.events.booking import BookingCancelled, BookingMoved, BookingRefused
from facilities.spaces import queries as spaces
from facilities.spaces.domain.kinds import FreeUse
from facilities.spaces.tables import Space

EARLY: Final = timedelta(minutes=30)
"""How long before its beginning one may say that one is there."""


async def move(uow: UnitOfWork, id: UUID, body: Move) -> Booking:
    """Another time or another space (varauksen siirto). The old one is let go when the new one is won, in one step."""
    row, decides = await held_target(uow, id)
    MACHINE.after(row.status, Action.MOVE)
    _needs_grounds(body.grounds, decides=decides)
    if row.begins <= uow.now:
        raise p.BEGUN()
    await standing(uow, body.space_id or row.space_id)
    space = await queries.wanted_space(uow, body.space_id or row.space_id)
    found = await queries.judged(uow, space, wish_of(row, staff=decides), queries.planned(body), but=row.id)
    await moved(uow, row, found)
    if body.grounds is not None:
        uow.because(body.grounds)
    return row


async def moved(uow: UnitOfWork, row: Booking, found: Judged, around: Around = NOTHING_MORE) -> None:
    """Win the new times, then let the old ones go, and say so. Refused, and nothing is other than before."""
    was_space, was_times = row.space_id, row.times
    won, came_out = await win(uow, row, found, around)
    await let_go(uow, row.id, but=won)
    row.space_id, row.centre, row.owner_municipality = found.space.id, found.space.centre, found.space.owner_municipality
    keep(row, came_out)
    touched(uow, row)
    uow.publish(row, BookingMoved(
        **told(row),
        space=(await spaces.named(uow, [row.space_id]))[row.space_id],
        times=row.times,
        was_space_id=was_space,
        was_times=was_times,
    ))


async def cancel(uow: UnitOfWork, id: UUID, body: Cancel) -> Booking:
    """Give it up, or some of its occurrences (varauksen peruminen). What lies in the past stays. F9, FAC-30."""
    row, decides = await held_target(uow, id)
    MACHINE.after(row.status, Action.CANCEL)
    _needs_grounds(body.grounds, decides=decides)
    which = _ahead(uow, row, body.starts)
    if not decides and row.status is not Status.HELD:
        space = await uow.load(Space, row.space_id)
        refuse_if_any(rules_of.cancellable(min(each.starts_at for each in which), spaces.rules_of(space), uow.now))
    if body.grounds is not None:
        uow.because(body.grounds)
    return await given_up(uow, row, which, Because.BY_OWNER if decides else Because.BY_HOLDER, body.grounds)


async def given_up(
    uow: UnitOfWork, row: Booking, which: Sequence[Occurrence], because: Because, grounds: str | None = None
) -> Booking:
    """These occurrences are free for everybody. Of a hold nobody was told, so nobody is told of its end."""
    known = row.status is not Status.HELD
    await let_go(uow, row.id, starts=[each.starts_at for each in which])
    row.occurrences = marked(row, which, kept=Kept.CANCELLED.value)
    # Who lost one time for not coming keeps those to which they came.
    if not (row.kept if because is Because.NOT_CHECKED_IN else row.ahead(uow.now)):
        row.status, row.handover_until = Status.CANCELLED, None
    row.grounds = grounds
    spanned(row)
    touched(uow, row)
    if known:
        uow.publish(row, BookingCancelled(**told(row), because=because.value, grounds=grounds, times=as_times(which)))
    return row


async def refuse(uow: UnitOfWork, id: UUID, body: Refuse) -> Booking:
    """Who decides about the space says no, with the grounds and where else it would be free (varauksen hylkääminen). FAC-30."""
    row = await deciding_target(uow, id)
    after = MACHINE.after(row.status, Action.REFUSE)
    which = _ahead(uow, row, ())
    space = await uow.load(Space, row.space_id)
    others = await queries.alternatives(uow, space, wish_of(row, staff=False), which)
    await let_go(uow, row.id, starts=[each.starts_at for each in which])
    row.status, row.hold_until, row.grounds = after, None, body.grounds
    row.decided_at = row.decided_at or uow.now
    touched(uow, row)
    uow.because(body.grounds)
    uow.publish(row, BookingRefused(
        **told(row), space_id=row.space_id, times=as_times(which), reasons=(), alternatives=others, grounds=body.grounds
    ))
    return row


async def restore(uow: UnitOfWork, id: UUID) -> Booking:
    """What was refused is given after all, if nobody has taken it meanwhile (hylätyn palauttaminen). F10."""
    row = await deciding_target(uow, id)
    MACHINE.after(row.status, Action.RESTORE)
    which = _ahead(uow, row, ())
    await standing(uow, row.space_id)
    space = await uow.load(Space, row.space_id)
    around = Around(timedelta(minutes=row.before_minutes), timedelta(minutes=row.after_minutes))
    plan = plans.of_times(which)
    found = await queries.judged(uow, space, wish_of(row, staff=True, again=True), plan, around=around)
    await win(uow, row, found, around)
    row.grounds, row.reasons = None, []
    touched(uow, row)
    return await confirmed(uow, row)


async def check_in(uow: UnitOfWork, id: UUID) -> Booking:
    """They are there (paikalle ilmoittautuminen), for the occurrence that goes on or is about to begin."""
    row, _ = await held_target(uow, id)
    MACHINE.after(row.status, Action.CHECK_IN)
    now = [each for each in row.kept if each.starts_at - EARLY <= uow.now < each.ends_at]
    if not now:
        raise p.NOT_NOW(minutes=rules_of.minutes(EARLY))
    row.occurrences = marked(row, now[:1], checked_in_at=uow.now.isoformat())
    row.changed_at = uow.now
    return row


def wish_of(row: Booking, *, staff: bool, again: bool = False) -> Wish:
    """What a booking wants, once more."""
    return Wish(
        organisation_id=row.organisation_id,
        visitor=row.visitor is not None,
        persons=row.persons,
        free_use=frozenset(map(FreeUse, row.free_use)),
        staff=staff,
        again=again,
    )


def touched(uow: UnitOfWork, row: Booking) -> None:
    """Calendars take it up anew."""
    row.calendar_sequence += 1
    row.changed_at = uow.now


def _ahead(uow: UnitOfWork, row: Booking, starts: Sequence[datetime]) -> list[Occurrence]:
    """Those of its occurrences that lie ahead; the named ones alone, where some are named."""
    ahead = {each.starts_at: each for each in row.ahead(uow.now)}
    if not ahead:
        raise p.NOTHING_AHEAD()
    wanted = [start.astimezone(UTC) for start in starts]
    refuse_if_any(
        p.NOT_AN_OCCURRENCE.at(f"/starts/{n}", starts_at=start) for n, start in enumerate(wanted) if start not in ahead
    )
    return [ahead[start] for start in sorted(set(wanted))] if wanted else list(ahead.values())


def _needs_grounds(grounds: str | None, *, decides: bool) -> None:
    """Who decides about the space says why."""
    if decides and grounds is None:
        refuse_if_any([p.GROUNDS_MISSING.at("/grounds")])
