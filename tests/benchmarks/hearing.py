"""Consumers behind the fetch: a copy of states in batches, a unit of work for each fact, against hand-written asyncpg."""

import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from time import perf_counter
from typing import Any, ClassVar, Final
from uuid import UUID

import asyncpg
from tests.benchmarks import county
from tests.benchmarks.runner import Benchmark, Side, Stage

from chassis import clock
from chassis.consumer import BATCH
from chassis.copying import Copying
from chassis.dispatcher import Takes
from chassis.envelope import Record
from chassis.events import Fact
from chassis.hearing import Hearing
from chassis.listening import Listener
from chassis.outbox import new_id
from chassis.testing import APP, House, address, cloned, make_template
from chassis.work import UnitOfWork
from grants.main import SERVICE
from registry.events.organisation import TOPIC
from registry.main import SERVICE as REGISTRY

FACTS: Final = 1000
COPIED: Final = {
    "id": "uuid", "sequence": "bigint", "heard_at": "timestamptz", "kind": "text", "legal_form": "text", "names": "jsonb",
    "identifiers": "jsonb", "status": "text", "home_municipality": "text", "operating_area": "jsonb", "sote_status": "text",
    "non_profit_status": "text", "non_profit_until": "date", "successor_id": "uuid",
}
"""Columns of the copy and their types."""
LISTENER: Final = Listener("bench", topics=[TOPIC])


class OrganisationRegistered(Fact):
    type: ClassVar[str] = "fi.yhdyspinta.registry.OrganisationRegistered.v1"
    organisation_id: UUID


@LISTENER.hears(OrganisationRegistered)
async def on_organisation_registered(uow: UnitOfWork, fact: OrganisationRegistered) -> None:
    """Ask for a look at it in due time: one row."""
    await uow.at(uow.now, "bench.look", fact.organisation_id)


@asynccontextmanager
async def grants(stage: Stage) -> AsyncIterator[str]:
    """The name of an empty, migrated database."""
    name = f"bench_{new_id().hex}"
    await make_template(stage.admin, name, [SERVICE])
    yield name


@asynccontextmanager
async def copies(stage: Stage) -> AsyncIterator[Mapping[str, Side]]:
    """10,000 states of organisations come to a service that has none of them."""
    records, template = await _records(stage, f"{TOPIC}.state"), await stage.ever(grants)

    async def kept() -> float:
        async with cloned(stage.admin, template) as name:
            house = House.over(SERVICE, stage.admin, name)
            copying = Copying(SERVICE.name, SERVICE.copies, house.database, SERVICE.house, house.settings.tenant)
            try:
                seconds = await _taken(copying, records)
            finally:
                await house.close()
            await _must_have(stage, name, "grants.organisation_copy", len(records))
            return len(records) / seconds

    async def read_and_upserted() -> float:
        async with cloned(stage.admin, template) as name:
            session = await asyncpg.connect(address(stage.admin, name, SERVICE.name, APP))
            began = perf_counter()
            for batch in _batches(records):
                newest = {record.key: record for record in sorted(batch, key=lambda record: record.sequence or 0)}
                rows = [_row(record) for record in newest.values()]
                async with session.transaction():
                    await session.execute(_UPSERT_UNLESS_ERASED, *([row[column] for row in rows] for column in COPIED))
            seconds = perf_counter() - began
            await session.close()
            await _must_have(stage, name, "grants.organisation_copy", len(records))
            return len(records) / seconds

    async def upserted() -> float:
        async with cloned(stage.admin, template) as name:
            rows = [_row(record) for record in records]
            session = await asyncpg.connect(address(stage.admin, name, SERVICE.name, APP))
            began = perf_counter()
            for batch in _batches(rows):
                await session.execute(_UPSERT, *([row[column] for row in batch] for column in COPIED))
            seconds = perf_counter() - began
            await session.close()
            return len(rows) / seconds

    yield {
        "Copying, 500 at a time": kept,
        "asyncpg by hand, the same bytes": read_and_upserted,
        "unnest upsert of parsed rows": upserted,
    }


_GIVEN: Final = "unnest(" + ", ".join(f"${number}::{kind}[]" for number, kind in enumerate(COPIED.values(), 1)) + ")"
_NEWER: Final = (
    f" ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = EXCLUDED.{name}' for name in COPIED if name != 'id')} "
    "WHERE EXCLUDED.sequence > kept.sequence"
)
_UPSERT: Final = f"INSERT INTO grants.organisation_copy AS kept ({', '.join(COPIED)}) SELECT * FROM {_GIVEN}{_NEWER}"
_UPSERT_UNLESS_ERASED: Final = (
    f"INSERT INTO grants.organisation_copy AS kept ({', '.join(COPIED)}) SELECT * FROM {_GIVEN} AS said ({', '.join(COPIED)}) "
    "WHERE NOT EXISTS (SELECT FROM grants.position AS erased WHERE erased.consumer = 'grants.copies' "
    f"AND erased.topic = '{TOPIC}.state' AND erased.key = said.id::text AND erased.sequence >= said.sequence){_NEWER}"
)
"""What was deleted leaves a position, and an older snapshot does not bring it back."""


