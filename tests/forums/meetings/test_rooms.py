"""The room of a meeting: what each answer of facilities does, and what changes nothing."""

import json
from typing import Any

import pytest
from tests.forums.conftest import Calendar
from tests.forums.desk import Desk
from tests.forums.meetings.made import (
    DAY,
    NOW,
    OTHER,
    SPACE,
    cancelled,
    hear,
    invited,
    moved,
    refused,
    scheduled,
    setting,
    won,
)

from chassis.outbox import new_id

PLACE = "Sali, Iin terveysasema, Tie 1, 91100 Ii"


@pytest.fixture(autouse=True)
def _then(calendar: Calendar) -> None:
    calendar.at(NOW)


async def seen(desk: Desk, meeting: dict[str, Any]) -> dict[str, Any]:
    return await desk.seen(f"meetings/{meeting['id']}")


async def test_won__time_and_place_hold_and_calendars_are_told(desk: Desk) -> None:
    made, booking = await invited(desk, room=SPACE), new_id()
    assert await hear(desk.house, won(made, booking)) == ["applied"]
    shown = await seen(desk, made)
    assert (shown["room"]["status"], shown["room"]["booking_id"], shown["place"]) == ("won", str(booking), PLACE)
    assert shown["calendar_sequence"] == 1
    assert (await desk.house.said(made["id"]))[-1] == "MeetingConfirmed"
    assert (await desk.house.said()).count("ParticipantsInvited") == 1
    assert "CalendarChanged" not in await desk.house.said()


async def test_refused__with_reasons_and_alternatives(desk: Desk) -> None:
    made = await scheduled(desk, room=SPACE)
    assert await hear(desk.house, refused(made)) == ["applied"]
    room = (await seen(desk, made))["room"]
    assert (room["status"], room["reasons"], room["alternatives"][0]["space_id"]) == ("refused", ["Tila on varattu."], str(OTHER))
    said = [r for r in await desk.house.outbox(made["id"]) if b"alternatives" in (r.value or b"")]
    assert json.loads(said[0].value or b"")["alternatives"][0]["place"].startswith("Pikkusali, ")
    shown = await desk.done(f"meetings/{made['id']}/reschedule", {**setting(room=OTHER), "because": "Toinen tila."})
    assert (shown["room"]["status"], shown["room"]["reasons"]) == ("asked", [])


@pytest.mark.parametrize("version", [0, 1, 3])
async def test_older_schedule__changes_nothing(desk: Desk, version: int) -> None:
    made = await scheduled(desk, room=SPACE)
    made = await desk.done(f"meetings/{made['id']}/reschedule", {**setting("2027-03-17", room=SPACE), "because": "Siirto."})
    before = await desk.house.said(made["id"])
    late = (won(made, new_id(), version=version or 99), refused(made, version=version or 99), moved(made, new_id(), version=version or 99))
    assert await hear(desk.house, *late) == ["irrelevant"] * 3
    assert await desk.house.said(made["id"]) == before
    assert (await seen(desk, made))["room"]["status"] == "asked"


async def test_twice__changes_nothing(desk: Desk) -> None:
    made, booking = await scheduled(desk, room=SPACE), new_id()
    again = [won(made, booking), won(made, booking), refused(made), won(made, new_id()), moved(made, booking, space=SPACE)]
    results = await hear(desk.house, *again)
    assert results[0] == "applied"
    assert results[1:4] == ["irrelevant"] * 3
    assert (await seen(desk, made))["room"]["booking_id"] == str(booking)


async def test_reschedule__keeps_the_old_room_until_the_new_one_is_won(desk: Desk) -> None:
    made, booking = await invited(desk, room=SPACE), new_id()
    await hear(desk.house, won(made, booking))
    made = await desk.done(f"meetings/{made['id']}/reschedule", {**setting("2027-03-17", room=OTHER), "because": "Siirto."})
    assert (made["room"]["status"], made["place"], made["calendar_sequence"]) == ("asked", None, 2)
    assert made["room"]["kept"]["booking_id"] == str(booking)
    assert made["room"]["kept"]["place"] == PLACE
    assert made["room"]["kept"]["starts_at"].startswith(DAY)
    await hear(desk.house, moved(made, booking, day="2027-03-17"))
    shown = await seen(desk, made)
    assert (shown["room"]["status"], shown["room"]["kept"], shown["calendar_sequence"]) == ("won", None, 3)
    assert shown["place"].startswith("Pikkusali")
    assert (await desk.house.said()).count("ParticipantsInvited") == 1
    assert (await desk.house.said()).count("CalendarChanged") == 1


