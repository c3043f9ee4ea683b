"""Public holidays, on the county's own list of them."""

import json
from datetime import date
from pathlib import Path

import pytest

from chassis.holidays import easter_sunday, holidays

LIST = Path(__file__).parent / "data" / "finnish_public_holidays.json"


def test_holidays__as_the_list_has_them() -> None:
    """2021–2030, all 150 of them; the code goes on after the list ends."""
    listed = {date.fromisoformat(one["date"]) for one in json.loads(LIST.read_text())["dates"]}
    assert len(listed) == 150
    assert frozenset().union(*(holidays(year) for year in range(2021, 2031))) == listed


@pytest.mark.parametrize(("year", "day"), [
    (1818, date(1818, 3, 22)), (1943, date(1943, 4, 25)), (1954, date(1954, 4, 18)), (2000, date(2000, 4, 23)),
    (2008, date(2008, 3, 23)), (2031, date(2031, 4, 13)), (2038, date(2038, 4, 25)), (2049, date(2049, 4, 18)), (2100, date(2100, 3, 28)),
])
def test_easter__earliest_latest_and_corrected_years(year: int, day: date) -> None:
    assert easter_sunday(year) == day
