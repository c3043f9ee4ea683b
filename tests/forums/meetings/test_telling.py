"""Who is told of a meeting, and when: once time and place hold, once, never what does not hold. MTG-02, M1, M3."""

import asyncio
import json
from typing import Any
from uuid import UUID

import pytest
from tests.forums import some
from tests.forums.conftest import Calendar
from tests.forums.desk import Desk
from tests.forums.meetings.made import (
    DAY,
    LINK,
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

INVITATION, REGISTRATION, ROOM = "forums.internal.invitation", "forums.internal.registration", "forums.internal.room"
LATER = "2027-03-17"
PLACE = "Sali, Iin terveysasema, Tie 1, 91100 Ii"


@pytest.fixture(autouse=True)
def _then(calendar: Calendar) -> None:
    calendar.at(NOW)


async def said(desk: Desk, topic: str = INVITATION) -> list[tuple[str, dict[str, Any]]]:
    """What was said on an internal topic, in order."""
    records = [record for record in await desk.house.outbox() if record.topic == topic]
    return [((record.type or "").split(".")[3], json.loads(record.value or b"")) for record in records]


async def names(desk: Desk, topic: str = INVITATION) -> list[str]:
    return [name for name, _ in await said(desk, topic)]


async def move(desk: Desk, made: dict[str, Any], day: str = LATER, **others: Any) -> dict[str, Any]:
    return await desk.done(f"meetings/{made['id']}/reschedule", {**setting(day, **others), "because": "Siirto."})


async def test_asked__nobody_is_told_before_the_room_is_won_and_then_once(desk: Desk) -> None:
    association = await some.association(desk.house)
    made = await invited(desk, room=SPACE)
    assert (made["status"], await said(desk)) == ("invited", [])
    assert (made["invited"]["organisations"], made["invited"]["untold_organisations"]) == (1, 1)
    assert made["invited"]["persons"] == made["invited"]["untold_persons"] > 0
    await hear(desk.house, won(made, new_id()))
    ((name, told),) = await said(desk)
    assert (name, told["place"], told["calendar_sequence"], told["organisations"]) == (
        "ParticipantsInvited", PLACE, 1, [str(association.id)]
    )
    assert len(told["persons"]) == made["invited"]["persons"]
    shown = (await desk.seen(f"meetings/{made['id']}"))["invited"]
    assert (shown["untold_persons"], shown["untold_organisations"]) == (0, 0)


async def test_asked__whom_the_structure_meant_when_they_were_invited(desk: Desk) -> None:
    """The audience is of the moment of inviting (MTG-02): whoever comes later is not told, whoever goes is."""
    first = await some.association(desk.house)
    made = await invited(desk, room=SPACE)
    late = await some.association(desk.house, "Uusi ry")
    await hear(desk.house, won(made, new_id()))
    assert [each["organisations"] for _, each in await said(desk)] == [[str(first.id)]]
    await desk.done(f"meetings/{made['id']}/invite")
    assert [each["organisations"] for _, each in await said(desk)] == [[str(first.id)], [str(late.id)]]


async def test_asked__invited_twice_before_it_is_won_all_are_told_together(desk: Desk) -> None:
    first = await some.association(desk.house)
    made = await invited(desk, room=SPACE)
    late = await some.association(desk.house, "Uusi ry")
    await desk.done(f"meetings/{made['id']}/invite")
    await hear(desk.house, won(made, new_id()))
    ((_, told),) = await said(desk)
    assert told["organisations"] == [str(first.id), str(late.id)]


async def test_refused__nobody_is_told_until_another_room_is_won(desk: Desk) -> None:
    made = await invited(desk, room=SPACE)
    await hear(desk.house, refused(made))
    assert await said(desk) == []
    made = await move(desk, made, room=OTHER)
    assert await said(desk) == []
    await hear(desk.house, won(made, new_id(), space=OTHER))
    ((name, told),) = await said(desk)
    assert (name, told["starts_at"][:10], told["schedule_version"]) == ("ParticipantsInvited", LATER, 2)


async def test_refused__invited_then_is_not_told_either(desk: Desk) -> None:
    made = await scheduled(desk, room=SPACE)
    await hear(desk.house, refused(made))
    assert (await desk.done(f"meetings/{made['id']}/invite"))["invited"]["untold_persons"] > 0
    assert await said(desk) == []


async def test_no_longer_needed__they_are_told_at_once(desk: Desk) -> None:
    made = await invited(desk, room=SPACE)
    await move(desk, made)
    ((name, told),) = await said(desk)
    assert (name, told["place"]) == ("ParticipantsInvited", "Iin kirjasto")


async def test_cancelled__who_was_never_told_gets_no_cancellation(desk: Desk) -> None:
    made, booking = await invited(desk, room=SPACE), new_id()
    await desk.done(f"meetings/{made['id']}/cancel", {"because": "Ei pidetä."})
    assert await hear(desk.house, won(made, booking)) == ["irrelevant"]
    assert await said(desk) == []


async def test_cancelled__only_who_was_told_gets_the_cancellation(desk: Desk) -> None:
    first = await some.association(desk.house)
    made = await invited(desk, room=SPACE)
    await hear(desk.house, won(made, new_id()))
    made = await move(desk, made, room=OTHER)
    late = await some.association(desk.house, "Uusi ry")
    shown = await desk.done(f"meetings/{made['id']}/invite")
    assert (shown["invited"]["organisations"], shown["invited"]["untold_organisations"]) == (2, 1)
    await desk.done(f"meetings/{made['id']}/cancel", {"because": "Ei pidetä."})
    assert await names(desk) == ["ParticipantsInvited", "CalendarChanged"]
    last = (await said(desk))[-1][1]
    assert (last["cancelled"], last["organisations"]) == (True, [str(first.id)])
    assert str(late.id) not in json.dumps([each for _, each in await said(desk)])


async def test_moved__who_was_told_keeps_the_old_entry_until_the_new_room_is_won(desk: Desk) -> None:
    made, booking = await invited(desk, room=SPACE), new_id()
    await hear(desk.house, won(made, booking))
    made = await move(desk, made, room=OTHER)
    assert await names(desk) == ["ParticipantsInvited"]
    await hear(desk.house, moved(made, booking, day=LATER))
    assert await names(desk) == ["ParticipantsInvited", "CalendarChanged"]
    first, last = [each for _, each in await said(desk)]
    assert (first["starts_at"][:10], last["starts_at"][:10]) == (DAY, LATER)
    assert (last["because"], last["calendar_sequence"], last["cancelled"]) == ("Siirto.", 3, False)
    assert last["place"].startswith("Pikkusali")


async def test_moved__refused_and_back_again_the_entry_that_comes_is_of_the_old_time(desk: Desk) -> None:
    made, booking = await invited(desk, room=SPACE), new_id()
    await hear(desk.house, won(made, booking))
    made = await move(desk, made, room=OTHER)
    await hear(desk.house, refused(made))
    made = await move(desk, made, DAY, room=SPACE)
    assert await names(desk) == ["ParticipantsInvited"]
    await hear(desk.house, won(made, booking))
    last = (await said(desk))[-1][1]
    assert (last["starts_at"][:10], last["place"], last["calendar_sequence"]) == (DAY, PLACE, 4)


async def test_moved__a_link_of_the_new_time_waits_with_it(desk: Desk) -> None:
    made, booking = await invited(desk, room=SPACE), new_id()
    await hear(desk.house, won(made, booking))
    made = await move(desk, made, room=OTHER, mode="hybrid", remote_link=LINK)
    await desk.patch(f"meetings/{made['id']}", {"remote_link": f"{LINK}-2"}, made["etag"])
    assert await names(desk) == ["ParticipantsInvited"]
    await hear(desk.house, moved(made, booking, day=LATER))
    assert (await said(desk))[-1][1]["remote_link"] == f"{LINK}-2"


async def test_lost__told_at_once_and_a_link_after_it_too(desk: Desk) -> None:
    made, booking = await scheduled(desk), new_id()
    made = await move(desk, made, room=SPACE, mode="hybrid", remote_link=LINK)
    await desk.done(f"meetings/{made['id']}/invite")
    await hear(desk.house, won(made, booking))
    await hear(desk.house, cancelled(made, booking))
    name, lost = (await said(desk))[-1]
    assert (name, lost["place"], lost["because"]) == ("CalendarChanged", None, "Tilan varaus on peruttu. Vesivahinko.")
    etag = (await desk.seen(f"meetings/{made['id']}"))["etag"]
    await desk.patch(f"meetings/{made['id']}", {"remote_link": f"{LINK}-2"}, etag)
    assert (await said(desk))[-1][1]["remote_link"] == f"{LINK}-2"
    assert await names(desk) == ["ParticipantsInvited", "CalendarChanged", "CalendarChanged"]


async def test_lost__the_kept_room_makes_the_old_entry_untrue_and_that_is_told(desk: Desk) -> None:
    made, booking = await invited(desk, room=SPACE), new_id()
    await hear(desk.house, won(made, booking))
    made = await move(desk, made, room=OTHER)
    await hear(desk.house, cancelled(made, booking))
    name, told = (await said(desk))[-1]
    assert (name, told["starts_at"][:10], told["place"], told["calendar_sequence"]) == ("CalendarChanged", LATER, None, 2)
    await hear(desk.house, won(made, new_id(), space=OTHER))
    assert [each["calendar_sequence"] for _, each in await said(desk)] == [1, 2, 3]


@pytest.mark.parametrize("order", ["invited", "won"])
async def test_race__one_after_the_other_told_once(desk: Desk, order: str) -> None:
    made, booking = await scheduled(desk, room=SPACE), new_id()
    if order == "invited":
        await desk.done(f"meetings/{made['id']}/invite")
    await hear(desk.house, won(made, booking))
    if order == "won":
        await desk.done(f"meetings/{made['id']}/invite")
    assert await names(desk) == ["ParticipantsInvited"]


async def test_race__invited_at_the_moment_when_the_room_is_won_told_exactly_once(desk: Desk) -> None:
    await some.association(desk.house)
    for _ in range(12):
        made = await scheduled(desk, room=SPACE)
        before = len(await said(desk))
        shown, heard = await asyncio.gather(
            desk.done(f"meetings/{made['id']}/invite"), hear(desk.house, won(made, new_id())),
        )
        assert (shown["status"], heard) == ("invited", ["applied"])
        ((name, told),) = (await said(desk))[before:]
        assert (name, told["meeting_id"], told["place"], len(told["organisations"])) == ("ParticipantsInvited", made["id"], PLACE, 1)


async def test_race__cancelled_at_the_moment_when_the_room_is_won_nobody_or_told_and_taken_back(desk: Desk) -> None:
    for _ in range(12):
        made = await invited(desk, room=SPACE)
        before = len(await said(desk))
        await asyncio.gather(
            desk.done(f"meetings/{made['id']}/cancel", {"because": "Ei pidetä."}), hear(desk.house, won(made, new_id())),
        )
        told = (await said(desk))[before:]
        assert [name for name, _ in told] in ([], ["ParticipantsInvited", "CalendarChanged"])
        assert not told or told[1][1]["cancelled"]


async def waiting(desk: Desk, made: dict[str, Any]) -> list[dict[str, Any]]:
    """One has the only seat, one waits for it."""
    made_by = []
    for _ in range(2):
        who = f"guest-{new_id()}"
        some.PEOPLE[who] = new_id()
        made_by.append(await desk.done(f"meetings/{made['id']}/registrations", {"how": "room"}, who=who) | {"who": who})
    assert [each["status"] for each in made_by] == ["seated", "waiting"]
    return made_by


async def leave(desk: Desk, one: dict[str, Any]) -> None:
    await desk.done(f"registrations/{one['id']}/leave", who=one["who"])


async def test_promoted__told_with_what_stands_in_a_calendar_and_of_every_change(desk: Desk) -> None:
    made = await scheduled(desk, capacity=1)
    first, second = await waiting(desk, made)
    await leave(desk, first)
    ((name, told),) = await said(desk, REGISTRATION)
    assert (name, told["person"], told["place"], told["calendar_sequence"], told["mode"]) == (
        "RegistrationPromoted", str(some.PEOPLE[second["who"]]), "Iin kirjasto", 0, "in_person"
    )
    await move(desk, made)
    await desk.done(f"meetings/{made['id']}/cancel", {"because": "Ei pidetä."})
    assert await names(desk, REGISTRATION) == ["RegistrationPromoted", "RegistrationCalendarChanged", "RegistrationCalendarChanged"]
    _, changed, gone = [each for _, each in await said(desk, REGISTRATION)]
    assert (changed["calendar_sequence"], changed["because"], changed["cancelled"]) == (1, "Siirto.", False)
    assert (gone["calendar_sequence"], gone["because"], gone["cancelled"]) == (2, "Ei pidetä.", True)
    await leave(desk, second)
    assert len(await said(desk, REGISTRATION)) == 3


async def test_promoted__leaves_again_the_entry_is_taken_back(desk: Desk) -> None:
    made = await scheduled(desk, capacity=1)
    first, second = await waiting(desk, made)
    await leave(desk, first)
    await leave(desk, second)
    assert await names(desk, REGISTRATION) == ["RegistrationPromoted", "RegistrationLeft"]
    await move(desk, made)
    assert len(await said(desk, REGISTRATION)) == 2


async def test_promoted__while_a_room_is_asked_for_told_when_it_is_won(desk: Desk) -> None:
    made = await scheduled(desk, room=SPACE, capacity=1)
    first, _ = await waiting(desk, made)
    await leave(desk, first)
    assert await said(desk, REGISTRATION) == []
    await hear(desk.house, won(made, new_id()))
    ((name, told),) = await said(desk, REGISTRATION)
    assert (name, told["place"]) == ("RegistrationPromoted", PLACE)


async def test_promoted__and_gone_before_the_room_is_won_is_told_nothing(desk: Desk) -> None:
    made = await scheduled(desk, room=SPACE, capacity=1)
    for one in await waiting(desk, made):
        await leave(desk, one)
    await hear(desk.house, won(made, new_id()))
    assert await said(desk, REGISTRATION) == []


async def test_race__promoted_at_the_moment_of_cancelling_nobody_keeps_an_entry(desk: Desk) -> None:
    for _ in range(12):
        made = await scheduled(desk, capacity=1)
        first, second = await waiting(desk, made)
        before = len(await said(desk, REGISTRATION))
        await asyncio.gather(leave(desk, first), desk.done(f"meetings/{made['id']}/cancel", {"because": "Ei pidetä."}))
        told = (await said(desk, REGISTRATION))[before:]
        assert [name for name, _ in told] in ([], ["RegistrationPromoted", "RegistrationCalendarChanged"])
        assert {each["registration_id"] for _, each in told} <= {second["id"]}


async def test_convenor__is_told_that_there_is_no_room_and_where_there_would_be_one(desk: Desk) -> None:
    made = await invited(desk, room=SPACE)
    await hear(desk.house, refused(made))
    ((name, told),) = await said(desk, ROOM)
    assert (name, told["person"], told["lost"], told["kept"]) == ("RoomMissing", str(some.PEOPLE["coordinator"]), False, None)
    assert (told["reasons"], told["alternatives"][0]["space_id"]) == (["Tila on varattu."], str(OTHER))
    assert told["untold"] == made["invited"]["persons"] + made["invited"]["organisations"]
    public = [r for r in await desk.house.outbox() if ".internal." not in r.topic]
    assert all(str(some.PEOPLE["coordinator"]).encode() not in (r.value or b"") for r in public)


async def test_convenor__is_who_moved_it_last_and_hears_of_the_room_that_is_kept(desk: Desk) -> None:
    body = await some.structure(desk.house, some.FORUM)
    made, booking = await scheduled(desk, room=SPACE), new_id()
    await hear(desk.house, won(made, booking))
    await some.assigned(desk.house, "colleague", "coordinator", "county", "county")
    other = await desk.done(
        f"meetings/{made['id']}/reschedule", {**setting(LATER, room=OTHER), "because": "Siirto."}, who="colleague"
    )
    await hear(desk.house, refused(other))
    await hear(desk.house, cancelled(made, booking))
    (_, first), (_, second) = await said(desk, ROOM)
    assert {each["person"] for each in (first, second)} == {str(some.PEOPLE["colleague"])}
    assert (first["kept"]["place"], first["kept"]["starts_at"][:10], first["starts_at"][:10]) == (PLACE, DAY, LATER)
    assert (second["kept"], second["lost"], second["reasons"]) == (None, True, ["Tilan varaus on peruttu. Vesivahinko."])
    assert UUID(first["structure"]["structure_id"]) == body.id


async def test_convenor__is_told_when_a_room_that_was_won_is_lost(desk: Desk) -> None:
    made, booking = await scheduled(desk, room=SPACE), new_id()
    await hear(desk.house, won(made, booking), cancelled(made, booking))
    ((_, told),) = await said(desk, ROOM)
    assert (told["lost"], told["reasons"], told["untold"]) == (True, ["Tilan varaus on peruttu. Vesivahinko."], 0)
