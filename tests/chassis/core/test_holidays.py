"""Public holidays, on the county's own list of them."""

import json
from datetime import date
from pathlib import Path

import pytest

from chassis.holidays import easter_sunday, holidays, names

LIST = Path(__file__).parent / "data" / "finnish_public_holidays.json"


def test_holidays__as_the_list_has_them() -> None:
    """2021–2030, all 150 of them, under the same names; the code goes on after the list ends."""
    listed = {date.fromisoformat(one["date"]): one["name"] for one in json.loads(LIST.read_text())["dates"]}
    assert len(listed) == 150
    assert {day: name.fi for year in range(2021, 2031) for day, name in names(year).items()} == listed
    assert frozenset().union(*(holidays(year) for year in range(2021, 2031))) == set(listed)


def test_names__in_three_languages_and_each_day_once() -> None:
    """Fifteen a year, but where Ascension Day is May Day, as in 2008 and next in 2160."""
    for year in range(1990, 2161):
        assert len(names(year)) == (14 if year in {2008, 2160} else 15), year
    assert names(2008)[date(2008, 5, 1)].fi == "Vappu"
    assert names(2027)[date(2027, 12, 6)] == ("Itsenäisyyspäivä", "Självständighetsdagen", "Independence Day")


@pytest.mark.parametrize(("year", "day"), [
    (1818, date(1818, 3, 22)), (1943, date(1943, 4, 25)), (1954, date(1954, 4, 18)), (2000, date(2000, 4, 23)),
    (2008, date(2008, 3, 23)), (2031, date(2031, 4, 13)), (2038, date(2038, 4, 25)), (2049, date(2049, 4, 18)), (2100, date(2100, 3, 28)),
])
def test_easter__earliest_latest_and_corrected_years(year: int, day: date) -> None:
    assert easter_sunday(year) == day
