"""The registry's API, 16 clients at once, against the same SQL by asyncpg without HTTP on as many connections as it has.

Beside it the same features as they are usually written, over the same rows. All three give the same organisations for the same
words (`_same`), and the same fields of each.
"""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from itertools import count, cycle
from statistics import median
from time import perf_counter
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

import asyncpg
from tests.benchmarks import county
from tests.benchmarks.calling import ALONE, CLIENTS, SECONDS, Connection, Served, Unexpected, asked, head
from tests.benchmarks.costs import Round
from tests.benchmarks.county import Registry
from tests.benchmarks.imports import SEED
from tests.benchmarks.peers import serving
from tests.benchmarks.peers.organisations import organisations
from tests.benchmarks.runner import Benchmark, Side, Stage
from tests.benchmarks.written import Written

from chassis.outbox import new_id
from registry.search.domain import AT_MOST_HITS
from registry.search.queries import as_typed

PAGE: Final = 20
OURS: Final = "/v1/organisations"
BODY: Final = {
    "name_sv": "Uleåborgs grannförening rf", "kind": "organisation", "legal_form": "association",
    "locality": "Oulu", "home_municipality": "564", "fields": ["village", "older_people"], "groups": ["older_people"],
    "founded_on": "1987-05-12", "industry": "Muut järjestöt",
    "description": "Naapuriapua, kerhoja ja retkiä; talkoita keväällä ja syksyllä, ovet auki joka arkipäivä.",
    "website": "https://naapurit.example.fi",
}
ALL: Final = ("organisation", "name", "field_source", "search_entry")


async def looped(stage: Stage, pool: asyncpg.Pool, do: Callable[[asyncpg.Connection], Awaitable[Any]]) -> Round:
    """How often per second, by as many tasks as there are clients."""

    async def task(seconds: float) -> list[float]:
        took, until = [], perf_counter() + seconds
        while (began := perf_counter()) < until:
            async with pool.acquire() as connection:
                await do(connection)
            took.append(perf_counter() - began)
        return took

    alone = 1000 * median(await task(ALONE))
    before, began = stage.own.read(), perf_counter()
    took = [each for one in await asyncio.gather(*(task(SECONDS) for _ in range(CLIENTS))) for each in one]
    return stage.own.round(took, perf_counter() - began, before, alone=alone)


@asynccontextmanager
async def write(stage: Stage) -> AsyncIterator[Mapping[str, Side]]:
    """An organisation with twelve fields is taken up: its rows, a fact and a state in the outbox, the audit; 201 with all of it."""
    registry, peers, numbers = await stage.once(county.registry), await stage.once(organisations), count()

    def request(path: str = "/organisations/") -> bytes:
        return taken_up(registry.token, next(numbers), path)

    ours = partial(request, OURS)
    shown = await _answer(registry.served, ours(), 201)
    for peer in peers.values():
        _same(shown, await _answer(peer, request(), 201), "name_fi")
    id = UUID(shown["id"])
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

        return lambda: looped(stage, registry.pool, once)

    yield {
        "POST /v1/organisations": partial(asked, registry.served, ours, 201),
        "INSERT row, outbox, audit": floor([*plain, *said]),
        "INSERT all that it writes": floor([*plain, *parts, *said]),
        **{name: partial(asked, served, request, 201) for name, served in peers.items()},
    }


_OF_THE_SAME_COMMAND: Final = (
    "cause_id = (SELECT cause_id FROM registry.audit WHERE subject = 'organisation' AND subject_id = $1::uuid::text) ORDER BY id"
)


def taken_up(token: str, number: int, path: str = OURS) -> bytes:
    """The request that takes up one more organisation."""
    body = json.dumps({**BODY, "name_fi": f"Tuiran naapurit {number} ry"}).encode()
    return head("POST", path, token, len(body)) + body


async def _answer(served: Served, request: bytes, status: int = 200) -> dict[str, Any]:
    _, connection = await asyncio.get_running_loop().create_connection(Connection, "127.0.0.1", served.ports[0])
    answer = await connection.ask(request, status)
    connection.close()
    found: dict[str, Any] = json.loads(answer.partition(b"\r\n\r\n")[2])
    return found


def _same(ours: Mapping[str, Any], theirs: Mapping[str, Any], *but: str) -> None:
    """The same fields, with the same content: but for what each gives by itself, and how it writes a moment."""
    own = {"id", "name", "registered_at", "updated_at", *but}
    if ours.keys() != theirs.keys():
        raise Unexpected(f"other fields: {sorted(ours.keys() ^ theirs.keys())}")
    if other := {name for name in ours.keys() - own if _in_order(ours[name]) != _in_order(theirs[name])}:
        raise Unexpected(f"other content: {[(name, ours[name], theirs[name]) for name in other]}")


def _in_order(value: Any) -> Any:
    return sorted(value, key=str) if isinstance(value, list) else value


