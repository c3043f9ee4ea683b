"""Seats in the room, the waiting list, reservations. M1, M2, STR-02."""

import json
from typing import Any

import pytest
from tests.forums import some
from tests.forums.conftest import Calendar
from tests.forums.desk import Desk, pointers
from tests.forums.meetings.made import LINK, NOW, drafted, scheduled, setting

from chassis.outbox import new_id

TOPIC = "forums.internal.registration"
LATER = "2027-01-11T12:10:00+02:00"


@pytest.fixture(autouse=True)
def _then(calendar: Calendar) -> None:
    calendar.at(NOW)


class People:
    """Somebody new each time, who registers."""

    def __init__(self, desk: Desk, meeting: dict[str, Any]) -> None:
        self.desk, self.path = desk, f"meetings/{meeting['id']}/registrations"

    async def register(self, persons: int = 1, how: str = "room", **others: Any) -> dict[str, Any]:
        who = f"somebody-{new_id()}"
        some.PEOPLE[who] = new_id()
        return await self.desk.done(self.path, {"how": how, "persons": persons, **others}, who=who) | {"who": who}

    async def leave(self, one: dict[str, Any]) -> None:
        assert (await self.desk.done(f"registrations/{one['id']}/leave", who=one["who"]))["status"] == "left"

    async def states(self, *asked: dict[str, Any]) -> list[str]:
        listed = {each["id"]: each["status"] for each in (await self.desk.seen(self.path))["items"]}
        return [listed[one["id"]] for one in asked]


async def room(desk: Desk, capacity: int | None, **others: Any) -> People:
    return People(desk, await scheduled(desk, capacity=capacity, **others))


async def hybrid(desk: Desk, capacity: int) -> dict[str, Any]:
    made = await drafted(desk, capacity=capacity)
    return await desk.done(f"meetings/{made['id']}/schedule", setting(mode="hybrid", remote_link=LINK))


async def test_register__seats_while_there_are_then_one_waits(desk: Desk) -> None:
    people = await room(desk, 3)
    one, two, three = await people.register(2), await people.register(2), await people.register(1)
    assert [each["status"] for each in (one, two, three)] == ["seated", "waiting", "seated"]
    four = await people.register(1)
    assert ([two["ahead"], four["ahead"]], three["ahead"]) == ([0, 1], None)


async def test_leave__promotes_the_first_that_fits_whole_who_is_passed_over_keeps_the_rank(desk: Desk) -> None:
    people = await room(desk, 3)
    couple, single = await people.register(2), await people.register(1)
    three, two, one = await people.register(3), await people.register(2), await people.register(1)
    await people.leave(single)
    assert await people.states(three, two, one) == ["waiting", "waiting", "seated"]
    await people.leave(couple)
    assert await people.states(three, two) == ["waiting", "seated"]
    await people.leave(one)
    await people.leave(two)
    assert await people.states(three) == ["seated"]
    told = [((r.type or "").split(".")[3], json.loads(r.value or b"")["registration_id"]) for r in await desk.house.outbox() if r.topic == TOPIC]
    assert [id for name, id in told if name == "RegistrationPromoted"] == [one["id"], two["id"], three["id"]]
    assert [id for name, id in told if name == "RegistrationLeft"] == [one["id"], two["id"]]


async def test_leave__who_waits_leaves_and_nobody_is_promoted(desk: Desk) -> None:
    people = await room(desk, 1)
    await people.register()
    two, three = await people.register(), await people.register()
    await people.leave(two)
    assert await people.states(three) == ["waiting"]
    assert (await desk.seen(f"registrations/{three['id']}", who=three["who"]))["ahead"] == 0
    assert (await desk.post(f"registrations/{two['id']}/leave", who=two["who"])).json()["code"] == "forums.registration.left_already"


async def test_capacity__raised_promotes_as_many_as_fit_lowered_takes_nothing_back(desk: Desk) -> None:
    people = await room(desk, 3)
    await people.register(3)
    waiting = [await people.register(n) for n in (3, 1, 2, 1)]
    path = people.path.removesuffix("/registrations")
    made = await desk.seen(path)
    raised = await desk.patch(path, {"capacity": 6}, made["etag"])
    assert raised.status_code == 200, raised.text
    assert await people.states(*waiting) == ["seated", "waiting", "waiting", "waiting"]
    lowered = await desk.patch(path, {"capacity": 5}, raised.headers["etag"])
    assert pointers(lowered) == {"/capacity": "capacity_below"}
    await desk.patch(path, {"capacity": None}, raised.headers["etag"])
    assert await people.states(*waiting) == ["seated"] * 4


async def test_reserve__counts_until_it_expires_once(desk: Desk, calendar: Calendar) -> None:
    people = await room(desk, 2)
    one = await people.register(2, reserve=True)
    assert one["status"] == "reserved"
    waiting = await people.register()
    assert waiting["status"] == "waiting"
    some.PEOPLE["late"] = new_id()
    assert await desk.refused(people.path, {"how": "room", "reserve": True}, who="late") == (409, {"full"})
    calendar.at(NOW.fromisoformat(LATER))
    assert await calendar.worker(desk.house) == 1
    assert await people.states(one, waiting) == ["expired", "seated"]
    assert await calendar.worker(desk.house) == 0
    assert (await desk.post(f"registrations/{one['id']}/confirm", who=one["who"])).json()["code"] == "forums.registration.not_reserved"
    assert (await desk.house.said()).count("RegistrationPromoted") == 1


