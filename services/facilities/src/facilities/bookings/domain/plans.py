"""The occurrences that are wanted, each with what stands against it. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
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


@dataclass(slots=True)
class Planned:
    """One occurrence that is wanted."""

    day: date
    times: Occurrence | None
    """None: the clock skips it."""
    at: str
    """Where in the body it stands."""
    reasons: list[Reason] = field(default_factory=list)

    @property
    def possible(self) -> Occurrence | None:
        """The occurrence, where nothing stands against it."""
        return None if self.reasons else self.times


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
        Planned(day, times, "/series", [] if times else [p.CLOCK_SKIPS.at("/series", day=day)]) for day, times in series.planned()
    ]


def how_many(planned: Sequence[Planned]) -> Iterator[Reason]:
    """Whether there are as many as one booking may have."""
    if not planned:
        yield p.SERIES_EMPTY.at("/series")
    elif len(planned) > MOST:
        yield p.SERIES_LONG.at("/series", most=MOST)


def judge(planned: Sequence[Planned], ground: Ground, now: datetime) -> None:
    """Write down what stands against each: the rules, the hours, other bookings, and the other occurrences of its own. F11."""
    real = [(each, each.times) for each in planned if each.times is not None]
    for each, times in real:
        each.reasons += rules_of.one(times, ground.rules, ground.hours, now, staff=ground.staff, at=each.at)
    sound = [(each, times) for each, times in real if times.starts_at < times.ends_at]
    for place in sorted(set(meeting_itself([times for _, times in sound], ground.leaves, ground.around))):
        against(sound[place][0], p.MEETS_ITSELF.at(sound[place][0].at, **said(sound[place][1])))
    for each, times in sound:
        if any(row.meets(slot) for slot in slots([times], ground.leaves, ground.around) for row in ground.taken):
            against(each, p.TAKEN.at(each.at, **said(times)))


def lost(planned: Sequence[Planned], starts: Iterable[tuple[UUID, datetime]]) -> None:
    """Write down which were not won: somebody was first with some leaf of theirs."""
    begun = {start for _, start in starts}
    for each in planned:
        times = each.possible
        if times is not None and times.starts_at in begun:
            against(each, p.TAKEN.at(each.at, **said(times)))


def against(each: Planned, reason: Reason) -> None:
    """One more reason."""
    each.reasons.append(reason)


def said(times: Occurrence) -> dict[str, datetime]:
    """When, for a sentence; never by whom."""
    return {"starts_at": times.starts_at, "ends_at": times.ends_at}