def _row(record: Record) -> dict[str, Any]:
    """What stands in the copy, as asyncpg takes it."""
    read = json.loads(record.value or b"")
    own = {"id": UUID(record.key or ""), "sequence": record.sequence, "heard_at": clock.now()}
    return {name: own[name] if name in own else _typed(kind, read.get(name)) for name, kind in COPIED.items()}


def _typed(kind: str, value: Any) -> Any:
    if value is None:
        return None
    made: dict[str, Callable[[Any], Any]] = {"jsonb": json.dumps, "date": date.fromisoformat, "uuid": UUID}
    return made[kind](value) if kind in made else value


@asynccontextmanager
async def facts(stage: Stage) -> AsyncIterator[Mapping[str, Side]]:
    """One after the other, each in a transaction of its own with its key's position; the effect is one row."""
    records, template = (await _records(stage, TOPIC))[:FACTS], await stage.ever(grants)

    async def heard() -> float:
        async with cloned(stage.admin, template) as name:
            house = House.over(SERVICE, stage.admin, name)
            try:
                hearing = Hearing(SERVICE.name, LISTENER, house.database, SERVICE.house, house.settings.tenant)
                seconds = await _taken(hearing, records)
            finally:
                await house.close()
            await _must_have(stage, name, "grants.timer", FACTS)
            return FACTS / seconds

    async def written() -> float:
        async with cloned(stage.admin, template) as name:
            session = await asyncpg.connect(address(stage.admin, name, SERVICE.name, APP))
            began = perf_counter()
            for record in records:
                await _hear(session, record, clock.now())
            seconds = perf_counter() - began
            await session.close()
            return FACTS / seconds

    yield {"Hearing, one unit per fact": heard, "three statements per transaction": written}


async def _hear(session: asyncpg.Connection, record: Record, now: datetime) -> None:
    id = UUID(json.loads(record.value or b"")["organisation_id"])
    place, sequence = ("grants.bench", record.topic, record.key), record.sequence or 0
    async with session.transaction():
        await session.fetchrow(
            "INSERT INTO grants.position AS p (consumer, topic, key, sequence) VALUES ($1, $2, $3, $4) "
            "ON CONFLICT (consumer, topic, key) DO UPDATE SET sequence = p.sequence RETURNING sequence, parked",
            *place, sequence - 1,
        )  # fmt: skip
        await session.execute(
            "INSERT INTO grants.timer (command, aggregate_id, due_at) VALUES ($1, $2, $3) "
            "ON CONFLICT (command, aggregate_id) DO UPDATE SET due_at = EXCLUDED.due_at, attempts = 0, error = NULL",
            "bench.look", id, now,
        )  # fmt: skip
        await session.execute(
            "UPDATE grants.position SET sequence = $4, parked = false WHERE (consumer, topic, key) = ($1, $2, $3)",
            *place, sequence,
        )  # fmt: skip


async def _taken(takes: Takes, records: Sequence[Record]) -> float:
    """Seconds for all of them, in batches as they are fetched."""
    await takes.begin()
    began = perf_counter()
    for batch in _batches(records):
        await takes.take(batch)
    return perf_counter() - began


def _batches(of: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (of[at : at + BATCH] for at in range(0, len(of), BATCH))


async def _records(stage: Stage, topic: str) -> list[Record]:
    """What the import left in the outbox for a topic, as it comes from the broker."""
    async with cloned(stage.admin, await stage.ever(county.filled)) as name:
        house = House.over(REGISTRY, stage.admin, name)
        try:
            return [record for record in await house.outbox() if record.topic == topic]
        finally:
            await house.close()


async def _must_have(stage: Stage, name: str, table: str, count: int) -> None:
    session = await asyncpg.connect(address(stage.admin, name))
    found = await session.fetchval(f"SELECT count(*) FROM {table}")
    await session.close()
    if found != count:
        raise RuntimeError(f"{found} rows in {table}, not {count}")


BENCHMARKS: Final = (
    Benchmark("copies", "Copies of 10,000 states", "records/s", copies, {"asyncpg by hand, the same bytes": 0.7}),
    Benchmark("facts", "Facts, one unit each, one after the other", "records/s", facts),
)
