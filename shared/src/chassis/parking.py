"""Parked keys: tried again with growing pauses, in order, until they flow; or until a person decides.

A key whose first record could not be applied keeps all its later records behind it. Its own worker, any worker, tries the first
one again; what succeeds leaves, and the next one's turn has come. After `MOST_TRIES` the record is dead: the key stays parked and
an operator retries it (after a fix) or drops it (with grounds).
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, delete, func, select, union_all, update
from sqlalchemy.dialects.postgresql import distinct_on

from chassis import clock, metrics
from chassis.bare import Executes
from chassis.database import Database
from chassis.dispatcher import said
from chassis.envelope import Record
from chassis.faults import is_transient
from chassis.hearing import Hearing
from chassis.house import House
from chassis.patience import pause
from chassis.positions import Parked, Place, Position, Positions
from chassis.telemetry import consuming
from chassis.unit import Unit
from chassis.work import Irrelevant

log = logging.getLogger(__name__)

EVERY = 1.0
"""Seconds between two looks."""
AT_ONCE = 50
MOST_TRIES = 8
GAP_PAUSE = 5.0
"""Seconds before a key that waits for a missing record is looked at again."""


@dataclass(frozen=True, slots=True)
class Where:
    """One parked record: who could not apply it, and its place on the broker."""

    consumer: str
    topic: str
    partition: int
    offset: int


class Retrying:
    """The worker's task that tries parked keys again."""

    def __init__(self, listeners: Sequence[Hearing], database: Database, house: House) -> None:
        self._hearing: Mapping[str, Hearing] = {hearing.name: hearing for hearing in listeners}
        self._database = database
        self._positions = Positions(house)

    async def run(self) -> None:
        """For ever: look, try, rest."""
        while True:
            try:
                await self.round()
            except Exception as fault:
                if not is_transient(fault):
                    raise
                log.warning("parked keys not looked at", extra={"error": repr(fault)})
            await asyncio.sleep(EVERY)

    async def round(self) -> int:
        """Try every key that is due; how many records left."""
        async with self._database.sessions() as session:
            due = await self._positions.due(session, list(self._hearing), clock.now(), AT_ONCE)
            for name in self._hearing:
                metrics.PARKED_KEYS.labels(name).set(await self._positions.parked_keys(session, name))
        left = 0
        for place in due:
            try:
                while await self._first_leaves(self._hearing[place.consumer], place):
                    left += 1
            except Exception as fault:
                if not is_transient(fault):
                    raise
                log.warning("a parked key waits for a fault to pass", extra={"consumer": place.consumer, "error": repr(fault)})
        return left

    async def _first_leaves(self, hearing: Hearing, place: Place) -> bool:
        """Try the key's first parked record in a unit of its own; true when it left and another may follow."""
        async with self._database.sessions() as session:
            found = await self._positions.first(session, place)
        if found is None:
            return False
        record, attempts = found
        try:
            with consuming(hearing.name, record):
                async with hearing.unit(hearing.cause(record)) as unit:
                    return await self._try(hearing, unit, place, record)
        except Irrelevant:
            return await self._leaves(hearing, place, record)
        except Exception as fault:
            if is_transient(fault):
                raise
            await self._postpone(place, record, attempts + 1, fault)
            return False

    async def _try(self, hearing: Hearing, unit: Unit, place: Place, record: Record) -> bool:
        position = await self._positions.try_hold(unit.session, place)
        if position is None:
            return False
        sequence = record.sequence or 0
        if sequence == position.sequence + 1:
            metrics.RETRIES.labels(hearing.name).inc()
            await hearing.apply(unit, record)
        elif sequence > position.sequence:
            await self._wait_for_missing(unit, place, record, position)
            return False
        await self._leave(unit, place, max(sequence, position.sequence))
        return True

    async def _wait_for_missing(self, unit: Unit, place: Place, record: Record, position: Position) -> None:
        until = clock.later(unit.now, GAP_PAUSE)
        error = f"follows {position.sequence}"
        await self._positions.postpone(
            unit.session, place, record, state=Parked.GAP, attempts=0, until=until, error=error
        )

    async def _leaves(self, hearing: Hearing, place: Place, record: Record) -> bool:
        """The handler found nothing to do: the record leaves without an effect."""
        async with hearing.unit(hearing.cause(record)) as unit:
            position = await self._positions.try_hold(unit.session, place)
            if position is None or (record.sequence or 0) != position.sequence + 1:
                return False
            await self._leave(unit, place, record.sequence or 0)
        return True

    async def _leave(self, unit: Unit, place: Place, sequence: int) -> None:
        if await self._positions.leave(unit.session, place, sequence):
            log.info("a key flows again", extra={"consumer": place.consumer, "topic": place.topic})

    async def _postpone(self, place: Place, record: Record, attempts: int, fault: Exception) -> None:
        dead = attempts >= MOST_TRIES
        async with self._database.sessions() as session:
            await self._positions.postpone(
                session,
                place,
                record,
                state=Parked.DEAD if dead else Parked.WAITING,
                attempts=attempts,
                until=clock.later(clock.now(), pause(attempts, first=2, most=600)),
                error=said(fault),
            )
            await session.commit()
        log.error("parked still", extra={"consumer": place.consumer, "attempts": attempts, "error": repr(fault)})


