"""Who is invited is found at the moment of inviting; their calendars follow. MTG-02, STR-02, M6."""

import json
from typing import Any

import pytest
from tests.forums import some
from tests.forums.conftest import Calendar
from tests.forums.desk import Desk
from tests.forums.meetings.made import LINK, NOW, SPACE, drafted, hear, invited, scheduled, setting, won

from chassis.outbox import new_id

TOPIC = "forums.internal.invitation"


@pytest.fixture(autouse=True)
def _then(calendar: Calendar) -> None:
    calendar.at(NOW)


async def told(desk: Desk) -> list[dict[str, Any]]:
    """What was said of invitations, in order."""
    return [json.loads(record.value or b"") for record in await desk.house.outbox() if record.topic == TOPIC]


async def test_invite__roles_and_organisations_as_they_are_now(desk: Desk) -> None:
    association, parish = await some.association(desk.house), await some.parish(desk.house)
    await some.association(desk.house, "Lakannut ry", status="dissolved")
    shown = await invited(desk)
    assert shown["status"] == "invited"
    (said,) = await told(desk)
    assert {str(association.id), str(parish.id)} == set(said["organisations"])
    assert {str(some.PEOPLE[who]) for who in some.SCOPES} <= set(said["persons"])
    assert shown["invited"]["organisations"] == 2
    assert shown["invited"]["persons"] == len(said["persons"])


async def test_invite__again_those_who_were_not_meant_before(desk: Desk) -> None:
    await some.association(desk.house)
    made = await invited(desk)
    again = await desk.done(f"meetings/{made['id']}/invite")
    assert len(await told(desk)) == 1
    late = await some.association(desk.house, "Uusi ry")
    again = await desk.done(f"meetings/{made['id']}/invite")
    assert (await told(desk))[1]["organisations"] == [str(late.id)]
    assert (await told(desk))[1]["persons"] == []
    assert again["invited"]["organisations"] == 2
    await desk.done(f"meetings/{made['id']}/cancel", {"because": "Peruttu."})
    last = (await told(desk))[-1]
    assert (last["cancelled"], len(last["organisations"]), last["because"]) == (True, 2, "Peruttu.")


async def test_invite__ids_never_leave_the_internal_topic(desk: Desk) -> None:
    association = await some.association(desk.house)
    await invited(desk)
    outside = [r for r in await desk.house.outbox() if ".internal." not in r.topic and r.topic.startswith("forums.meeting")]
    assert outside
    assert all(str(association.id).encode() not in (record.value or b"") for record in outside)


async def test_invite__not_when_it_has_begun_not_a_draft(desk: Desk, calendar: Calendar) -> None:
    draft = await drafted(desk)
    assert (await desk.post(f"meetings/{draft['id']}/invite")).status_code == 409
    made = await scheduled(desk)
    calendar.at(some.noon("2027-03-11"))
    assert await desk.refused(f"meetings/{made['id']}/invite") == (409, {"begun"})


async def test_calendars__moved_confirmed_changed_cancelled(desk: Desk) -> None:
    made = await invited(desk, room=SPACE)
    await hear(desk.house, won(made, new_id()))
    shown = await desk.seen(f"meetings/{made['id']}")
    shown = (await desk.patch(f"meetings/{made['id']}", {"title": {"fi": "Uusi nimi"}}, shown["etag"])).json()
    body = setting("2027-03-17", mode="hybrid", remote_link=LINK)
    await desk.done(f"meetings/{made['id']}/reschedule", {**body, "because": "Siirto."})
    await desk.done(f"meetings/{made['id']}/cancel", {"because": "Peruttu."})
    said = await told(desk)
    assert [each["calendar_sequence"] for each in said] == [1, 1, 2, 3]
    assert [each["place"] for each in said] == [
        "Sali, Iin terveysasema, Tie 1, 91100 Ii", "Sali, Iin terveysasema, Tie 1, 91100 Ii", "Iin kirjasto", "Iin kirjasto",
    ]
    assert [each.get("cancelled") for each in said] == [None, False, False, True]
    assert (said[1]["title"]["fi"], said[2]["remote_link"], said[2]["schedule_version"]) == ("Uusi nimi", LINK, 2)
    assert len({each["invitation_id"] for each in said}) == 1


async def test_link__for_who_convenes_is_invited_or_registered(desk: Desk) -> None:
    association = await some.association(desk.house)
    await desk.represents(association.id)
    made = await drafted(desk)
    made = await desk.done(f"meetings/{made['id']}/schedule", setting(mode="hybrid", remote_link=LINK))

    async def seen_by(who: str) -> str | None:
        return (await desk.seen(f"meetings/{made['id']}", who=who))["remote_link"]

    assert [await seen_by(who) for who in ("coordinator", "representative", "stranger", "area_liaison")] == [LINK, None, None, None]
    await desk.done(f"meetings/{made['id']}/invite")
    assert [await seen_by(who) for who in ("representative", "stranger", "area_liaison")] == [LINK, None, LINK]
    await desk.done(f"meetings/{made['id']}/registrations", {"how": "remote"}, who="stranger")
    assert await seen_by("stranger") == LINK