async def test_reschedule__refused_the_new_time_stands_and_the_old_room_is_kept(desk: Desk) -> None:
    made, booking = await scheduled(desk, room=SPACE), new_id()
    await hear(desk.house, won(made, booking))
    made = await desk.done(f"meetings/{made['id']}/reschedule", {**setting("2027-03-17", room=OTHER), "because": "Siirto."})
    await hear(desk.house, refused(made))
    shown = await seen(desk, made)
    assert (shown["room"]["status"], shown["starts_at"][:10], shown["place"]) == ("refused", "2027-03-17", None)
    assert shown["room"]["kept"]["booking_id"] == str(booking)
    back = await desk.done(f"meetings/{made['id']}/reschedule", {**setting(room=SPACE), "because": "Takaisin."})
    assert back["room"]["kept"]["booking_id"] == str(booking)
    await hear(desk.house, won(back, booking))
    shown = await seen(desk, made)
    assert (shown["room"]["status"], shown["room"]["kept"], shown["place"]) == ("won", None, PLACE)


async def test_reschedule__to_a_remote_meeting_needs_no_room(desk: Desk) -> None:
    made, booking = await scheduled(desk, room=SPACE), new_id()
    await hear(desk.house, won(made, booking))
    body = {k: v for k, v in setting(mode="remote").items() if k != "place"}
    made = await desk.done(f"meetings/{made['id']}/reschedule", {**body, "because": "Etänä."})
    assert (made["room"]["status"], made["room"]["booking_id"], made["room"]["kept"]) == ("not_needed", None, None)
    assert await hear(desk.house, cancelled(made, booking)) == ["irrelevant"]


async def test_lost__the_owner_took_the_room_back(desk: Desk) -> None:
    made, booking = await invited(desk, room=SPACE), new_id()
    await hear(desk.house, won(made, booking))
    assert await hear(desk.house, cancelled(made, new_id())) == ["irrelevant"]
    assert await hear(desk.house, cancelled(made, booking)) == ["applied"]
    shown = await seen(desk, made)
    assert (shown["room"]["status"], shown["place"], shown["calendar_sequence"]) == ("refused", None, 2)
    assert shown["room"]["reasons"] == ["Tilan varaus on peruttu. Vesivahinko."]
    assert (await desk.house.said(made["id"]))[-1] == "MeetingRoomRefused"
    assert (await desk.house.said()).count("CalendarChanged") == 1


async def test_lost__the_kept_room_while_another_is_asked_for(desk: Desk) -> None:
    made, booking = await scheduled(desk, room=SPACE), new_id()
    await hear(desk.house, won(made, booking))
    made = await desk.done(f"meetings/{made['id']}/reschedule", {**setting("2027-03-17", room=OTHER), "because": "Siirto."})
    before = await desk.house.said(made["id"])
    assert await hear(desk.house, cancelled(made, booking)) == ["applied"]
    shown = await seen(desk, made)
    assert (shown["room"]["status"], shown["room"]["kept"]) == ("asked", None)
    assert await desk.house.said(made["id"]) == before


async def test_moved__by_the_owner_of_the_space(desk: Desk) -> None:
    made, booking = await scheduled(desk, room=SPACE), new_id()
    await hear(desk.house, won(made, booking), moved(made, booking))
    shown = await seen(desk, made)
    assert (shown["room"]["space_id"], shown["calendar_sequence"]) == (str(OTHER), 2)
    assert await hear(desk.house, moved(made, booking, day="2027-03-12")) == ["applied"]
    shown = await seen(desk, made)
    assert (shown["room"]["status"], shown["room"]["reasons"]) == ("refused", ["Tilan varaus on siirretty toiseen aikaan."])


async def test_cancelled__late_answers_change_nothing(desk: Desk) -> None:
    made, booking = await scheduled(desk, room=SPACE), new_id()
    await desk.done(f"meetings/{made['id']}/cancel", {"because": "Peruttu."})
    before = await desk.house.said(made["id"])
    assert await hear(desk.house, won(made, booking), refused(made), cancelled(made, booking)) == ["irrelevant"] * 3
    assert await desk.house.said(made["id"]) == before


async def test_others__bookings_that_are_no_meetings(desk: Desk) -> None:
    made = await scheduled(desk, room=SPACE)
    foreign = won(made, new_id()).model_copy(update={"meeting_id": None, "schedule_version": None})
    unknown = won(made, new_id()).model_copy(update={"meeting_id": new_id()})
    assert await hear(desk.house, foreign, unknown) == ["irrelevant", "irrelevant"]
