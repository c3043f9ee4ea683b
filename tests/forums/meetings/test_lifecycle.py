"""From draft to held: times, texts, calendars, and who may. MTG-01, MTG-05..07, M3."""

from typing import Any

import pytest
from sqlalchemy import select
from tests.forums import some
from tests.forums.conftest import Calendar
from tests.forums.desk import Desk, pointers
from tests.forums.meetings.made import LINK, NOW, SPACE, drafted, invited, scheduled, setting

from chassis.outbox import new_id
from forums.meetings.tables import Meeting

MONTHS = {"attendance": {"organisation": 14, "parish": 3, "county": 4}}


@pytest.fixture(autouse=True)
def _then(calendar: Calendar) -> None:
    calendar.at(NOW)


async def test_draft__nobody_is_told_and_only_who_convenes_sees_it(desk: Desk) -> None:
    made = await drafted(desk)
    assert (made["status"], made["room"]["status"], made["schedule_version"]) == ("draft", "not_needed", 0)
    assert await desk.house.outbox(made["id"]) == []
    assert (await desk.get(f"meetings/{made['id']}", who="stranger")).status_code == 404
    assert (await desk.seen("meetings", who="stranger"))["items"] == []
    assert len((await desk.seen("meetings"))["items"]) == 1
    await desk.done(f"meetings/{made['id']}/cancel", {"because": "Turha."})
    assert await desk.house.outbox(made["id"]) == []


async def test_schedule__without_a_room_confirmed_at_once(desk: Desk) -> None:
    made = await scheduled(desk)
    assert (made["status"], made["room"]["status"], made["place"]) == ("scheduled", "not_needed", "Iin kirjasto")
    assert (made["schedule_version"], made["calendar_sequence"], made["cautions"]) == (1, 0, [])
    assert await desk.house.said(made["id"]) == ["MeetingScheduled", "MeetingConfirmed"]
    assert (await desk.seen(f"meetings/{made['id']}", who="stranger"))["title"]["fi"] == "Kevään tapaaminen"


async def test_schedule__what_is_said_is_what_is_stored(desk: Desk) -> None:
    """Asked for in Finnish time, said and answered in UTC: the state on the topic is, to the letter, the one of the row."""
    made = await scheduled(desk)
    assert made["starts_at"] == (await desk.seen(f"meetings/{made['id']}"))["starts_at"] == "2027-03-10T11:00:00Z"
    state = [record.value for record in await desk.house.outbox(made["id"]) if record.topic == "forums.meeting.state"][-1]
    async with desk.house.database.sessions() as session:
        public = (await session.scalars(select(Meeting))).one().public()
    assert public is not None
    assert state == public.model_dump_json().encode()


async def test_schedule__with_a_room_asks_for_it(desk: Desk) -> None:
    made = await scheduled(desk, room=SPACE)
    assert (made["room"]["status"], made["room"]["space_id"], made["place"]) == ("asked", str(SPACE), None)
    assert await desk.house.said(made["id"]) == ["MeetingScheduled"]


async def test_schedule__everything_wrong_at_once(desk: Desk) -> None:
    made = await drafted(desk)
    body = setting("2026-03-10", ends_at="2026-03-10T12:00:00+02:00", room=SPACE, place="Kirjasto", remote_link=LINK)
    answer = await desk.post(f"meetings/{made['id']}/schedule", body)
    assert answer.status_code == 422
    assert pointers(answer) == {
        "/starts_at": "past", "/ends_at": "ends_first", "/room": "place_or_room", "/remote_link": "link_in_person",
    }
    remote = setting(mode="remote")
    assert pointers(await desk.post(f"meetings/{made['id']}/schedule", remote)) == {"/place": "place_remote"}
    long = setting(ends_at="2027-03-20T12:00:00+02:00")
    assert pointers(await desk.post(f"meetings/{made['id']}/schedule", long)) == {"/ends_at": "too_long"}
    assert (await desk.post(f"meetings/{made['id']}/schedule", setting(remote_link="http://x.example"))).status_code == 422


async def test_schedule__holidays_and_weekends_are_warned_of_never_refused(desk: Desk) -> None:
    made = await drafted(desk)
    shown = await desk.done(f"meetings/{made['id']}/schedule", setting("2027-12-25"))
    assert [each["code"] for each in shown["cautions"]] == ["holiday", "weekend"]
    assert all(each["text"][language] for each in shown["cautions"] for language in ("fi", "sv", "en"))


