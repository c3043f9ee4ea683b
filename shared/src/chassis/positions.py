"""How far a listener is with each key, and what it could not apply: the statements on `position` and `parked`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Executable, Table, and_, bindparam, delete, exists, func, literal_column, select, update
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from chassis.bare import Executes
from chassis.envelope import Record, storable
from chassis.house import House


class Parked(Enum):
    """Why a record waits: for its turn or its next try, for one that is missing before it, or for a person."""

    WAITING = "waiting"
    GAP = "gap"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Position:
    """The last sequence applied for a key, and whether its later records are parked."""

    sequence: int
    parked: bool
    fresh: bool
    """The key was not known before."""


@dataclass(frozen=True, slots=True)
class Place:
    """One key of one topic, as one listener sees it."""

    consumer: str
    topic: str
    key: str


def _here(place: Place) -> dict[str, Any]:
    return {"by": place.consumer, "on": place.topic, "of": place.key}


@lru_cache
def _holding(position: Table) -> Executable:
    t = position.c
    row = insert(position).values(
        consumer=bindparam("by"), topic=bindparam("on"), key=bindparam("of"), sequence=bindparam("before")
    )
    held = row.on_conflict_do_update(index_elements=[t.consumer, t.topic, t.key], set_={"sequence": t.sequence})
    return held.returning(t.sequence, t.parked, literal_column("(xmax = 0)").label("fresh"))


@lru_cache
def _moving(position: Table) -> Executable:
    t = position.c
    here = (t.consumer == bindparam("by"), t.topic == bindparam("on"), t.key == bindparam("of"))
    return update(position).where(*here).values(sequence=bindparam("to"))


@dataclass(frozen=True, slots=True)
class Positions:
    """The two tables of one service. Whoever applies or parks holds the position's row first."""

    house: House

    async def hold(self, session: Executes, place: Place, sequence: int) -> Position:
        """The position, locked; a key never met before starts just below this sequence."""
        found = (await session.execute(_holding(self.house.position), {**_here(place), "before": sequence - 1})).one()
        return Position(found.sequence, found.parked, found.fresh)

    async def move(self, session: Executes, place: Place, sequence: int) -> None:
        await session.execute(_moving(self.house.position), {**_here(place), "to": sequence})

    async def leave(self, session: Executes, place: Place, sequence: int) -> bool:
        """Parked records up to this one are settled; true when the key flows again because nothing waits any more."""
        p, t = self.house.position, self.house.parked
        await session.execute(delete(t).where(self._at(t.c, place), t.c.sequence <= sequence))
        waits = exists().where(self._at(t.c, place), t.c.sequence.is_not(None))
        moved = update(p).where(self._at(p.c, place)).values(sequence=sequence, parked=waits).returning(p.c.parked)
        return not (await session.execute(moved)).scalar_one()

    async def park(
        self,
        session: Executes,
        consumer: str,
        record: Record,
        *,
        state: Parked,
        error: str,
        next_attempt_at: datetime,
        alone: bool = False,
    ) -> None:
        """Keep the record; the key's later records will be parked behind it, unless it stays `alone`."""
        t = self.house.parked
        await session.execute(
            insert(t)
            .values(
                consumer=consumer,
                topic=record.topic,
                partition=record.partition,
                offset=record.offset,
                key=record.key,
                sequence=None if alone else record.sequence,
                event_id=record.event_id,
                headers=record.headers,
                payload=record.value,
                state=state.value,
                error=storable(error[:2000]),
                next_attempt_at=next_attempt_at,
            )
            .on_conflict_do_nothing()
        )
        if record.key is not None and record.sequence is not None and not alone:
            p = self.house.position
            place = Place(consumer, record.topic, record.key)
            await session.execute(update(p).where(self._at(p.c, place)).values(parked=True))

    async def due(self, session: Executes, consumers: Sequence[str], now: datetime, limit: int) -> Sequence[Place]:
        """Keys of these consumers whose first parked record is due for a try."""
        t = self.house.parked
        first = (
            select(t.c.consumer, t.c.topic, t.c.key, t.c.state, t.c.next_attempt_at)
            .where(t.c.consumer.in_(consumers), t.c.key.is_not(None), t.c.sequence.is_not(None))
            .ext(distinct_on(t.c.consumer, t.c.topic, t.c.key))
            .order_by(t.c.consumer, t.c.topic, t.c.key, t.c.sequence, t.c.offset)
            .subquery()
        )
        due = select(first.c.consumer, first.c.topic, first.c.key).where(
            first.c.state != Parked.DEAD.value, first.c.next_attempt_at <= now
        )
        found = (await session.execute(due.limit(limit))).all()
        return [Place(row.consumer, row.topic, row.key) for row in found]

    async def try_hold(self, session: Executes, place: Place) -> Position | None:
        """The position, locked; nothing when somebody else works on the key now."""
        t = self.house.position
        held = select(t.c.sequence, t.c.parked).where(self._at(t.c, place)).with_for_update(skip_locked=True)
        found = (await session.execute(held)).one_or_none()
        return found and Position(found.sequence, found.parked, fresh=False)

    async def first(self, session: Executes, place: Place) -> tuple[Record, int] | None:
        """The first parked record of the key, and how often it was tried."""
        t = self.house.parked
        waiting = select(t).where(self._at(t.c, place), t.c.sequence.is_not(None))
        row = (await session.execute(waiting.order_by(t.c.sequence, t.c.offset).limit(1))).one_or_none()
        if row is None:
            return None
        return Record(row.topic, row.partition, row.offset, row.key, row.headers, row.payload), row.attempts

    async def postpone(
        self, session: Executes, place: Place, record: Record, *, state: Parked, attempts: int, until: datetime, error: str
    ) -> None:
        t = self.house.parked
        this = and_(self._at(t.c, place), t.c.partition == record.partition, t.c.offset == record.offset)
        await session.execute(
            update(t)
            .where(this)
            .values(state=state.value, attempts=attempts, next_attempt_at=until, error=storable(error[:2000]))
        )

    async def parked_keys(self, session: Executes, consumer: str) -> int:
        t = self.house.position
        count = select(func.count()).where(t.c.consumer == consumer, t.c.parked)
        parked: int = (await session.execute(count)).scalar_one()
        return parked

    @staticmethod
    def _at(c: ReadOnlyColumnCollection[str, Any], place: Place) -> ColumnElement[bool]:
        return and_(c.consumer == place.consumer, c.topic == place.topic, c.key == place.key)
