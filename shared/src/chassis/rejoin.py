"""A restored schema takes its place among the others again (`deploy/backup/README.md`).

The world has heard more of the service than its schema now knows. Left alone, it would use numbers again with another content, and
every listener would take its new facts for old ones. So what it has told is read back from its own topics, and

- an aggregate that the world knows further goes on above the highest number ever told: that number is taken by a null on the
  event topic, and the state topic gets the state as it is again;
- one that the world knows and the schema does not is gone: nulls on both topics, so that copies let go of it;
- one that was erased meanwhile and is back from the backup says nothing: whoever operates erases it again;
- versions jump, so that no ETag of what is lost fits what comes;
- its listeners hear everything from the beginning (positions drop what is old), its copies are made anew.
"""

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg.exceptions import PostgresError
from sqlalchemy import BigInteger, Table, func, literal, select, text, update
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import Update
from sqlmodel import col

from chassis.bare import BareSession
from chassis.database import Database
from chassis.envelope import Record
from chassis.events import PREFIX, STATE_SUFFIX, State
from chassis.groups import StillRuns, rewind
from chassis.operations import operating
from chassis.outbox import Envelope, new_id
from chassis.rebuild import PATIENT, Rebuilt, rebuild
from chassis.service import Service
from chassis.settings import Settings
from chassis.tables import Root, rows_of
from chassis.told import Named, told_by
from chassis.unit import Unit

AT_ONCE = 500
JUMP = 1_000_000
"""By how much versions grow: nothing is changed more often between a backup and its restoration."""
NOT_OURS, FROZEN = "42501", "23514"
"""What the database says of tables and rows that the service itself may never change: they keep their versions."""
OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE usename = current_user AND datname = current_database() AND pid <> pg_backend_pid()"
)


@dataclass(frozen=True, slots=True)
class Difference:
    """What the world knows of a service and its schema does not."""

    behind: Mapping[Named, int]
    """Further told than the schema knows, each with the highest number: they go on above."""
    lost: Mapping[Named, int]
    """Made after the backup: gone."""
    back: Mapping[Named, int]
    """Erased after the backup: here again, and to be erased again."""
    facts: Sequence[Record]
    """What was said and is no longer known, without its content."""
    known_until: datetime | None
    """The newest that the schema remembers: of its audit."""

    @property
    def told_until(self) -> datetime | None:
        """The newest of the facts that are no longer known."""
        return max((fact.time for fact in self.facts if fact.time), default=None)

    def by_name(self) -> dict[str, int]:
        """How many facts of each name are no longer known."""
        return dict(Counter((fact.type or "").split(".")[-2] for fact in self.facts).most_common())


@dataclass(frozen=True, slots=True)
class Rejoined:
    """What was done."""

    difference: Difference
    groups: Sequence[str]
    copies: Sequence[Rebuilt]


async def difference(service: Service, settings: Settings) -> Difference:
    """What a restored schema lacks. Nothing is changed."""
    async with _alone(service, settings) as database:
        return await _difference(service, settings, database)


async def rejoin(service: Service, settings: Settings, grounds: str) -> Rejoined:
    """All of it; may be run again whatever became of the last time."""
    async with _alone(service, settings) as database:
        groups = await rewind(service, settings)
        found = await _difference(service, settings, database)
        async with operating(database, "rejoin", grounds) as unit:
            await unit.session.execute(text(PATIENT))
            await _say(unit, service, settings, found)
            for row in rows_of(service.tables):
                await _jump(unit.session, row.__table__)
    return Rejoined(found, groups, [await rebuild(service, copy.name, settings) for copy in service.copies])


@asynccontextmanager
async def _alone(service: Service, settings: Settings) -> AsyncIterator[Database]:
    """The database, while no process of the service is there."""
    database = Database(
        settings.database_url, service.tables, tenant=settings.tenant, schema_base=settings.schema_base, pool_size=1
    )
    try:
        async with database.sessions() as session:
            others = (await session.execute(OTHERS)).scalar_one()
        if others:
            raise StillRuns(f"{others} other sessions of {service.name} are open: stop its api, worker and relay")
        yield database
    finally:
        await database.close()


async def _difference(service: Service, settings: Settings, database: Database) -> Difference:
    async with database.sessions() as session:
        ours = await _numbers(service, session)
        known_until = (await session.execute(select(func.max(service.house.audit.c.at)))).scalar_one()
    told = await told_by(service, settings, database, ours)
    ended = {name: number for name, number in sorted(told.numbers.items()) if name in ours and told.ended(name)}
    lost = {name: number for name, number in sorted(told.numbers.items()) if name not in ours and told.stands(name)}

    def is_missed(fact: Record) -> bool:
        """Of what is here or lost; of what leaves no state, what was said after the backup."""
        name = fact.topic, fact.key or ""
        later = fact.time is not None and (known_until is None or fact.time > known_until)
        return name in ours or name in lost or (later and name not in told.states)

    above = {name: told.numbers[name] for name, number in sorted(ours.items()) if told.numbers.get(name, 0) > number}
    return Difference(
        behind={name: number for name, number in above.items() if name not in ended},
        lost=lost,
        back=await _that_speak(service, database, ended),
        facts=[fact for fact in told.facts if is_missed(fact)],
        known_until=known_until,
    )