async def test_reschedule__the_same_meeting_at_another_time(desk: Desk) -> None:
    made = await scheduled(desk)
    shown = await desk.done(f"meetings/{made['id']}/reschedule", {**setting("2027-03-17"), "because": "Talviloma."})
    assert (shown["id"], shown["schedule_version"], shown["calendar_sequence"]) == (made["id"], 2, 1)
    assert (shown["status"], shown["because"]) == ("scheduled", "Talviloma.")
    assert (await desk.house.said(made["id"]))[2:] == ["MeetingRescheduled", "MeetingConfirmed"]
    answer = await desk.post(f"meetings/{made['id']}/reschedule", {**setting("2026-03-17"), "because": "x"})
    assert pointers(answer) == {"/starts_at": "past"}


async def test_change__a_text_keeps_the_sequence_the_link_moves_it(desk: Desk) -> None:
    made = await drafted(desk)
    made = await desk.done(f"meetings/{made['id']}/schedule", setting(mode="hybrid", remote_link=LINK))
    shown = await desk.patch(f"meetings/{made['id']}", {"title": {"fi": "Toinen nimi"}, "languages": ["fi", "sv"]}, made["etag"])
    assert shown.status_code == 200, shown.text
    assert (shown.json()["calendar_sequence"], shown.json()["schedule_version"]) == (0, 1)
    shown = await desk.patch(f"meetings/{made['id']}", {"remote_link": LINK + "d"}, shown.headers["etag"])
    assert (shown.json()["calendar_sequence"], shown.json()["schedule_version"]) == (1, 1)
    assert (await desk.house.said(made["id"]))[2:] == ["MeetingChanged", "MeetingChanged"]
    assert all(LINK.encode() not in (record.value or b"") for record in await desk.house.outbox(made["id"]))
    again = await desk.patch(f"meetings/{made['id']}", {"remote_link": LINK + "d"}, shown.headers["etag"])
    assert again.headers["etag"] == shown.headers["etag"]
    assert (await desk.patch(f"meetings/{made['id']}", {}, made["etag"])).status_code == 412
    assert (await desk.patch(f"meetings/{made['id']}", {}, None)).status_code == 428


async def test_change__no_link_to_a_meeting_in_person(desk: Desk) -> None:
    made = await scheduled(desk)
    answer = await desk.patch(f"meetings/{made['id']}", {"remote_link": LINK}, made["etag"])
    assert pointers(answer) == {"/remote_link": "link_in_person"}


async def test_calendar__grows_with_every_move_and_with_the_cancellation(desk: Desk) -> None:
    made = await invited(desk)
    for n, day in enumerate(("2027-03-17", "2027-03-18"), 1):
        made = await desk.done(f"meetings/{made['id']}/reschedule", {**setting(day), "because": "Siirto."})
        assert made["calendar_sequence"] == n
    made = await desk.done(f"meetings/{made['id']}/cancel", {"because": "Sairastuminen."})
    assert (made["status"], made["calendar_sequence"]) == ("cancelled", 3)
    assert (await desk.house.said(made["id"]))[-1] == "MeetingCancelled"
    assert (await desk.post(f"meetings/{made['id']}/reschedule", {**setting(), "because": "x"})).status_code == 409


async def test_hold__with_attendance_by_sector(desk: Desk, calendar: Calendar) -> None:
    made = await invited(desk)
    assert await desk.refused(f"meetings/{made['id']}/hold", MONTHS) == (409, {"not_yet"})
    calendar.at(some.noon("2027-03-11"))
    assert (await desk.post(f"meetings/{made['id']}/hold", {"attendance": {"anglers": 2}})).status_code == 422
    shown = await desk.done(f"meetings/{made['id']}/hold", MONTHS)
    assert (shown["status"], shown["attendance"]) == ("held", MONTHS["attendance"])
    assert (await desk.house.said(made["id"]))[-1] == "MeetingHeld"
    assert (await desk.post(f"meetings/{made['id']}/cancel", {"because": "x"})).status_code == 409


