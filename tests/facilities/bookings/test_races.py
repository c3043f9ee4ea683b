"""Fifty at once: of all who want the same somebody wins, and nobody else; nobody waits in a circle. F4."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

import pytest
from sqlalchemy import event
from tests.facilities.bookings.conftest import Desk
from tests.facilities.conftest import Builder, Hall

from chassis.database import Database
from chassis.problems import Refused
from chassis.testing import House
from chassis.values import DAY
from facilities.bookings import commands
from facilities.bookings.schemas import BlockTime, Move, SeriesBody, TimesBody
from facilities.main import SERVICE

AT_ONCE = 50
ROUNDS = 4


@pytest.fixture
async def crowd(desk: Desk) -> AsyncIterator[House]:
    """The house with a connection for each of the fifty; at the end, none of them has been in a deadlock."""
    database = Database(desk.house.settings.database_url, SERVICE.tables, pool_size=AT_ONCE)
    faults: list[str] = []
    event.listen(database.engine.sync_engine, "handle_error", lambda context: faults.append(repr(context.original_exception)))
    before = await desk.deadlocks()
    yield replace(desk.house, database=database)
    await database.close()
    assert [fault for fault in faults if "eadlock" in fault] == []
    await asyncio.sleep(0.2)
    assert await desk.deadlocks() == before


async def race(*attempts: Callable[[], Awaitable[object]]) -> Counter[str]:
    """All at once; how many won, how many were told that it is taken. Anything else is a fault."""

    async def one(attempt: Callable[[], Awaitable[object]]) -> str:
        try:
            await attempt()
        except Refused as no:
            (code,) = {reason.problem.code for reason in no.reasons}
            return code
        return "won"

    return Counter(await asyncio.gather(*map(one, attempts)))


KINDS = ["plain", "buffered", "tree", "whole_day", "series", "tree_with_buffers_and_series"]


@pytest.mark.parametrize("kind", KINDS)
async def test_fifty_at_once__one_wins(builder: Builder, desk: Desk, crowd: House, kind: str) -> None:
    """All overlap one another in every pair: exactly one wins in each round."""
    rules: dict[str, Any] = {"after_minutes": 30, "before_minutes": 45} if "buffer" in kind else {}
    hall = await builder.everything(**rules | ({"block_whole_day": True} if kind == "whole_day" else {}))
    organisation = await desk.organisation()
    random = Random(kind)
    for number in range(ROUNDS):
        days = 2 + number * 3

        def attempt(n: int, days: int = days) -> Callable[[], Awaitable[object]]:
            space = random.choice([hall.hall, hall.hall, hall.left]) if n and "tree" in kind else hall.left
            if "series" in kind:
                times = [desk.times(10 + random.choice([0, 0.25, 0.5]), 1, days=days + 30 * week) for week in range(4)]
                random.shuffle(times)
            else:
                times = [desk.times(10 + random.choice([0, 0.25, 0.5, 0.75]), 1.25, days=days)]
            wish = desk.wish(space.id, organisation, *times)
            return lambda: crowd.run(commands.book, wish)

        found = await race(*(attempt(n) for n in range(AT_ONCE)))
        assert found == {"won": 1, "facilities.booking.taken": AT_ONCE - 1}, f"round {number}"
    assert await desk.overlaps() == 0


async def test_fifty_at_once__halves_and_hall(desk: Desk, hall: Hall, crowd: House) -> None:
    """The hall wins alone, or each half has one winner: nothing between, and never nobody."""
    organisation = await desk.organisation()
    for number in range(ROUNDS):
        days = 2 + number
        spaces = [hall.hall, hall.left, hall.right]
        wishes = [desk.wish(spaces[n % 3].id, organisation, desk.times(10, 2, days=days)) for n in range(AT_ONCE)]
        found = await race(*((lambda wish=wish: crowd.run(commands.book, wish)) for wish in wishes))
        assert found["won"] in {1, 2}
        assert await desk.scalar("SELECT count(*) FROM facilities.slot WHERE starts_at = :at", at=desk.at(10, days=days)) == 2
    assert await desk.overlaps() == 0


async def test_fifty_at_once__of_everything(builder: Builder, desk: Desk, crowd: House) -> None:
    """Bookings, series, whole halls, blocked times and moves, with buffers, all in the same few days: whatever happens, no two meet,
    no deadlock, and not everybody loses."""
    hall = await builder.everything(before_minutes=15, after_minutes=30)
    organisation, random = await desk.organisation(), Random(2)
    spaces = [hall.hall, hall.left, hall.right, hall.room]
    mine = [await desk.book(hall.room.id, organisation, desk.times(8 + 2 * n, 1, days=2)) for n in range(6)]

    def times(n: int) -> TimesBody:
        return desk.times(8 + random.randrange(40) / 4, random.choice([1, 1.5, 2]), days=2 + n % 4)

    def attempt(n: int) -> Callable[[], Awaitable[object]]:
        space = random.choice(spaces)
        if n % 10 == 0:
            body = BlockTime(space_id=space.id, starts_at=times(n).starts_at, ends_at=times(n).starts_at + DAY, grounds="Huolto.")
            return lambda: crowd.run(commands.block, body)
        if n % 5 == 0:
            move, row = Move(space_id=space.id, occurrences=[times(0)], grounds="Vaihto."), random.choice(mine)
            return lambda: crowd.run(commands.move, row.id, move)
        many = [desk.times(8 + random.randrange(40) / 4, 1, days=2 + day) for day in random.sample(range(4), 3)]
        wish = desk.wish(space.id, organisation, *(many if n % 3 == 0 else [times(n)]), skip_conflicts=n % 6 == 0)
        return lambda: crowd.run(commands.book, wish)

    won = 0
    for number in range(ROUNDS):
        found = await asyncio.gather(*(attempt(number * AT_ONCE + n)() for n in range(AT_ONCE)), return_exceptions=True)
        faults = [each for each in found if isinstance(each, BaseException) and not isinstance(each, Refused)]
        assert faults == []
        won += sum(not isinstance(each, BaseException) for each in found)
    assert won > ROUNDS
    assert await desk.overlaps() == 0


async def test_two_swap__neither_waits_for_the_other(desk: Desk, hall: Hall, crowd: House) -> None:
    """Each wants what the other has: nobody lets go before he has won, so both stay where they are."""
    organisation = await desk.organisation()
    for number in range(5):
        one = await desk.book(hall.left.id, organisation, desk.times(10, days=2 + number))
        two = await desk.book(hall.right.id, organisation, desk.times(10, days=2 + number))
        there, here = (
            Move(space_id=space.id, occurrences=[desk.times(10, days=2 + number)], grounds="Vaihto.")
            for space in (hall.right, hall.left)
        )
        found = await race(partial(crowd.run, commands.move, one.id, there), partial(crowd.run, commands.move, two.id, here))
        assert found == {"facilities.booking.taken": 2}


async def test_series_with_conflicts_left_out__share_the_days(desk: Desk, hall: Hall, crowd: House) -> None:
    """Ten series over the same ten days, each takes what is left: every day is taken once."""
    organisation = await desk.organisation()
    first = desk.at(10).date()
    series = SeriesBody(weekdays=list(range(1, 8)), first=first, last=first + 9 * DAY, starts="10:00", minutes=60)
    single = desk.wish(hall.room.id, organisation, desk.times(10, days=4))
    wish = desk.wish(hall.room.id, organisation, series=series, skip_conflicts=True)
    found = await race(*((lambda body=body: crowd.run(commands.book, body)) for body in [single, *[wish] * 10]))
    assert found["won"] >= 1
    assert await desk.scalar("SELECT count(*) FROM facilities.slot") == 10
    assert await desk.overlaps() == 0


async def test_confirm_and_expire_at_once__one_of_them(desk: Desk, hall: Hall, crowd: House) -> None:
    """F16: whoever comes first; a booking that was confirmed keeps its time, one that expired frees it once."""
    organisation = await desk.organisation()
    house = desk.house
    for number in range(10):
        held = await desk.book(hall.room.id, organisation, desk.times(10, days=2 + number), hold=True)
        late = crowd.as_(house.actor)
        late.clock = lambda: house.now() + timedelta(minutes=10)
        confirm = crowd.run(commands.confirm, held.id)
        expire = late.run(commands.expire, held.id)
        await asyncio.gather(confirm, expire, return_exceptions=True)
        status = await desk.scalar("SELECT status FROM facilities.booking WHERE id = :id", id=held.id)
        assert (status, await desk.taken(held.id)) in {("confirmed", 1), ("expired", 0)}


