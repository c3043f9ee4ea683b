"""Hours: what the pure rules make of periods, over days of 23 and 25 hours too. F14, each edge by name."""

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.values import DAY, HELSINKI
from facilities.spaces.domain.hours import (
    USABLE,
    WHOLE_DAY,
    Period,
    Rule,
    Span,
    State,
    in_effect,
    merged,
    moment,
    spans,
    usable,
)

MONDAY = date(2027, 3, 1)
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
"""The last Sundays of March and October: days of 23 and 25 hours."""
EVERY = frozenset[int]()


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return moment(day, hour * 60 + minute)


def daily(starts: int, ends: int, *, next_day: bool = False, state: State | None = None) -> Rule:
    return Rule(EVERY, starts * 60, ends * 60, next_day=next_day, state=state)


def ordinary(*rules: Rule, state: State = State.OPEN, level: int = 0) -> Period:
    return Period(None, None, override=False, state=state, rules=rules, level=level)


def override(first: date, days: int | None, *rules: Rule, state: State = State.CLOSED) -> Period:
    return Period(first, None if days is None else first + days * DAY, override=True, state=state, rules=rules)


def test_spans__by_weekday() -> None:
    weekdays = Rule(frozenset({1, 2, 3, 4, 5}), 8 * 60, 16 * 60)
    saturday = Rule(frozenset({6}), 10 * 60, WHOLE_DAY, state=State.WITH_KEY)
    found = spans([ordinary(weekdays, saturday)], MONDAY, MONDAY + 7 * DAY)
    assert found == (
        *(Span(at(MONDAY + n * DAY, 8), at(MONDAY + n * DAY, 16)) for n in range(5)),
        Span(at(MONDAY + 5 * DAY, 10), at(MONDAY + 6 * DAY, 0), State.WITH_KEY),
    )


def test_spans__an_override_replaces_the_ordinary_day() -> None:
    """F14: if any override covers a day, only overrides count."""
    found = spans([ordinary(daily(8, 16)), override(MONDAY, 1, daily(10, 12, state=State.OPEN))], MONDAY, MONDAY + 2 * DAY)
    assert found == (Span(at(MONDAY, 10), at(MONDAY, 12)), Span(at(MONDAY + DAY, 8), at(MONDAY + DAY, 16)))


def test_spans__the_shortest_override_wins() -> None:
    """F14: of overrides only the shortest period counts, for that day."""
    summer = override(MONDAY, 30, daily(10, 14, state=State.OPEN))
    holiday = override(MONDAY + DAY, 1)
    found = spans([ordinary(daily(8, 16)), summer, holiday], MONDAY, MONDAY + 3 * DAY)
    assert found == (
        Span(at(MONDAY, 10), at(MONDAY, 14)),
        Span(at(MONDAY + DAY, 0), at(MONDAY + 2 * DAY, 0), State.CLOSED),
        Span(at(MONDAY + 2 * DAY, 10), at(MONDAY + 2 * DAY, 14)),
    )


def test_spans__an_unbounded_override_is_the_longest() -> None:
    """F14: no bound counts as 9999 days, so that a period of ten thousand days is longer still."""
    unbounded, long, longest = override(MONDAY, None), override(MONDAY, 9998), override(MONDAY, 10_000)
    assert (unbounded.days, long.days) == (9999, 9998)
    assert in_effect([unbounded, long], MONDAY) == [long]
    assert in_effect([unbounded, longest], MONDAY) == [unbounded]


def test_spans__same_state_merges_and_others_stay_side_by_side() -> None:
    found = spans([ordinary(daily(8, 12), daily(11, 16), daily(16, 17), daily(12, 13, state=State.MAINTENANCE))], MONDAY, MONDAY + DAY)
    assert found == (Span(at(MONDAY, 8), at(MONDAY, 17)), Span(at(MONDAY, 12), at(MONDAY, 13), State.MAINTENANCE))


def test_spans__a_tail_over_midnight_joins_the_next_day() -> None:
    """Also where the next day has an override: the tail stands beside it. F14."""
    night = Rule(frozenset({1}), 20 * 60, 2 * 60, next_day=True)
    found = spans([ordinary(night)], MONDAY + DAY, MONDAY + 2 * DAY)
    assert found == (Span(at(MONDAY + DAY, 0), at(MONDAY + DAY, 2)),)
    beside = spans([ordinary(night), override(MONDAY + DAY, 1)], MONDAY + DAY, MONDAY + 2 * DAY)
    assert beside == (
        Span(at(MONDAY + DAY, 0), at(MONDAY + DAY, 2)),
        Span(at(MONDAY + DAY, 0), at(MONDAY + 2 * DAY, 0), State.CLOSED),
    )
    assert usable(beside) == ()


