"""What the world has been told by a service, as its topics and its outbox have it: against that a restored schema is held."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import select

from chassis.database import Database
from chassis.envelope import Record
from chassis.events import STATE_SUFFIX
from chassis.rereading import reading, to_the_end
from chassis.service import Service
from chassis.settings import Settings

Named = tuple[str, str]
"""An aggregate: its event topic and its key."""


@dataclass(slots=True)
class Told:
    """The highest number of each aggregate, what its state topic ends on, and the facts that a schema does not know."""

    ours: Mapping[Named, int]
    """The numbers that the schema has."""
    numbers: dict[Named, int] = field(default_factory=dict)
    states: dict[Named, Record] = field(default_factory=dict)
    facts: list[Record] = field(default_factory=list)
    """Above the numbers that the schema has, in the order of each key; without what they say."""

    def hear(self, record: Record) -> None:
        """Take one record into account."""
        if record.key is None or record.sequence is None:
            return
        name = record.topic.removesuffix(STATE_SUFFIX), record.key
        self.numbers[name] = max(self.numbers.get(name, 0), record.sequence)
        if record.topic.endswith(STATE_SUFFIX):
            last = self.states.get(name)
            if last is None or record.sequence >= (last.sequence or 0):
                self.states[name] = record
        elif record.sequence > self.ours.get(name, 0) and record.value is not None:
            self.facts.append(replace(record, value=None))

    def stands(self, name: Named) -> bool:
        """Whether copies have it: its state topic does not end on a null."""
        return name in self.states and self.states[name].value is not None

    def ended(self, name: Named) -> bool:
        """Whether its state topic ends on a null: it was erased."""
        return name in self.states and self.states[name].value is None


async def told_by(service: Service, settings: Settings, database: Database, ours: Mapping[Named, int]) -> Told:
    """All of it: what was sent, and what waits to be. Records of another county are not ours."""
    told = Told(ours)
    topics = [topic.name for topic in service.topics] + [topic.state_name for topic in service.topics if topic.state]
    async with reading(topics, settings) as consumer:
        async for record in to_the_end(consumer, settings.topic_prefix):
            if record.tenant in {None, settings.tenant}:
                told.hear(record)
    async for record in _waiting(service, database):
        told.hear(record)
    return told


async def _waiting(service: Service, database: Database) -> AsyncIterator[Record]:
    outbox = service.house.outbox
    async with database.sessions() as session:
        rows = await session.stream(select(outbox).order_by(outbox.c.position).execution_options(yield_per=1000))
        async for row in rows:
            yield Record(row.topic, 0, row.position, row.key, row.headers, row.payload)
