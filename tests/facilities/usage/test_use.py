"""How spaces are used: every hour that was asked for has one fate, is counted by kind and never by name. FAC-15."""

from datetime import timedelta
from functools import partial
from typing import Any

from tests.chassis.edge.conftest import Api
from tests.facilities.bookings.conftest import Counting, Desk, counting, desk, hall
from tests.facilities.conftest import LIAISON, Hall

from chassis.paging import Listing
from chassis.testing import person
from facilities.bookings import commands
from facilities.bookings.schemas import Cancel, Refuse, TimesBody
from facilities.main import SERVICE
from facilities.usage import queries

__all__ = ["counting", "desk", "hall"]


async def used(desk: Desk, **wanted: Any) -> list[dict[str, Any]]:
    """The first page, without what is nothing."""
    asked: dict[str, Any] = {"space_id": None, "site_id": None, "municipality": None, "from_": None, "until": None, **wanted}
    found = await desk.house.read(queries.use, Listing(), **asked)
    return [{name: value for name, value in row.model_dump().items() if value} for row in found.items]


def in_one_month(desk: Desk, *hours: float) -> list[TimesBody]:
    """Times of one day in a month to come."""
    day = 2 if desk.at(0, days=2).day < 20 else 15
    return [desk.times(hour, days=day) for hour in hours]


async def test_use__each_hour_has_one_fate(desk: Desk, hall: Hall, counting: Counting) -> None:
    """Given, waiting, refused by the owner and by the rules, cancelled, expired: the parts make the whole; one statement."""
    one, two = await desk.organisation(), await desk.organisation(kind="parish")
    eight, nine, ten, eleven, noon, one_pm = in_one_month(desk, 8, 9, 10, 11, 12, 13)
    liaison = desk.house.as_(person(SERVICE, LIAISON))
    await desk.book(hall.room.id, one, eight)
    await desk.book(hall.room.id, one, nine, hold=True)
    refused = await desk.book(hall.room.id, one, ten)
    await liaison.run(commands.refuse, refused.id, Refuse(grounds="Huone tarvitaan muuhun."))
    cancelled = await desk.book(hall.room.id, one, eleven)
    await liaison.run(commands.cancel, cancelled.id, Cancel(grounds="Peruttu."))
    lapsed = await desk.book(hall.room.id, one, noon, hold=True)
    late = desk.house.as_(desk.house.actor)
    late.clock = lambda: desk.house.now() + timedelta(minutes=10)
    await late.run(commands.expire, lapsed.id)
    await desk.book(hall.room.id, two, eight, one_pm, skip_conflicts=True)
    await liaison.run(commands.book, desk.wish(hall.room.id, None, ten))
    async with counting() as statements:
        found = await used(desk, space_id=hall.room.id)
    assert len(statements) == 1
    mine = {row["kind"]: row for row in found}
    assert set(mine) == {"organisation", "parish", "county"}
    assert {name: value for name, value in mine["organisation"].items() if name.endswith("hours")} == {
        "asked_hours": 5, "given_hours": 1, "waiting_hours": 1, "refused_hours": 1, "cancelled_hours": 1, "expired_hours": 1,
    }
    assert (mine["organisation"]["bookings"], mine["organisation"]["refused_because"]) == (5, [{"reason": "by_owner", "hours": 1}])
    assert (mine["parish"]["asked_hours"], mine["parish"]["given_hours"], mine["parish"]["refused_because"]) == (
        2, 1, [{"reason": "facilities.booking.taken", "hours": 1}]
    )
    assert mine["county"]["given_hours"] == 1
    assert str(one) not in str(found)


async def test_use__how_long_it_took(desk: Desk, hall: Hall) -> None:
    """From the hold to its confirmation; what was given at once took no time."""
    organisation = await desk.organisation()
    eight, nine, ten = in_one_month(desk, 8, 9, 10)
    await desk.book(hall.room.id, organisation, eight)
    for minutes, times in ((4, nine), (8, ten)):
        held = await desk.book(hall.room.id, organisation, times, hold=True)
        later, at = desk.of(organisation), desk.house.now() + timedelta(minutes=minutes)
        later.clock = partial(max, at, at)
        await later.run(commands.confirm, held.id)
    (row,) = await used(desk)
    assert (round(row["median_minutes"]), round(row["longest_minutes"])) == (4, 8)


async def test_use__over_http_as_a_list_and_as_a_file(facilities_api: Api, desk: Desk, hall: Hall) -> None:
    """Anybody who is signed in sees it, page by page; a month that is not asked for is not there; drafts are not."""
    organisation = await desk.organisation()
    times = in_one_month(desk, 8)
    for space in (hall.room, hall.hall):
        await desk.book(space.id, organisation, *times)
    stranger = facilities_api.as_(organisation)
    first = await facilities_api.http.get("/v1/space-use", params={"limit": 1, "sort": "space"}, headers=stranger)
    assert first.status_code == 200, first.text
    second = await facilities_api.http.get(
        "/v1/space-use", params={"limit": 1, "sort": "space", "cursor": first.json()["next"]}, headers=stranger
    )
    assert [page.json()["items"][0]["space"] for page in (first, second)] == ["Sali", "Vertaisryhmähuone"]
    assert second.json()["next"] is None
    file = await facilities_api.http.get("/v1/space-use", params={"format": "csv"}, headers=stranger | {"Accept-Language": "en"})
    head, *lines = file.text.lstrip("\ufeff").split("\r\n")
    assert head.startswith("space_id,space,month,kind,bookings,asked_hours")
    assert len([line for line in lines if line]) == 2
    month = times[0].starts_at.date().replace(day=1).isoformat()
    nothing = await facilities_api.http.get("/v1/space-use", params={"until": month}, headers=stranger)
    assert nothing.json()["items"] == []
