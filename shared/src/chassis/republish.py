"""Saying again what was said: after the broker lost it, or for a newcomer. Goes through the outbox and the relay like everything.

Events come from `outbox_sent` with their old ids and numbers, so that consumers that have them drop them. Snapshots are never old
ones: the row is locked and its present state is written, so that a state topic ends on the newest in every interleaving.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, text
from sqlmodel import col

from chassis import clock
from chassis.access import actor_of
from chassis.database import Database
from chassis.events import STATE_SUFFIX
from chassis.outbox import new_id
from chassis.service import Service
from chassis.tables import Root, rows_of
from chassis.work import Cause

AT_ONCE = 200


async def republish(service: Service, database: Database, since: datetime) -> tuple[int, int]:
    """Events said since then, and the present state of everything that has one; how many of each."""
    return await _events(service, database, since), await _states(service, database)


async def to_republish(service: Service, database: Database, since: datetime) -> tuple[int, int]:
    """How many of each there would be, as it looks now."""
    sent = service.house.outbox_sent
    fresh = (sent.c.created_at >= since) & ~sent.c.topic.endswith(STATE_SUFFIX, autoescape=True)
    async with database.sessions() as session:
        events = (await session.execute(select(func.count(sent.c.event_id.distinct())).where(fresh))).scalar_one()
        states = [
            (await session.execute(select(func.count()).select_from(root).where(col(root.sequence) > 0))).scalar_one()
            for root in _speaking(service)
        ]
    return events, sum(states)


async def _events(service: Service, database: Database, since: datetime) -> int:
    outbox, sent = service.house.outbox.fullname, service.house.outbox_sent.fullname
    columns = "event_id, topic, key, sequence, type, headers, payload, created_at"
    again = text(
        f"INSERT INTO {outbox} ({columns}) SELECT {columns} FROM (SELECT DISTINCT ON (event_id) * FROM {sent} "  # noqa: S608
        "WHERE created_at >= :since AND NOT topic LIKE :states ORDER BY event_id, position) AS said ORDER BY position"
    )
    async with database.sessions() as session:
        result = await session.execute(again, {"since": since, "states": f"%{STATE_SUFFIX}"})
        await session.commit()
    database.waker.wake()
    return result.rowcount  # type: ignore[attr-defined,no-any-return]


async def _states(service: Service, database: Database) -> int:
    said = 0
    for table in _speaking(service):
        last = UUID(int=0)
        while ids := await _page(service, database, table, last):
            last = ids[-1]
            cause = Cause(new_id(), "republish", new_id())
            async with database.unit(actor=actor_of(service.name), cause=cause, now=clock.now()) as unit:
                rows = await unit.all(select(table).where(col(table.id).in_(ids)).order_by(col(table.id)).with_for_update())
                said += await unit.say_again(rows)
    return said


def _speaking(service: Service) -> Sequence[type[Root]]:
    """The tables whose rows have a snapshot on a state topic."""
    speaking = {topic.name for topic in service.topics if topic.state is not None}
    return [row for row in rows_of(service.tables) if issubclass(row, Root) and row.__topic__ in speaking]


async def _page(service: Service, database: Database, table: type[Root], after: UUID) -> Sequence[UUID]:
    cause = Cause(new_id(), "republish", new_id())
    async with database.reader(actor=actor_of(service.name), cause=cause, now=clock.now()) as reader:
        return await reader.all(select(col(table.id)).where(col(table.id) > after).order_by(col(table.id)).limit(AT_ONCE))
