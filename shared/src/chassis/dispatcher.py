"""From records to effects. Knows nothing of the client that fetched the records.

`Hearing` lets the facts of event topics cause commands: one unit of work each, the key's position in the same transaction, so
that a fact has its effect exactly once, whatever is redelivered. A record that cannot be applied parks its own key and nothing
else. `Copying` keeps copies of state topics: newest sequence wins, one statement for a whole batch.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, Protocol
from uuid import UUID

from opentelemetry import trace
from pydantic import ValidationError
from sqlalchemy import TextClause, delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, metrics
from chassis.access import actor_of
from chassis.database import Database
from chassis.envelope import Record, stem
from chassis.events import Fact
from chassis.faults import is_transient, sqlstate_of
from chassis.house import House
from chassis.listening import Announcement, Copy, Handler, Listener
from chassis.outbox import new_id
from chassis.patience import pause
from chassis.positions import Parked, Place, Position, Positions
from chassis.problems import Refused
from chassis.telemetry import consuming, current_traceparent
from chassis.unit import Unit
from chassis.work import Cause, Irrelevant

log = logging.getLogger(__name__)

TRIES = 3
"""How often an unknown fault is tried in place before the key is parked."""


class Result(Enum):
    """What became of a record."""

    APPLIED = "applied"
    IRRELEVANT = "irrelevant"
    DUPLICATE = "duplicate"
    UNKNOWN = "unknown"
    FOREIGN = "foreign_tenant"
    OLD = "skipped_old"
    BEHIND = "parked_behind"
    GAP = "gap"
    PARKED = "parked"
    DEAD = "dead"


class UnknownVersion(Exception):
    """A known name with a version that we cannot read: never ignored silently."""


class Takes(Protocol):
    """Takes the batches of one consumer group."""

    @property
    def name(self) -> str: ...
    @property
    def topics(self) -> Sequence[str]: ...
    async def begin(self) -> None:
        """Before the first record."""

    async def take(self, records: Sequence[Record]) -> None:
        """Apply or park every record; returns when all of it is committed."""


async def patiently(consumer: str, attempt: Callable[[], Awaitable[None]]) -> None:
    """Run again and again while the fault is one that passes by itself; raise any other."""
    tried = 0
    while True:
        try:
            return await attempt()
        except Exception as fault:
            if not is_transient(fault):
                raise
            tried += 1
            metrics.RETRIES.labels(consumer).inc()
            log.warning("a fault that passes; trying again", extra={"consumer": consumer, "error": repr(fault)})
            await asyncio.sleep(pause(tried))


class Hearing:
    """One listener of one service."""

    def __init__(self, service: str, listener: Listener, database: Database, house: House, tenant: str) -> None:
        self.listener = listener
        self.name = f"{service}.{listener.purpose}"
        self.topics = listener.topics
        self.database = database
        self.positions = Positions(house)
        self._house = house
        self._tenant = tenant
        self._actor = actor_of(service)
        self._known = {fact.type: (fact, handler) for fact, handler in listener.handlers.items()}
        self._stems = {stem(known) for known in self._known}
        self._effective_from: datetime | None = None

    async def begin(self) -> None:
        """Remember from when on this group has effects: its very first start."""
        if not self.listener.effects:
            return
        t = self._house.listener_group
        async with self.database.engine.begin() as connection:
            await connection.execute(insert(t).values(consumer=self.name).on_conflict_do_nothing())
            began = select(t.c.effective_from).where(t.c.consumer == self.name)
            self._effective_from = (await connection.execute(began)).scalar_one()

    async def take(self, records: Sequence[Record]) -> None:
        for record in records:
            await self.hear(record)

    async def hear(self, record: Record) -> Result:
        """Apply one record, or park it; nothing but a fault that does not pass comes out of here."""
        result = Result.APPLIED

        async def attempt() -> None:
            nonlocal result
            result = await self._try(record)

        await patiently(self.name, attempt)
        self._count(record, result)
        return result

    async def apply(self, unit: Unit, record: Record) -> Result:
        """The record's effect, in a unit whose position is held; raises what the handler raises."""
        if record.tenant not in {None, self._tenant}:
            return Result.FOREIGN
        known = self._handler(record)
        if known is None and not self.listener.passers:
            return Result.UNKNOWN
        if self._effective_from and record.time and record.time < self._effective_from:
            return Result.OLD
        if known is None:
            await self.listener.passers[0](unit, announcement(record))
        else:
            fact, handler = known
            await handler(unit, fact.model_validate_json(record.value or b""))
        return Result.APPLIED

    def cause(self, record: Record) -> Cause:
        """The fact that leads to what happens now; its trace goes on."""
        id = record.event_id or new_id()
        known = self._known.get(record.type or "")
        name = known[1].__name__ if known else "hear"
        return Cause(id, f"{self.name}.{name}", record.correlation or id, current_traceparent() or record.traceparent)

    def unit(self, cause: Cause) -> Any:
        """A unit of work of this listener."""
        return self.database.unit(actor=self._actor, cause=cause, now=clock.now())

    async def _try(self, record: Record) -> Result:
        if record.key is None or record.sequence is None or record.event_id is None or record.type is None:
            return await self._bury(record)
        for tried in range(1, TRIES + 1):
            try:
                with consuming(self.name, record):
                    return await self._once(record)
            except Irrelevant as why:
                log.info("irrelevant", extra={"consumer": self.name, "reason": why.reason, "type": record.type})
                return await self._pass_over(record)
            except Exception as fault:
                if is_transient(fault):
                    raise
                if tried == TRIES or isinstance(fault, (Refused, ValidationError, UnknownVersion)):
                    return await self._park(record, fault)
        raise AssertionError("unreachable")

    async def _once(self, record: Record) -> Result:
        place, sequence = self._place(record), record.sequence or 0
        async with self.unit(self.cause(record)) as unit:
            position = await self.positions.hold(unit.session, place, sequence)
            waits = await self._waits(unit, record, position)
            if waits is not None:
                return waits
            result = await self.apply(unit, record)
            await unit.session.flush()
            await self.positions.move(unit.session, place, sequence)
        return result

    async def _waits(self, unit: Unit, record: Record, position: Position) -> Result | None:
        """What becomes of a record that is not the next one of its key."""
        sequence = record.sequence or 0
        if sequence <= position.sequence:
            return Result.DUPLICATE
        if not position.parked and sequence == position.sequence + 1:
            return None
        await self.positions.park(
            unit.session,
            self.name,
            record,
            state=Parked.WAITING if position.parked else Parked.GAP,
            error=f"follows {position.sequence}",
            next_attempt_at=unit.now,
        )
        return Result.BEHIND if position.parked else Result.GAP

    async def _pass_over(self, record: Record) -> Result:
        """The handler found nothing to do: the position moves, nothing else."""
        place, sequence = self._place(record), record.sequence or 0
        async with self.unit(self.cause(record)) as unit:
            position = await self.positions.hold(unit.session, place, sequence)
            if position.sequence == sequence - 1:
                await self.positions.move(unit.session, place, sequence)
        return Result.IRRELEVANT

    async def _park(self, record: Record, fault: Exception) -> Result:
        log.error("parked", extra={"consumer": self.name, "type": record.type, "error": repr(fault)}, exc_info=fault)
        place, sequence = self._place(record), record.sequence or 0
        async with self.unit(self.cause(record)) as unit:
            position = await self.positions.hold(unit.session, place, sequence)
            if position.sequence >= sequence:
                return Result.DUPLICATE
            wait = pause(1, first=2)
            await self.positions.park(
                unit.session,
                self.name,
                record,
                state=Parked.WAITING,
                error=said(fault),
                next_attempt_at=clock.later(unit.now, wait),
            )
        return Result.PARKED

    async def _bury(self, record: Record) -> Result:
        """Without key, id, type or sequence nothing can wait behind it: dead at once."""
        async with self.unit(self.cause(record)) as unit:
            await self.positions.park(
                unit.session,
                self.name,
                record,
                state=Parked.DEAD,
                error="no usable envelope",
                next_attempt_at=unit.now,
                alone=True,
            )
        return Result.DEAD

    def _handler(self, record: Record) -> tuple[type[Fact], Handler] | None:
        said_type = record.type or ""
        known = self._known.get(said_type)
        if known is None and stem(said_type) in self._stems:
            raise UnknownVersion(said_type)
        return known

    def _place(self, record: Record) -> Place:
        return Place(self.name, record.topic, record.key or "")

    def _count(self, record: Record, result: Result) -> None:
        metrics.CONSUMER_HANDLED.labels(self.name, result.value).inc()
        if result is Result.DUPLICATE:
            metrics.DUPLICATES_DROPPED.labels(self.name).inc()
        if result is Result.GAP:
            metrics.GAPS.labels(self.name).inc()
        if result is Result.APPLIED and record.time:
            metrics.END_TO_END_SECONDS.labels(self.name).observe(max(0.0, (clock.now() - record.time).total_seconds()))


