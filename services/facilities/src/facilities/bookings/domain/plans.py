"""The occurrences that are wanted, each with what stands against it. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self
from uuid import UUID

from chassis.problems import Reason
from chassis.values import HELSINKI
from facilities.bookings import problems as p
from facilities.bookings.domain import rules as rules_of
from facilities.bookings.domain.free import Taken
from facilities.bookings.domain.series import MOST, Series
from facilities.bookings.domain.times import NOTHING_MORE, Around, Occurrence, meeting_itself, slots
from facilities.spaces.domain.hours import Span
from facilities.spaces.domain.rules import Leaf, Rules


@dataclass(frozen=True, slots=True)
class Planned:
    """One occurrence that is wanted."""

    day: date
    times: Occurrence | None
    """None: the clock skips it."""
    at: str
    """Where in the body it stands."""
    reasons: tuple[Reason, ...] = ()

    @property
    def possible(self) -> Occurrence | None:
        """The occurrence, where nothing stands against it."""
        return None if self.reasons else self.times

    @property
    def sound(self) -> bool:
        """Whether it has times, and ends after it begins."""
        return self.times is not None and self.times.starts_at < self.times.ends_at

    def against(self, *reasons: Reason) -> Self:
        """The same with more that stands against it."""
        return replace(self, reasons=(*self.reasons, *reasons))


@dataclass(frozen=True, slots=True)
class Ground:
    """The space on which a plan is judged."""

    rules: Rules
    hours: Sequence[Span]
    leaves: Sequence[Leaf]
    taken: Sequence[Taken] = ()
    around: Around = NOTHING_MORE
    staff: bool = False


def of_times(occurrences: Iterable[Occurrence], at: str = "/occurrences") -> list[Planned]:
    """Single times."""
    return [Planned(each.starts_at.astimezone(HELSINKI).date(), each, f"{at}/{n}") for n, each in enumerate(occurrences)]


def of_series(series: Series) -> list[Planned]:
    """Recurring times; one that the clock skips has its reason already."""
    return [
        Planned(day, times, "/series", () if times else (p.CLOCK_SKIPS.at("/series", day=day),)) for day, times in series.planned()
    ]


def how_many(planned: Sequence[Planned]) -> Iterator[Reason]:
    """Whether there are as many as one booking may have."""
    if not planned:
        yield p.SERIES_EMPTY.at("/series")
    elif len(planned) > MOST:
        yield p.SERIES_LONG.at("/series", most=MOST)


def judge(planned: Sequence[Planned], ground: Ground, now: datetime) -> list[Planned]:
    """The plan with what stands against each: the rules, the hours, the other occurrences of its own, other bookings. F11."""
    sound = [(n, each.times) for n, each in enumerate(planned) if each.times is not None and each.sound]
    places = meeting_itself([times for _, times in sound], ground.leaves, ground.around)
    crossing = {sound[place][0] for place in places}
    return [each.against(*_against(each, ground, now, crossing=n in crossing)) for n, each in enumerate(planned)]


def lost(planned: Sequence[Planned], starts: Iterable[tuple[UUID, datetime]]) -> list[Planned]:
    """The plan with what was not won: somebody was first with some leaf of theirs."""
    begun = {start for _, start in starts}
    return [
        each.against(p.TAKEN.at(each.at, **said(each.possible)))
        if each.possible is not None and each.possible.starts_at in begun else each
        for each in planned
    ]


def _against(each: Planned, ground: Ground, now: datetime, *, crossing: bool) -> Iterator[Reason]:
    if each.times is None:
        return
    yield from rules_of.one(each.times, ground.rules, ground.hours, now, staff=ground.staff, at=each.at)
    if crossing:
        yield p.MEETS_ITSELF.at(each.at, **said(each.times))
    wanted = slots([each.times], ground.leaves, ground.around) if each.sound else []
    if any(row.meets(slot) for slot in wanted for row in ground.taken):
        yield p.TAKEN.at(each.at, **said(each.times))


def said(times: Occurrence) -> dict[str, datetime]:
    """When, for a sentence; never by whom."""
    return {"starts_at": times.starts_at, "ends_at": times.ends_at}
