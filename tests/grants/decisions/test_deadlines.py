"""The last day of a remedy."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.holidays import is_closed
from grants.decisions.domain.deadlines import last_day


@pytest.mark.parametrize(("served", "days", "last"), [
    pytest.param(date(2027, 4, 23), 14, date(2027, 5, 7), id="a Friday: day 14, the day of service not counted"),
    pytest.param(date(2027, 11, 22), 14, date(2027, 12, 7), id="6 December, a Monday"),
    pytest.param(date(2027, 6, 11), 14, date(2027, 6, 28), id="Midsummer Eve 25.6.2027: past Saturday and Sunday"),
    pytest.param(date(2027, 5, 1), 14, date(2027, 5, 17), id="a Saturday, then Whit Sunday"),
    pytest.param(date(2027, 3, 12), 14, date(2027, 3, 30), id="Good Friday: past Easter Monday"),
    pytest.param(date(2026, 4, 17), 14, date(2026, 5, 4), id="1 May, a Friday"),
    pytest.param(date(2026, 12, 10), 14, date(2026, 12, 28), id="Christmas Eve, a Thursday: past three days and a Sunday"),
    pytest.param(date(2026, 12, 18), 14, date(2027, 1, 4), id="New Year's Day is a Friday"),
    pytest.param(date(2026, 12, 23), 14, date(2027, 1, 7), id="Epiphany"),
    pytest.param(date(2027, 4, 22), 14, date(2027, 5, 7), id="Ascension Day 6.5.2027"),
    pytest.param(date(2031, 11, 22), 14, date(2031, 12, 8), id="6 December 2031, a Saturday, after the list has ended"),
    pytest.param(date(2027, 11, 6), 30, date(2027, 12, 7), id="30 days of an appeal end on 6 December"),
])
def test_last_day__moves_on(served: date, days: int, last: date) -> None:
    assert last_day(served, days) == last


@given(served=st.dates(date(2021, 1, 1), date(2099, 12, 1)), days=st.integers(14, 60))
def test_last_day__open_and_the_first_such(served: date, days: int) -> None:
    last = last_day(served, days)
    assert not is_closed(last)
    between = [served + timedelta(days=days + n) for n in range((last - served).days - days)]
    assert all(is_closed(day) for day in between)
    assert len(between) <= 5
