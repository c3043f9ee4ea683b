"""A booking takes its times, or learns why not; what is told of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from chassis.problems import Refused
from chassis.values import today
from chassis.work import UnitOfWork
from facilities.bookings.commands.slots import let_go, missing, take
from facilities.bookings.domain.plans import Planned, lost
from facilities.bookings.domain.states import Kept, Status
from facilities.bookings.domain.times import NOTHING_MORE, Around, Occurrence, slots
from facilities.bookings.queries import Judged
from facilities.bookings.queries.shown import stored
from facilities.bookings.tables import Booking, as_times, occurrence_of
from facilities.events.booking import BookingConfirmed
from facilities.spaces import queries as spaces
from facilities.spaces.tables import Space


async def win(
    uow: UnitOfWork, row: Booking, found: Judged, around: Around = NOTHING_MORE, *, skip: bool = False
) -> tuple[list[int], Sequence[Planned]]:
    """Take all of it, or refuse with every reason at once; with `skip`, what is possible of it.

    The ids of the rows won, and the plan as it came out. The booking names the usage rules under which it is made or moved. FAC-01.
    """
    refuse(found, skip=skip)
    rules = await spaces.usage_rules_for(uow, found.space.site_id, today(uow.now))
    row.usage_rules_id = None if rules is None else rules.id
    wanted = slots(found.possible, found.leaves, around)
    won = await take(uow, wanted, booking_id=row.id)
    if gone := missing(wanted, won):
        found = replace(found, planned=lost(found.planned, gone))
        refuse(found, skip=skip)
        begun = {start for _, start in gone}
        half = [id for (_, start), id in won.items() if start in begun]
        await let_go(uow, row.id, starts=sorted(begun), but=[id for id in won.values() if id not in half])
    ours = {each.starts_at for each in found.possible}
    return [id for (_, start), id in won.items() if start in ours], found.planned


def refuse(found: Judged, *, skip: bool) -> None:
    """Every reason at once; with `skip`, only what stands against all of it."""
    if found.general or (found.reasons and not (skip and found.possible)):
        raise Refused(found.reasons)


def keep(row: Booking, planned: Sequence[Planned]) -> None:
    """Its occurrences, those that were skipped with their reasons.

    Of a booking that is moved to fewer times the rest stay, cancelled: calendars must be told to take their entries away.
    """
    over = [each for each in row.occurrences if each["n"] >= len(planned) and each["kept"] != Kept.SKIPPED.value]
    row.occurrences = [
        *(stored(n, each) for n, each in enumerate(planned)), *({**each, "kept": Kept.CANCELLED.value} for each in over)
    ]
    spanned(row)


def spanned(row: Booking) -> None:
    """From when to when it goes, by what is left of it; by all that was wanted where nothing is."""
    times = row.kept or [occurrence_of(each) for each in row.occurrences if each["starts_at"]]
    if times:
        row.begins, row.ends = min(each.starts_at for each in times), max(each.ends_at for each in times)


def marked(row: Booking, which: Sequence[Occurrence], **marks: Any) -> list[dict[str, Any]]:
    """Its occurrences with these marks on some of them."""
    starts = {each.starts_at for each in which}
    return [
        {**each, **marks} if each["kept"] == Kept.KEPT.value and occurrence_of(each).starts_at in starts else each
        for each in row.occurrences
    ]


async def confirmed(uow: UnitOfWork, row: Booking, space: Space | None = None) -> Booking:
    """Say that it is theirs. `space`: where it has been read already."""
    row.status, row.hold_until, row.changed_at = Status.CONFIRMED, None, uow.now
    row.decided_at = row.decided_at or uow.now
    named = space.named() if space is not None else (await spaces.named(uow, [row.space_id]))[row.space_id]
    uow.publish(row, BookingConfirmed(**told(row), space=named, times=as_times(row.ahead(uow.now))))
    return row


def told(row: Booking) -> dict[str, UUID | int | None]:
    """What every event of a booking says."""
    return {
        "booking_id": row.id,
        "organisation_id": row.organisation_id,
        "meeting_id": row.meeting_id,
        "schedule_version": row.schedule_version,
    }