@asynccontextmanager
async def get(stage: Stage) -> AsyncIterator[Mapping[str, Side]]:
    """One organisation by its id, with its ETag."""
    registry, peers = await stage.once(county.registry), await stage.once(organisations)
    rows = await sample(registry.pool)
    ids = cycle(row["id"] for row in rows)

    def sent(path: str) -> Callable[[], bytes]:
        each = cycle([head("GET", path.format(row["id"]), registry.token) for row in rows])
        return lambda: next(each)

    ours, theirs = "/v1/organisations/{}", "/organisations/{}"
    shown = await _answer(registry.served, sent(ours)())
    for name, peer in peers.items():
        _same(shown, await _answer(peer, sent(_path(name, theirs))()))
    yield {
        "GET /v1/organisations/{id}": partial(asked, registry.served, sent(ours)),
        "SELECT by id": lambda: looped(
            stage, registry.pool, lambda connection: connection.fetchrow("SELECT * FROM registry.organisation WHERE id = $1", next(ids))
        ),
        **{name: partial(asked, served, sent(_path(name, theirs))) for name, served in peers.items()},
    }


def _path(peer: str, path: str) -> str:
    """Django wants a slash at the end."""
    return f"{path}/" if peer == serving.DRF else path


@asynccontextmanager
async def search(stage: Stage) -> AsyncIterator[Mapping[str, Side]]:
    """One word of a name, among 10,000 names: a page of 20, the most alike first. The floor looks them up, by name."""
    registry, peers = await stage.once(county.registry), await stage.once(organisations)
    typed = [row["name_fi"].split()[1] for row in await sample(registry.pool)]
    asked_for = cycle(map(as_typed, typed))

    def sent(path: str) -> Callable[[], bytes]:
        each = cycle([head("GET", f"{path}?limit={PAGE}&q={quote(text)}", registry.token) for text in typed])
        return lambda: next(each)


    async def in_two(connection: asyncpg.Connection) -> None:
        hits = await connection.fetch(_HITS, next(asked_for))
        await connection.fetch(_PAGE, [row["organisation_id"] for row in hits])

    await _find_the_same(registry, peers, typed[:50])
    yield {
        "GET /v1/organisations?q=": partial(asked, registry.served, sent(OURS)),
        "SELECT by words": lambda: looped(stage, registry.pool, lambda connection: connection.fetch(_BY_WORDS, next(asked_for))),
        "SELECT hits, then their page": lambda: looped(stage, registry.pool, in_two),
        **{name: partial(asked, served, sent("/organisations/")) for name, served in peers.items()},
    }


async def _find_the_same(registry: Registry, peers: Mapping[str, Served], typed: Sequence[str]) -> None:
    """Of what fits on a page each finds all, and nothing else; ours may add what was meant."""
    for text in typed:
        rows = await registry.pool.fetch(_BY_WORDS, as_typed(text))
        if len(rows) == PAGE:
            continue
        floor = {str(row["id"]) for row in rows}
        path = f"organisations?limit={PAGE}&q={quote(text)}"
        ours = await _answer(registry.served, head("GET", f"/v1/{path}", registry.token))
        theirs = [await _answer(peer, head("GET", f"/{path.replace('?', '/?')}", registry.token)) for peer in peers.values()]
        found = [{each["id"] for each in page["items" if "items" in page else "results"]} for page in (ours, *theirs)]
        if not floor <= found[0] or any(one != floor for one in found[1:]):
            raise Unexpected(f"{text}: {[len(one) for one in found]} found, not {len(floor)}")


_HITS: Final = f"""
SELECT organisation_id, names FROM registry.search_entry WHERE words @@ $1::text::tsquery LIMIT {AT_MOST_HITS}
"""
_PAGE: Final = f"""
SELECT o.* FROM registry.organisation AS o WHERE o.id = ANY($1::uuid[]) AND o.status <> 'merged'
ORDER BY array_position($1::uuid[], o.id), o.id LIMIT {PAGE}
"""
_BY_WORDS: Final = f"""
WITH hit AS MATERIALIZED (SELECT organisation_id FROM registry.search_entry WHERE words @@ $1::text::tsquery LIMIT {AT_MOST_HITS})
SELECT o.* FROM registry.organisation AS o JOIN hit ON o.id = hit.organisation_id
WHERE o.status <> 'merged' ORDER BY o.sort_key, o.id LIMIT {PAGE}
"""


async def sample(pool: asyncpg.Pool) -> Sequence[asyncpg.Record]:
    """A thousand organisations, always the same in a run."""
    rows = await pool.fetch("SELECT id, name_fi FROM registry.organisation WHERE name_sv IS NULL ORDER BY id")
    return random.Random(SEED).sample(rows, 1000)


BENCHMARKS: Final = (
    Benchmark("write", "An organisation with 12 fields is taken up", "requests/s", write, {"INSERT row, outbox, audit": 0.10, serving.DRF: 3}),
    Benchmark("get", "One organisation by its id", "requests/s", get, {"SELECT by id": 0.07, serving.DRF: 4}),
    Benchmark("search", "Search by one word, page of 20", "requests/s", search, {"SELECT by words": 0.12, serving.DRF: 2.5}),
)
