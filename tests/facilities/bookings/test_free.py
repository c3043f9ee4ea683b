"""What is free, from one statement; the first free time is one that really can be booked; calendars, read by another reader."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
import vobject
from tests.facilities.bookings.conftest import Counting, Desk, acting_for
from tests.facilities.conftest import Builder, Hall

from chassis.problems import Refused
from chassis.values import DAY, HELSINKI
from facilities.bookings import commands, queries
from facilities.bookings.queries import Where
from facilities.bookings.schemas import AvailabilityOut, BlockTime, Cancel, Move, SeriesBody, Stretch, TimesBody

QUARTER = timedelta(minutes=15)


def clock(found: list[Stretch]) -> list[tuple[str, str]]:
    return [tuple(each.astimezone(HELSINKI).strftime("%H:%M") for each in (s["starts_at"], s["ends_at"])) for s in found]  # type: ignore[misc]


async def availability(desk: Desk, *spaces: UUID, days: int = 2, many: int = 1) -> AvailabilityOut:
    first = desk.at(0, days=days).astimezone(HELSINKI).date()
    said = await desk.house.read(queries.availability, spaces, first, first + many * DAY)
    return AvailabilityOut.model_validate_json(said)


async def test_availability__fifty_spaces_a_week_in_one_statement(desk: Desk, hall: Hall, counting: Counting) -> None:
    organisation = await desk.organisation()
    spaces = [await desk.builder.space(hall.site, f"Huone {n}") for n in range(46)]
    ids = [space.id for space in (hall.hall, hall.left, hall.right, hall.room, *spaces)]
    for n, space in enumerate(spaces):
        await desk.book(space.id, organisation, *(desk.times(8 + n % 10, days=2 + day) for day in range(7)))
    async with counting() as statements:
        found = await availability(desk, *ids, many=7)
    assert len(statements) == 1
    assert [each.space_id for each in found.spaces] == ids
    assert [len(each.taken) for each in found.spaces] == [0] * 4 + [7] * 46
    hours = [sum((s["ends_at"] - s["starts_at"] for s in each.free), timedelta()) / timedelta(hours=1) for each in found.spaces]
    assert hours == [14 * 7] * 4 + [13 * 7] * 46


async def test_availability__buffers_parts_and_blocked_times(builder: Builder, desk: Desk) -> None:
    """A hall is free where all of it is; beside a booking the buffer is missing on both sides, beside a blocked time on none."""
    hall = await builder.everything(before_minutes=30, after_minutes=15)
    organisation = await desk.organisation()
    await desk.book(hall.left.id, organisation, desk.times(10))
    blocked = BlockTime(space_id=hall.right.id, starts_at=desk.at(15), ends_at=desk.at(16), grounds="Siivous.")
    await desk.house.run(commands.block, blocked)
    found = {each.space_id: each for each in (await availability(desk, hall.hall.id, hall.left.id, hall.right.id)).spaces}
    assert clock(found[hall.left.id].free) == [("08:00", "09:30"), ("11:30", "22:00")]
    assert clock(found[hall.right.id].free) == [("08:00", "15:00"), ("16:00", "22:00")]
    assert clock(found[hall.hall.id].free) == [("08:00", "09:30"), ("11:30", "15:00"), ("16:00", "22:00")]
    assert clock(found[hall.hall.id].taken) == [("10:00", "11:00"), ("15:00", "16:00")]


async def test_availability__is_what_the_database_decides(builder: Builder, desk: Desk) -> None:
    """Each quarter of a day is tried: it can be booked where it was said to be free, and nowhere else."""
    hall = await builder.everything(before_minutes=15, after_minutes=45)
    organisation, random = await desk.organisation(), Random(4)
    for space in (hall.left, hall.right, hall.hall, hall.left, hall.right):
        try:
            await desk.book(space.id, organisation, desk.times(8 + random.randrange(48) / 4, random.choice([0.5, 1])))
        except Refused:
            continue
    (found,) = (await availability(desk, hall.hall.id)).spaces
    possible = 0
    for n in range(14 * 4):
        start = desk.at(8) + n * QUARTER
        said = any(each["starts_at"] <= start and start + QUARTER <= each["ends_at"] for each in found.free)
        wish = desk.wish(hall.hall.id, organisation, TimesBody(starts_at=start, ends_at=start + QUARTER), hold=True)
        try:
            row = await desk.of(organisation).run(commands.book, wish)
        except Refused:
            assert not said, start
        else:
            assert said, start
            possible += 1
            await desk.of(organisation).run(commands.cancel, row.id, Cancel())
    assert 0 < possible < 14 * 4


async def test_availability__of_at_most_sixty_two_days(desk: Desk, hall: Hall) -> None:
    for many in (63, 0, -1):
        with pytest.raises(Refused, match="window_wrong"):
            await availability(desk, hall.room.id, many=many)
    assert (await availability(desk, UUID(int=1))).spaces == []


async def test_first_free__is_one_that_can_be_booked_and_none_before_can(
    builder: Builder, desk: Desk, counting: Counting
) -> None:
    """Exact: over many spaces, by their grid, their buffers, how far ahead they are booked."""
    hall = await builder.everything(start_interval_minutes=30, min_minutes=60, after_minutes=30, min_days_ahead=2)
    organisation = await desk.organisation()
    others = [await builder.space(hall.site, f"Huone {n}", rules={"min_days_ahead": 3 + n}) for n in range(20)]
    await desk.book(hall.room.id, organisation, desk.times(8, 9))
    await desk.book(hall.hall.id, organisation, desk.times(8, 12))
    async with counting() as statements:
        found = await desk.house.read(queries.first_free, Where(municipality="564"), 120, None, 28)
    assert len(statements) <= 3
    assert (found.found[0].space_id, found.found[0].starts_at) == (hall.room.id, desk.at(17.5))
    assert [slot.starts_at for slot in found.found] == sorted(slot.starts_at for slot in found.found)
    assert found.found[3].starts_at == desk.at(8, days=3)
    for slot in found.found[:4]:
        before = TimesBody(starts_at=slot.starts_at - 2 * QUARTER, ends_at=slot.ends_at - 2 * QUARTER)
        with pytest.raises(Refused):
            await desk.book(slot.space_id, organisation, before)
    for slot in found.found:
        if slot.space_id == hall.hall.id:
            continue
        await desk.book(slot.space_id, organisation, TimesBody(starts_at=slot.starts_at, ends_at=slot.ends_at))
    assert len(others) == 20


async def test_first_free__only_where_one_looks(desk: Desk, hall: Hall) -> None:
    async def first(**where: Any) -> list[UUID]:
        return [slot.space_id for slot in (await desk.house.read(queries.first_free, Where(**where), 60, None, 7)).found]

    assert set(await first(persons=50)) == {hall.hall.id}
    assert await first(municipality="305") == []
    assert await first(space_ids=(hall.room.id,)) == [hall.room.id]
    assert await first(features=("computer",)) == []


async def test_booking_calendar__another_reader_reads_it(desk: Desk, hall: Hall) -> None:
    """RFC 5545: the time zone is told, the UID stays, SEQUENCE grows, what was cancelled says so."""
    organisation = await desk.organisation()
    series = SeriesBody(weekdays=[2], first=date(2027, 3, 23), last=date(2027, 4, 6), starts="17:00", minutes=90)
    row = await desk.of(organisation).run(commands.book, desk.wish(hall.room.id, organisation, series=series))
    first = entries(await desk.house.read(queries.booking_calendar, row.id))
    assert [entry.dtstart.value.astimezone(HELSINKI).hour for entry in first] == [17, 17, 17]
    assert {entry.dtend.value - entry.dtstart.value for entry in first} == {timedelta(minutes=90)}
    assert {(entry.summary.value, entry.status.value, entry.sequence.value) for entry in first} == {("Vertaisryhmä", "CONFIRMED", "0")}
    assert first[0].location.value == "Vertaisryhmähuone, Tuiran terveysasema, Valtatie 1, 90500 Oulu"
    start = datetime(2027, 3, 30, 17, tzinfo=HELSINKI)
    await desk.of(organisation).run(commands.cancel, row.id, Cancel(starts=[start]))
    second = entries(await desk.house.read(queries.booking_calendar, row.id))
    assert [entry.uid.value for entry in second] == [entry.uid.value for entry in first]
    assert len({entry.uid.value for entry in second}) == 3
    assert [entry.status.value for entry in second] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert {entry.sequence.value for entry in second} == {"1"}


async def test_booking_calendar__moved_it_is_the_same_entry(desk: Desk, hall: Hall) -> None:
    organisation = await desk.organisation()
    row = await desk.book(hall.room.id, organisation, desk.times(10))
    (before,) = entries(await desk.house.read(queries.booking_calendar, row.id))
    await desk.of(organisation).run(commands.move, row.id, Move(occurrences=[desk.times(12)]))
    (after,) = entries(await desk.house.read(queries.booking_calendar, row.id))
    assert (after.uid.value, after.sequence.value, after.dtstart.value) == (before.uid.value, "1", desk.at(12))


async def test_space_calendar__what_for_is_for_who_may_know(desk: Desk, hall: Hall) -> None:
    """A half shows what its hall is booked for too; a stranger reads that it is taken."""
    organisation = await desk.organisation()
    await desk.book(hall.hall.id, organisation, desk.times(10))
    await desk.book(hall.room.id, organisation, desk.times(12))
    mine = entries(await desk.house.as_(acting_for(organisation)).read(queries.space_calendar, hall.left.id))
    stranger = desk.house.as_(acting_for(await desk.organisation()))
    others = entries(await stranger.read(queries.space_calendar, hall.left.id))
    assert [entry.summary.value for entry in mine] == ["Vertaisryhmä"]
    assert [(entry.summary.value, entry.dtstart.value) for entry in others] == [("Varattu", desk.at(10))]


def entries(content: str) -> list[Any]:
    """As vobject reads them: with their zone from the file."""
    assert max(len(line.encode()) for line in content.split("\r\n")) <= 75
    read = vobject.readOne(content)
    assert [zone.tzid.value for zone in read.vtimezone_list] == ["Europe/Helsinki"]
    return list(getattr(read, "vevent_list", []))


async def test_first_free__hours_that_go_over_midnight(builder: Builder, desk: Desk) -> None:
    """The grid is counted from the evening, also for what begins after midnight; it is what a booking is judged by."""
    await builder.areas()
    site = await builder.site()
    await builder.usage_rules()
    await builder.hours(site, rules=[{"weekdays": [], "starts": "21:30", "ends": "03:30", "ends_next_day": True}])
    room = await builder.space(site, rules={"start_interval_minutes": 60})
    organisation = await desk.organisation()
    await desk.book(room.id, organisation, desk.times(21.5, 2))
    found = await desk.house.read(queries.first_free, Where(space_ids=(room.id,)), 180, desk.at(21), 7)
    assert found.found[0].starts_at == desk.at(23.5)
    after = await desk.house.read(queries.first_free, Where(space_ids=(room.id,)), 60, desk.at(0.25, days=3), 7)
    assert after.found[0].starts_at == desk.at(0.5, days=3)
    await desk.book(room.id, organisation, desk.times(23.5, 3))
    with pytest.raises(Refused, match="off_grid"):
        await desk.book(room.id, organisation, desk.times(1, days=4))
