"""Keeping copies of state topics: the newest sequence wins, null deletes, one statement for a whole batch.

What was deleted has no row whose sequence could turn an older snapshot away: a member that slept with an old batch would bring it
back. So a deletion leaves a position, the only ones that a copy has. They stay: one for each thing that was ever erased.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import BigInteger, Text, TextClause, cast, delete, func, literal, select, text, union
from sqlalchemy.dialects.postgresql import array, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, metrics
from chassis.database import Database
from chassis.dispatcher import Result, patiently, said
from chassis.envelope import Record, stem
from chassis.erasing import forget
from chassis.events import STATE_SUFFIX
from chassis.faults import sqlstate_of
from chassis.house import House
from chassis.listening import Copy
from chassis.positions import Parked, Positions
from chassis.telemetry import consuming_batch

log = logging.getLogger(__name__)

UNNUMBERED = 2**63 - 1
"""In the place of a number for a deletion that has none: it deletes whatever there is."""


@dataclass(slots=True)
class Newest:
    """What a batch says about one copy: the newest snapshot of each key, and what cannot be read."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    gone: dict[str, int] = field(default_factory=dict)
    """The number of each deletion: what is newer stays. One without a number deletes whatever there is."""

    def says(self, key: str) -> int:
        """The number of the newest that was said of a key."""
        return self.rows[key]["sequence"] if key in self.rows else self.gone.get(key, -1)


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
        self._written = {copy.of: upsert(copy, house) for copy in copies}

    async def begin(self) -> None:
        """Nothing to prepare: a copy has no effects outside its table."""

    async def take(self, records: Sequence[Record]) -> None:
        """The batch as a whole; where the database refuses something in it, each record alone."""
        with consuming_batch(self.name, records):
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
            self._erase(record, key or "", newest)
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

    def _erase(self, record: Record, key: str, newest: Newest) -> None:
        sequence = UNNUMBERED if record.sequence is None else record.sequence
        if sequence >= newest.says(key):
            newest.rows.pop(key, None)
            newest.gone[key] = sequence

    def _read(self, record: Record, copy: Copy, key: str, newest: Newest, unreadable: list[tuple[Record, str]]) -> None:
        try:
            read = copy.reads.model_validate_json(record.value or b"")
        except ValidationError as wrong:
            unreadable.append((record, said(wrong)))
            return
        sequence = record.sequence or 0
        if sequence >= newest.says(key) or newest.gone.get(key) == UNNUMBERED:
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
        if found.gone:
            await self._delete(session, copy, found.gone)
        rows = [found.rows[key] | {"heard_at": heard_at.isoformat()} for key in sorted(found.rows)]
        if rows:
            said = {"rows": json.dumps(rows), "consumer": self.name, "topic": copy.of}
            await session.execute(self._written[copy.of], said)
        heard = sorted(found.rows.keys() | found.gone.keys())
        parked = self._house.parked.c
        superseded = (parked.consumer == self.name) & (parked.topic == copy.of) & parked.key.in_(heard)
        if heard:
            await session.execute(delete(self._house.parked).where(superseded))

    async def _delete(self, session: AsyncSession, copy: Copy, gone: Mapping[str, int]) -> None:
        """Rows go, their positions stay; of what has no number, the number of the row.

        The lock: whoever writes an old snapshot just now is waited for, whoever does so later sees the position.
        """
        await session.execute(text(f"LOCK TABLE {copy.table.fullname} IN EXCLUSIVE MODE"))
        given = [literal(UUID(key)) for key in sorted(gone)]
        numbers = [literal(gone[key], BigInteger) for key in sorted(gone)]
        said = func.unnest(array(given), array(numbers)).table_valued("id", "sequence").render_derived()
        old = (copy.table.c.id == said.c.id) & (copy.table.c.sequence <= said.c.sequence)
        deleted = delete(copy.table).where(old).returning(copy.table.c.id, copy.table.c.sequence).cte("deleted")
        numbered = select(said.c.id, said.c.sequence).where(said.c.sequence < UNNUMBERED)
        ends = union(numbered, select(deleted.c.id, deleted.c.sequence)).cte("ends")
        t = self._house.position
        left = insert(t).from_select(
            ["consumer", "topic", "key", "sequence"],
            select(literal(self.name), literal(copy.of), cast(ends.c.id, Text), func.max(ends.c.sequence)).group_by(ends.c.id),
        )
        newest = func.greatest(t.c.sequence, left.excluded.sequence)
        keys = [t.c.consumer, t.c.topic, t.c.key]
        await session.execute(left.on_conflict_do_update(index_elements=keys, set_={"sequence": newest}))
        for key, number in sorted(gone.items()):
            await forget(session, self._house, copy.of.removesuffix(STATE_SUFFIX), key, before=number)

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


def upsert(copy: Copy, house: House) -> TextClause:
    """One statement for any number of snapshots, as one JSON parameter: the newest sequence wins, also over a deletion."""
    columns = [c.name for c in copy.columns]
    listed = ", ".join(f'"{c}"' for c in columns)
    changed = ", ".join(f'"{c}" = EXCLUDED."{c}"' for c in columns if c != "id")
    return text(
        f"INSERT INTO {copy.table.fullname} AS kept ({listed}) SELECT {listed} "  # noqa: S608 - names of our own tables
        f"FROM jsonb_populate_recordset(CAST(NULL AS {copy.table.fullname}), CAST(:rows AS jsonb)) AS said "
        f"WHERE NOT EXISTS (SELECT FROM {house.position.fullname} AS erased WHERE erased.consumer = :consumer "
        "AND erased.topic = :topic AND erased.key = CAST(said.id AS text) AND erased.sequence >= said.sequence) "
        f"ON CONFLICT (id) DO UPDATE SET {changed} WHERE EXCLUDED.sequence > kept.sequence"
    )


def refused(fault: DBAPIError) -> str:
    """What the database cannot hold, in words that may be stored: its code alone, its message quotes the value."""
    return f"the database refused it: {sqlstate_of(fault)}"


def _key(record: Record) -> str | None:
    try:
        return str(UUID(record.key)) if record.key else None
    except ValueError:
        return None
