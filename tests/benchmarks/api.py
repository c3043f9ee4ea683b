"""The registry's API, 16 clients at once, against the same SQL by asyncpg without HTTP on as many connections as it has."""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count, cycle
from time import perf_counter
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

import asyncpg
from tests.benchmarks import county
from tests.benchmarks.calling import CLIENTS, SECONDS, Connection, asked, head
from tests.benchmarks.county import Registry
from tests.benchmarks.imports import SEED
from tests.benchmarks.runner import Benchmark, Side, Stage

from chassis.outbox import new_id
from registry.search.domain import AT_MOST_HITS
from registry.search.queries import as_typed

PAGE: Final = 20
BODY: Final = {
    "name_sv": "Uleåborgs grannförening rf", "kind": "organisation", "legal_form": "association",
    "locality": "Oulu", "home_municipality": "564", "fields": ["village", "older_people"], "groups": ["older_people"],
    "founded_on": "1987-05-12", "industry": "Muut järjestöt",
    "description": "Naapuriapua, kerhoja ja retkiä; talkoita keväällä ja syksyllä, ovet auki joka arkipäivä.",
    "website": "https://naapurit.example.fi",
}
ALL: Final = ("organisation", "name", "field_source", "search_entry")
COUNTED: Final = frozenset({"position", "written_by"})
"""Columns that the database fills."""


async def looped(pool: asyncpg.Pool, do: Callable[[asyncpg.Connection], Awaitable[Any]]) -> float:
    """How often per second, by as many tasks as there are clients."""
    began = perf_counter()

    async def task() -> int:
        done = 0
        while perf_counter() - began < SECONDS:
            async with pool.acquire() as connection:
                await do(connection)
            done += 1
        return done

    return sum(await asyncio.gather(*(task() for _ in range(CLIENTS)))) / (perf_counter() - began)


@dataclass(frozen=True, slots=True)
class Written:
    """What one request left in a table: one INSERT that does it again under another id."""

    statement: str
    values: Sequence[Any]
    id: UUID

    @classmethod
    async def of(cls, connection: asyncpg.Connection, table: str, where: str, id: UUID) -> "Written":
        """Read back what is there of this organisation."""
        rows = await connection.fetch(f"SELECT * FROM registry.{table} WHERE {where}", id)
        names = [name for name in rows[0].keys() if name not in COUNTED and not (table == "audit" and name == "id")]  # noqa: SIM118
        numbers = count(1)
        each = ", ".join("(" + ", ".join(f"${next(numbers)}" for _ in names) + ")" for _ in rows)
        listed = ", ".join(f'"{name}"' for name in names)
        into = f"INSERT INTO registry.{table} ({listed}) VALUES {each}"
        if table == "audit":
            into = f"WITH written AS ({into} RETURNING id) INSERT INTO registry.audit_unsealed SELECT id FROM written"
        return cls(into, [row[name] for row in rows for name in names], id)

    async def again(self, connection: asyncpg.Connection, id: UUID) -> None:
        others = {self.id: id, str(self.id): str(id)}
        values = [others.get(value, value) if isinstance(value, UUID | str) else value for value in self.values]
        await connection.execute(self.statement, *values)


@asynccontextmanager
async def write(stage: Stage) -> AsyncIterator[Mapping[str, Side]]:
    """An organisation with twelve fields is taken up: its rows, a fact and a state in the outbox, the audit; 201 with all of it."""
    registry, numbers = await stage.once(county.registry), count()

    def request() -> bytes:
        body = json.dumps({**BODY, "name_fi": f"Tuiran naapurit {next(numbers)} ry"}).encode()
        return head("POST", "/v1/organisations", registry.token, len(body)) + body

    id = await _first(registry, request())
    async with registry.pool.acquire() as connection:
        plain = [await Written.of(connection, "organisation", "id = $1", id)]
        parts = [await Written.of(connection, table, "organisation_id = $1", id) for table in ALL[1:]]
        said = [
            await Written.of(connection, "outbox", "key = $1::uuid::text ORDER BY position", id),
            await Written.of(connection, "audit", _OF_THE_SAME_COMMAND, id),
        ]

    def floor(written: Sequence[Written]) -> Side:
        async def once(connection: asyncpg.Connection) -> None:
            id = new_id()
            async with connection.transaction():
                for each in written:
                    await each.again(connection, id)

        return lambda: looped(registry.pool, once)

    yield {
        "POST /v1/organisations": lambda: asked(registry.port, request, 201),
        "INSERT row, outbox, audit": floor([*plain, *said]),
        "INSERT all that it writes": floor([*plain, *parts, *said]),
    }


_OF_THE_SAME_COMMAND: Final = (
    "cause_id = (SELECT cause_id FROM registry.audit WHERE subject = 'organisation' AND subject_id = $1::uuid::text) ORDER BY id"
)


async def _first(registry: Registry, request: bytes) -> UUID:
    _, connection = await asyncio.get_running_loop().create_connection(Connection, "127.0.0.1", registry.port)
    answer = await connection.ask(request, 201)
    connection.close()
    return UUID(json.loads(answer.partition(b"\r\n\r\n")[2])["id"])


@asynccontextmanager
async def get(stage: Stage) -> AsyncIterator[Mapping[str, Side]]:
    """One organisation by its id, with its ETag."""
    registry = await stage.once(county.registry)
    ids = cycle(row["id"] for row in await _sample(registry))
    sent = cycle(head("GET", f"/v1/organisations/{row['id']}", registry.token) for row in await _sample(registry))
    yield {
        "GET /v1/organisations/{id}": lambda: asked(registry.port, lambda: next(sent)),
        "SELECT by id": lambda: looped(
            registry.pool, lambda connection: connection.fetchrow("SELECT * FROM registry.organisation WHERE id = $1", next(ids))
        ),
    }


@asynccontextmanager
async def search(stage: Stage) -> AsyncIterator[Mapping[str, Side]]:
    """One word of a name, among 10,000 names: a page of 20, the most alike first. The floor looks them up, by name."""
    registry = await stage.once(county.registry)
    typed = [row["name_fi"].split()[1] for row in await _sample(registry)]
    sent = cycle(head("GET", f"/v1/organisations?limit={PAGE}&q={quote(text)}", registry.token) for text in typed)
    asked_for = cycle(map(as_typed, typed))
    yield {
        "GET /v1/organisations?q=": lambda: asked(registry.port, lambda: next(sent)),
        "SELECT by words": lambda: looped(registry.pool, lambda connection: connection.fetch(_BY_WORDS, next(asked_for))),
    }


_BY_WORDS: Final = f"""
WITH hit AS MATERIALIZED (SELECT organisation_id FROM registry.search_entry WHERE words @@ $1::text::tsquery LIMIT {AT_MOST_HITS})
SELECT o.* FROM registry.organisation AS o JOIN hit ON o.id = hit.organisation_id
WHERE o.status <> 'merged' ORDER BY o.sort_key, o.id LIMIT {PAGE}
"""


async def _sample(registry: Registry) -> Sequence[asyncpg.Record]:
    """A thousand organisations, always the same in a run."""
    rows = await registry.pool.fetch("SELECT id, name_fi FROM registry.organisation WHERE name_sv IS NULL ORDER BY id")
    return random.Random(SEED).sample(rows, 1000)


BENCHMARKS: Final = (
    Benchmark("write", "requests/s", write, goal=0.10),
    Benchmark("get", "requests/s", get, goal=0.07),
    Benchmark("search", "requests/s", search, goal=0.12),
)
