"""A meeting asks for a room: every answer says which version of its schedule it answers; twice, late and older change nothing."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text
from tests.facilities.bookings.conftest import Desk
from tests.facilities.conftest import Builder, Hall

from chassis.bare import BareSession
from chassis.dispatcher import Result
from chassis.hearing import Hearing
from chassis.outbox import new_id
from chassis.statements import Ready
from chassis.testing import record
from facilities.bookings.handlers import ROOMS
from facilities.bookings.problems import TAKEN
from facilities.bookings.schemas import TimesBody
from facilities.bookings.tables import Booking


class Meeting:
    """A meeting of forums', and what facilities answers."""

    def __init__(self, desk: Desk, space_id: UUID) -> None:
        self.desk, self.id, self.space_id, self.sequence = desk, new_id(), space_id, 0
        self.hearing = Hearing("facilities", ROOMS, desk.house.database, desk.house.service.house, "pohde")

    async def says(self, name: str, version: int, times: TimesBody | None = None, **room: Any) -> Result:
        self.sequence += 1
        times = times or self.desk.times(10)
        said = {
            "meeting_id": str(self.id), "schedule_version": version, "title": {"fi": "Järjestöfoorumi"}, "mode": "hybrid",
            "starts_at": times.starts_at.isoformat(), "ends_at": times.ends_at.isoformat(), "because": "Sairastapaus.",
            "room": {"space_id": str(self.space_id), "persons": 10} | room if room.get("space_id", "") is not None else None,
        }
        fact = f"fi.yhdyspinta.forums.{name}.v1"
        payload = json.dumps(said, default=str).encode()
        return await self.hearing.hear(record(fact, self.id, self.sequence, payload, topic="forums.meeting"))

    async def answers(self) -> list[tuple[str, int]]:
        """What was said of its bookings: the events with their version of the schedule."""
        records = [r for r in await self.desk.house.outbox() if r.topic == "facilities.booking"]
        said = [((r.type or "").split(".")[3], json.loads(r.value or b"")) for r in records]
        return [(name, body["schedule_version"]) for name, body in said if body["meeting_id"] == str(self.id)]

    async def last(self) -> Any:
        records = [r for r in await self.desk.house.outbox() if r.topic == "facilities.booking"]
        return json.loads(records[-1].value or b"")


async def test_scheduled__the_room_is_won(desk: Desk, hall: Hall) -> None:
    meeting = Meeting(desk, hall.room.id)
    assert await meeting.says("MeetingScheduled", 1) is Result.APPLIED
    assert await meeting.answers() == [("BookingConfirmed", 1)]
    said = await meeting.last()
    assert (said["organisation_id"], said["space"]["space_id"]) == (None, str(hall.room.id))
    assert datetime.fromisoformat(said["times"][0]["starts_at"]) == desk.at(10)
    async with desk.house.database.sessions() as session:
        assert (await session.scalars(select(Booking))).one().usage_rules_id is not None


async def test_scheduled__no_room_wanted_is_irrelevant(desk: Desk, hall: Hall) -> None:
    meeting = Meeting(desk, hall.room.id)
    assert await meeting.says("MeetingScheduled", 1, space_id=None) is Result.IRRELEVANT
    assert await meeting.answers() == []


async def test_scheduled__refused_with_reasons_and_alternatives(desk: Desk, hall: Hall) -> None:
    """Every reason at once, and where else it would be free; the refused row is there to be seen, and keeps nobody away."""
    organisation = await desk.organisation()
    await desk.book(hall.room.id, organisation, desk.times(10))
    meeting = Meeting(desk, hall.room.id)
    await meeting.says("MeetingScheduled", 1, persons=13)
    assert await meeting.answers() == [("BookingRefused", 1)]
    said = await meeting.last()
    assert [reason["code"] for reason in said["reasons"]] == ["facilities.booking.too_many_persons", TAKEN.code]
    assert said["reasons"][1]["detail"].startswith("Tila on jo varattu")
    assert {each["space"]["space_id"] for each in said["alternatives"]} == {str(hall.hall.id), str(hall.left.id), str(hall.right.id)}
    assert await desk.scalar("SELECT count(*) FROM facilities.slot") == 1
    unknown = Meeting(desk, new_id())
    await unknown.says("MeetingScheduled", 1)
    assert [reason["code"] for reason in (await unknown.last())["reasons"]] == ["facilities.booking.space_unknown"]


