"""Bookings over HTTP: what is free, and ten who want the same; against bare asyncpg, and beside Django with DRF.

*Availability* is HTTP, sign-in and all, against the very same SQL by asyncpg without HTTP, which gives the same stretches as rows
instead of as JSON.
"""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial, reduce
from itertools import cycle
from time import perf_counter
from typing import Any, Final
from uuid import UUID

import asyncpg
from tests.benchmarks.api import looped
from tests.benchmarks.calling import SECONDS, Connection, Served, asked, head
from tests.benchmarks.costs import Round
from tests.benchmarks.imports import SEED
from tests.benchmarks.peers import serving
from tests.benchmarks.rooms import DAYS, filled
from tests.benchmarks.runner import Benchmark, Side, Stage
from tests.benchmarks.statements import DIALECT, places

from chassis.outbox import new_id
from chassis.values import DAY, HELSINKI
from facilities.bookings.queries.availability import FOUND, statement

OVER_HTTP: Final = 10
"""As many as either service has connections: nobody waits for one."""
HOT: Final = 20
"""Half hours for which all of them compete."""
_TAKEN: Final = """
SELECT s.leaf_id, s.starts_at, s.ends_at, s.occupied_from, s.occupied_until FROM facilities.slot AS s
JOIN facilities.space_leaf AS l USING (leaf_id)
WHERE l.space_id = ANY($1) AND tstzrange(s.starts_at, s.ends_at) && tstzrange($2, $3)
"""
_NAMED: Final = {":ids": "$1", ":first": "$2", ":until": "$3"}
_AS_ROWS: Final = reduce(lambda text, name: text.replace(name, _NAMED[name]), _NAMED, FOUND) + """
SELECT id, true AS free, lower(r) AS starts_at, upper(r) AS ends_at FROM found, unnest(free) AS r
UNION ALL SELECT id, false, lower(r), upper(r) FROM found, unnest(taken) AS r
"""


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
    made = statement(list(rooms.ids), days[0], days[0] + 7 * DAY).compile(dialect=DIALECT)
    if (given := places(made)) != ["ids", "first", "until"]:
        raise RuntimeError(f"the statement is given {given}")

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


BENCHMARKS: Final = (
    Benchmark(
        "availability", "What is free of 50 spaces in 7 days", "requests/s", availability,
        {"the same SQL, as rows": 1.0, serving.DRF: 20},
    ),
    Benchmark("booking_http", "Ten at once book 20 half hours of one room", "requests/s", over_http),
)
