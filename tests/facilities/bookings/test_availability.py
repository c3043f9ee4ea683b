"""What the database says is free, against the rules in Python that decide about a booking: hours, overrides, buffers, whole days."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from tests.facilities.bookings.conftest import Desk
from tests.facilities.conftest import Builder

from chassis.outbox import new_id
from chassis.values import DAY
from facilities.bookings import queries
from facilities.bookings.commands.slots import take
from facilities.bookings.domain.free import instant, joined, left, seconds
from facilities.bookings.domain.times import Around, Occurrence, blocking, slots
from facilities.bookings.queries.picture import Picture, pictures
from facilities.bookings.schemas import AvailabilityOut
from facilities.spaces import queries as spaces
from facilities.spaces.domain.hours import clock_of, moment
from facilities.spaces.tables import Site, Space

DAYS = [date(2027, 3, 25), date(2027, 10, 28), date(2027, 7, 5)]
"""The clock is put forward on 28 March 2027, back on 31 October; in July nothing happens."""
STATES = ["open", "open", "with_key", "by_appointment", "closed", "staff_only", "maintenance"]


class County:
    """Sites whose hours, trees, rules and bookings nobody would think of."""

    def __init__(self, builder: Builder, desk: Desk, seed: int) -> None:
        self.builder = builder
        self.desk = desk
        self.random = Random(seed)
        self.first = DAYS[seed % len(DAYS)]

    async def site(self) -> list[Space]:
        """A hall with halves, one of them with parts of its own, and a room; each may have hours of its own."""
        site = await self.builder.site()
        await self.builder.hours(site, rules=[{"weekdays": [], "starts": "06:00", "ends": "23:00"}])
        hall = await self._space(site)
        one, two = await self._space(site, hall), await self._space(site, hall)
        found = [hall, one, two, await self._space(site, one), await self._space(site, one), await self._space(site)]
        for _ in range(self.random.randrange(2, 9)):
            await self.builder.hours(site, self.random.choice([None, None, *found]), **self._hours())
        return found

    async def taken(self, found: Sequence[Space]) -> None:
        """Bookings and blocked times, none too far from the days that are asked about."""
        for _ in range(12):
            space = self.random.choice(found)
            leaves = await self.desk.house.read(spaces.leaves_of, space.id)
            times = self._times(15)
            if self.random.random() < 0.25:
                await self.desk.house.run(take, blocking(times, leaves), blocked_id=await self._blocked(space, times))
            else:
                around = Around(timedelta(minutes=self.random.choice([0, 0, 20])), timedelta(minutes=self.random.choice([0, 45])))
                await self.desk.house.run(take, slots([times], leaves, around), booking_id=await self._booking(space))

    async def rules_change(self, found: Sequence[Space]) -> None:
        """What was booked by the old buffers stays as it was."""
        for space in found:
            await self.desk.execute(f"UPDATE facilities.space SET rules = rules || '{self._rules()}' WHERE id = '{space.id}'")

    async def _blocked(self, space: Space, times: Occurrence) -> UUID:
        id = new_id()
        await self.desk.execute(f"""
            INSERT INTO facilities.blocked_time (id, version, space_id, starts_at, ends_at, grounds)
            VALUES ('{id}', 1, '{space.id}', '{times.starts_at}', '{times.ends_at}', 'Huolto')
        """)
        return id

    async def _space(self, site: Site, parent: Space | None = None) -> Space:
        return await self.builder.space(site, published=False, rules=self._buffers(), parent_id=parent and parent.id)

    async def _booking(self, space: Space) -> UUID:
        """A holder of rows: nothing else of it matters here."""
        id = new_id()
        await self.desk.execute(f"""
            INSERT INTO facilities.booking (id, version, sequence, space_id, acting, purpose, free_use, booked_by, status, occurrences,
                begins, ends, asked_at, reasons, before_minutes, after_minutes, calendar_sequence, changed_at)
            VALUES ('{id}', 1, 0, '{space.id}', '{{}}', 'Ryhmä', '{{}}', '{id}', 'confirmed', '[]', now(), now(), now(), '[]', 0, 0, 0, now())
        """)
        return id

    def _buffers(self) -> dict[str, Any]:
        choice = self.random.choice
        return {
            "before_minutes": choice([0, 0, 30, 720]), "after_minutes": choice([0, 15, 90]), "block_whole_day": choice([False, False, True]),
        }

    def _rules(self) -> str:
        return json.dumps(self._buffers()).replace(":", "\\:")

    def _times(self, days: int) -> Occurrence:
        starts = moment(self.first - 3 * DAY, 0) + timedelta(minutes=15 * self.random.randrange(days * 96))
        return Occurrence(starts, starts + timedelta(minutes=15 * self.random.choice([1, 4, 4, 10, 200])))

    def _hours(self) -> dict[str, Any]:
        random = self.random
        since = None if random.random() < 0.2 else self.first + random.randrange(-8, 8) * DAY
        until = None if random.random() < 0.2 else (since or self.first) + random.choice([1, 1, 2, 7, 7, 14]) * DAY
        rules = [self._rule() for _ in range(random.choice([0, 1, 1, 2, 3]))]
        return {
            "valid_from": since, "valid_until": until, "override": random.random() < 0.6, "state": random.choice(STATES), "rules": rules,
        }

    def _rule(self) -> dict[str, Any]:
        random = self.random
        starts, ends = sorted(random.sample(range(97), 2))
        over = random.random() < 0.3 and starts > 0
        starts, ends = (ends, starts) if over else (starts, ends)
        if starts == 96:
            starts = 95
        weekdays = random.choice([[], [], [7], [1, 7], [random.randrange(1, 8), 7], [5, 6]])
        state = random.choice([None, None, None, *STATES])
        return {"weekdays": sorted(set(weekdays)), "starts": _clock(starts), "ends": _clock(ends), "ends_next_day": over, "state": state}


@pytest.mark.parametrize("seed", range(24))
async def test_availability__is_what_the_rules_say(builder: Builder, desk: Desk, seed: int) -> None:
    """F1, F3, F14 and both clock changes, in a county drawn by chance: the same instants as the rules in Python find."""
    await builder.areas()
    await builder.usage_rules()
    county = County(builder, desk, seed)
    found = [space for _ in range(3) for space in await county.site()]
    await county.taken(found)
    await county.rules_change(found)
    ids = [space.id for space in found]
    for first, until in ((county.first, county.first + 7 * DAY), (county.first + 3 * DAY, county.first + 4 * DAY)):
        seen = await desk.house.read(pictures, ids, first, until)
        said = AvailabilityOut.model_validate_json(await desk.house.read(queries.availability, ids, first, until))
        assert (said.from_, said.until, [each.space_id for each in said.spaces]) == (first, until, ids)
        for each in said.spaces:
            assert plain(each.free) == instants(seen[each.space_id].free())
            assert plain(each.taken) == instants(used(seen[each.space_id], first, until))


async def test_availability__a_day_of_23_and_of_25_hours(builder: Builder, desk: Desk) -> None:
    """Hours that begin in the hour which the clock skips, or shows twice: the moment of the skip, and the first of both."""
    await builder.areas()
    await builder.usage_rules()
    site = await builder.site()
    await builder.hours(site, rules=[{"weekdays": [7], "starts": "03:30", "ends": "24:00"}])
    room = await builder.space(site)
    for day, starts, hours in ((date(2027, 3, 28), "2027-03-28T01:00:00+00:00", 20), (date(2027, 10, 31), "2027-10-31T00:30:00+00:00", 21.5)):
        said = AvailabilityOut.model_validate_json(await desk.house.read(queries.availability, [room.id], day, day + DAY))
        ((free,),) = [each.free for each in said.spaces]
        assert free["starts_at"] == datetime.fromisoformat(starts)
        assert free["ends_at"] - free["starts_at"] == timedelta(hours=hours)


def used(seen: Picture, first: date, until: date) -> list[tuple[int, int]]:
    """When any part of it is in use, within these days."""
    window = [(seconds(moment(first, 0)), seconds(moment(until, 0)))]
    taken = joined((row.starts, row.ends) for row in seen.taken)
    return left(window, left(window, taken))


def plain(found: Sequence[Any]) -> list[tuple[datetime, datetime]]:
    return [(each["starts_at"], each["ends_at"]) for each in found]


def instants(found: Sequence[tuple[int, int]]) -> list[tuple[datetime, datetime]]:
    return [(instant(starts), instant(ends)) for starts, ends in found]


def _clock(quarter: int) -> str:
    return clock_of(15 * quarter)
