"""The pure rules of meetings: warnings, the waiting list, agendas, cadence. MTG-07, M1, M6, STR-08."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.meetings.domain import (
    Caution,
    Item,
    Pace,
    Visibility,
    Waiting,
    cautions,
    fitting,
    late,
    numbers,
    openness,
    pace,
    seen_by,
)


@pytest.mark.parametrize(("begins", "hours", "expected"), [
    pytest.param("2027-03-10T13:00:00+02:00", 2, (), id="a Wednesday"),
    pytest.param("2027-03-26T13:00:00+02:00", 2, (Caution.HOLIDAY,), id="Good Friday"),
    pytest.param("2027-12-24T10:00:00+02:00", 2, (Caution.HOLIDAY,), id="Christmas Eve, a Friday"),
    pytest.param("2027-03-13T13:00:00+02:00", 2, (Caution.WEEKEND,), id="a Saturday"),
    pytest.param("2027-03-28T13:00:00+03:00", 2, (Caution.HOLIDAY, Caution.WEEKEND), id="Easter Day"),
    pytest.param("2027-03-12T20:00:00+02:00", 4, (), id="Friday until midnight"),
    pytest.param("2027-03-12T20:00:00+02:00", 5, (Caution.WEEKEND,), id="Friday until one o'clock"),
    pytest.param("2027-05-05T21:30:00+00:00", 1, (Caution.HOLIDAY,), id="Ascension Day by Finnish time"),
])
def test_cautions__finnish_days(begins: str, hours: int, expected: tuple[Caution, ...]) -> None:
    at = datetime.fromisoformat(begins)
    assert cautions(at, at + timedelta(hours=hours)) == expected


def _queue(*persons: int) -> list[Waiting]:
    return [Waiting(UUID(int=n), count) for n, count in enumerate(persons)]


@pytest.mark.parametrize(("free", "persons", "promoted"), [
    (0, (1,), []), (1, (1, 1), [0]), (2, (3, 1, 1), [1, 2]), (3, (3, 1), [0]), (4, (3, 2, 1), [0, 2]), (None, (9, 9), [0, 1]),
])
def test_fitting__the_first_that_fits_whole(free: int | None, persons: tuple[int, ...], promoted: list[int]) -> None:
    assert [id.int for id in fitting(free, _queue(*persons))] == promoted


@given(free=st.integers(0, 30), persons=st.lists(st.integers(1, 9), max_size=20))
def test_fitting__never_too_many_and_nobody_who_fits_is_left(free: int, persons: list[int]) -> None:
    queue = _queue(*persons)
    got = {id.int for id in fitting(free, queue)}
    left = free - sum(persons[n] for n in got)
    assert left >= 0
    assert all(count > left for n, count in enumerate(persons) if n not in got)
    for n in set(range(len(persons))) - got:  # passed over: even without those behind it, it did not fit
        assert persons[n] > free - sum(persons[m] for m in got if m < n)


A, B, C, D, E = (UUID(int=n) for n in range(1, 6))
TREE = [
    Item(A, None, Visibility.COMMON), Item(B, A, Visibility.HIDDEN), Item(C, B, Visibility.COMMON), Item(D, A, Visibility.COMMON),
    Item(E, None, Visibility.INTERNAL),
]


def test_agenda__what_stands_under_a_hidden_item_is_hidden() -> None:
    assert openness(TREE)[C] is Visibility.HIDDEN
    assert seen_by(TREE, Visibility.COMMON) == {A, D}
    assert seen_by(TREE, Visibility.INTERNAL) == {A, D, E}
    assert seen_by(TREE, Visibility.HIDDEN) == {A, B, C, D, E}


def test_agenda__numbers_leave_no_gap() -> None:
    assert numbers(TREE) == {A: "1", D: "1.1"}


def test_agenda__late_is_what_was_not_there_at_first() -> None:
    assert late(TREE, None) == frozenset()
    assert late(TREE, {A, B, C}) == {D, E}


@pytest.mark.parametrize(("held", "ahead", "today", "expected"), [
    (0, 0, date(2027, 3, 1), Pace.TO_COME), (0, 1, date(2027, 3, 1), Pace.FINE), (0, 0, date(2027, 10, 1), Pace.AT_RISK),
    (0, 1, date(2027, 11, 1), Pace.FINE), (0, 0, date(2028, 1, 1), Pace.TOO_FEW), (0, 1, date(2028, 1, 1), Pace.TOO_FEW),
    (1, 0, date(2028, 1, 1), Pace.FINE), (3, 0, date(2027, 11, 1), Pace.FINE), (3, 1, date(2027, 11, 1), Pace.TOO_MANY),
    (4, 0, date(2028, 1, 1), Pace.TOO_MANY),
])
def test_pace__one_to_three_in_2027(held: int, ahead: int, today: date, expected: Pace) -> None:
    assert pace({"per_year_min": 1, "per_year_max": 3}, 2027, held=held, ahead=ahead, today=today) is expected
