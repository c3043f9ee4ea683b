"""Bookings: what is free, and who wins; each against bare asyncpg, and beside Django with DRF where that is installed.

What is meant by a ratio: *availability* is HTTP, sign-in and all, against the very same SQL by asyncpg without HTTP, which gives the
same stretches as rows instead of as JSON. *Contested* is the statement that decides in our tables (a row for each leaf and occurrence,
two exclusions, buffers, foreign keys; more than one row all or nothing in a transaction) against the barest statement that never
books twice: one row in a table with one exclusion, by itself. Both are run by asyncpg and come before the outbox; what the unit
of work and the whole command cost beyond it stands below them.
"""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial, reduce
from itertools import cycle
from time import perf_counter
from typing import Any, Final, cast
from uuid import UUID

import asyncpg
from sqlalchemy.dialects.postgresql.asyncpg import dialect as asyncpg_dialect
from sqlalchemy.engine.interfaces import Compiled, Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from tests.benchmarks.api import looped
from tests.benchmarks.calling import SECONDS, Connection, Served, asked, head
from tests.benchmarks.costs import Meter, Round
from tests.benchmarks.county import MANY, issuing, signed_in
from tests.benchmarks.imports import SEED
from tests.benchmarks.peers import serving
from tests.benchmarks.runner import Benchmark, Side, Stage
from tests.facilities.bookings.conftest import OVERLAPS
from tests.facilities.conftest import Builder

from chassis.database import Database
from chassis.outbox import new_id
from chassis.problems import Refused
from chassis.testing import APP, House, address, cloned, make_template
from chassis.values import DAY, HELSINKI, today
from chassis.work import UnitOfWork
from facilities.bookings import commands
from facilities.bookings.commands.slots import insertion, take
from facilities.bookings.domain.times import Occurrence, Slot, slots
from facilities.bookings.queries.availability import FOUND, statement
from facilities.bookings.schemas import Book, TimesBody
from facilities.main import SERVICE
from facilities.spaces import queries as spaces
from facilities.spaces.domain.hours import moment
from facilities.spaces.domain.rules import Leaf
from yhdyspinta_local.parts import ServiceProcess, Surroundings

ROOMS: Final = 50
BOOKINGS: Final = 20_000
DAYS: Final = 180
AT_ONCE: Final = 50
OVER_HTTP: Final = 10
"""As many as either service has connections: nobody waits for one."""
_DIALECT: Final[Dialect] = asyncpg_dialect()  # type: ignore[no-untyped-call]
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
        ends, asked_at, reasons, before_minutes, after_minutes, calendar_sequence, changed_at)
    SELECT id, 1, 0, space_id, '{{}}', 'Ryhmä', '{{}}', id, 'confirmed', '[]', begins, begins + interval '1 hour', now(), '[]', 0, 0, 0,
        now()
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
class Peer:
    """Where Django answers, and its database."""

    served: Served
    dsn: str


@dataclass(frozen=True, slots=True)
class Rooms:
    """Facilities with rooms and bookings in them."""

    served: Served
    token: str
    pool: asyncpg.Pool
    ids: Sequence[UUID]
    first: datetime
    peer: "Peer | None"
    """None where Django is not installed."""


@asynccontextmanager
async def filled(stage: Stage) -> AsyncIterator[Rooms]:
    """One API process as in production over fifty rooms and 20,000 bookings."""
    bare = f"bench_{new_id().hex}"
    await make_template(stage.admin, bare, [SERVICE])
    issuer = await stage.ever(issuing)
    async with cloned(stage.admin, bare) as name:
        house = House.over(SERVICE, stage.admin, name)
        builder = Builder(house)
        hall = await builder.everything()
        ids = [(await builder.space(hall.site, f"Huone {n}")).id for n in range(ROOMS)]
        first = moment(today(house.now()) + DAY, 0)
        await house.close()
        at = address(stage.admin, name, SERVICE.name, APP)
        around = Surroundings("", "", at, "", issuer.url, "", "only-for-benchmarks-only", env="test")
        process = ServiceProcess("facilities", "api", around, log=stage.folder / "facilities.log", more=MANY)
        process.start()
        try:
            process.wait_ready()
            async with asyncpg.create_pool(at, min_size=10, max_size=10) as pool:
                await pool.execute(_FILL, ids, first)
                await pool.execute("ANALYZE facilities.slot")
                async with peer(stage, first) as beside:
                    served = Served((process.port,), Meter((process.pid or 0,), stage.postgres))
                    yield Rooms(served, signed_in(issuer), pool, ids, first, beside)
        finally:
            process.stop()


