"""Many at once: exactly as many seats as there are, the order kept, nobody promoted twice. M1, M2."""

import asyncio
from typing import Any

import pytest
from tests.forums import some
from tests.forums.conftest import Calendar
from tests.forums.desk import Desk
from tests.forums.meetings.made import NOW, scheduled, setting

from chassis.outbox import new_id

SEATED = "SELECT coalesce(sum(persons), 0) FROM forums.registration WHERE status IN ('reserved', 'seated')"
UNFAIR = (
    "SELECT count(*) FROM forums.registration waiting JOIN forums.registration got ON got.status = 'seated' AND got.rank > waiting.rank"
    " AND got.persons >= waiting.persons WHERE waiting.status = 'waiting'"
)
"""Who waits while somebody behind, not smaller, has seats."""


@pytest.fixture(autouse=True)
def _then(calendar: Calendar) -> None:
    calendar.at(NOW)


async def register(desk: Desk, meeting: dict[str, Any], persons: int = 1, **others: Any) -> tuple[str, str, str]:
    who = f"racer-{new_id()}"
    some.PEOPLE[who] = new_id()
    made = await desk.done(f"meetings/{meeting['id']}/registrations", {"how": "room", "persons": persons, **others}, who=who)
    return made["id"], who, made["status"]


async def test_race__fifty_at_once_exactly_as_many_as_there_are_seats(desk: Desk) -> None:
    made = await scheduled(desk, capacity=20)
    got = await asyncio.gather(*(register(desk, made) for _ in range(50)))
    assert sorted(status for _, _, status in got) == ["seated"] * 20 + ["waiting"] * 30
    assert await desk.api.scalar(SEATED) == 20
    assert await desk.api.scalar(UNFAIR) == 0
    assert await desk.api.scalar("SELECT count(DISTINCT rank) FROM forums.registration") == 50


async def test_race__ten_leave_and_ten_come_at_once(desk: Desk) -> None:
    made = await scheduled(desk, capacity=10)
    seated = [await register(desk, made) for _ in range(10)]
    await asyncio.gather(*(register(desk, made, persons) for persons in (1, 2, 3, 1, 2, 1, 1, 2)))
    leaving = (desk.done(f"registrations/{id}/leave", who=who) for id, who, _ in seated)
    await asyncio.gather(*leaving, *(register(desk, made) for _ in range(10)))
    taken = await desk.api.scalar(SEATED)
    assert taken <= 10
    smallest = await desk.api.scalar("SELECT min(persons) FROM forums.registration WHERE status = 'waiting'")
    assert smallest is None or smallest > 10 - taken
    promoted = await desk.api.scalar("SELECT count(*) FROM forums.registration WHERE promoted_at IS NOT NULL")
    assert (await desk.house.said()).count("RegistrationPromoted") == promoted > 0


async def test_race__one_person_registers_once(desk: Desk) -> None:
    made = await scheduled(desk, capacity=10)
    path = f"meetings/{made['id']}/registrations"
    answers = await asyncio.gather(*(desk.post(path, {"how": "room"}, who="stranger") for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7


async def test_race__expiry_and_confirmation_one_of_the_two(desk: Desk, calendar: Calendar) -> None:
    made = await scheduled(desk, capacity=1)
    id, who, _ = await register(desk, made, reserve=True)
    await register(desk, made)
    calendar.at(NOW.fromisoformat("2027-01-11T12:10:00+02:00"))
    worked = asyncio.gather(*(calendar.worker(desk.house) for _ in range(3)))
    answers = await asyncio.gather(*(desk.post(f"registrations/{id}/confirm", who=who) for _ in range(5)))
    await worked
    assert {answer.status_code for answer in answers} == {409}
    assert await desk.api.scalar(SEATED) == 1
    assert (await desk.house.said()).count("RegistrationPromoted") == 1


async def test_race__capacity_raised_while_they_leave_and_come(desk: Desk) -> None:
    made = await scheduled(desk, capacity=5)
    seated = [await register(desk, made) for _ in range(5)]
    for _ in range(10):
        await register(desk, made)
    path = f"meetings/{made['id']}"
    etag = (await desk.seen(path))["etag"]
    await asyncio.gather(
        desk.patch(path, {"capacity": 8}, etag),
        *(desk.done(f"registrations/{id}/leave", who=who) for id, who, _ in seated),
        *(register(desk, made) for _ in range(5)),
    )
    assert await desk.api.scalar(SEATED) == 8
    assert await desk.api.scalar(UNFAIR) == 0


async def test_race__moved_by_two_at_once_each_version_once(desk: Desk) -> None:
    made = await scheduled(desk)
    bodies = [{**setting(f"2027-03-{day}"), "because": "Siirto."} for day in (16, 17, 18, 19)]
    answers = await asyncio.gather(*(desk.post(f"meetings/{made['id']}/reschedule", body) for body in bodies))
    assert {answer.status_code for answer in answers} == {200}
    assert sorted(answer.json()["schedule_version"] for answer in answers) == [2, 3, 4, 5]
    assert (await desk.seen(f"meetings/{made['id']}"))["calendar_sequence"] == 4
