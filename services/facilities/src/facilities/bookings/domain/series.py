"""Series: weekdays every so many weeks, at the same time of the wall clock (toistuva varaus). F11, F12. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from chassis.values import DAY, HELSINKI
from facilities.bookings.domain.times import Occurrence
from facilities.spaces.domain.hours import moment

MOST: Final = 200
"""Occurrences of one booking."""


@dataclass(frozen=True, slots=True)
class Series:
    """Each of the weekdays, from its first in the period on, every so many weeks."""

    weekdays: frozenset[int]
    """ISO: 1 is Monday."""
    first: date
    last: date
    """Inclusive."""
    weeks: int
    starts: int
    """Minutes of the wall clock after midnight."""
    length: timedelta
    """Elapsed time, whatever the wall clock does meanwhile."""

    def days(self) -> list[date]:
        """The days of the series, in order."""
        return sorted(day for weekday in self.weekdays for day in self._of(weekday))

    def planned(self) -> list[tuple[date, Occurrence | None]]:
        """Each day with its occurrence; none where the clock skips its beginning in spring. Of a doubled hour, the first."""
        return [(day, self.on(day)) for day in self.days()]

    def on(self, day: date) -> Occurrence | None:
        """The occurrence of one day."""
        starts = moment(day, self.starts)
        shown = starts.astimezone(HELSINKI)
        if shown.date() != day or shown.hour * 60 + shown.minute != self.starts:
            return None
        return Occurrence(starts, starts + self.length)

    def _of(self, weekday: int) -> Iterator[date]:
        day = self.first + (weekday - self.first.isoweekday()) % 7 * DAY
        while day <= self.last:
            yield day
            day += 7 * self.weeks * DAY