@asynccontextmanager
async def peer(stage: Stage, first: datetime) -> AsyncIterator[Peer | None]:
    """Django with DRF over as many rooms and bookings, in a database of its own."""
    if not serving.has_django():
        yield None
        return
    name = f"bench_{new_id().hex}"
    administrator = await asyncpg.connect(stage.admin)
    await administrator.execute(f'CREATE DATABASE "{name}"')
    await administrator.close()
    dsn = f"{stage.admin.rpartition('/')[0]}/{name}"
    told = {"dsn": dsn, "first": first.isoformat(), "rooms": ROOMS, "bookings": BOOKINGS, "days": DAYS}
    with serving.django(stage, "drf_rooms", "/rooms/", await stage.ever(issuing), told) as served:
        yield Peer(served, dsn)


@asynccontextmanager
async def availability(stage: Stage) -> AsyncIterator[Mapping[str, Side]]:
    """What is free of fifty rooms in a week: hours, buffers and what is taken."""
    rooms = await stage.once(filled)
    weeks = [rooms.first + n * DAY for n in range(100)]
    which = "&".join(f"space_id={id}" for id in rooms.ids)
    days = [week.astimezone(HELSINKI).date() for week in weeks]
    sent = cycle(head("GET", f"/v1/availability?{which}&from={day}&until={day + 7 * DAY}", rooms.token) for day in days)
    sent_to_peer = cycle(head("GET", f"/availability/?from={day}", rooms.token) for day in days)
    asked_for = cycle(zip(weeks, days, strict=True))
    made = statement(list(rooms.ids), days[0], days[0] + 7 * DAY).compile(dialect=_DIALECT)
    if (places := compiled_places(made)) != ["ids", "first", "until"]:
        raise RuntimeError(f"the statement is given {places}")

    async def same(connection: asyncpg.Connection, sql: str) -> None:
        _, day = next(asked_for)
        await connection.fetch(sql, rooms.ids, day, day + 7 * DAY)

    async def taken(connection: asyncpg.Connection) -> None:
        week, _ = next(asked_for)
        await connection.fetch(_TAKEN, rooms.ids, week, week + 7 * DAY)

    sides: dict[str, Side] = {
        "GET /v1/availability": lambda: asked(rooms.served, lambda: next(sent)),
        "the same SQL, as rows": lambda: looped(stage, rooms.pool, lambda connection: same(connection, _AS_ROWS)),
        "the same SQL, as JSON": lambda: looped(stage, rooms.pool, lambda connection: same(connection, str(made))),
        "SELECT what is taken, no more": lambda: looped(stage, rooms.pool, taken),
    }
    if rooms.peer is not None:
        sides[serving.DRF] = partial(asked, rooms.peer.served, lambda: next(sent_to_peer))
    yield sides