async def test_scheduled__lost_in_the_last_moment_is_refused_too(
    desk: Desk, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody commits between the look and the INSERT: what was begun is undone, and the meeting is told."""
    organisation, meeting = await desk.organisation(), Meeting(desk, hall.room.id)
    rival = await desk.book(hall.left.id, organisation, desk.times(10))
    done: list[str] = []
    fetch = BareSession.fetch

    async def meanwhile(session: BareSession, ready: Ready) -> Any:
        if "INSERT INTO facilities.slot" in ready.text and not done:
            done.append(ready.text)
            await session.execute(text(f"""
                INSERT INTO facilities.slot (leaf_id, booking_id, starts_at, ends_at, occupied_from, occupied_until)
                SELECT '{hall.room.id}', booking_id, starts_at, ends_at, occupied_from, occupied_until
                FROM facilities.slot WHERE booking_id = '{rival.id}'
            """))
        return await fetch(session, ready)

    monkeypatch.setattr(BareSession, "fetch", meanwhile)
    assert await meeting.says("MeetingScheduled", 1) is Result.APPLIED
    monkeypatch.undo()
    assert (len(done), await meeting.answers()) == (1, [("BookingRefused", 1)])
    status = await desk.scalar("SELECT status FROM facilities.booking WHERE meeting_id = :id", id=meeting.id)
    assert status == "refused"


async def test_rescheduled__swaps_in_one_step(desk: Desk, hall: Hall) -> None:
    meeting = Meeting(desk, hall.room.id)
    await meeting.says("MeetingScheduled", 1)
    await meeting.says("MeetingRescheduled", 2, desk.times(10.5))
    meeting.space_id = hall.hall.id
    await meeting.says("MeetingRescheduled", 3, desk.times(11))
    assert await meeting.answers() == [("BookingConfirmed", 1), ("BookingMoved", 2), ("BookingMoved", 3)]
    assert (await meeting.last())["was_space_id"] == str(hall.room.id)
    assert await desk.scalar("SELECT count(*) FROM facilities.slot") == 2
    await desk.book(hall.room.id, await desk.organisation(), desk.times(10.5))


async def test_rescheduled__refused_and_the_old_room_stays(desk: Desk, hall: Hall) -> None:
    """Then the next try may win; an answer names the version that it answers."""
    organisation, meeting = await desk.organisation(), Meeting(desk, hall.room.id)
    await meeting.says("MeetingScheduled", 1)
    await desk.book(hall.left.id, organisation, desk.times(12))
    meeting.space_id = hall.left.id
    await meeting.says("MeetingRescheduled", 2, desk.times(12))
    assert await meeting.answers() == [("BookingConfirmed", 1), ("BookingRefused", 2)]
    with pytest.raises(Exception, match="taken"):
        await desk.book(hall.room.id, organisation, desk.times(10))
    assert await desk.scalar("SELECT space_id FROM facilities.booking WHERE meeting_id = :id", id=meeting.id) == hall.room.id
    await meeting.says("MeetingRescheduled", 3, desk.times(14))
    assert await meeting.answers() == [("BookingConfirmed", 1), ("BookingRefused", 2), ("BookingMoved", 3)]


async def test_rescheduled__after_a_refusal_it_asks_anew_and_for_none_any_more(desk: Desk, hall: Hall) -> None:
    organisation, meeting = await desk.organisation(), Meeting(desk, hall.room.id)
    await desk.book(hall.room.id, organisation, desk.times(10))
    await meeting.says("MeetingScheduled", 1)
    await meeting.says("MeetingRescheduled", 2, desk.times(12))
    await meeting.says("MeetingRescheduled", 3, space_id=None)
    assert await meeting.answers() == [("BookingRefused", 1), ("BookingConfirmed", 2), ("BookingCancelled", 3)]
    assert (await meeting.last())["because"] == "meeting_moved"


async def test_cancelled__the_room_is_free_again(desk: Desk, hall: Hall) -> None:
    meeting = Meeting(desk, hall.room.id)
    await meeting.says("MeetingScheduled", 1)
    await meeting.says("MeetingCancelled", 1)
    assert await meeting.answers() == [("BookingConfirmed", 1), ("BookingCancelled", 1)]
    assert (await meeting.last())["because"] == "by_meeting"
    assert await desk.scalar("SELECT count(*) FROM facilities.slot") == 0


async def test_twice_late_and_older__change_nothing(desk: Desk, hall: Hall) -> None:
    meeting = Meeting(desk, hall.room.id)
    await meeting.says("MeetingScheduled", 1)
    await meeting.says("MeetingRescheduled", 3, desk.times(12))
    for name, version in (
        ("MeetingScheduled", 1), ("MeetingRescheduled", 3), ("MeetingRescheduled", 2), ("MeetingCancelled", 2),
    ):
        assert await meeting.says(name, version, desk.times(14)) is Result.IRRELEVANT
    await meeting.says("MeetingCancelled", 3)
    for name, version in (("MeetingCancelled", 3), ("MeetingRescheduled", 3), ("MeetingScheduled", 1)):
        assert await meeting.says(name, version) is Result.IRRELEVANT
    assert [name for name, _ in await meeting.answers()] == ["BookingConfirmed", "BookingMoved", "BookingCancelled"]


async def test_meeting__needs_time_around_itself(builder: Builder, desk: Desk) -> None:
    """To set up and to clear away: kept from others, not asked of the hours."""
    hall = await builder.everything(after_minutes=15)
    meeting, organisation = Meeting(desk, hall.room.id), await desk.organisation()
    await meeting.says("MeetingScheduled", 1, desk.times(8), before_minutes=60, after_minutes=45)
    with pytest.raises(Exception, match="taken"):
        await desk.book(hall.room.id, organisation, desk.times(9.5))
    await desk.book(hall.room.id, organisation, desk.times(9.75))
