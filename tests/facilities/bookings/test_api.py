"""Bookings over HTTP: keys, tags, lists, files, languages."""

from typing import Any
from uuid import UUID

import pytest
from tests.chassis.edge.conftest import Api
from tests.facilities.bookings.conftest import Desk
from tests.facilities.conftest import Hall

from chassis import clock
from chassis.outbox import new_id
from chassis.problems import Problem
from facilities.bookings import problems
from facilities.main import SERVICE

PERSON = UUID(int=0x42)


@pytest.fixture
async def holder(facilities_api: Api, desk: Desk) -> tuple[UUID, dict[str, str]]:
    """An organisation, and the headers of who acts for it."""
    organisation = await desk.organisation()
    row = {
        "id": new_id(), "sequence": 1, "heard_at": clock.now(), "subject": PERSON, "role": "representative",
        "scope_kind": "organisation", "scope_id": str(organisation), "valid_from": clock.now(), "valid_until": None,
    }
    async with facilities_api.database.sessions() as session:
        await session.execute(SERVICE.house.assignment.insert().values(**row))
        await session.commit()
    return organisation, facilities_api.as_(PERSON)


def body(desk: Desk, space: UUID, organisation: UUID, hour: float, **others: Any) -> dict[str, Any]:
    return desk.wish(space, organisation, desk.times(hour), **others).model_dump(mode="json")


async def test_post__needs_a_key_and_answers_a_second_time_the_same(
    facilities_api: Api, desk: Desk, hall: Hall, holder: tuple[UUID, dict[str, str]]
) -> None:
    organisation, who = holder
    wish = body(desk, hall.room.id, organisation, 10)
    missing = await facilities_api.http.post("/v1/bookings", json=wish, headers=who)
    assert (missing.status_code, missing.json()["code"]) == (400, "chassis.idempotency.missing")
    key = who | {"Idempotency-Key": "varaus-1"}
    first = await facilities_api.http.post("/v1/bookings", json=wish, headers=key)
    again = await facilities_api.http.post("/v1/bookings", json=wish, headers=key)
    assert (first.status_code, again.status_code, first.json()) == (201, 201, again.json())
    assert first.headers["location"].endswith(f"/v1/bookings/{first.json()['id']}")
    assert await desk.scalar("SELECT count(*) FROM facilities.booking") == 1
    taken = await facilities_api.http.post(
        "/v1/bookings", json=wish, headers=who | {"Idempotency-Key": "varaus-2", "Accept-Language": "sv"}
    )
    assert (taken.status_code, taken.json()["code"]) == (409, "facilities.booking.taken")
    assert taken.json()["errors"][0]["detail"].startswith("Lokalen är redan bokad")
    assert str(organisation) not in taken.text


async def test_change__if_match_guards_it(
    facilities_api: Api, desk: Desk, hall: Hall, holder: tuple[UUID, dict[str, str]]
) -> None:
    organisation, who = holder
    made = await facilities_api.http.post(
        "/v1/bookings", json=body(desk, hall.room.id, organisation, 10, hold=True), headers=who | {"Idempotency-Key": "a"}
    )
    path, tag = f"/v1/bookings/{made.json()['id']}", made.headers["etag"]
    confirmed = await facilities_api.http.post(f"{path}/confirm", headers=who | {"If-Match": tag})
    assert (confirmed.status_code, confirmed.json()["status"]) == (200, "confirmed")
    stale = await facilities_api.http.post(f"{path}/cancel", json={}, headers=who | {"If-Match": tag})
    assert (stale.status_code, stale.json()["current"]["status"]) == (412, "confirmed")
    read = await facilities_api.http.get(path, headers=who)
    assert (await facilities_api.http.get(path, headers=who | {"If-None-Match": read.headers["etag"]})).status_code == 304
    assert (await facilities_api.http.get(path, headers=facilities_api.as_(UUID(int=9)))).status_code == 404
    wrong = await facilities_api.http.post(f"{path}/confirm", headers=who)
    assert (wrong.status_code, wrong.json()["allowed"]) == (409, ["cancel", "check_in", "move", "offer", "refuse"])


async def test_list__by_space_organisation_and_time_also_as_a_table(
    facilities_api: Api, desk: Desk, hall: Hall, holder: tuple[UUID, dict[str, str]]
) -> None:
    organisation, who = holder
    for space, hour, days in ((hall.room, 10, 2), (hall.left, 12, 3), (hall.left, 14, 4)):
        await desk.book(space.id, organisation, desk.times(hour, days=days))
    await desk.book(hall.room.id, await desk.organisation(), desk.times(20))

    async def listed(**asked: Any) -> list[str]:
        answer = await facilities_api.http.get("/v1/bookings", params=asked, headers=who)
        assert answer.status_code == 200, answer.text
        return [item["occurrences"][0]["starts_at"] for item in answer.json()["items"]]

    assert len(await listed()) == 3
    assert len(await listed(space_id=str(hall.left.id))) == 2
    assert len(await listed(organisation_id=str(organisation), status="confirmed")) == 3
    between = {"from": desk.at(12.5, days=3).isoformat(), "until": desk.at(14.5, days=4).isoformat()}
    assert len(await listed(**between)) == 2
    assert await listed(**{"from": desk.at(13, days=3).isoformat(), "until": desk.at(14, days=4).isoformat()}) == []
    everything = await facilities_api.http.get("/v1/bookings", headers=facilities_api.coordinator)
    assert len(everything.json()["items"]) == 4
    table = await facilities_api.http.get("/v1/bookings", params={"format": "csv"}, headers=who)
    assert (table.headers["content-type"].partition(";")[0], len(table.text.strip().splitlines())) == ("text/csv", 4)


async def test_calendar_and_availability__over_http(
    facilities_api: Api, desk: Desk, hall: Hall, holder: tuple[UUID, dict[str, str]]
) -> None:
    organisation, who = holder
    row = await desk.book(hall.room.id, organisation, desk.times(10))
    for path in (f"/v1/bookings/{row.id}/calendar", f"/v1/spaces/{hall.room.id}/calendar"):
        answer = await facilities_api.http.get(path, headers=who | {"Accept": "text/calendar"})
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
        assert answer.text.startswith("BEGIN:VCALENDAR\r\n")
    asked: dict[str, Any] = {"space_id": [str(hall.room.id), str(hall.left.id)]}
    found = await facilities_api.http.get("/v1/availability", params=asked, headers=who)
    assert [len(each["taken"]) for each in found.json()["spaces"]] == [1, 0]
    first = await facilities_api.http.get("/v1/first-free", params={"minutes": 60} | asked, headers=who)
    assert len(first.json()["found"]) == 2
    wide = await facilities_api.http.get("/v1/availability", params=asked | {"from": "2027-01-01", "until": "2028-01-01"}, headers=who)
    assert (wide.status_code, wide.json()["code"]) == (422, "facilities.booking.window_wrong")


def test_refused__in_three_languages() -> None:
    """Each refusal of bookings is a sentence of its own in each."""
    found = [each for each in vars(problems).values() if isinstance(each, Problem)]
    assert len({each.code for each in found}) == len(found) > 30
    for each in found:
        assert len({each.fi, each.sv, each.en}) == 3
        assert each.code.startswith("facilities.booking.")
