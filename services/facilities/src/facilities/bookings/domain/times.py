"""When a booking takes which leaf, and for how long it keeps others away. F1, F3. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from chassis.values import HELSINKI
from facilities.spaces.domain.hours import WHOLE_DAY, moment
from facilities.spaces.domain.rules import Leaf


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """One stretch of use, half-open. Its length is elapsed time."""

    starts_at: datetime
    ends_at: datetime

    def meets(self, other: "Occurrence") -> bool:
        """Whether both have some time in common; touching is fine."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class Around:
    """Time that a use needs beside what its space needs: of a meeting, to set up and to clear away."""

    before: timedelta = timedelta()
    after: timedelta = timedelta()


NOTHING_MORE: Final = Around()


@dataclass(frozen=True, slots=True)
class Slot:
    """One leaf, one occurrence: what is used, and what is kept from other bookings. Of a blocked time no more is kept."""

    leaf_id: UUID
    starts_at: datetime
    ends_at: datetime
    occupied_from: datetime | None
    occupied_until: datetime | None


def slots(occurrences: Iterable[Occurrence], leaves: Sequence[Leaf], around: Around = NOTHING_MORE) -> list[Slot]:
    """The rows of a booking in the order in which everybody writes them, (leaf, start): so nobody waits in a circle. F4."""
    found = [
        Slot(leaf.id, each.starts_at, each.ends_at, *occupied(each, leaf, around)) for each in occurrences for leaf in leaves
    ]
    return sorted(found, key=lambda slot: (slot.leaf_id, slot.starts_at))


def blocking(times: Occurrence, leaves: Sequence[Leaf]) -> list[Slot]:
    """The rows of a blocked time: it meets what is used, not what is kept around it."""
    return sorted((Slot(leaf.id, times.starts_at, times.ends_at, None, None) for leaf in leaves), key=lambda slot: slot.leaf_id)


def occupied(times: Occurrence, leaf: Leaf, around: Around = NOTHING_MORE) -> tuple[datetime, datetime]:
    """`[start, end + max(before, after))`: between two bookings lies the greater of the two needs, not their sum. F1.

    What a use needs beyond its leaf is added on its own side. A leaf that is given by the day is kept from midnight to midnight
    in Finland, and not a minute beyond where the use ends at midnight. F3.
    """
    if leaf.block_whole_day:
        starts, ends = times.starts_at - around.before, times.ends_at + around.after
        return min(starts, day_before(times.starts_at)), max(ends, day_after(times.ends_at))
    buffer = max(leaf.before, leaf.after)
    return times.starts_at - max(around.before - buffer, timedelta()), times.ends_at + max(buffer, around.after)


def day_before(instant: datetime) -> datetime:
    """The last Finnish midnight, this one included."""
    return moment(instant.astimezone(HELSINKI).date(), 0)


def day_after(instant: datetime) -> datetime:
    """The next Finnish midnight, this one included."""
    midnight = day_before(instant)
    return midnight if midnight == instant else moment(instant.astimezone(HELSINKI).date(), WHOLE_DAY)


def meeting_itself(occurrences: Sequence[Occurrence], leaves: Sequence[Leaf], around: Around = NOTHING_MORE) -> Iterator[int]:
    """Places of the occurrences that meet an earlier one of the same booking, buffers included. F11."""
    for leaf in leaves:
        until: datetime | None = None
        for starts, ends, place in sorted((*occupied(each, leaf, around), n) for n, each in enumerate(occurrences)):
            if until is not None and starts < until:
                yield place
            until = ends if until is None else max(until, ends)