async def _that_speak(service: Service, database: Database, ended: Mapping[Named, int]) -> dict[Named, int]:
    """Those that have a state again although their last word was a null; of what is erased here too, the null is right."""
    speak: dict[Named, int] = {}
    async with database.sessions() as session:
        for root in _roots(service):
            for page in _pages(root.__topic__, ended):
                rows = (await session.execute(select(root).where(col(root.id).in_(page)))).scalars()
                speak |= {(root.__topic__, str(row.id)): page[row.id] for row in rows if isinstance(row.public(), State)}
    return speak


async def _numbers(service: Service, session: AsyncSession) -> dict[Named, int]:
    numbers: dict[Named, int] = {}
    for root in _roots(service):
        rows = await session.stream(select(col(root.id), col(root.sequence)).execution_options(yield_per=AT_ONCE))
        async for id, sequence in rows:
            name = root.__topic__, str(id)
            numbers[name] = max(sequence, numbers.get(name, 0))
    return numbers


def _roots(service: Service) -> list[type[Root]]:
    return [row for row in rows_of(service.tables) if issubclass(row, Root)]


async def _say(unit: Unit, service: Service, settings: Settings, found: Difference) -> None:
    """Numbers first, then the nulls that take them, then the states as they are."""
    envelope = Envelope(settings.tenant, settings.schema_base, unit.actor, unit.cause, unit.now)
    above = {name: number + 1 for name, number in found.behind.items()}
    for root in _roots(service):
        for page in _pages(root.__topic__, {**above, **found.back}):
            await unit.session.execute(_renumbered(root.__table__, page))
    nulls = [_null(envelope, name, number) for name, number in above.items()]
    for (topic, key), number in found.lost.items():
        nulls += [_null(envelope, (topic, key), number + 1), _null(envelope, (topic + STATE_SUFFIX, key), number + 1)]
    for first in range(0, len(nulls), AT_ONCE):
        await unit.session.execute(service.house.outbox.insert().values(nulls[first : first + AT_ONCE]))
    states = 0
    for root in _roots(service):
        for page in _pages(root.__topic__, above):
            states += await unit.say_again(await unit.all(select(root).where(col(root.id).in_(page)).order_by(col(root.id))))
    unit.note("rejoin", "outbox", None, len(nulls) + states)
    unit.announced = True


def _pages(topic: str, numbers: Mapping[Named, int]) -> Iterator[dict[UUID, int]]:
    """The aggregates of one topic, some at a time."""
    items = [(UUID(key), number) for (said_on, key), number in numbers.items() if said_on == topic]
    for first in range(0, len(items), AT_ONCE):
        yield dict(items[first : first + AT_ONCE])


def _renumbered(table: Table, numbers: Mapping[UUID, int]) -> Update:
    ids, given = array([literal(id) for id in numbers]), array([literal(number, BigInteger) for number in numbers.values()])
    said = func.unnest(ids, given).table_valued("id", "sequence").render_derived()
    return update(table).values(sequence=said.c.sequence).where(table.c.id == said.c.id)


def _null(envelope: Envelope, name: Named, number: int) -> dict[str, Any]:
    """A message that takes a number and says nothing, as that of something erased."""
    (topic, key), id = name, new_id()
    kind = f"{PREFIX}.{topic.partition('.')[0]}.Restored.v1"
    headers = {
        **envelope.shared,
        "ce_id": str(id),
        "ce_source": "/" + topic.replace(".", "/"),
        "ce_type": kind,
        "ce_subject": key,
        "ce_sequence": f"{number:010d}",
    }
    return {
        "event_id": id, "topic": topic, "key": key, "sequence": number, "type": kind, "headers": headers, "payload": None,
        "created_at": envelope.now,
    }  # fmt: skip


async def _jump(session: BareSession, table: Table) -> None:
    """The whole table; where a row of it is frozen, each row alone."""
    jumped = update(table).values(version=table.c.version + JUMP)
    if await _refused(session, jumped) == FROZEN:
        for id in (await session.execute(select(table.c.id))).scalars().all():
            await _refused(session, jumped.where(table.c.id == id))


async def _refused(session: BareSession, statement: Update) -> str | None:
    try:
        async with session.savepoint():
            await session.execute(statement)
    except PostgresError as fault:
        state: str = getattr(fault, "sqlstate", "")
        if state in {NOT_OURS, FROZEN}:
            return state
        raise
    return None