@dataclass(slots=True)
class Newest:
    """What a batch says about one copy: the newest snapshot of each key, and what cannot be read."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    gone: dict[str, int] = field(default_factory=dict)


class Copying:
    """All copies of one service, one consumer group."""

    def __init__(self, service: str, copies: Sequence[Copy], database: Database, house: House, tenant: str) -> None:
        self.name = f"{service}.copies"
        self.copies = {copy.of: copy for copy in copies}
        self.topics = list(self.copies)
        self._positions = Positions(house)
        self._database = database
        self._house = house
        self._tenant = tenant
        self._written = {copy.of: upsert(copy) for copy in copies}

    async def begin(self) -> None:
        """Nothing to prepare: a copy has no effects outside its table."""

    async def take(self, records: Sequence[Record]) -> None:
        """The batch as a whole; where the database refuses something in it, each record alone."""
        with trace.get_tracer(__name__).start_as_current_span(f"process {self.name}"):
            try:
                await self._take(records)
            except DBAPIError:
                for record in records:
                    await self._take_alone(record)

    async def _take(self, records: Sequence[Record], unreadable: Sequence[tuple[Record, str]] = ()) -> None:
        newest: dict[str, Newest] = {}
        wrong = list(unreadable)
        for record in records:
            self.sort(record, newest.setdefault(record.topic, Newest()), wrong)

        async def attempt() -> None:
            await self._write(newest, wrong)

        await patiently(self.name, attempt)
        for found in newest.values():
            metrics.CONSUMER_HANDLED.labels(self.name, Result.APPLIED.value).inc(len(found.rows) + len(found.gone))

    async def _take_alone(self, record: Record) -> None:
        """A snapshot that reads well and cannot be stored (a number too large, a NUL) waits alone for a newer one."""
        try:
            await self._take([record])
        except DBAPIError as fault:
            await self._take([], [(record, refused(fault))])

    def sort(self, record: Record, newest: Newest, unreadable: list[tuple[Record, str]]) -> None:
        """Put the record where it belongs: the newest of its key, a deletion, or what cannot be read."""
        copy, key = self.copies[record.topic], _key(record)
        wrong = self._wrong_with(record, copy, key)
        if isinstance(wrong, Result):
            metrics.CONSUMER_HANDLED.labels(self.name, wrong.value).inc()
        elif wrong is not None:
            unreadable.append((record, wrong))
        elif record.value is None:
            newest.rows.pop(key or "", None)
            newest.gone[key or ""] = record.sequence or 0
        else:
            self._read(record, copy, key or "", newest, unreadable)

    def _wrong_with(self, record: Record, copy: Copy, key: str | None) -> Result | str | None:
        """Why a record is passed over, in a word that is counted or a sentence that is parked; nothing where it is fine."""
        if record.tenant not in {None, self._tenant}:
            return Result.FOREIGN
        if key is None:
            return "the key is not an id"
        if record.value is None or (record.type == copy.reads.type and record.sequence is not None):
            return None
        if record.type == copy.reads.type:
            return "no sequence"
        return f"unknown version {record.type}" if stem(record.type or "") == stem(copy.reads.type) else Result.UNKNOWN

    def _read(self, record: Record, copy: Copy, key: str, newest: Newest, unreadable: list[tuple[Record, str]]) -> None:
        try:
            read = copy.reads.model_validate_json(record.value or b"")
        except ValidationError as wrong:
            unreadable.append((record, said(wrong)))
            return
        sequence, known = record.sequence or 0, newest.rows.get(key)
        if known is None or known["sequence"] <= sequence:
            newest.gone.pop(key, None)
            newest.rows[key] = read.model_dump(mode="json") | {"id": key, "sequence": sequence}

    async def _write(self, newest: dict[str, Newest], unreadable: Sequence[tuple[Record, str]]) -> None:
        heard_at = clock.now()
        async with self._database.sessions() as session:
            for topic, found in sorted(newest.items()):
                await self.write(session, self.copies[topic], found, heard_at)
            await self._park(session, unreadable, heard_at)
            await session.commit()

    async def write(self, session: AsyncSession, copy: Copy, found: Newest, heard_at: datetime) -> None:
        """Into the copy what is newer than it has; what could not be read before of these keys is forgotten."""
        rows = [found.rows[key] | {"heard_at": heard_at.isoformat()} for key in sorted(found.rows)]
        if rows:
            await session.execute(self._written[copy.of], {"rows": json.dumps(rows)})
        if found.gone:
            await session.execute(delete(copy.table).where(copy.table.c.id.in_([UUID(key) for key in found.gone])))
        heard = sorted(found.rows.keys() | found.gone.keys())
        parked = self._house.parked.c
        superseded = (parked.consumer == self.name) & (parked.topic == copy.of) & parked.key.in_(heard)
        if heard:
            await session.execute(delete(self._house.parked).where(superseded))

    async def park_anew(
        self, session: AsyncSession, copy: Copy, unreadable: Sequence[tuple[Record, str]], heard_at: datetime
    ) -> None:
        """These are all that cannot be read of a copy; what was parked of it before is forgotten."""
        parked = self._house.parked
        await session.execute(delete(parked).where(parked.c.consumer == self.name, parked.c.topic == copy.of))
        await self._park(session, unreadable, heard_at)

    async def _park(self, session: AsyncSession, unreadable: Sequence[tuple[Record, str]], heard_at: datetime) -> None:
        for record, error in unreadable:
            log.error("a snapshot that cannot be read", extra={"topic": record.topic, "error": error})
            await self._positions.park(session, self.name, record, state=Parked.DEAD, error=error, next_attempt_at=heard_at)


def announcement(record: Record) -> Announcement:
    """A record whose envelope is whole, as a service passes it on."""
    if record.key is None or record.sequence is None or record.event_id is None or record.type is None:
        raise ValueError("the envelope is not whole")
    return Announcement(
        record.topic, record.key, record.sequence, record.event_id, record.type, record.headers, record.value or b""
    )


def upsert(copy: Copy) -> TextClause:
    """One statement for any number of snapshots, as one JSON parameter: the newest sequence wins."""
    columns = [c.name for c in copy.columns]
    listed = ", ".join(f'"{c}"' for c in columns)
    changed = ", ".join(f'"{c}" = EXCLUDED."{c}"' for c in columns if c != "id")
    return text(
        f"INSERT INTO {copy.table.fullname} AS kept ({listed}) SELECT {listed} "  # noqa: S608 - names of our own tables
        f"FROM jsonb_populate_recordset(CAST(NULL AS {copy.table.fullname}), CAST(:rows AS jsonb)) "
        f"ON CONFLICT (id) DO UPDATE SET {changed} WHERE EXCLUDED.sequence > kept.sequence"
    )


def refused(fault: DBAPIError) -> str:
    """What the database cannot hold, in words that may be stored: its code alone, its message quotes the value."""
    return f"the database refused it: {sqlstate_of(fault)}"


def said(fault: Exception) -> str:
    """A fault in words that may be stored: validation errors without the input that caused them."""
    if isinstance(fault, ValidationError):
        return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['type']}" for e in fault.errors(include_input=False))
    return f"{type(fault).__name__}: {fault}"


def _key(record: Record) -> str | None:
    try:
        return str(UUID(record.key)) if record.key else None
    except ValueError:
        return None
