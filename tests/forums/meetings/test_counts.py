"""How often structures meet, where, and with how many. MTG-05, MTG-12, MTG-13, STR-08."""

from typing import Any

import pytest
from tests.forums import some
from tests.forums.conftest import Calendar
from tests.forums.desk import Desk
from tests.forums.meetings.made import NOW, drafted, setting


@pytest.fixture(autouse=True)
def _then(calendar: Calendar) -> None:
    calendar.at(NOW)


async def held(desk: Desk, calendar: Calendar, structure: str, day: str, **attendance: int) -> None:
    draft = {"structure_id": structure, "title": {"fi": "Tapaaminen"}}
    made = await desk.done("meetings", draft)
    await desk.done(f"meetings/{made['id']}/schedule", setting(day))
    calendar.at(some.noon(day[:8] + "28"))
    await desk.done(f"meetings/{made['id']}/hold", {"attendance": attendance})


async def test_counts__by_structure_municipality_and_sector(desk: Desk, calendar: Calendar) -> None:
    local = [
        (await desk.done("structures", {"template": "local-meeting", "scope": code, "grounds": "Päätös."}))["id"]
        for code in ("139", "564")
    ]
    forum = await some.structure(desk.house, some.FORUM)
    await held(desk, calendar, local[0], "2027-02-10", organisation=5, municipality=2)
    await held(desk, calendar, local[0], "2027-03-10", organisation=7)
    await held(desk, calendar, local[1], "2027-04-07", public=30)
    await held(desk, calendar, str(forum.id), "2027-05-05", organisation=40, parish=3)
    await held(desk, calendar, local[1], "2028-01-12", public=9)
    counted = await desk.seen("meeting-counts", year=2027, who="stranger")
    assert (counted["meetings"], counted["municipalities"]) == (4, 2)
    assert counted["attendance"] == {"organisation": 52, "parish": 3, "municipality": 2, "public": 30}
    assert counted["by_municipality"] == [{"municipality": "139", "meetings": 2}, {"municipality": "564", "meetings": 1}]
    ii = next(each for each in counted["by_structure"] if each["structure_id"] == local[0])
    assert (ii["meetings"], ii["attendance"], ii["municipality"]) == (2, {"organisation": 12, "municipality": 2}, "139")
    assert (await desk.seen("meeting-counts", year=2028))["meetings"] == 1
    assert (await desk.seen("meeting-counts", year=2029)) | {"etag": None} == {
        "year": 2029, "meetings": 0, "attendance": {}, "municipalities": 0, "by_municipality": [], "by_structure": [], "etag": None,
    }


async def test_cadence__the_forum_one_to_three_times_a_year(desk: Desk, calendar: Calendar) -> None:
    forum = str((await some.structure(desk.house, some.FORUM)).id)

    async def paced(year: int = 2027, **params: Any) -> tuple[int, int, str] | None:
        answer = await desk.get("meeting-cadences", year=year, **params)
        found = next((each for each in answer.json() if each["structure_id"] == forum), None)
        return found and (found["held"], found["ahead"], found["pace"])

    assert await paced() == (0, 0, "to_come")
    assert await paced(breached=True) is None
    for number, day in enumerate(("2027-09-01", "2027-09-02", "2027-09-03", "2027-12-08"), 1):
        made = await drafted(desk)
        shown = await desk.done(f"meetings/{made['id']}/schedule", setting(day))
        assert ("often" in {each["code"] for each in shown["cautions"]}) is (number == 4)
        assert await paced() == (0, number, "too_many" if number == 4 else "fine")
    last = (await desk.seen("meetings", **{"from": "2027-12-08"}))["items"][0]
    await desk.done(f"meetings/{last['id']}/cancel", {"because": "Liikaa."})
    assert await paced() == (0, 3, "fine")
    calendar.at(some.noon("2027-10-01"))
    assert await paced(year=2026) == (0, 0, "too_few")
    assert await paced(year=2026, breached=True) == (0, 0, "too_few")
