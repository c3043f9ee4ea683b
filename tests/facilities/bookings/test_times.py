"""Pure rules of time: what is kept around a use, series over the change of clocks, what is left free. F1, F3, F5, F11, F12."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.values import HELSINKI
from facilities.bookings.domain.free import Taken, busy, instant, left, seconds, starts_on_grid
from facilities.bookings.domain.series import Series
from facilities.bookings.domain.times import Around, Occurrence, meeting_itself, occupied, slots
from facilities.spaces.domain.rules import Leaf

LEAF, OTHER = UUID(int=1), UUID(int=2)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def leaf(before: int = 0, after: int = 0, *, whole_day: bool = False, id: UUID = LEAF) -> Leaf:
    return Leaf(id, before * MINUTE, after * MINUTE, whole_day)


def at(hour: float, day: int = 2, month: int = 3) -> datetime:
    """Wall clock in Finland, 2027."""
    return datetime(2027, month, day, int(hour), round(hour % 1 * 60), tzinfo=HELSINKI).astimezone(UTC)


def use(starts: float, ends: float, **others: int) -> Occurrence:
    return Occurrence(at(starts, **others), at(ends, **others))


@pytest.mark.parametrize(("before", "after", "gap", "fits"), [
    (0, 0, 0, True), (30, 0, 30, True), (30, 0, 29, False), (0, 45, 45, True), (0, 45, 44, False), (30, 45, 45, True),
    (30, 45, 44, False),
])
def test_occupied__the_greater_of_both_needs_lies_between_two(before: int, after: int, gap: int, fits: bool) -> None:
    """F1: not their sum."""
    here = leaf(before, after)
    first, second = use(10, 11), Occurrence(at(11) + gap * MINUTE, at(12) + gap * MINUTE)
    (_, until), (since, _) = occupied(first, here), occupied(second, here)
    assert (until <= since) is fits


def test_occupied__what_a_meeting_needs_is_added_on_its_own_side() -> None:
    assert occupied(use(10, 11), leaf(15, 15), Around(30 * MINUTE, 60 * MINUTE)) == (at(9.75), at(12))
    assert occupied(use(10, 11), leaf(15, 15), Around(15 * MINUTE, 15 * MINUTE)) == (at(10), at(11.25))


@pytest.mark.parametrize(("day", "month", "hours"), [(2, 3, 24), (28, 3, 23), (31, 10, 25)])
def test_occupied__the_whole_day_is_as_long_as_the_calendar_says(day: int, month: int, hours: int) -> None:
    """F3: 23 hours when the clock is put forward, 25 when it is put back."""
    since, until = occupied(use(10, 11, day=day, month=month), leaf(whole_day=True))
    assert (since, until - since) == (at(0, day=day, month=month), hours * HOUR)


def test_occupied__ending_at_midnight_takes_nothing_of_the_next_day() -> None:
    times = Occurrence(at(20), at(0, day=3))
    assert occupied(times, leaf(60, 60, whole_day=True)) == (at(0), at(0, day=3))


def test_slots__in_the_order_in_which_everybody_writes_them() -> None:
    found = slots([use(12, 13), use(10, 11)], [leaf(id=OTHER), leaf()])
    assert [(slot.leaf_id, slot.starts_at) for slot in found] == [(LEAF, at(10)), (LEAF, at(12)), (OTHER, at(10)), (OTHER, at(12))]


def test_meeting_itself__buffers_included() -> None:
    """F11."""
    times = [use(10, 11), use(11, 12), use(11.5, 12.5)]
    assert sorted(set(meeting_itself(times, [leaf()]))) == [2]
    assert sorted(set(meeting_itself(times, [leaf(after=15)]))) == [1, 2]


def test_series__each_weekday_every_other_week() -> None:
    """F11: inclusive, each weekday counted from its own first day."""
    series = Series(frozenset({2, 4}), date(2027, 3, 3), date(2027, 3, 23), 2, 17 * 60, HOUR)
    assert series.days() == [date(2027, 3, 4), date(2027, 3, 9), date(2027, 3, 18), date(2027, 3, 23)]


def test_series__wall_clock_over_the_change_of_clocks() -> None:
    """F12: at 17 in Finland, in winter 15 UTC, in summer 14 UTC; always one hour long."""
    series = Series(frozenset({2}), date(2027, 3, 23), date(2027, 3, 30), 1, 17 * 60, HOUR)
    found = [times for _, times in series.planned() if times]
    assert [times.starts_at.hour for times in found] == [15, 14]
    assert {times.ends_at - times.starts_at for times in found} == {HOUR}


def test_series__a_time_that_the_clock_skips_is_none() -> None:
    series = Series(frozenset({7}), date(2027, 3, 21), date(2027, 4, 4), 1, 3 * 60 + 30, HOUR)
    assert [times is None for _, times in series.planned()] == [False, True, False]


def test_series__the_first_of_a_doubled_hour_and_elapsed_time() -> None:
    series = Series(frozenset({7}), date(2027, 10, 31), date(2027, 10, 31), 1, 3 * 60 + 30, 2 * HOUR)
    ((_, times),) = series.planned()
    assert times is not None
    assert times.starts_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert times.ends_at.astimezone(HELSINKI).hour == 4


def test_starts_on_grid__counted_from_the_hours_not_from_midnight() -> None:
    """F5; a stretch that is too short gives none."""
    hours = [(seconds(at(8.25)), seconds(at(12)))]
    free = [(seconds(at(8.25)), seconds(at(9))), (seconds(at(9.5)), seconds(at(12)))]
    found = [instant(start) for start in starts_on_grid(hours, free, 3600, 3600, 0)]
    assert found == [at(10.25)]
    assert list(starts_on_grid(hours, free, 3600, 3600, seconds(at(10.5)))) == []


def test_starts_on_grid__hours_without_an_end_are_counted_from_midnight() -> None:
    """Always open: the grid is the same on each day, also after the day of 23 hours, and a use may go over midnight."""
    hours = [(seconds(at(3, day=27)), seconds(at(12, day=30)))]
    found = [instant(start).astimezone(HELSINKI) for start in starts_on_grid(hours, hours, 7 * 3600, 7 * 3600, 0)]
    assert [(start.day, start.hour) for start in found[:5]] == [(27, 7), (27, 14), (27, 21), (28, 0), (28, 8)]


quarter = st.integers(0, 200).map(lambda n: datetime(2027, 3, 26, tzinfo=UTC) + n * 15 * MINUTE)
length = st.integers(1, 16).map(lambda n: n * 15 * MINUTE)
around = st.integers(0, 6).map(lambda n: 15 * n)


@given(st.lists(st.tuples(quarter, length, st.booleans()), max_size=5), quarter, length, around, around, st.booleans())
def test_free__is_exactly_where_the_rows_allow_a_use(
    rows: list[tuple[datetime, timedelta, bool]], starts: datetime, long: timedelta, before: int, after: int, whole_day: bool
) -> None:
    """A use lies within what is free if and only if no row would meet it."""
    here = leaf(before, after, whole_day=whole_day)
    taken = []
    for n, (since, much, blocked) in enumerate(rows):
        times = Occurrence(since, since + much)
        kept = (None, None) if blocked else tuple(map(seconds, occupied(times, here)))
        taken.append(Taken(f"{n}", LEAF, seconds(times.starts_at), seconds(times.ends_at), *kept))
    wanted = Occurrence(starts, starts + long)
    free = left([(0, 2**33)], busy(taken, [here]))
    lies_in_it = any(since <= seconds(wanted.starts_at) and seconds(wanted.ends_at) <= until for since, until in free)
    assert lies_in_it is not any(row.meets(slot) for row in taken for slot in slots([wanted], [here]))