async def retry(session: Executes, house: House, place: Place) -> int:
    """An operator's word after a fix: the key's parked records are due at once, however often they failed."""
    t = house.parked
    here = (t.c.consumer == place.consumer) & (t.c.topic == place.topic) & (t.c.key == place.key)
    due = update(t).where(here).values(state=Parked.WAITING.value, attempts=0, next_attempt_at=clock.now())
    return len((await session.execute(due.returning(t.c.offset))).all())


async def drop(session: Executes, house: House, place: Place, *, only: Where | None = None) -> Record | None:
    """An operator's word that the key's first parked record has no effect and never will; the next one's turn comes.

    Where the first one waits for what is missing before it, it is the missing that is given up, and the first has its turn.
    With `only`, nothing happens when the first one is another by now.
    """
    positions = Positions(house)
    found = await positions.first(session, place)
    if found is None:
        return None
    record, _ = found
    if only is not None and (record.partition, record.offset) != (only.partition, only.offset):
        return None
    position = await positions.hold(session, place, record.sequence or 0)
    sequence = record.sequence or 0
    if sequence > position.sequence + 1:
        await positions.move(session, place, sequence - 1)
    else:
        await positions.leave(session, place, max(position.sequence, sequence))
    t = house.parked
    here = (t.c.consumer == place.consumer) & (t.c.topic == place.topic) & (t.c.key == place.key)
    await session.execute(update(t).where(here).values(next_attempt_at=clock.now()))
    return record


async def listed(
    session: Executes, house: House, limit: int, *, type: str = "", since: datetime | None = None
) -> Sequence[Mapping[str, object]]:
    """The first parked record of each key, and those that stand alone, oldest first; perhaps only of some types, or since then."""
    t = house.parked
    first = (
        select(t)
        .where(t.c.sequence.is_not(None))
        .ext(distinct_on(t.c.consumer, t.c.topic, t.c.key))
        .order_by(t.c.consumer, t.c.topic, t.c.key, t.c.sequence, t.c.offset)
    )
    alone = select(t).where(t.c.sequence.is_(None))
    both = union_all(first.subquery().select(), alone).subquery()
    wanted = select(both).order_by(both.c.parked_at, both.c.consumer, both.c.topic, both.c.partition, both.c.offset)
    if type:
        wanted = wanted.where(func.coalesce(both.c.headers["ce_type"].astext, "").contains(type, autoescape=True))
    if since is not None:
        wanted = wanted.where(both.c.parked_at >= since)
    return [dict(row) for row in (await session.execute(wanted.limit(limit))).mappings()]


async def forget(session: Executes, house: House, where: Where) -> Record | None:
    """An operator's word about a record that nothing waits behind: it goes, and no position moves."""
    t = house.parked
    gone = delete(t).where(_is(t, where)).returning(t.c.key, t.c.headers, t.c.payload)
    row = (await session.execute(gone)).one_or_none()
    return row and Record(where.topic, where.partition, where.offset, row.key, row.headers, row.payload)


async def behind(session: Executes, house: House, where: Where) -> Sequence[Mapping[str, object]]:
    """The parked record at this place, and behind it those of its key that wait for it."""
    t = house.parked
    this = (await session.execute(select(t).where(_is(t, where)))).mappings().one_or_none()
    if this is None:
        return []
    if this["sequence"] is None:
        return [dict(this)]
    key = (t.c.consumer == where.consumer) & (t.c.topic == where.topic) & (t.c.key == this["key"])
    waiting = select(t).where(key, t.c.sequence >= this["sequence"]).order_by(t.c.sequence, t.c.offset)
    return [dict(row) for row in (await session.execute(waiting)).mappings()]


def _is(t: Table, where: Where) -> ColumnElement[bool]:
    at = (t.c.partition == where.partition) & (t.c.offset == where.offset)
    return (t.c.consumer == where.consumer) & (t.c.topic == where.topic) & at
