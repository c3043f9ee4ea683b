"""The audit rows of a service in a chain that shows what was changed, removed or slipped in afterwards.

The unit of work writes the rows in its transaction and lists them in `audit_unsealed`. One sealer, in the relay and under its
lock, chains them each second, so that writers never queue for the end of a chain:
`hash = sha256(hash before it || RFC 8785 form of the row)`, positions 1, 2, 3 … without gaps.

What a chain cannot show: that its *end* was cut off, or all of it made anew, by somebody who may write everything. For that,
keep `seal_head` outside the database and give it to `verify` as `known`.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from hashlib import sha256
from typing import Any

import rfc8785
from sqlalchemy import ARRAY, BigInteger, LargeBinary, Table, bindparam, delete, exists, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from typing_extensions import override

from chassis import metrics
from chassis.database import driver_url
from chassis.house import House

log = logging.getLogger(__name__)

BEFORE_ALL = bytes(32)
"""What the first row is chained to."""
BATCH = 2000
EVERY = 1.0
"""Seconds between two looks."""
PATIENCE = timedelta(seconds=60)
"""After this an unsealed row is a finding: the sealer stands still."""


def row_hash(before: bytes, row: Mapping[str, Any]) -> bytes:
    """The hash of a row of `audit` behind the hash before it."""
    return sha256(before + rfc8785.dumps({name: _plain(value) for name, value in row.items()})).digest()


def _plain(value: Any) -> Any:
    """A value as JSON has it: instants in UTC to the microsecond, identifiers as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return value if value is None or isinstance(value, str | int | list | dict) else str(value)


@dataclass(frozen=True, slots=True)
class Seal:
    """The end of a chain."""

    position: int
    hash: bytes


class Sealer:
    """Chains what the units of work have written. Two of them never fork the chain: the second finds the lock taken."""

    def __init__(self, url: str, house: House, *, batch: int = BATCH) -> None:
        self._engine = create_async_engine(
            driver_url(url), pool_size=1, max_overflow=0, pool_pre_ping=True, hide_parameters=True
        )
        self._reading = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._house = house
        self._batch = batch
        self._since: float | None = None
        audit, unsealed, seal = house.audit, house.audit_unsealed, house.audit_seal
        self._lock = select(func.pg_try_advisory_xact_lock(func.hashtextextended(seal.fullname, 0)))
        self._next = (
            select(audit).join(unsealed, unsealed.c.audit_id == audit.c.id).order_by(audit.c.id).limit(batch)
        )
        sealed = func.unnest(
            bindparam("positions", type_=ARRAY(BigInteger)),
            bindparam("ids", type_=ARRAY(BigInteger)),
            bindparam("hashes", type_=ARRAY(LargeBinary)),
        ).table_valued("position", "audit_id", "hash").render_derived()
        self._insert = insert(seal).from_select(["position", "audit_id", "hash"], select(sealed))
        self._delete = delete(unsealed).where(
            unsealed.c.audit_id == func.any(bindparam("ids", type_=ARRAY(BigInteger)))
        )

    async def run(self) -> None:
        """Seal each second until cancelled. Whatever goes wrong is told, tried again, and seen in the age."""
        metrics.AUDIT_UNSEALED_SECONDS.set_function(self._age)
        try:
            while True:
                try:
                    await self._look()
                except Exception:
                    log.exception("audit not sealed, will try again")
                await asyncio.sleep(EVERY)
        finally:
            metrics.AUDIT_UNSEALED_SECONDS.set_function(lambda: 0.0)
            await self.close()

    async def close(self) -> None:
        """Give the connection back."""
        await self._engine.dispose()

    async def _look(self) -> None:
        try:
            while await self.seal() == self._batch:
                pass
        except Exception:  # not when it is told to end: another fault on the way out would make it forget that
            await self._see_age()
            raise
        await self._see_age()

    async def _see_age(self) -> None:
        async with self._reading.connect() as connection:
            age = await unsealed_age(connection, self._house)
        self._since = time.monotonic() - age if age else None

    def _age(self) -> float:
        """Asked at each scrape: it grows on when the database no longer answers us."""
        return 0.0 if self._since is None else time.monotonic() - self._since

    async def seal(self) -> int:
        """Chain one batch in one transaction; the number of rows, 0 when there is none or somebody else is at it."""
        async with self._reading.connect() as connection:
            if not (await connection.execute(select(exists(select(self._house.audit_unsealed))))).scalar_one():
                return 0
        async with self._engine.begin() as connection:
            if not (await connection.execute(self._lock)).scalar_one():
                return 0
            end = await seal_head(connection, self._house)
            rows = (await connection.execute(self._next)).mappings().all()
            if not rows:
                return 0
            ids, hashes, before = [], [], end.hash
            for row in rows:
                before = row_hash(before, dict(row))
                ids.append(row["id"])
                hashes.append(before)
            positions = list(range(end.position + 1, end.position + 1 + len(ids)))
            await connection.execute(self._insert, {"positions": positions, "ids": ids, "hashes": hashes})
            await connection.execute(self._delete, {"ids": ids})
            return len(ids)


