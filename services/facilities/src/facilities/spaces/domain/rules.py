"""The rules of booking of a space, and the leaves that a booking takes. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from facilities.spaces.domain.kinds import FreeUse, Needs


@dataclass(frozen=True, slots=True)
class Rules:
    """By which rules a space is booked. F3, F5, F6, F9, FAC-17."""

    start_interval: timedelta = timedelta(minutes=15)
    """Possible starts are this far apart, counted from the start of each span of use hours; lengths are multiples of it."""
    shortest: timedelta | None = None
    longest: timedelta | None = None
    min_days_ahead: int | None = None
    """Counted from the start of today's Finnish day: 1 is tomorrow 00:00. None: no limit."""
    max_days_ahead: int | None = None
    """Counted from this instant. None: no limit."""
    before: timedelta = timedelta()
    """Time needed before each booking; of a leaf only."""
    after: timedelta = timedelta()
    block_whole_day: bool = False
    """A booking takes the whole Finnish calendar day."""
    cancellation: timedelta | None = None
    """One may cancel until this long before the beginning, inclusive. None: not at all."""
    check_in: timedelta | None = None
    """Who has not said so long after the beginning that they are there loses that occurrence. None: nobody does."""
    free_use: tuple[FreeUse, ...] = ()
    """The tests that the use must pass; none: no condition."""
    needs: Needs = Needs.ALL
    capacity: int | None = None
    """Persons at most."""

    @classmethod
    def of(cls, stored: Mapping[str, Any], capacity: int | None) -> "Rules":
        """From the column `Space.rules`, which is in whole minutes and hours."""
        hours = stored.get("cancellation_hours")
        return cls(
            start_interval=timedelta(minutes=stored.get("start_interval_minutes", 15)),
            shortest=_minutes(stored.get("min_minutes")),
            longest=_minutes(stored.get("max_minutes")),
            min_days_ahead=stored.get("min_days_ahead"),
            max_days_ahead=stored.get("max_days_ahead"),
            before=timedelta(minutes=stored.get("before_minutes", 0)),
            after=timedelta(minutes=stored.get("after_minutes", 0)),
            block_whole_day=stored.get("block_whole_day", False),
            cancellation=None if hours is None else timedelta(hours=hours),
            check_in=_minutes(stored.get("check_in_minutes")),
            free_use=tuple(map(FreeUse, stored.get("free_use", ()))),
            needs=Needs(stored.get("free_use_needs", Needs.ALL.value)),
            capacity=capacity,
        )


@dataclass(frozen=True, slots=True)
class Leaf:
    """A space that has no parts, with the time it needs around each booking. Buffers belong to it alone."""

    id: UUID
    before: timedelta
    after: timedelta
    block_whole_day: bool


def _minutes(count: int | None) -> timedelta | None:
    return None if count is None else timedelta(minutes=count)