@asynccontextmanager
async def over_http(stage: Stage) -> AsyncIterator[Mapping[str, Side]]:
    """Ten at once for twenty half hours of one room, over HTTP; who wins lets go at once, past the service."""
    rooms = await stage.once(filled)
    chance = random.Random(SEED)
    first = rooms.first + (DAYS + 30) * DAY + timedelta(hours=8)

    def body(**room: object) -> bytes:
        starts = first + chance.randrange(HOT) * timedelta(minutes=30)
        times = {"starts_at": starts.isoformat(), "ends_at": (starts + chance.choice([1, 2, 3, 4]) * timedelta(minutes=30)).isoformat()}
        return json.dumps({**room, **times} if "room" in room else {**room, "purpose": "Ryhmä", "occurrences": [times]}).encode()

    def ours() -> bytes:
        sent = body(space_id=str(rooms.ids[0]))
        asked_once = f"\r\nIdempotency-Key: {new_id()}\r\n\r\n".encode()
        return head("POST", "/v1/bookings", rooms.token, len(sent)).replace(b"\r\n\r\n", asked_once) + sent

    def theirs() -> bytes:
        sent = body(room=1)
        return head("POST", "/bookings/", rooms.token, len(sent)) + sent

    async def let_go(won: Mapping[str, Any]) -> None:
        await rooms.pool.execute("DELETE FROM facilities.slot WHERE booking_id = $1", UUID(won["id"]))

    sides: dict[str, Side] = {"POST /v1/bookings": lambda: contested(rooms.served, ours, let_go)}
    if rooms.peer is not None:
        served = rooms.peer.served
        async with asyncpg.create_pool(rooms.peer.dsn, min_size=2, max_size=10) as pool:

            async def let_go_there(won: Mapping[str, Any]) -> None:
                await pool.execute("DELETE FROM site_booking WHERE id = $1", won["id"])

            yield {**sides, serving.DRF: lambda: contested(served, theirs, let_go_there)}
            return
    yield sides


async def contested(at: Served, request: Callable[[], bytes], let_go: Callable[[Mapping[str, Any]], Awaitable[None]]) -> Round:
    """Answers per second, won or lost; not all may lose."""
    loop, memory = asyncio.get_running_loop(), at.meter.memory()
    connections = [(await loop.create_connection(Connection, "127.0.0.1", at.ports[0]))[1] for _ in range(OVER_HTTP)]
    before, began, wins, lost = at.meter.read(), perf_counter(), 0, b""

    async def client(connection: Connection) -> list[float]:
        nonlocal wins, lost
        took = []
        while (asked_at := perf_counter()) - began < SECONDS:
            answer = await connection.ask(request(), 201, 409, 400)
            took.append(perf_counter() - asked_at)
            if answer.startswith(b"HTTP/1.1 201 "):
                wins += 1
                await let_go(json.loads(answer.partition(b"\r\n\r\n")[2]))
            else:
                lost = answer
        return took

    try:
        took = [each for one in await asyncio.gather(*map(client, connections)) for each in one]
        found = at.meter.round(took, perf_counter() - began, before, memory=(memory, at.meter.memory()))
    finally:
        for connection in connections:
            connection.close()
    if not wins:
        raise RuntimeError(f"nobody won: {lost.decode()}")
    return found


def compiled_places(made: Compiled) -> Sequence[str]:
    """The names of its values in their order."""
    return list(cast("SQLCompiler", made).positiontup or ())


_NAMED: Final = {":ids": "$1", ":first": "$2", ":until": "$3"}
_AS_ROWS: Final = reduce(lambda text, name: text.replace(name, _NAMED[name]), _NAMED, FOUND) + """
SELECT id, true AS free, lower(r) AS starts_at, upper(r) AS ends_at FROM found, unnest(free) AS r
UNION ALL SELECT id, false, lower(r), upper(r) FROM found, unnest(taken) AS r
"""
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
    made = insertion(example, booking_id=UUID(int=0)).compile(dialect=_DIALECT)
    places = [made.params[name] for name in compiled_places(made)]
    if places != _values(UUID(int=0), example):
        raise RuntimeError(f"the statement is given {places}")
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
    Benchmark("availability", "What is free of 50 spaces in 7 days", "requests/s", availability, {"the same SQL, as rows": 1.0, serving.DRF: 20}),
    Benchmark("booking_http", "Ten at once book 20 half hours of one room", "requests/s", over_http),
    Benchmark("booking_leaf", "Contested room: the statement that decides", "attempts/s", leaf, {"one row, one exclusion": 0.8}),
    Benchmark("booking_tree", "Contested tree with buffers, 4 to 8 rows", "attempts/s", tree, {"one row, one exclusion": 0.35}),
)
