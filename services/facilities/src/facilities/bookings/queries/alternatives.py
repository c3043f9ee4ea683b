"""Where else it would be free; the first free times of many spaces."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from chassis.values import DAY, HELSINKI
from chassis.work import Reads
from facilities.bookings.domain import rules as rules_of
from facilities.bookings.domain.free import instant, seconds, starts_on_grid
from facilities.bookings.domain.plans import Ground, judge, of_times
from facilities.bookings.domain.rules import Wish
from facilities.bookings.domain.times import Occurrence
from facilities.bookings.queries.availability import MOST_SPACES, window
from facilities.bookings.queries.picture import Picture, pictures
from facilities.bookings.schemas import FirstFreeOut, FreeSlot
from facilities.bookings.tables import as_times
from facilities.events.parts import Alternative
from facilities.spaces import queries as spaces
from facilities.spaces.domain.features import BOOKABLE
from facilities.spaces.domain.hours import moment
from facilities.spaces.domain.lifecycle import Status
from facilities.spaces.tables import Space

LOOKED_AT: Final = 200
"""Spaces among which the first free time is looked for."""
SHOWN: Final = 10
OTHERS: Final = 3
"""Alternatives that are named."""


@dataclass(frozen=True, slots=True)
class Where:
    """Among which spaces to look; what is not said asks nothing."""

    space_ids: tuple[UUID, ...] = ()
    municipality: str | None = None
    site_id: UUID | None = None
    features: tuple[str, ...] = ()
    persons: int | None = None


async def first_free(reads: Reads, where: Where, minutes: int, since: datetime | None, days: int) -> FirstFreeOut:
    """The first time of each space at which so long a use could be booked now, the earliest first.

    Exact: by the rules and the rows that decide about a booking.
    """
    begins = max(since or reads.now, reads.now)
    first = begins.astimezone(HELSINKI).date()
    last = first + days * DAY
    window(first, last)
    ids = await _candidates(reads, where)
    found: list[FreeSlot] = []
    for at in range(0, days, 7):
        left = [id for id in ids if id not in {slot.space_id for slot in found}]
        seen = await pictures(reads, left, first + (at - 1) * DAY, min(first + (at + 8) * DAY, last + DAY))
        found += [slot for each in seen.values() if (slot := _first(each, minutes, begins, reads.now)) is not None]
        if len(found) >= min(SHOWN, len(ids)):
            break
    found.sort(key=lambda slot: (slot.starts_at, slot.space_id))
    return FirstFreeOut(found=found[:SHOWN], until=moment(last, 0))


async def alternatives(db: Reads, space: Space, wish: Wish, times: Sequence[Occurrence]) -> tuple[Alternative, ...]:
    """Other spaces of the municipality that are free at all of these times and large enough; those of the same site first."""
    near = Where(municipality=space.municipality, persons=wish.persons)
    same_site = (col(Space.site_id) != space.site_id, col(Space.capacity), col(Space.id))
    ids = [id for id in await _candidates(db, near, same_site) if id != space.id][:MOST_SPACES]
    first = min(each.starts_at for each in times).astimezone(HELSINKI).date()
    last = max(each.ends_at for each in times).astimezone(HELSINKI).date()
    seen = await pictures(db, ids, first - DAY, last + DAY)
    free = [id for id in ids if id in seen and _possible(seen[id], wish, times, db.now)][:OTHERS]
    named = await spaces.named(db, free)
    return tuple(Alternative(space=named[id], times=as_times(times)) for id in free)


def _possible(seen: Picture, wish: Wish, times: Sequence[Occurrence], now: datetime) -> bool:
    """Whether nothing stands against these times there."""
    ground = Ground(seen.rules, seen.spans(county=wish.county), seen.leaves, seen.taken, staff=wish.staff)
    plan = judge(of_times(times), ground, now)
    return not any(each.reasons for each in plan) and not any(rules_of.use(wish, seen.rules, len(times)))


def _first(seen: Picture, minutes: int, since: datetime, now: datetime) -> FreeSlot | None:
    """The first start on the grid of its hours; none where the rules do not allow that length."""
    length, rules = timedelta(minutes=minutes), seen.rules
    hours, interval, free = seen.hours.stretches, int(rules.start_interval.total_seconds()), seen.free()
    for start in starts_on_grid(hours, free, interval, minutes * 60, seconds(since)):
        times = Occurrence(instant(start), instant(start) + length)
        if not any(rules_of.one(times, rules, seen.spans(), now, staff=False, at="")):
            return FreeSlot(space_id=seen.space_id, starts_at=times.starts_at, ends_at=times.ends_at)
    return None


async def _candidates(db: Reads, where: Where, order: tuple[object, ...] = ()) -> Sequence[UUID]:
    """Bookable spaces on offer, as far as wanted."""
    rows = select(col(Space.id)).where(
        col(Space.status) == Status.PUBLISHED, col(Space.features).contains([BOOKABLE, *where.features])
    )
    if where.space_ids:
        rows = rows.where(col(Space.id).in_(where.space_ids))
    if where.municipality is not None:
        rows = rows.where(col(Space.municipality) == where.municipality)
    if where.site_id is not None:
        rows = rows.where(col(Space.site_id) == where.site_id)
    if where.persons is not None:
        rows = rows.where(func.coalesce(col(Space.capacity), where.persons) >= where.persons)
    return await db.all(rows.order_by(*(order or (col(Space.id),))).limit(LOOKED_AT))  # type: ignore[arg-type]
