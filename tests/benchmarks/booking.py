"""Bookings: what is free over HTTP, and who wins, each against the same SQL by asyncpg."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from time import perf_counter
from typing import Final
from uuid import UUID

import asyncpg
from tests.benchmarks.api import looped
from tests.benchmarks.calling import SECONDS, asked, head
from tests.benchmarks.county import signed_in
from tests.benchmarks.imports import SEED
from tests.benchmarks.runner import Benchmark, Side, Stage
from tests.facilities.conftest import Builder

from chassis.database import Database
from chassis.outbox import new_id
from chassis.problems import Refused
from chassis.testing import APP, House, address, cloned, make_template
from chassis.values import DAY, HELSINKI, today
from chassis.work import UnitOfWork
from facilities.bookings import commands
from facilities.bookings.commands.slots import let_go, take
from facilities.bookings.domain.times import Occurrence, Slot, slots
from facilities.bookings.schemas import Book, TimesBody
from facilities.main import SERVICE
from facilities.spaces import queries as spaces
from facilities.spaces.domain.hours import moment
from facilities.spaces.domain.rules import Leaf
from yhdyspinta_local.parts import Issuer, ServiceProcess, Surroundings

ROOMS: Final = 50
BOOKINGS: Final = 20_000
DAYS: Final = 180
AT_ONCE: Final = 50
HOT: Final = 20
"""Half hours for which all of them compete."""

_FILL: Final = f"""
WITH wanted AS (
    SELECT gen_random_uuid() AS id, $1::uuid[] AS rooms, n % {ROOMS} AS room, n / {ROOMS} AS nth
    FROM generate_series(0, {BOOKINGS - 1}) AS n
), placed AS (
    SELECT id, rooms[room + 1] AS space_id,
        $2::timestamptz + (nth * {DAYS} / {BOOKINGS // ROOMS}) * interval '1 day' + (8 + 2 * (nth % 6)) * interval '1 hour' AS begins
    FROM wanted
), booked AS (
    INSERT INTO facilities.booking (id, version, sequence, space_id, acting, purpose, free_use, booked_by, status, occurrences, begins,
        ends, reasons, before_minutes, after_minutes, calendar_sequence, changed_at)
    SELECT id, 1, 0, space_id, '{{}}', 'Ryhmä', '{{}}', id, 'confirmed', '[]', begins, begins + interval '1 hour', '[]', 0, 0, 0, now()
    FROM placed RETURNING id
)
INSERT INTO facilities.slot (leaf_id, booking_id, starts_at, ends_at, occupied_from, occupied_until)
SELECT space_id, id, begins, begins + interval '1 hour', begins, begins + interval '1 hour' FROM placed ON CONFLICT DO NOTHING
"""
_TAKEN: Final = """
SELECT s.leaf_id, s.starts_at, s.ends_at, s.occupied_from, s.occupied_until FROM facilities.slot AS s
JOIN facilities.space_leaf AS l USING (leaf_id)
WHERE l.space_id = ANY($1) AND tstzrange(s.starts_at, s.ends_at) && tstzrange($2, $3)
"""


@dataclass(frozen=True, slots=True)
class Rooms:
    """Facilities with rooms and bookings in them."""

    port: int
    token: str
    pool: asyncpg.Pool
    ids: Sequence[UUID]
    first: datetime


@asynccontextmanager
async def filled(stage: Stage) -> AsyncIterator[Rooms]:
    """One API process as in production over fifty rooms and 20,000 bookings."""
    bare = f"bench_{new_id().hex}"
    await make_template(stage.admin, bare, [SERVICE])
    issuer = Issuer(stage.folder)
    issuer.start()
    async with cloned(stage.admin, bare) as name:
        house = House.over(SERVICE, stage.admin, name)
        builder = Builder(house)
        hall = await builder.everything()
        ids = [(await builder.space(hall.site, f"Huone {n}")).id for n in range(ROOMS)]
        first = moment(today(house.now()) + DAY, 0)
        await house.close()
        at = address(stage.admin, name, SERVICE.name, APP)
        around = Surroundings("", "", at, "", issuer.url, "", "only-for-benchmarks-only", env="test")
        many = {"YHDYSPINTA_RATE_PER_MINUTE": "100000000", "YHDYSPINTA_RATE_BURST": "1000000"}
        process = ServiceProcess("facilities", "api", around, log=stage.folder / "facilities.log", more=many)
        process.start()
        try:
            issuer.wait_ready()
            process.wait_ready()
            async with asyncpg.create_pool(at, min_size=10, max_size=10) as pool:
                await pool.execute(_FILL, ids, first)
                await pool.execute("ANALYZE facilities.slot")
                yield Rooms(process.port, signed_in(issuer), pool, ids, first)
        finally:
            process.stop()
            issuer.stop()


@asynccontextmanager
async def availability(stage: Stage) -> AsyncIterator[Mapping[str, Side]]:
    """What is free of fifty rooms in a week: hours, buffers and what is taken. The floor fetches what is taken, and no more."""
    rooms = await stage.once(filled)
    weeks = [rooms.first + n * DAY for n in range(100)]
    which = "&".join(f"space_id={id}" for id in rooms.ids)
    days = [week.astimezone(HELSINKI).date() for week in weeks]
    sent = cycle(head("GET", f"/v1/availability?{which}&from={day}&until={day + 7 * DAY}", rooms.token) for day in days)
    asked_for = cycle(weeks)

    async def floor(connection: asyncpg.Connection) -> None:
        week = next(asked_for)
        await connection.fetch(_TAKEN, rooms.ids, week, week + 7 * DAY)

    yield {
        "GET /v1/availability": lambda: asked(rooms.port, lambda: next(sent)),
        "SELECT what is taken": lambda: looped(rooms.pool, floor),
    }


_BARE: Final = """
INSERT INTO facilities.slot (leaf_id, booking_id, starts_at, ends_at, occupied_from, occupied_until)
SELECT leaf, $1, starts, ends, since, until FROM unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[],
    $6::timestamptz[]) AS t (leaf, starts, ends, since, until) ORDER BY leaf, starts
ON CONFLICT DO NOTHING RETURNING leaf_id, starts_at
"""


@dataclass(frozen=True, slots=True)
class Contest:
    """Fifty who want the same few half hours; who wins lets go at once, so that it goes on."""

    house: House
    pool: asyncpg.Pool
    bookings: Sequence[UUID]
    """Of each a row of its own: the slots of one holder never meet."""
    wanted: Callable[[], Sequence[Slot]]
    wish: Callable[[], Book]

    async def by_unit(self, booking_id: UUID) -> None:
        """The step that decides, in a unit of work, before anything is announced."""
        rows = self.wanted()

        async def attempt(uow: UnitOfWork) -> bool:
            return len(await take(uow, rows, booking_id=booking_id)) == len(rows)

        async def give_back(uow: UnitOfWork) -> None:
            await let_go(uow, booking_id)

        await self.house.run(attempt)
        await self.house.run(give_back)

    async def by_statement(self, booking_id: UUID) -> None:
        rows = self.wanted()
        columns = ([getattr(row, name) for row in rows] for name in _COLUMNS)
        async with self.pool.acquire() as connection:
            await connection.fetch(_BARE, booking_id, *columns)
            await connection.execute("DELETE FROM facilities.slot WHERE booking_id = $1", booking_id)

    async def by_command(self, _: UUID) -> None:
        """All of it: rules, hours, the booking, its event and snapshot, the audit."""
        try:
            row = await self.house.run(commands.book, self.wish())
        except Refused:
            return
        await self.pool.execute("DELETE FROM facilities.slot WHERE booking_id = $1", row.id)

    async def rate(self, attempt: Callable[[UUID], Awaitable[None]]) -> float:
        """Attempts per second, won or lost."""
        began = perf_counter()

        async def task(booking_id: UUID) -> int:
            done = 0
            while perf_counter() - began < SECONDS:
                await attempt(booking_id)
                done += 1
            return done

        return sum(await asyncio.gather(*map(task, self.bookings))) / (perf_counter() - began)


_COLUMNS: Final = ("leaf_id", "starts_at", "ends_at", "occupied_from", "occupied_until")


@asynccontextmanager
async def contest(stage: Stage, *, tree: bool) -> AsyncIterator[Mapping[str, Side]]:
    bare = f"bench_{new_id().hex}"
    await make_template(stage.admin, bare, [SERVICE])
    async with cloned(stage.admin, bare) as name:
        house = House.over(SERVICE, stage.admin, name)
        house.database = Database(house.settings.database_url, SERVICE.tables, pool_size=AT_ONCE)
        hall = await Builder(house).everything(**({"before_minutes": 15, "after_minutes": 30} if tree else {}))
        parts: dict[UUID, Sequence[Leaf]] = {}
        for part in (hall.hall, hall.left, hall.right):
            parts[part.id] = await house.read(spaces.leaves_of, part.id)
        first, chance = moment(today(house.now()) + 2 * DAY, 8 * 60), random.Random(SEED)

        def times() -> list[Occurrence]:
            weeks = range(4 if tree else 1)
            starts = first + chance.randrange(HOT) * timedelta(minutes=30)
            long = chance.choice([1, 2, 3, 4]) * timedelta(minutes=30)
            return [Occurrence(starts + 7 * week * DAY, starts + 7 * week * DAY + long) for week in weeks]

        def space() -> UUID:
            return chance.choice(list(parts)) if tree else hall.left.id

        def wish() -> Book:
            said = [TimesBody(starts_at=each.starts_at, ends_at=each.ends_at) for each in times()]
            return Book(space_id=space(), purpose="Ryhmä", occurrences=said)

        at = address(stage.admin, name, SERVICE.name, APP)
        async with asyncpg.create_pool(at, min_size=AT_ONCE, max_size=AT_ONCE) as pool:
            made = Contest(house, pool, await _rows(pool, hall.left.id), lambda: slots(times(), parts[space()]), wish)
            yield {
                "slots in a unit of work": lambda: made.rate(made.by_unit),
                "INSERT … ON CONFLICT": lambda: made.rate(made.by_statement),
                "the whole command": lambda: made.rate(made.by_command),
            }
        await house.close()


async def _rows(pool: asyncpg.Pool, space_id: UUID) -> list[UUID]:
    """Bookings on which slots can hang."""
    rows = await pool.fetch(f"""
        INSERT INTO facilities.booking (id, version, sequence, space_id, acting, purpose, free_use, booked_by, status, occurrences,
            begins, ends, reasons, before_minutes, after_minutes, calendar_sequence, changed_at)
        SELECT gen_random_uuid(), 1, 0, $1, '{{}}', 'Ryhmä', '{{}}', $1, 'confirmed', '[]', now(), now(), '[]', 0, 0, 0, now()
        FROM generate_series(1, {AT_ONCE}) RETURNING id
    """, space_id)
    return [row["id"] for row in rows]


@asynccontextmanager
async def leaf(stage: Stage) -> AsyncIterator[Mapping[str, Side]]:
    """Fifty at once for twenty half hours of one room."""
    async with contest(stage, tree=False) as sides:
        yield sides


@asynccontextmanager
async def tree(stage: Stage) -> AsyncIterator[Mapping[str, Side]]:
    """Fifty at once for a hall and its halves, with buffers, four weeks each: four to eight rows."""
    async with contest(stage, tree=True) as sides:
        yield sides


BENCHMARKS: Final = (
    Benchmark("availability", "requests/s", availability, goal=1.0),
    Benchmark("booking_leaf", "attempts/s", leaf, goal=0.8),
    Benchmark("booking_tree", "attempts/s", tree, goal=0.35),
)