def test_spans__a_period_without_rules_is_the_whole_day() -> None:
    assert spans([ordinary(state=State.WITH_KEY)], MONDAY, MONDAY + DAY) == (
        Span(at(MONDAY, 0), at(MONDAY + DAY, 0), State.WITH_KEY),
    )


def test_spans__nothing_said_is_nothing_open() -> None:
    assert spans([], MONDAY, MONDAY + 7 * DAY) == ()


def test_spans__the_nearest_level_says_the_ordinary_hours_and_overrides_of_all_count() -> None:
    site, room = ordinary(daily(8, 16)), ordinary(daily(18, 20), level=1)
    assert spans([site, room], MONDAY, MONDAY + DAY) == (Span(at(MONDAY, 18), at(MONDAY, 20)),)
    closed = spans([site, room, override(MONDAY, 1)], MONDAY, MONDAY + DAY)
    assert [span.state for span in closed] == [State.CLOSED]


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25), (MONDAY, 24)])
def test_spans__a_day_is_as_long_as_it_is(day: date, hours: int) -> None:
    (whole,) = spans([ordinary()], day, day + DAY)
    assert whole.ends_at - whole.starts_at == timedelta(hours=hours)
    (wall,) = spans([ordinary(daily(0, 24))], day, day + DAY)
    assert wall == whole


def test_moment__skipped_and_doubled() -> None:
    """03:30 is skipped in spring: the moment of the skip. In autumn it comes twice: the first is meant."""
    assert moment(SPRING, 210) == datetime(2027, 3, 28, 1, tzinfo=UTC) == moment(SPRING, 240) == moment(SPRING, 180)
    assert moment(AUTUMN, 210) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert spans([ordinary(Rule(EVERY, 190, 230))], SPRING, SPRING + DAY) == ()


DAYS = st.dates(date(2027, 3, 20), date(2027, 4, 5)) | st.dates(date(2027, 10, 24), date(2027, 11, 5))
MINUTES = st.integers(0, WHOLE_DAY)
RULES = st.builds(
    lambda a, b, weekdays, state, night: Rule(
        frozenset(weekdays), *((max(a, b) % WHOLE_DAY, min(a, b)) if night else (min(a, b), max(a, b))), night, state
    ),
    MINUTES, MINUTES, st.sets(st.integers(1, 7)), st.sampled_from([None, *State]), st.booleans(),
)
PERIODS = st.builds(
    lambda since, days, over, state, rules, level: Period(
        since, None if since is None or days is None else since + days * DAY, over, state, tuple(rules), level
    ),
    st.none() | DAYS, st.none() | st.integers(1, 40), st.booleans(), st.sampled_from(list(State)), st.lists(RULES, max_size=4),
    st.integers(0, 2),
)


@given(st.lists(PERIODS, max_size=5), DAYS, st.integers(1, 10))
def test_spans__hold_together(periods: list[Period], first: date, length: int) -> None:
    """In order, within the days, never empty, never touching one of the same state; the same for a week and for its days."""
    until = first + length * DAY
    found = spans(periods, first, until)
    assert found == merged(found)
    assert all(moment(first, 0) <= s.starts_at < s.ends_at <= moment(until, 0) for s in found)
    for state in State:
        own = [span for span in found if span.state is state]
        assert all(a.ends_at < b.starts_at for a, b in itertools.pairwise(own))
    assert found == merged(s for n in range(length) for s in spans(periods, first + n * DAY, first + (n + 1) * DAY))


@given(st.lists(PERIODS, max_size=5), DAYS)
def test_usable__is_what_an_instant_says(periods: list[Period], day: date) -> None:
    """An instant can be used if and only if some usable span holds it and no other."""
    found = spans(periods, day, day + DAY)
    can = usable(found)
    minute = moment(day, 0)
    while minute < moment(day, WHOLE_DAY):
        states = {s.state for s in found if s.starts_at <= minute < s.ends_at}
        assert any(s.starts_at <= minute < s.ends_at for s in can) is (bool(states) and states <= USABLE)
        minute += timedelta(minutes=7)


@given(DAYS, MINUTES, MINUTES)
def test_moment__never_goes_back(day: date, a: int, b: int) -> None:
    early, late = sorted((a, b))
    assert moment(day, early) <= moment(day, late)
    shown = moment(day, early).astimezone(HELSINKI)
    wall = datetime.combine(day, datetime.min.time()) + timedelta(minutes=early)
    assert shown.replace(tzinfo=None) == wall or (day == SPRING and 180 <= early < 240 and shown.hour == 4)
