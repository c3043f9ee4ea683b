"""Who wins a room: the statement that decides, against the barest one that never books twice.

Ours writes a row for each leaf and occurrence, under two exclusions, with buffers and foreign keys; more than one row all or nothing
in a transaction. The floor writes one row into a table with one exclusion, by itself. Both are run by asyncpg and come before the
outbox; what the unit of work and the whole command cost beyond it stands beside them.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from time import perf_counter
from typing import Any, Final
from uuid import UUID

import asyncpg
from tests.benchmarks.booking import HOT
from tests.benchmarks.calling import SECONDS
from tests.benchmarks.imports import SEED
from tests.benchmarks.runner import Benchmark, Side, Stage
from tests.benchmarks.statements import DIALECT, places
from tests.facilities.bookings.conftest import OVERLAPS
from tests.facilities.conftest import Builder

from chassis.database import Database
from chassis.outbox import new_id
from chassis.problems import Refused
from chassis.testing import APP, House, address, cloned, make_template
from chassis.values import DAY, today
from chassis.work import UnitOfWork
from facilities.bookings import commands
from facilities.bookings.commands.slots import insertion, take
from facilities.bookings.domain.times import Occurrence, Slot, slots
from facilities.bookings.schemas import Book, TimesBody
from facilities.main import SERVICE
from facilities.spaces import queries as spaces
from facilities.spaces.domain.hours import moment
from facilities.spaces.domain.rules import Leaf

AT_ONCE: Final = 50
_BARE_TABLE: Final = """
CREATE TABLE public.bare (
    room uuid NOT NULL, holder uuid NOT NULL, during tstzrange NOT NULL, EXCLUDE USING gist (room WITH =, during WITH &&)
);
CREATE INDEX ON public.bare (holder);
GRANT ALL ON public.bare TO PUBLIC
"""
_BARE: Final = """
INSERT INTO public.bare (room, holder, during) VALUES ($1, $2, tstzrange($3, $4)) ON CONFLICT DO NOTHING RETURNING room
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
    ours: str
    """The statement of `slots.take`, as it goes to the database."""

    async def by_our_statement(self, booking_id: UUID) -> None:
        """The product's own. One row is all or nothing by itself; more stand or fall together."""
        rows = self.wanted()
        values = _values(booking_id, rows)
        async with self.pool.acquire() as connection:
            if len(rows) == 1:
                won = await connection.fetch(self.ours, *values)
            else:
                transaction = connection.transaction()
                await transaction.start()
                won = await connection.fetch(self.ours, *values)
                await (transaction.commit() if len(won) == len(rows) else transaction.rollback())
            if len(won) == len(rows):
                await connection.execute("DELETE FROM facilities.slot WHERE booking_id = $1", booking_id)

    async def by_bare_statement(self, booking_id: UUID) -> None:
        row = self.wanted()[0]
        async with self.pool.acquire() as connection:
            if await connection.fetch(_BARE, row.leaf_id, booking_id, row.starts_at, row.ends_at):
                await connection.execute("DELETE FROM public.bare WHERE holder = $1", booking_id)

    async def by_unit(self, booking_id: UUID) -> None:
        """The same step in a unit of work, with its audit; who loses gives up all that it did."""
        rows = self.wanted()

        async def attempt(uow: UnitOfWork) -> None:
            if len(await take(uow, rows, booking_id=booking_id)) < len(rows):
                raise Lost

        try:
            await self.house.run(attempt)
        except Lost:
            return
        await self.pool.execute("DELETE FROM facilities.slot WHERE booking_id = $1", booking_id)

    async def by_command(self, _: UUID) -> None:
        """All of it: rules, hours, the booking, its event and snapshot, the audit."""
        try:
            row = await self.house.run(commands.book, self.wish())
        except Refused:
            return
        await self.pool.execute("DELETE FROM facilities.slot WHERE booking_id = $1", row.id)

    async def rate(self, attempt: Callable[[UUID], Awaitable[None]]) -> float:
        """Attempts per second, won or lost. Without one deadlock, and no two meet."""
        began = perf_counter()

        async def task(booking_id: UUID) -> int:
            done = 0
            while perf_counter() - began < SECONDS:
                await attempt(booking_id)
                done += 1
            return done

        found = sum(await asyncio.gather(*map(task, self.bookings))) / (perf_counter() - began)
        if wrong := await self.pool.fetchrow(_WRONG):
            raise RuntimeError(f"booked twice, or waited in a circle: {dict(wrong)}")
        return found


_COLUMNS: Final = ("leaf_id", "starts_at", "ends_at", "occupied_from", "occupied_until")
_WRONG: Final = f"""
SELECT ({OVERLAPS}) AS overlaps, deadlocks FROM pg_stat_database
WHERE datname = current_database() AND (({OVERLAPS}) > 0 OR deadlocks > 0)
"""


def _ours(example: Sequence[Slot]) -> str:
    """As it goes to the database, with its values in the order of `_values`."""
    made = insertion(example, booking_id=UUID(int=0)).compile(dialect=DIALECT)
    given = [made.params[name] for name in places(made)]
    if given != _values(UUID(int=0), example):
        raise RuntimeError(f"the statement is given {given}")
    return str(made)


def _values(booking_id: UUID, rows: Sequence[Slot]) -> list[Any]:
    """Of one row its columns; of more, the holder and a list for each of the columns."""
    if len(rows) == 1:
        leaf_id, *times = (getattr(rows[0], name) for name in _COLUMNS)
        return [leaf_id, booking_id, None, *times]
    return [booking_id, *([getattr(row, name) for row in rows] for name in _COLUMNS)]


class Lost(Exception):
    """Somebody was first."""


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

        administrator = await asyncpg.connect(f"{stage.admin.rpartition('/')[0]}/{name}")
        await administrator.execute(_BARE_TABLE)
        await administrator.close()
        at = address(stage.admin, name, SERVICE.name, APP)
        async with asyncpg.create_pool(at, min_size=AT_ONCE, max_size=AT_ONCE) as pool:
            ours = _ours(slots(times(), parts[hall.left.id]))
            made = Contest(house, pool, await _rows(pool, hall.left.id), lambda: slots(times(), parts[space()]), wish, ours)
            yield {
                "our statement": lambda: made.rate(made.by_our_statement),
                "one row, one exclusion": lambda: made.rate(made.by_bare_statement),
                "ours in a unit of work": lambda: made.rate(made.by_unit),
                "the whole command": lambda: made.rate(made.by_command),
            }
        await house.close()


async def _rows(pool: asyncpg.Pool, space_id: UUID) -> list[UUID]:
    """Bookings on which slots can hang."""
    rows = await pool.fetch(f"""
        INSERT INTO facilities.booking (id, version, sequence, space_id, acting, purpose, free_use, booked_by, status, occurrences,
            begins, ends, asked_at, reasons, before_minutes, after_minutes, calendar_sequence, changed_at)
        SELECT gen_random_uuid(), 1, 0, $1, '{{}}', 'Ryhmä', '{{}}', $1, 'confirmed', '[]', now(), now(), now(), '[]', 0, 0, 0, now()
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
    Benchmark("booking_leaf", "Contested room: the statement that decides", "attempts/s", leaf, {"one row, one exclusion": 0.8}),
    Benchmark("booking_tree", "Contested tree with buffers, 4 to 8 rows", "attempts/s", tree, {"one row, one exclusion": 0.35}),
)
