"""Hours: periods with rules by weekday, made into spans of real time (aukioloajat, käyttöajat). F14, FAC-09. Pure.

Rules speak wall-clock time in Finland, spans are instants: a day is 23 or 25 hours long twice a year. A time that the clock skips
is the moment of the skip; of a doubled hour the first is meant.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from typing import Final

from chassis.problems import Reason
from chassis.values import DAY, HELSINKI
from facilities.spaces.problems import DAYS_OUT_OF_ORDER, LONGER_THAN_A_DAY, OPENING_OF_SITE, TIMES_OUT_OF_ORDER

WHOLE_DAY: Final = 24 * 60
"""Minutes of the wall clock from midnight to midnight, on every day."""
UNBOUNDED: Final = 9999
"""Days that a period without a beginning or an end counts as, where the shortest override is looked for."""
_MINUTE: Final = timedelta(minutes=1)


class State(Enum):
    """What a span of time is."""

    OPEN = "open"
    CLOSED = "closed"
    WITH_KEY = "with_key"
    """Open to who has the key (avaimella)."""
    BY_APPOINTMENT = "by_appointment"
    STAFF_ONLY = "staff_only"
    MAINTENANCE = "maintenance"


USABLE: Final = frozenset({State.OPEN, State.WITH_KEY, State.BY_APPOINTMENT})
"""States in which a space can be used; any other takes its time away from these."""


class Purpose(Enum):
    """Of what the hours are. FAC-09."""

    OPENING = "opening"
    """Of the building, for everybody (aukioloaika)."""
    USE = "use"
    """Of spaces, for organisations: outside office hours too (järjestöjen käyttöaika)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A span on some weekdays, in minutes of the wall clock."""

    weekdays: frozenset[int]
    """ISO: 1 is Monday. None of them: every day."""
    starts: int
    ends: int
    """Up to 1440 (24:00) of the same day; of the next one where `next_day`."""
    next_day: bool = False
    state: State | None = None
    """None: the period's."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days on which some rules hold; as an override, instead of the ordinary ones."""

    from_: date | None
    until: date | None
    """The first day after it."""
    override: bool
    state: State
    rules: tuple[Rule, ...] = ()
    """None at all: the whole of each day is in the period's state."""
    level: int = 0
    """How near to what is asked about: 0 the site, 1 a space in it, 2 a part of that …"""

    def covers(self, day: date) -> bool:
        """Whether the day belongs to it."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day < self.until)

    @property
    def days(self) -> int:
        """Its length; without a bound, 9999."""
        return UNBOUNDED if self.from_ is None or self.until is None else (self.until - self.from_).days


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of real time in one state, half-open, in UTC."""

    starts_at: datetime
    ends_at: datetime
    state: State = State.OPEN


@dataclass(frozen=True, slots=True)
class Hours:
    """Both kinds of hours of one space."""

    opening: tuple[Span, ...] = ()
    use: tuple[Span, ...] = ()


def spans(periods: Sequence[Period], first: date, until: date) -> tuple[Span, ...]:
    """What holds from the first day to before `until`; spans of one state are joined, different states stay side by side.

    The tail of a span that began on the day before belongs to the first day.
    """
    start, end = moment(first, 0), moment(until, 0)
    days = (first + n * DAY for n in range(-1, (until - first).days))
    found = (span for day in days for period in in_effect(periods, day) for span in _on(period, day))
    clipped = (Span(max(s.starts_at, start), min(s.ends_at, end), s.state) for s in found)
    return merged(s for s in clipped if s.starts_at < s.ends_at)


def in_effect(periods: Iterable[Period], day: date) -> list[Period]:
    """Which periods say what the day is like: the shortest overrides of any level, else the ordinary ones of the nearest level."""
    covering = [period for period in periods if period.covers(day)]
    if overrides := [period for period in covering if period.override]:
        shortest = min(period.days for period in overrides)
        return [period for period in overrides if period.days == shortest]
    nearest = max((period.level for period in covering), default=0)
    return [period for period in covering if period.level == nearest]


def usable(found: Iterable[Span]) -> tuple[Span, ...]:
    """When a space can be used: open in one way or another, and not closed, in maintenance or for the staff at the same time."""
    known = list(found)
    left = merged(Span(s.starts_at, s.ends_at) for s in known if s.state in USABLE)
    for taken in merged(Span(s.starts_at, s.ends_at) for s in known if s.state not in USABLE):
        left = tuple(rest for span in left for rest in _without(span, taken))
    return left


def merged(found: Iterable[Span]) -> tuple[Span, ...]:
    """Spans of the same state that meet or touch are one."""
    joined: dict[State, list[Span]] = {}
    for span in sorted(found, key=lambda s: (s.starts_at, s.ends_at)):
        row = joined.setdefault(span.state, [])
        if row and span.starts_at <= row[-1].ends_at:
            row[-1] = Span(row[-1].starts_at, max(row[-1].ends_at, span.ends_at), span.state)
        else:
            row.append(span)
    return tuple(sorted((s for row in joined.values() for s in row), key=lambda s: (s.starts_at, s.ends_at, s.state.value)))


def moment(day: date, minutes: int) -> datetime:
    """The instant at which the wall clock shows so many minutes after midnight of the day."""
    days, rest = divmod(minutes, WHOLE_DAY)
    wall = datetime.combine(day + days * DAY, time(rest // 60, rest % 60), tzinfo=HELSINKI)
    found = wall.astimezone(UTC)
    return found if found.astimezone(HELSINKI).replace(fold=0) == wall else _end_of_gap(wall)


def minutes_of(clock: str) -> int:
    """`HH:MM` as minutes of the wall clock."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def clock_of(minutes: int) -> str:
    """Minutes of the wall clock as `HH:MM`, to 24:00."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def period_objections(
    since: date | None, until: date | None, rules: Sequence[tuple[int, int, bool]], purpose: Purpose, *, of_space: bool
) -> Iterator[Reason]:
    """What is wrong with a period: days and times in order; opening hours are the building's."""
    if since is not None and until is not None and until <= since:
        yield DAYS_OUT_OF_ORDER.at("/valid_until")
    if of_space and purpose is Purpose.OPENING:
        yield OPENING_OF_SITE.at("/purpose")
    for place, (starts, ends, next_day) in enumerate(rules):
        if not next_day and ends <= starts:
            yield TIMES_OUT_OF_ORDER.at(f"/rules/{place}/ends")
        elif next_day and ends > starts:
            yield LONGER_THAN_A_DAY.at(f"/rules/{place}/ends")


def _end_of_gap(skipped: datetime) -> datetime:
    """The instant at which the clock was put forward over this time."""
    before = skipped.utcoffset()
    found = skipped.astimezone(UTC)
    while (found - _MINUTE).astimezone(HELSINKI).utcoffset() != before:
        found -= _MINUTE
    return found


def _on(period: Period, day: date) -> Iterator[Span]:
    if not period.rules:
        yield Span(moment(day, 0), moment(day, WHOLE_DAY), period.state)
    for rule in period.rules:
        if not rule.weekdays or day.isoweekday() in rule.weekdays:
            ends = rule.ends + WHOLE_DAY * rule.next_day
            yield Span(moment(day, rule.starts), moment(day, ends), rule.state or period.state)


def _without(span: Span, taken: Span) -> Iterator[Span]:
    if taken.ends_at <= span.starts_at or span.ends_at <= taken.starts_at:
        yield span
        return
    if span.starts_at < taken.starts_at:
        yield Span(span.starts_at, taken.starts_at, span.state)
    if taken.ends_at < span.ends_at:
        yield Span(taken.ends_at, span.ends_at, span.state)