async def seal_head(connection: AsyncConnection, house: House) -> Seal:
    """The end of the chain."""
    seal = house.audit_seal
    end = select(seal.c.position, seal.c.hash).order_by(seal.c.position.desc()).limit(1)
    found = (await connection.execute(end)).one_or_none()
    return Seal(0, BEFORE_ALL) if found is None else Seal(found.position, bytes(found.hash))


async def unsealed_age(connection: AsyncConnection, house: House) -> float:
    """Age in seconds of the oldest row outside the chain; 0 when all are sealed."""
    waiting = house.audit.join(house.audit_unsealed, house.audit_unsealed.c.audit_id == house.audit.c.id)
    oldest = select(func.extract("epoch", func.clock_timestamp() - func.min(house.audit.c.at))).select_from(waiting)
    age: float | None = (await connection.execute(oldest)).scalar_one()
    return 0.0 if age is None else max(0.0, float(age))


class Wrong(Enum):
    """What can be found."""

    CHANGED = "the row, or its seal, is not what was sealed"
    REMOVED = "the row is gone"
    INSERTED = "the row was never listed for sealing, or its seal is gone"
    UNSEALED = "the row waits for its seal too long"
    GAP = "seals are missing before this one"
    CUT = "the chain does not lead through the seal that was kept outside"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong; `audit_id` is the row, 0 where it is about the chain."""

    wrong: Wrong
    audit_id: int
    position: int | None = None

    @override
    def __str__(self) -> str:
        where = "" if self.position is None else f" (seal {self.position})"
        return f"audit row {self.audit_id}{where}: {self.wrong.value}"


async def verify(
    connection: AsyncConnection, house: House, *, known: Seal | None = None, patience: timedelta = PATIENCE
) -> list[Finding]:
    """Walk the whole chain in one snapshot and name every row that is not as it was written; empty when all is well."""
    await connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
    findings: list[Finding] = []
    end = Seal(0, BEFORE_ALL)
    at_known: bytes | None = None
    async for position, audit_id, kept, row in _sealed(connection, house):
        if position != end.position + 1:
            findings.append(Finding(Wrong.GAP, audit_id, position))
        elif row is None:
            findings.append(Finding(Wrong.REMOVED, audit_id, position))
        elif row_hash(end.hash, row) != kept:
            findings.append(Finding(Wrong.CHANGED, audit_id, position))
        end = Seal(position, kept)
        if known is not None and position == known.position:
            at_known = kept
    if known is not None and known.position and at_known != known.hash:
        findings.append(Finding(Wrong.CUT, 0, known.position))
    return findings + await _outside(connection, house, patience)


async def _sealed(
    connection: AsyncConnection, house: House
) -> AsyncIterator[tuple[int, int, bytes, Mapping[str, Any] | None]]:
    """Every seal in order with its row, if it is there."""
    audit, seal = house.audit, house.audit_seal
    columns = [*audit.c, *_labelled(seal)]
    page = (
        select(*columns).select_from(seal.outerjoin(audit, audit.c.id == seal.c.audit_id))
        .where(seal.c.position > bindparam("after")).order_by(seal.c.position).limit(BATCH)
    )
    after = -1
    while rows := (await connection.execute(page, {"after": after})).mappings().all():
        for found in rows:
            row = {column.name: found[column.name] for column in audit.c} if found["id"] is not None else None
            yield found["seal_position"], found["seal_audit_id"], bytes(found["seal_hash"]), row
        after = rows[-1]["seal_position"]


def _labelled(table: Table) -> Sequence[Any]:
    return [column.label(f"seal_{column.name}") for column in table.c]


async def _outside(connection: AsyncConnection, house: House, patience: timedelta) -> list[Finding]:
    """Rows that no seal knows: never listed, listed and gone, listed and left."""
    audit, unsealed, seal = house.audit, house.audit_unsealed, house.audit_seal
    listed = exists(select(unsealed).where(unsealed.c.audit_id == audit.c.id))
    sealed = exists(select(seal).where(seal.c.audit_id == audit.c.id))
    there = exists(select(audit).where(audit.c.id == unsealed.c.audit_id))
    left = select(audit.c.id).where(listed, audit.c.at < func.clock_timestamp() - patience)
    questions = {
        Wrong.INSERTED: select(audit.c.id).where(~listed, ~sealed),
        Wrong.REMOVED: select(unsealed.c.audit_id).where(~there),
        Wrong.UNSEALED: left,
    }
    findings: list[Finding] = []
    for wrong, question in questions.items():
        ids = (await connection.execute(question.order_by(text("1")))).scalars()
        findings += [Finding(wrong, audit_id) for audit_id in ids]
    return findings
