"""Free time: what is left of the use hours, exactly as the database would decide. Pure, in whole seconds since 1970."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from uuid import UUID

from facilities.bookings.domain.times import Slot, day_after, day_before
from facilities.spaces.domain.hours import Span
from facilities.spaces.domain.rules import Leaf

LONGEST_DAY: Final = timedelta(hours=25)
Stretch = tuple[int, int]
"""From, until; half-open."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A row of somebody's booking, or of a blocked time, on one leaf."""

    holder: str
    """Id of the booking or of the blocked time."""
    leaf_id: UUID
    starts: int
    ends: int
    occupied_from: int | None
    occupied_until: int | None
    """Nothing: a blocked time."""

    def meets(self, slot: Slot) -> bool:
        """Whether the database would not give the slot beside this row: by what is used; of bookings, by what is kept around."""
        if self.leaf_id != slot.leaf_id:
            return False
        if self.starts < seconds(slot.ends_at) and seconds(slot.starts_at) < self.ends:
            return True
        if None in {self.occupied_from, self.occupied_until} or slot.occupied_from is None or slot.occupied_until is None:
            return False
        since, until = self.occupied_from or 0, self.occupied_until or 0
        return since < seconds(slot.occupied_until) and seconds(slot.occupied_from) < until


def seconds(instant: datetime) -> int:
    """Whole seconds since 1970."""
    return int(instant.timestamp())


@lru_cache(maxsize=16_384)
def instant(second: int) -> datetime:
    """The other way round."""
    return datetime.fromtimestamp(second, UTC)


def stretches(spans: Iterable[Span]) -> list[Stretch]:
    """Spans of hours."""
    return [(seconds(span.starts_at), seconds(span.ends_at)) for span in spans]


def busy(taken: Iterable[Taken], leaves: Sequence[Leaf]) -> list[Stretch]:
    """Where nobody can use all of these leaves: joined, in order.

    A use that would end too near to the next booking is not possible either, so each booking is widened to the front by what the
    leaf needs after the use before it. A leaf given by the day is busy on each day that a booking touches.
    """
    of = {leaf.id: None if leaf.block_whole_day else int(max(leaf.before, leaf.after).total_seconds()) for leaf in leaves}
    return joined(_busy(row, of[row.leaf_id]) for row in taken if row.leaf_id in of)


def joined(found: Iterable[Stretch]) -> list[Stretch]:
    """Those that meet or touch are one."""
    made: list[Stretch] = []
    for starts, ends in sorted(found):
        if made and starts <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], ends))
        else:
            made.append((starts, ends))
    return made


def left(hours: Sequence[Stretch], taken: Sequence[Stretch]) -> list[Stretch]:
    """What is left of the hours; both in order."""
    found: list[Stretch] = []
    at = 0
    for starts, ends in hours:
        while at < len(taken) and taken[at][1] <= starts:
            at += 1
        reached, n = starts, at
        while n < len(taken) and taken[n][0] < ends:
            if reached < taken[n][0]:
                found.append((reached, taken[n][0]))
            reached = max(reached, taken[n][1])
            n += 1
        if reached < ends:
            found.append((reached, ends))
    return found


def starts_on_grid(hours: Sequence[Stretch], free: Sequence[Stretch], interval: int, length: int, since: int) -> Iterator[int]:
    """Where a use of this length can begin, from `since` on: on the grid of the hours in which it lies. F5."""
    for begins, ends in hours:
        for origin, following in _origins(begins, ends):
            for since_free, until_free in free:
                if until_free <= origin or following <= since_free:
                    continue
                earliest = max(since_free, since, origin)
                first = origin + -(-(earliest - origin) // interval) * interval
                yield from range(first, min(min(until_free, ends) - length + 1, following), interval)


def origin_of(starts: datetime, span: Span) -> datetime:
    """From when on possible starts are counted: from the start of the hours; where these are longer than a day, from midnight."""
    return day_before(starts) if span.ends_at - span.starts_at > LONGEST_DAY else span.starts_at


def _origins(begins: int, ends: int) -> Iterator[Stretch]:
    """The same for all starts in these hours: from when on, and until when, they are counted so."""
    if ends - begins <= LONGEST_DAY.total_seconds():
        yield begins, ends
        return
    while begins < ends:
        following = seconds(day_after(instant(begins + 1)))
        yield seconds(day_before(instant(begins))), min(following, ends)
        begins = following


def _busy(row: Taken, buffer: int | None) -> Stretch:
    """`buffer`: in seconds; none where the leaf is given by the day."""
    if row.occupied_from is None or row.occupied_until is None:
        return row.starts, row.ends
    if buffer is None:
        return seconds(day_before(instant(row.occupied_from))), seconds(day_after(instant(row.occupied_until)))
    return row.occupied_from - buffer, row.occupied_until
