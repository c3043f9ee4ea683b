"""Who does not come in time loses the time, where the owner of the space has switched that on; never who has just said so."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from tests.facilities.bookings.conftest import Desk
from tests.facilities.conftest import Builder, Hall

from chassis.machine import ActionNotAllowed
from chassis.testing import House
from chassis.work import Irrelevant
from facilities.bookings import commands, queries
from facilities.bookings.tables import Booking
from facilities.main import SERVICE

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def strict(builder: Builder) -> Hall:
    """Spaces that wait for a quarter of an hour."""
    return await builder.everything(check_in_minutes=15)


def at(desk: Desk, when: datetime, house: House | None = None) -> House:
    """The same, at that moment."""
    return replace(house or desk.house, clock=lambda: when)


async def found(desk: Desk, when: datetime) -> Sequence[UUID]:
    return await at(desk, when).read(queries.missed, 100)


async def whys(desk: Desk, id: UUID) -> list[str]:
    """Why it was given up, each time that it was said."""
    records = [record for record in await desk.house.outbox(id) if ".BookingCancelled." in (record.type or "")]
    return [json.loads(record.value or b"")["because"] for record in records]


async def test_release__once_and_it_is_free_for_others(desk: Desk, strict: Hall) -> None:
    """Not a minute too soon, once, said with its reason; the rest of the time can be booked by others."""
    one, two = await desk.organisation(), await desk.organisation()
    row = await desk.book(strict.room.id, one, desk.times(10, 2))
    late = desk.at(10) + 15 * MINUTE
    assert await found(desk, late - MINUTE) == []
    assert await found(desk, late) == [row.id]
    with pytest.raises(Irrelevant, match="not_to_release"):
        await at(desk, late - MINUTE).run(commands.release, row.id)
    await at(desk, late).run(commands.release, row.id)
    assert await found(desk, late) == []
    with pytest.raises(Irrelevant, match="not_to_release"):
        await at(desk, late).run(commands.release, row.id)
    assert (await whys(desk, row.id), await desk.taken(row.id)) == (["not_checked_in"], 0)
    assert await desk.scalar("SELECT status FROM facilities.booking WHERE id = :id", id=row.id) == "cancelled"
    soon = at(desk, late, desk.of(two))
    assert (await soon.run(commands.book, desk.wish(strict.room.id, two, desk.times(10.5)))).organisation_id == two
    with pytest.raises(ActionNotAllowed):
        await at(desk, late, desk.of(one)).run(commands.check_in, row.id)


async def test_release__only_the_time_that_was_missed(desk: Desk, strict: Hall) -> None:
    """Of several times one is lost: the one before, to which they came, and the one after stay; after the last it is no cancelled one."""
    one = await desk.organisation()
    row = await desk.book(strict.room.id, one, *(desk.times(10, days=days) for days in (2, 3, 4)))
    await at(desk, desk.at(9.75), desk.of(one)).run(commands.check_in, row.id)
    assert await found(desk, desk.at(10.5)) == []
    for days, kept in ((3, ["kept", "cancelled", "kept"]), (4, ["kept", "cancelled", "cancelled"])):
        late = at(desk, desk.at(10.5, days=days))
        assert await found(desk, late.now()) == [row.id]
        await late.run(commands.release, row.id)
        now: Booking = await late.read(queries.booking, row.id)
        assert ([each["kept"] for each in now.occurrences], now.status.value) == (kept, "confirmed")
    assert await desk.taken(row.id) == 1


async def test_release__not_where_nobody_asks_for_it_and_no_room_of_a_meeting(desk: Desk, builder: Builder) -> None:
    """Switched off, by default; off again meanwhile; and a meeting is never sent out of its room."""
    hall = await builder.everything()
    one = await desk.organisation()
    row = await desk.book(hall.room.id, one, desk.times(10, 2))
    assert await found(desk, desk.at(11)) == []
    with pytest.raises(Irrelevant, match="not_to_release"):
        await at(desk, desk.at(11)).run(commands.release, row.id)
    await desk.execute("UPDATE facilities.space SET rules = rules || '{\"check_in_minutes\"\\: 15}'")
    assert await found(desk, desk.at(11)) == [row.id]
    await desk.execute("UPDATE facilities.booking SET meeting_id = id, schedule_version = 1")
    assert await found(desk, desk.at(11)) == []
    with pytest.raises(Irrelevant, match="not_to_release"):
        await at(desk, desk.at(11)).run(commands.release, row.id)


async def test_check_in_and_release_at_once__one_of_them(desk: Desk, strict: Hall) -> None:
    """Whoever comes first: who has said that they are there stays, who was let go cannot say so any more."""
    one = await desk.organisation()
    ends = set()
    for number in range(10):
        row = await desk.book(strict.room.id, one, desk.times(8 + number, 1))
        late = desk.at(8 + number) + 15 * MINUTE
        there, clock = at(desk, late, desk.of(one)), at(desk, late)
        tries = [there.run(commands.check_in, row.id), clock.run(commands.release, row.id)]
        came, gone = await asyncio.gather(*(tries if number % 2 else reversed(tries)), return_exceptions=True)
        assert len([each for each in (came, gone) if isinstance(each, BaseException)]) == 1
        status = await desk.scalar("SELECT status FROM facilities.booking WHERE id = :id", id=row.id)
        ends.add((status, await desk.taken(row.id), len(await whys(desk, row.id))))
    assert ends <= {("confirmed", 1, 0), ("cancelled", 0, 1)}


def test_release__the_clock_does_it() -> None:
    """A job among those of the service."""
    assert commands.release in {job.command for job in SERVICE.clock}
