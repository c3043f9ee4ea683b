"""What an operator does with the house's own tables: one transaction, and in it an audit row that says what and why.

The actor is `system:cli`. Which person sat there is not ours to know: the audit keeps ids, never names, and whoever may enter the
database as a service is decided, and logged, where that access is given. The grounds say why.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.access import Actor
from chassis.database import Database
from chassis.house import House
from chassis.outbox import new_id
from chassis.unit import Unit
from chassis.work import Cause

OPERATOR = Actor(id=uuid5(NAMESPACE_URL, "urn:yhdyspinta:system:cli"), name="system:cli", itself=True)


@asynccontextmanager
async def operating(database: Database, command: str, grounds: str) -> AsyncIterator[Unit]:
    """A unit of work of the operator; what is done through its session is told to it by `note`."""
    id = new_id()
    cause = Cause(id, f"operator.{command}", id)
    async with database.unit(actor=OPERATOR, cause=cause, now=clock.now()) as unit:
        unit.because(grounds)
        yield unit


@dataclass(frozen=True, slots=True)
class Waiting:
    """One message that the relay has not sent."""

    position: int
    event_id: UUID
    topic: str
    key: str
    sequence: int
    type: str
    created_at: datetime
    size: int
    """Bytes of the payload."""
    error: str | None
    """Why the relay cannot send it."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """The outbox of one service."""

    pending: int
    first: Waiting | None
    """The next one to go; with an error, it holds up all others."""

    @property
    def blocked(self) -> bool:
        return self.first is not None and self.first.error is not None


async def backlog(session: AsyncSession, house: House) -> Backlog:
    """What waits for the relay."""
    t = house.outbox
    pending = (await session.execute(select(func.count()).select_from(t))).scalar_one()
    size = func.coalesce(func.octet_length(t.c.payload), 0).label("size")
    columns = (t.c.position, t.c.event_id, t.c.topic, t.c.key, t.c.sequence, t.c.type, t.c.created_at, size, t.c.error)
    found = (await session.execute(select(*columns).order_by(t.c.position).limit(1))).mappings().one_or_none()
    return Backlog(pending, None if found is None else Waiting(**found))


async def skip(unit: Unit, house: House, position: int) -> Any | None:
    """Never send the message at this position, if it is the one that holds up the relay. Its listeners will find a gap."""
    t = house.outbox
    first = select(func.min(t.c.position)).scalar_subquery()
    blocking = delete(t).where(t.c.position == position, t.c.position == first, t.c.error.is_not(None))
    row = (await unit.session.execute(blocking.returning(t.c.event_id, t.c.topic, t.c.key, t.c.sequence, t.c.type))).one_or_none()
    if row is not None:
        unit.note("skip", "outbox", str(row.event_id))
    return row
