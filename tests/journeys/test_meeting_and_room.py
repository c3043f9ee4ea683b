"""A meeting and its room, through the real processes of forums and facilities and the real broker: all ends right, whoever was away."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.facilities.conftest import Builder, Hall
from tests.forums import some
from tests.journeys.together import together
from tests.journeys.workers import worker

from chassis import clock
from chassis.dispatcher import Result
from chassis.hearing import Hearing
from chassis.outbox import new_id
from chassis.testing import House, Parts, cloned, soon
from chassis.topics import make_topics
from chassis.values import HELSINKI, today
from facilities.bookings.handlers import ROOMS
from facilities.main import SERVICE as FACILITIES
from forums.main import SERVICE as FORUMS
from forums.meetings import commands, queries
from forums.meetings.schemas import Cancel, DraftMeeting, MeetingOut, Reschedule, Schedule
from registry.main import SERVICE as REGISTRY
from yhdyspinta_local.parts import Kafka, ServiceProcess
from yhdyspinta_local.parts.part import Part

WAITS = 60
"""Seconds in which an answer comes, however busy the machine is."""


@dataclass
class County:
    """Forums and facilities over one database, each with its worker and relay."""

    forums: House
    facilities: House
    hall: Hall
    structure_id: UUID
    forums_worker: ServiceProcess
    facilities_worker: ServiceProcess
    broker: Kafka
    days: int = 20

    def day(self) -> int:
        """A day on which nobody meets yet, so many from now."""
        self.days += 1
        return self.days

    async def scheduled(self, space: UUID, days: int) -> UUID:
        body = DraftMeeting.model_validate({"structure_id": self.structure_id, "title": {"fi": "Järjestöfoorumi"}})
        made = await self.forums.run(commands.draft_meeting, body)
        await self.forums.run(commands.schedule_meeting, made.id, Schedule.model_validate(setting(space, days)))
        return made.id

    async def moved(self, id: UUID, space: UUID, days: int) -> None:
        body = Reschedule.model_validate({**setting(space, days), "because": "Sairastapaus."})
        await self.forums.run(commands.reschedule_meeting, id, body)

    async def seen(self, id: UUID) -> MeetingOut:
        async def shown(reader: Any) -> MeetingOut:
            return await queries.shown(reader, await queries.meeting(reader, id))

        return await self.forums.read(shown)

    async def room(self, id: UUID, status: str) -> MeetingOut:
        """The meeting, once its room is this."""

        async def is_so() -> bool:
            return (await self.seen(id)).room.status.value == status

        await soon(is_so, within=WAITS)
        return await self.seen(id)

    async def slots(self, id: UUID) -> list[tuple[str, str]]:
        """What facilities keeps for it: the leaf and the day of each slot."""
        async with self.facilities.database.sessions() as session:
            rows = await session.execute(text(
                "SELECT s.leaf_id, s.starts_at FROM facilities.slot s JOIN facilities.booking b ON b.id = s.booking_id "
                "WHERE b.meeting_id = :id ORDER BY s.starts_at"
            ), {"id": id})
            return [(str(leaf), starts_at.astimezone(HELSINKI).date().isoformat()) for leaf, starts_at in rows]

    async def invited(self, id: UUID) -> list[tuple[str, str]]:
        """What was told of invitations to it: which fact, where it is."""
        said = "SELECT position, type, payload FROM forums.outbox{} WHERE topic LIKE '%forums.internal.invitation'"
        async with self.forums.database.sessions() as session:
            rows = await session.execute(text(f"{said.format('')} UNION ALL {said.format('_sent')} ORDER BY 1"))
            told = [(kind.split(".")[3], json.loads(payload)) for _, kind, payload in rows]
        return [(name, fact["place"]) for name, fact in told if fact["meeting_id"] == str(id)]

    async def sent(self, house: House) -> None:
        """All that this service has said is on the topics."""

        async def is_so() -> bool:
            return await house.outbox() == []

        await soon(is_so, within=WAITS)

    async def has_slots(self, id: UUID, *wanted: tuple[UUID, int]) -> None:
        """Facilities keeps these and no others, at last."""
        expected = sorted((str(space), date_of(days)) for space, days in wanted)

        async def is_so() -> bool:
            return sorted(await self.slots(id)) == expected

        await soon(is_so, within=WAITS)


def date_of(days: int) -> str:
    return (today(clock.now()) + timedelta(days=days)).isoformat()


def setting(space: UUID, days: int) -> dict[str, Any]:
    """Two hours in the afternoon of a day, in a room."""
    begins = datetime.combine(today(clock.now()) + timedelta(days=days), time(13), HELSINKI)
    return {
        "starts_at": begins, "ends_at": begins + timedelta(hours=2), "mode": "in_person",
        "room": {"space_id": space, "before_minutes": 15, "after_minutes": 15, "persons": 10},
    }


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kafka]:
    """A broker of this module's own: it is away now and then."""
    made = Kafka(tmp_path_factory.mktemp("broker") / "kafka")
    try:
        made.start()
        made.wait_ready(60)
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module")
async def county(
    parts: Parts, broker: Kafka, all_template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[County]:
    folder, prefix = tmp_path_factory.mktemp("rooms"), f"t{new_id().hex}."
    async with cloned(parts.admin, all_template) as database:
        houses = [
            House.over(service, parts.admin, database, kafka=broker.bootstrap, topic_prefix=prefix)
            for service in (REGISTRY, FORUMS, FACILITIES)
        ]
        for house in houses:
            await make_topics(house.service, house.settings)
        _, forums, facilities = houses
        hall = await Builder(facilities).everything()
        await some.structures(forums)
        forum = await some.structure(forums, some.FORUM)
        workers = worker(forums, folder), worker(facilities, folder)
        try:
            async with together(*workers):
                yield County(some.coordinator(forums), facilities, hall, forum.id, *workers, broker)
        finally:
            for house in houses:
                await house.close()


async def away(part: ServiceProcess) -> None:
    await asyncio.to_thread(part.stop)


async def back(part: Part) -> None:
    part.start()  # by the main thread: a child dies with the thread that made it
    await asyncio.to_thread(part.wait_ready, 90)


async def test_room__won(county: County) -> None:
    day = county.day()
    id = await county.scheduled(county.hall.room.id, day)
    won = await county.room(id, "won")
    assert (won.room.space_id, won.place) == (county.hall.room.id, "Vertaisryhmähuone, Tuiran terveysasema, Valtatie 1, 90500 Oulu")
    await county.has_slots(id, (county.hall.room.id, day))


async def test_room__refused_with_alternatives_then_one_of_them_is_won(county: County) -> None:
    day, space = county.day(), county.hall.room.id
    await county.room(await county.scheduled(space, day), "won")
    id = await county.scheduled(space, day)
    refused = await county.room(id, "refused")
    assert refused.room.reasons
    assert refused.room.alternatives
    assert await county.slots(id) == []
    other = refused.room.alternatives[0]
    body = {**setting(other.space_id, day), "starts_at": other.starts_at, "ends_at": other.ends_at, "because": "Toinen tila."}
    await county.forums.run(commands.reschedule_meeting, id, Reschedule.model_validate(body))
    won = await county.room(id, "won")
    assert won.room.space_id == other.space_id


async def test_reschedule__the_old_room_is_kept_until_the_new_one_is_won(county: County) -> None:
    first, second, space = county.day(), county.day(), county.hall.room.id
    id = await county.scheduled(space, first)
    booking = (await county.room(id, "won")).room.booking_id
    other = await county.scheduled(space, second)
    await county.room(other, "won")
    await county.moved(id, space, second)
    refused = await county.room(id, "refused")
    assert refused.room.kept is not None
    assert refused.room.kept.booking_id == booking
    await county.has_slots(id, (space, first))
    await county.moved(id, space, first)
    assert (await county.room(id, "won")).room.kept is None
    await county.has_slots(id, (space, first))
    await county.forums.run(commands.cancel_meeting, other, Cancel(because="Ei pidetä."))
    await county.has_slots(other)
    await county.moved(id, space, second)
    await county.room(id, "won")
    await county.has_slots(id, (space, second))


async def test_cancel__frees_the_room(county: County) -> None:
    day, space = county.day(), county.hall.left.id
    id = await county.scheduled(space, day)
    await county.room(id, "won")
    await county.forums.run(commands.cancel_meeting, id, Cancel(because="Ei pidetä."))
    await county.has_slots(id)
    assert (await county.seen(id)).room.status.value == "not_needed"
    await county.room(await county.scheduled(space, day), "won")


async def test_facilities_away__asked_moved_and_cancelled_meanwhile_all_ends_right(county: County) -> None:
    one, two, three, space = county.day(), county.day(), county.day(), county.hall.room.id
    await away(county.facilities_worker)
    try:
        kept, moved, gone = [await county.scheduled(space, day) for day in (one, two, three)]
        await county.moved(moved, county.hall.right.id, three)
        await county.forums.run(commands.cancel_meeting, gone, Cancel(because="Ei pidetä."))
        await asyncio.sleep(1)
        assert [(await county.seen(id)).room.status.value for id in (kept, moved, gone)] == ["asked", "asked", "not_needed"]
    finally:
        await back(county.facilities_worker)
    assert (await county.room(kept, "won")).schedule_version == 1
    won = await county.room(moved, "won")
    assert (won.room.space_id, won.schedule_version) == (county.hall.right.id, 2)
    await county.has_slots(kept, (space, one))
    await county.has_slots(moved, (county.hall.right.id, three))
    await county.has_slots(gone)


async def test_forums_away__the_answer_waits_and_an_older_one_changes_nothing(county: County) -> None:
    one, two, space = county.day(), county.day(), county.hall.room.id
    id = await county.scheduled(space, one)
    await county.has_slots(id, (space, one))
    await county.room(id, "won")
    await away(county.forums_worker)
    try:
        await county.moved(id, space, two)
        await county.moved(id, county.hall.left.id, two)
        await asyncio.sleep(1)
        assert await county.slots(id) == [(str(space), date_of(one))]
    finally:
        await back(county.forums_worker)
    won = await county.room(id, "won")
    assert (won.schedule_version, won.room.space_id) == (3, county.hall.left.id)
    await county.has_slots(id, (county.hall.left.id, two))


async def test_forums_away__the_answer_was_sent_meanwhile_and_is_heard_when_it_is_back(county: County) -> None:
    day, space = county.day(), county.hall.room.id
    await away(county.facilities_worker)
    id = await county.scheduled(space, day)
    await county.sent(county.forums)
    await away(county.forums_worker)
    try:
        await back(county.facilities_worker)
        await county.has_slots(id, (space, day))
        await county.sent(county.facilities)
        assert (await county.seen(id)).room.status.value == "asked"
    finally:
        await back(county.forums_worker)
    won = await county.room(id, "won")
    assert (won.room.space_id, won.schedule_version) == (space, 1)


async def test_invited__while_the_room_is_asked_for_told_once_when_it_is_won(county: County) -> None:
    day, space = county.day(), county.hall.room.id
    await some.association(county.forums)
    await away(county.facilities_worker)
    try:
        id, gone = await county.scheduled(space, day), await county.scheduled(space, county.day())
        for each in (id, gone):
            await county.forums.run(commands.invite, each)
        await county.forums.run(commands.cancel_meeting, gone, Cancel(because="Ei pidetä."))
        await county.sent(county.forums)
        assert await county.invited(id) == []
    finally:
        await back(county.facilities_worker)
    won = await county.room(id, "won")
    assert await county.invited(id) == [("ParticipantsInvited", won.place)]
    assert await county.invited(gone) == []
    other = county.day()
    await county.moved(id, space, other)
    await county.has_slots(id, (space, other))
    await county.room(id, "won")
    assert [name for name, _ in await county.invited(id)] == ["ParticipantsInvited", "CalendarChanged"]


async def test_broker_away__before_the_question_was_sent(county: County) -> None:
    """Writes go on without it; what was asked and moved meanwhile is asked when it is back, in order."""
    one, two, space = county.day(), county.day(), county.hall.room.id
    await asyncio.to_thread(county.broker.kill)
    try:
        asked, moved = [await county.scheduled(space, day) for day in (one, two)]
        await county.moved(moved, county.hall.left.id, two)
        assert len(await county.forums.outbox()) > 0
        assert [await county.slots(id) for id in (asked, moved)] == [[], []]
    finally:
        await back(county.broker)
    await county.room(asked, "won")
    won = await county.room(moved, "won")
    assert (won.room.space_id, won.schedule_version) == (county.hall.left.id, 2)
    await county.has_slots(asked, (space, one))
    await county.has_slots(moved, (county.hall.left.id, two))


async def test_broker_away__after_the_question_was_sent(county: County) -> None:
    """It lies on the topic, and facilities has not heard it, when the broker goes."""
    day, space = county.day(), county.hall.room.id
    await away(county.facilities_worker)
    id = await county.scheduled(space, day)
    await county.sent(county.forums)
    await asyncio.to_thread(county.broker.kill)
    await back(county.broker)
    await back(county.facilities_worker)
    await county.room(id, "won")
    await county.has_slots(id, (space, day))


async def test_broker_away__booked_and_the_answer_not_sent_and_the_question_comes_again(county: County) -> None:
    """Facilities has heard it once and written its answer when the broker goes; when it is back it meets the same record again."""
    day, space = county.day(), county.hall.room.id
    await asyncio.to_thread(county.broker.kill)
    try:
        id = await county.scheduled(space, day)
        (asked,) = [record for record in await county.forums.outbox(id) if not record.topic.endswith(".state")]
        hearing = Hearing("facilities", ROOMS, county.facilities.database, FACILITIES.house, "pohde")
        assert await hearing.hear(asked) is Result.APPLIED
        await county.has_slots(id, (space, day))
        assert "BookingConfirmed" in await county.facilities.said()
        assert (await county.seen(id)).room.status.value == "asked"
    finally:
        await back(county.broker)
    won = await county.room(id, "won")
    assert won.room.space_id == space
    await county.sent(county.facilities)
    await county.has_slots(id, (space, day))
    async with county.facilities.database.sessions() as session:
        bookings = await session.execute(text("SELECT count(*) FROM facilities.booking WHERE meeting_id = :id"), {"id": id})
        assert bookings.scalar_one() == 1
