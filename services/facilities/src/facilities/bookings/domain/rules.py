"""What stands against a booking: every reason at once. F5, F6, F7, F9, FAC-17. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from chassis.problems import Reason
from chassis.values import DAY, HELSINKI, today
from facilities.bookings import problems as p
from facilities.bookings.domain.free import origin_of
from facilities.bookings.domain.times import Occurrence, day_before
from facilities.spaces.domain.hours import Span, moment
from facilities.spaces.domain.kinds import FreeUse, Needs
from facilities.spaces.domain.rules import Rules

STAFF_GRID: Final = timedelta(minutes=30)
"""Who decides about a space begins at any half hour from midnight at least. F5."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The organisation for which a booking is, as it is known here."""

    id: UUID
    status: str
    ends_on: date | None
    """The day on which it ended or will end."""
    successor_id: UUID | None


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted, beside its times."""

    organisation_id: UUID | None
    visitor: bool = False
    persons: int | None = None
    free_use: frozenset[FreeUse] = frozenset()
    staff: bool = False
    """Asked by who decides about the space, or by the county itself."""
    again: bool = False
    """It was given once already: how long, how far ahead and from which minute on was judged then. F10."""

    @property
    def county(self) -> bool:
        """The county's own use."""
        return self.organisation_id is None and not self.visitor


def offered(*, published: bool, bookable: bool) -> Iterator[Reason]:
    """Whether the space is booked here at all. FAC-11."""
    if not published:
        yield p.NOT_OFFERED.at("/space_id")
    elif not bookable:
        yield p.NOT_BOOKABLE.at("/space_id")


def use(wish: Wish, rules: Rules, occurrences: int) -> Iterator[Reason]:
    """What stands against the use itself: too many people, no test of free use passed, a visitor who comes for good."""
    if wish.persons is not None and rules.capacity is not None and wish.persons > rules.capacity:
        yield p.TOO_MANY_PERSONS.at("/persons", capacity=rules.capacity)
    if wish.visitor and occurrences > 1:
        yield p.VISITOR_ONCE.at("/visitor")
    if wish.visitor and wish.organisation_id is not None:
        yield p.VISITOR_AND_ORGANISATION.at("/visitor")
    if wish.county or not rules.free_use:
        return
    passed = [test in wish.free_use for test in rules.free_use]
    if not (all(passed) if rules.needs is Needs.ALL else any(passed)):
        yield p.FREE_USE_NOT_MET.at("/free_use", tests=", ".join(test.value for test in rules.free_use))


def as_given(rules: Rules) -> Rules:
    """The rules that still count for what was given once already. F10."""
    return replace(
        rules, start_interval=timedelta(minutes=1), shortest=None, longest=None, min_days_ahead=None, max_days_ahead=None
    )


def holder(known: Holder | None, last: date) -> Iterator[Reason]:
    """Whether an organisation can hold a booking that goes on until this day."""
    if known is None:
        yield p.ORGANISATION_UNKNOWN.at("/organisation_id")
    elif known.successor_id is not None or known.status == "merged":
        yield p.ORGANISATION_MERGED.at("/organisation_id", successor=str(known.successor_id))
    elif known.status == "paused":
        yield p.ORGANISATION_PAUSED.at("/organisation_id")
    elif known.status == "dissolved" or (known.ends_on is not None and known.ends_on <= last):
        yield p.ORGANISATION_DISSOLVED.at("/organisation_id")


def one(times: Occurrence, rules: Rules, hours: Sequence[Span], now: datetime, *, staff: bool, at: str) -> Iterator[Reason]:
    """What stands against one occurrence, but for other bookings."""
    said = {"starts_at": times.starts_at, "ends_at": times.ends_at}
    if times.starts_at <= now:
        yield p.IN_PAST.at(at, **said)
    elif rules.min_days_ahead and times.starts_at < moment(today(now) + rules.min_days_ahead * DAY, 0):
        yield p.TOO_SOON.at(at, days=rules.min_days_ahead, **said)
    if rules.max_days_ahead and times.starts_at > now + rules.max_days_ahead * DAY:
        yield p.TOO_FAR.at(at, days=rules.max_days_ahead, **said)
    yield from _length(times, rules, grid(rules, staff=staff), at)
    span = next((span for span in hours if span.starts_at <= times.starts_at and times.ends_at <= span.ends_at), None)
    if span is None:
        yield p.OUTSIDE_HOURS.at(at, **said)
    elif all((times.starts_at - since) % interval for since, interval in _grids(times, span, rules, staff=staff)):
        yield p.OFF_GRID.at(at, minutes=minutes(grid(rules, staff=staff)), **said)


def grid(rules: Rules, *, staff: bool) -> timedelta:
    """How far apart possible starts are."""
    return min(rules.start_interval, STAFF_GRID) if staff else rules.start_interval


def cancellable(first: datetime, rules: Rules, now: datetime) -> Iterator[Reason]:
    """Whether its holder may still give it up: until so long before, inclusive; without a rule not at all. F9."""
    if rules.cancellation is None:
        yield p.NOT_CANCELLABLE.at("")
    elif now > first - rules.cancellation:
        yield p.CANCELLED_LATE.at("", until=first - rules.cancellation)


def missed(unseen: Sequence[Occurrence], rules: Rules, now: datetime) -> list[Occurrence]:
    """Those that go on and to which nobody came in time, of those at which nobody has said that they are there."""
    wait = rules.check_in
    return [] if wait is None else [each for each in unseen if each.starts_at + wait <= now < each.ends_at]


def last_day(occurrences: Sequence[Occurrence]) -> date:
    """The Finnish day on which the last one begins."""
    return max(each.starts_at for each in occurrences).astimezone(HELSINKI).date()


def minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)


def _length(times: Occurrence, rules: Rules, interval: timedelta, at: str) -> Iterator[Reason]:
    length = times.ends_at - times.starts_at
    if length <= timedelta():
        yield p.ENDS_BEFORE_START.at(at)
        return
    if length % interval:
        yield p.LENGTH_OFF_GRID.at(at, minutes=minutes(interval))
    if rules.shortest is not None and length < rules.shortest:
        yield p.TOO_SHORT.at(at, minutes=minutes(rules.shortest))
    if rules.longest is not None and length > rules.longest:
        yield p.TOO_LONG.at(at, minutes=minutes(rules.longest))


def _grids(times: Occurrence, span: Span, rules: Rules, *, staff: bool) -> Iterator[tuple[datetime, timedelta]]:
    """From when on, and how far apart: everybody's grid; for who decides, also the one from midnight."""
    yield origin_of(times.starts_at, span), rules.start_interval
    if staff:
        yield day_before(times.starts_at), grid(rules, staff=True)
