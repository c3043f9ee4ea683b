"""A copy made anew from its state topic, beside live writes; and the hashes by which a copy and its owner compare.

The table is locked first (readers go on), then the topic's ends are asked for. Whatever the live consumer had applied lies
before those ends, so nothing is lost; what it applies afterwards is newer, or is dropped by its sequence. Meanwhile its writes
wait for the lock, or are retried.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from aiokafka import AIOKafkaConsumer
from pydantic import BaseModel, ConfigDict, create_model
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.canonical import canonical_hash
from chassis.copying import Copying, Newest, refused
from chassis.database import Database
from chassis.envelope import Record
from chassis.events import STATE_SUFFIX, State
from chassis.faults import is_transient
from chassis.listening import Copy
from chassis.rereading import reading, to_the_end
from chassis.service import Service
from chassis.settings import Settings
from chassis.tables import Root, rows_of

AT_ONCE = 1000
PATIENT = (
    "SELECT set_config('lock_timeout', '30s', true), set_config('statement_timeout', '0', true), "
    "set_config('idle_in_transaction_session_timeout', '0', true)"
)
"""The app role's own limits are those of a request; this transaction rests while it reads the topic."""
_OUR_OWN = {"sequence", "heard_at"}


class NoSuchCopy(LookupError):
    """The service keeps no copy of that name; the sentence says which it keeps."""


class NothingSaid(LookupError):
    """The topic is empty and the copy is not: the broker has lost it. The owner republishes first."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild did."""

    copy: str
    read: int
    """Records of the topic."""
    before: int
    rows: int
    """Rows that the copy had and has."""
    unreadable: int
    """Records parked, because we cannot read or keep them and nothing newer replaced them."""
    hash: str
    """Canonical hash of the copy as it was committed."""


def copy_of(service: Service, name: str) -> Copy:
    """The service's copy of this name."""
    for copy in service.copies:
        if copy.name == name:
            return copy
    raise NoSuchCopy(f"{service.name} keeps no {name}, but {', '.join(sorted(c.name for c in service.copies)) or 'nothing'}")


async def rebuild(service: Service, name: str, settings: Settings) -> Rebuilt:
    """Replace the rows of a copy by what its topic says, in one transaction."""
    copy = copy_of(service, name)
    database = Database(settings.database_url, service.tables, tenant=settings.tenant, pool_size=1)
    try:
        async with reading([copy.of], settings) as consumer, database.sessions() as session:
            copying = Copying(service.name, service.copies, database, service.house, settings.tenant)
            rebuilt = await _replace(session, copying, copy, consumer, settings.topic_prefix)
            await session.commit()
    finally:
        await database.close()
    return rebuilt


async def copy_hash(copy: Copy, database: Database) -> str:
    """The canonical hash of a copy."""
    async with database.sessions() as session:
        return await _hash(session, copy)


async def owner_hash(owner: Service, copy: Copy, database: Database) -> str:
    """The canonical hash of what the owner has, over the fields of the copy and as the copy's service reads them."""
    topic = copy.of.removesuffix(STATE_SUFFIX)
    tables = [row for row in rows_of(owner.tables) if issubclass(row, Root) and row.__topic__ == topic]
    if not tables:
        raise LookupError(f"{owner.name} does not speak on {topic}")
    snapshots: list[dict[str, Any]] = []
    async with database.sessions() as session:
        for table in tables:
            roots = await session.stream_scalars(select(table).execution_options(yield_per=AT_ONCE))
            snapshots += [
                state.model_dump(mode="json") | {"id": root.id} async for root in roots if isinstance(state := root.public(), State)
            ]
    return hash_of(copy, snapshots)


def hash_of(copy: Copy, snapshots: Iterable[Mapping[str, Any]]) -> str:
    """The canonical hash of these snapshots, each with its id, over the fields of the copy and as its service reads them."""
    fields = fields_of(copy)
    return canonical_hash(
        (str(snapshot["id"]), fields.model_validate(snapshot).model_dump(mode="json")) for snapshot in snapshots
    )


def fields_of(copy: Copy) -> type[BaseModel]:
    """A copy's own fields, each as its reader declares it, and the id."""
    names = {column.name for column in copy.columns} - _OUR_OWN - {"id"}
    declared: dict[str, Any] = {name: (field.annotation, field) for name, field in copy.reads.model_fields.items() if name in names}
    return create_model(copy.name, __config__=ConfigDict(extra="ignore"), id=(UUID, ...), **declared)


async def _hash(session: AsyncSession, copy: Copy) -> str:
    rows = await session.stream(select(*copy.columns).execution_options(yield_per=AT_ONCE))
    return hash_of(copy, [dict(row) async for row in rows.mappings()])


async def _replace(session: AsyncSession, copying: Copying, copy: Copy, consumer: AIOKafkaConsumer, prefix: str) -> Rebuilt:
    await session.execute(text(PATIENT))
    await session.execute(text(f"LOCK TABLE {copy.table.fullname} IN EXCLUSIVE MODE"))
    before = await _count(session, copy)
    newest, unreadable, last, records = Newest(), list[tuple[Record, str]](), dict[str, Record](), 0
    async for record in to_the_end(consumer, prefix):
        records += 1
        last[record.key or ""] = record
        copying.sort(record, newest, unreadable)
    if before and not records:
        raise NothingSaid(f"{copy.of} is empty and {copy.name} has {before} rows")
    await session.execute(delete(copy.table))
    heard_at, keys = clock.now(), sorted(newest.rows)
    await copying.write(session, copy, Newest(gone=newest.gone), heard_at)
    waiting = [(record, error) for record, error in unreadable if not _replaced(record, newest)]
    for first in range(0, len(keys), AT_ONCE):
        page = {key: newest.rows[key] for key in keys[first : first + AT_ONCE]}
        waiting += [(last[key], error) for key, error in await _write(session, copying, copy, page, heard_at)]
    await copying.park_anew(session, copy, waiting, heard_at)
    rows = await _count(session, copy)
    return Rebuilt(copy.name, records, before, rows, len(waiting), await _hash(session, copy))


async def _write(
    session: AsyncSession, copying: Copying, copy: Copy, rows: dict[str, dict[str, Any]], heard_at: datetime
) -> list[tuple[str, str]]:
    """Write the rows; the keys of those that the database refuses, and why."""
    try:
        async with session.begin_nested():
            await copying.write(session, copy, Newest(rows=rows), heard_at)
    except DBAPIError as fault:
        if is_transient(fault):
            raise
        if len(rows) == 1:
            return [(key, refused(fault)) for key in rows]
        return [found for key, row in rows.items() for found in await _write(session, copying, copy, {key: row}, heard_at)]
    return []


def _replaced(record: Record, newest: Newest) -> bool:
    """Whether something newer of its key could be read."""
    key = record.key or ""
    known = newest.rows[key]["sequence"] if key in newest.rows else newest.gone.get(key)
    return known is not None and record.sequence is not None and known >= record.sequence


async def _count(session: AsyncSession, copy: Copy) -> int:
    return (await session.execute(select(func.count()).select_from(copy.table))).scalar_one()