async def test_reserve__confirmed_in_time_it_is_theirs(desk: Desk, calendar: Calendar) -> None:
    people = await room(desk, 2)
    one = await people.register(2, reserve=True)
    assert (await desk.done(f"registrations/{one['id']}/confirm", who=one["who"]))["status"] == "seated"
    calendar.at(NOW.fromisoformat(LATER))
    await calendar.worker(desk.house)
    assert await people.states(one) == ["seated"]


async def test_remote__never_refused(desk: Desk) -> None:
    people = People(desk, await hybrid(desk, 1))
    await people.register()
    assert [(await people.register(9, "remote"))["status"] for _ in range(3)] == ["remote"] * 3
    assert (await people.register())["status"] == "waiting"


async def test_waiting_list__has_a_capacity_of_its_own(desk: Desk) -> None:
    people = await room(desk, 1, waiting_capacity=1)
    await people.register()
    await people.register()
    some.PEOPLE["late"] = new_id()
    assert await desk.refused(people.path, {"how": "room"}, who="late") == (409, {"queue_full"})


async def test_refusals__all_at_once(desk: Desk) -> None:
    people = await room(desk, 3)
    other = await some.association(desk.house)
    answer = await desk.post(people.path, {"how": "room", "persons": 4, "organisation_id": str(other.id)}, who="stranger")
    assert pointers(answer) == {"/persons": "larger_than_room", "/organisation_id": "not_represented"}
    assert pointers(await desk.post(people.path, {"how": "remote"}, who="stranger")) == {"/how": "how_unfit"}
    await desk.done(people.path, {"how": "room"}, who="stranger")
    assert await desk.refused(people.path, {"how": "room"}, who="stranger") == (409, {"registered_already"})
    draft = await drafted(desk)
    assert (await desk.post(f"meetings/{draft['id']}/registrations", {"how": "room"}, who="stranger")).status_code == 404


async def test_open_structures__refuse_nobody_others_take_their_members(desk: Desk) -> None:
    assert (await (await room(desk, 3)).register())["status"] == "seated"
    people = await room(desk, 3, code=some.COUNCIL)
    assert await desk.refused(people.path, {"how": "room"}, who="stranger") == (409, {"not_meant"})
    parish = await some.parish(desk.house)
    await some.seated(desk.house, "colleague", parish.id)
    assert (await desk.done(people.path, {"how": "room"}, who="colleague"))["status"] == "seated"
    await desk.represents(parish.id)
    body = {"how": "room", "organisation_id": str(parish.id)}
    assert (await desk.done(people.path, body, who="representative"))["organisation_id"] == str(parish.id)


async def test_seen__ones_own_and_all_by_who_convenes(desk: Desk) -> None:
    people = await room(desk, 3)
    one, two = await people.register(), await people.register()
    assert [each["id"] for each in (await desk.seen(people.path))["items"]] == [one["id"], two["id"]]
    assert [each["id"] for each in (await desk.seen(people.path, who=two["who"]))["items"]] == [two["id"]]
    assert (await desk.get(f"registrations/{one['id']}", who=two["who"])).status_code == 404
    assert (await desk.post(f"registrations/{one['id']}/leave", who=two["who"])).status_code == 404
    assert (await desk.done(f"registrations/{one['id']}/leave"))["status"] == "left"


async def test_mode__without_a_room_all_are_remote_and_back_they_want_seats_in_order(desk: Desk) -> None:
    made = await hybrid(desk, 2)
    people = People(desk, made)
    one, two, three, four = await people.register(2), await people.register(), await people.register(1, "remote"), await people.register()
    assert await people.states(one, two, three, four) == ["seated", "waiting", "remote", "waiting"]
    body = {k: v for k, v in setting(mode="remote", remote_link=LINK).items() if k != "place"}
    await desk.done(f"meetings/{made['id']}/reschedule", {**body, "because": "Etänä."})
    assert await people.states(one, two, three, four) == ["remote"] * 4
    await desk.done(f"meetings/{made['id']}/reschedule", {**setting(), "because": "Paikan päällä."})
    assert await people.states(one, two, three, four) == ["seated", "waiting", "waiting", "waiting"]


async def test_closed__when_it_is_over_or_cancelled(desk: Desk, calendar: Calendar) -> None:
    people = await room(desk, 3)
    calendar.at(some.noon("2027-03-11"))
    assert await desk.refused(people.path, {"how": "room"}, who="stranger") == (409, {"begun"})
    await desk.done(f"{people.path.removesuffix('/registrations')}/cancel", {"because": "Peruttu."})
    assert (await desk.post(people.path, {"how": "room"}, who="stranger")).status_code == 409