@pytest.mark.parametrize(("who", "template", "scope", "status"), [
    ("municipality_officer", "local-meeting", "139", 201), ("area_liaison", "local-meeting", "139", 201),
    ("centre_liaison", "local-meeting", "139", 403), ("domain_liaison", "sote-domain-meeting", "families", 201),
    ("area_liaison", "sote-domain-meeting", "families", 403), ("area_liaison", "service-area-meeting", "oulunkaari", 201),
    ("municipality_officer", "service-area-meeting", "oulunkaari", 403), ("stranger", "local-meeting", "139", 403),
])
async def test_draft__who_convenes(desk: Desk, who: str, template: str, scope: str, status: int) -> None:
    body = await desk.done("structures", {"template": template, "scope": scope, "grounds": "Päätös."})
    draft = {"structure_id": body["id"], "title": {"fi": "Tapaaminen"}}
    assert (await desk.post("meetings", draft, who=who)).status_code == status


async def test_convenors__those_of_now_even_of_a_meeting_that_stands(desk: Desk) -> None:
    network = await some.structure(desk.house, "experience-steering")
    one, two = await some.association(desk.house, "Yksi ry"), await some.association(desk.house, "Kaksi ry")
    await desk.represents(one.id)
    path = f"structures/{network.id}/appoint-convenors"
    await desk.done(path, {"organisations": [str(one.id)], "grounds": "Kokous."})
    made = await drafted(desk, "experience-steering", who="representative")
    assert (await desk.get(f"agendas/{made['id']}/draft", who="representative")).status_code == 200
    await desk.done(path, {"organisations": [str(two.id)], "grounds": "Kokous."})
    assert (await desk.post(f"meetings/{made['id']}/schedule", setting(), who="representative")).status_code == 404
    assert (await desk.get(f"meetings/{made['id']}", who="representative")).status_code == 404
    await desk.represents(two.id, who="colleague")
    await desk.done(f"meetings/{made['id']}/schedule", setting(), who="colleague")


async def test_closed_structures__take_no_meetings(desk: Desk) -> None:
    made = await drafted(desk)
    body = await some.structure(desk.house, some.FORUM)
    await desk.done(f"structures/{body.id}/close", {"grounds": "Loppui.", "no_successor_because": "Ei jatku."})
    assert (await desk.post(f"meetings/{made['id']}/schedule", setting())).status_code == 409
    draft = {"structure_id": str(body.id), "title": {"fi": "Tapaaminen"}}
    assert (await desk.post("meetings", draft)).status_code == 409
    assert (await desk.post("meetings", {**draft, "structure_id": str(new_id())})).status_code == 404


async def test_list__by_time_structure_status_and_area(desk: Desk) -> None:
    forum = await scheduled(desk)
    local = await desk.done("structures", {"template": "local-meeting", "scope": "139", "grounds": "Päätös."})
    made = await desk.done("meetings", {"structure_id": local["id"], "title": {"fi": "Iin tapaaminen"}, "public": False})
    await desk.done(f"meetings/{made['id']}/schedule", setting("2027-04-01"))

    async def ids(**params: Any) -> list[str]:
        return [each["id"] for each in (await desk.seen("meetings", who="stranger", **params))["items"]]

    assert await ids() == [forum["id"], made["id"]]
    assert await ids(sort="-starts_at") == [made["id"], forum["id"]]
    assert await ids(**{"from": "2027-03-11"}) == [made["id"]]
    assert await ids(until="2027-03-11") == [forum["id"]]
    assert await ids(area="139") == [made["id"]]
    assert await ids(public=True) == [forum["id"]]
    assert await ids(structure_id=local["id"]) == [made["id"]]
    assert await ids(status="cancelled") == []
    assert len((await desk.get("meetings", format="csv")).text.splitlines()) == 3


async def test_draft__who_may_not_see_it_is_told_that_there_is_none(desk: Desk) -> None:
    """No command tells that it is there: not on the meeting, not on its agenda."""
    made = await drafted(desk)
    agenda = await desk.get(f"agendas/{made['id']}/draft")
    asked = [
        await desk.post(f"meetings/{made['id']}/schedule", setting(), who="stranger"),
        await desk.post(f"meetings/{made['id']}/cancel", {"because": "Ei tarvita."}, who="stranger"),
        await desk.patch(f"meetings/{made['id']}", {"capacity": 3}, made["etag"], who="stranger"),
        await desk.patch(f"agendas/{made['id']}", {"items": []}, agenda.headers["etag"], who="stranger"),
        await desk.post(f"agendas/{made['id']}/publish", etag=agenda.headers["etag"], who="stranger"),
    ]
    assert [answer.status_code for answer in asked] == [404] * 5
