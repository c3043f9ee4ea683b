"""Bookings as calendar files, read back by two readers: days of summer time, the doubled hour, what a move leaves over."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from tests.facilities.bookings.conftest import Desk
from tests.facilities.conftest import Hall
from tests.notifications.calendar.reading import Read, agreed

from chassis.outbox import new_id
from chassis.work import UnitOfWork
from facilities.bookings import commands, queries
from facilities.bookings.domain.plans import Planned
from facilities.bookings.domain.states import Status
from facilities.bookings.domain.times import Occurrence
from facilities.bookings.queries.shown import stored
from facilities.bookings.schemas import Cancel, Move
from facilities.bookings.tables import Booking

HOUR = timedelta(hours=1)
SPRING, AUTUMN = datetime(2027, 3, 28, tzinfo=UTC), datetime(2027, 10, 31, tzinfo=UTC)


async def stands(desk: Desk, space_id: UUID, *times: Occurrence) -> Booking:
    """A confirmed booking of these times, whatever the hours of the space."""
    plan = [Planned(each.starts_at.date(), each, "") for each in times]
    row = Booking(
        id=new_id(), space_id=space_id, purpose="Yövuoro", booked_by=UUID(int=1), status=Status.CONFIRMED,
        occurrences=[stored(n, each) for n, each in enumerate(plan)], begins=times[0].starts_at, ends=times[-1].ends_at,
        asked_at=desk.house.now(), changed_at=desk.house.now(),
    )

    async def keep(uow: UnitOfWork) -> None:
        uow.add(row)

    await desk.house.run(keep)
    return row


async def booking_read(desk: Desk, id: UUID) -> list[Read]:
    return agreed((await desk.house.read(queries.booking_calendar, id)).encode())[1]


@pytest.mark.parametrize(("starts", "hours", "local"), [
    (SPRING - HOUR, 1.5, "20270328T010000"),  # up to the hour that is not there
    (SPRING + 0.5 * HOUR, 1, "20270328T023000"),  # over it
    (SPRING + HOUR, 1, "20270328T040000"),  # the first hour of summer time
    (AUTUMN, 0.5, "20271031T030000"),  # within the first pass of the doubled hour
    (AUTUMN + 0.5 * HOUR, 1, None),  # from the first pass to the second
    (AUTUMN + HOUR, 0.5, None),  # within the second pass
    (AUTUMN + 1.5 * HOUR, 2, None),  # out of it
    (AUTUMN + 2 * HOUR, 1, "20271031T040000"),
])  # fmt: skip
async def test_times__both_readers_read_the_very_instants(
    desk: Desk, hall: Hall, starts: datetime, hours: float, local: str | None
) -> None:
    """`local`: how it stands in the file; nothing where local time cannot name it and UTC stands there."""
    times = Occurrence(starts, starts + hours * HOUR)
    row = await stands(desk, hall.room.id, times)
    for content in (await desk.house.read(queries.booking_calendar, row.id), await desk.house.read(queries.space_calendar, hall.room.id)):
        _, (read,) = agreed(content.encode())
        assert (read.starts, read.ends) == (times.starts_at, times.ends_at)
        written = f"DTSTART;TZID=Europe/Helsinki:{local}" if local else f"DTSTART:{starts:%Y%m%dT%H%M%SZ}"
        assert written in content.splitlines()


async def test_series__over_both_changes_of_the_clock(desk: Desk, hall: Hall) -> None:
    """One file, many years of rules."""
    times = [Occurrence(day + n * HOUR, day + (n + 1) * HOUR) for day in (SPRING, AUTUMN, SPRING + 364 * 24 * HOUR) for n in range(-2, 6)]
    row = await stands(desk, hall.room.id, *times)
    assert [(read.starts, read.ends) for read in await booking_read(desk, row.id)] == [(each.starts_at, each.ends_at) for each in times]


async def test_moved__to_fewer_times_what_is_over_is_cancelled(desk: Desk, hall: Hall) -> None:
    """Who has taken up three entries is told of all three: a calendar forgets none by itself."""
    organisation = await desk.organisation()
    row = await desk.book(hall.room.id, organisation, *(desk.times(hour) for hour in (10, 12, 14)))
    before = await booking_read(desk, row.id)
    await desk.of(organisation).run(commands.move, row.id, Move(occurrences=[desk.times(16)]))
    after = await booking_read(desk, row.id)
    assert [read.uid for read in after] == [read.uid for read in before]
    assert [(read.status, read.sequence) for read in after] == [("CONFIRMED", 1), ("CANCELLED", 1), ("CANCELLED", 1)]
    assert [read.starts for read in after] == [desk.at(16), desk.at(12), desk.at(14)]
    assert await desk.taken(row.id) == 1
    await desk.of(organisation).run(commands.move, row.id, Move(occurrences=[desk.times(10), desk.times(12)]))
    again = await booking_read(desk, row.id)
    assert [read.uid for read in again] == [read.uid for read in before]
    assert [(read.status, read.sequence) for read in again] == [("CONFIRMED", 2), ("CONFIRMED", 2), ("CANCELLED", 2)]


async def test_moved__after_some_were_cancelled(desk: Desk, hall: Hall) -> None:
    organisation = await desk.organisation()
    row = await desk.book(hall.room.id, organisation, desk.times(10), desk.times(12, days=4))
    await desk.of(organisation).run(commands.cancel, row.id, Cancel(starts=[desk.at(12, days=4)]))
    await desk.of(organisation).run(commands.move, row.id, Move(occurrences=[desk.times(14)]))
    assert [(read.starts, read.status) for read in await booking_read(desk, row.id)] == [
        (desk.at(14), "CONFIRMED"), (desk.at(12, days=4), "CANCELLED"),
    ]
