"""How far a listener is with each key, and what it could not apply: the statements on `position` and `parked`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, literal_column, select, update
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.base import ReadOnlyColumnCollection

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


@dataclass(frozen=True, slots=True)
class Positions:
    """The two tables of one service. Whoever applies or parks holds the position's row first."""

    house: House

    async def hold(self, session: AsyncSession, place: Place, sequence: int) -> Position:
        """The position, locked; a key never met before starts just below this sequence."""
        t = self.house.position
        row = insert(t).values(consumer=place.consumer, topic=place.topic, key=place.key, sequence=sequence - 1)
        held = row.on_conflict_do_update(
            index_elements=[t.c.consumer, t.c.topic, t.c.key], set_={"sequence": t.c.sequence}
        ).returning(t.c.sequence, t.c.parked, literal_column("(xmax = 0)").label("fresh"))
        found = (await session.execute(held)).one()
        return Position(found.sequence, found.parked, found.fresh)

    async def move(self, session: AsyncSession, place: Place, sequence: int) -> None:
        t = self.house.position
        await session.execute(update(t).where(self._at(t.c, place)).values(sequence=sequence))

    async def leave(self, session: AsyncSession, place: Place, sequence: int) -> bool:
        """Parked records up to this one are settled; true when the key flows again because nothing waits any more."""
        p, t = self.house.position, self.house.parked
        await session.execute(delete(t).where(self._at(t.c, place), t.c.sequence <= sequence))
        waits = exists().where(self._at(t.c, place), t.c.sequence.is_not(None))
        moved = update(p).where(self._at(p.c, place)).values(sequence=sequence, parked=waits).returning(p.c.parked)
        return not (await session.execute(moved)).scalar_one()

    async def park(
        self,
        session: AsyncSession,
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

    async def due(self, session: AsyncSession, consumers: Sequence[str], now: datetime, limit: int) -> Sequence[Place]:
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
        return [Place(*row) for row in await session.execute(due.limit(limit))]

    async def try_hold(self, session: AsyncSession, place: Place) -> Position | None:
        """The position, locked; nothing when somebody else works on the key now."""
        t = self.house.position
        held = select(t.c.sequence, t.c.parked).where(self._at(t.c, place)).with_for_update(skip_locked=True)
        found = (await session.execute(held)).one_or_none()
        return found and Position(found.sequence, found.parked, fresh=False)

    async def first(self, session: AsyncSession, place: Place) -> tuple[Record, int] | None:
        """The first parked record of the key, and how often it was tried."""
        t = self.house.parked
        waiting = select(t).where(self._at(t.c, place), t.c.sequence.is_not(None))
        row = (await session.execute(waiting.order_by(t.c.sequence, t.c.offset).limit(1))).one_or_none()
        if row is None:
            return None
        return Record(row.topic, row.partition, row.offset, row.key, row.headers, row.payload), row.attempts

    async def postpone(
        self, session: AsyncSession, place: Place, record: Record, *, state: Parked, attempts: int, until: datetime, error: str
    ) -> None:
        t = self.house.parked
        this = and_(self._at(t.c, place), t.c.partition == record.partition, t.c.offset == record.offset)
        await session.execute(
            update(t)
            .where(this)
            .values(state=state.value, attempts=attempts, next_attempt_at=until, error=storable(error[:2000]))
        )

    async def parked_keys(self, session: AsyncSession, consumer: str) -> int:
        t = self.house.position
        count = select(func.count()).where(t.c.consumer == consumer, t.c.parked)
        return (await session.execute(count)).scalar_one()

    @staticmethod
    def _at(c: ReadOnlyColumnCollection[str, Any], place: Place) -> ColumnElement[bool]:
        return and_(c.consumer == place.consumer, c.topic == place.topic, c.key == place.key)
