"""The sample service with a relay and consumers on topics of its own."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from sqlalchemy import text

from chassis.audit import Sealer
from chassis.consumer import Consumer
from chassis.copying import Copying
from chassis.envelope import Record, read
from chassis.outbox import new_id
from chassis.rebuild import copy_hash, owner_hash
from chassis.relay import Line, Relay
from chassis.settings import Settings
from chassis.testing import House, Parts, emptied, settings_of, soon
from chassis.topics import make_topics
from sample.main import SERVICE
from sample.things.handlers import COPIES

(COPY,) = COPIES


class Runs(Protocol):
    async def run(self) -> None: ...


@dataclass(frozen=True)
class County:
    """The sample service, owner and copy in one, and its topics."""

    house: House
    settings: Settings

    @property
    def prefix(self) -> str:
        return self.settings.topic_prefix

    def relay(self) -> Relay:
        s = self.settings
        return Relay(Line("sample", SERVICE.house, s.database_url, s.kafka, s.tenant, s.topic_prefix), self.sealer())

    def sealer(self) -> Sealer:
        return Sealer(self.settings.database_url, SERVICE.house)

    def consumer(self, group: str = "sample", replica: str = "0") -> Consumer:
        """A member of a group that keeps the copy; another group begins at offset 0."""
        return Consumer(self.copying(group), kafka=self.settings.kafka, prefix=self.prefix, replica=replica)

    def copying(self, group: str = "sample") -> Copying:
        return Copying(group, COPIES, self.house.database, SERVICE.house, "pohde")

    async def equal(self) -> bool:
        """Whether everything is announced and the copy is what the owner has."""
        return not await self.house.outbox() and await self.hashes() == {await self.owner()}

    async def hashes(self) -> set[str]:
        return {await copy_hash(COPY, self.house.database)}

    async def owner(self) -> str:
        return await owner_hash(SERVICE, COPY, self.house.database)

    async def settled(self) -> None:
        await soon(self.equal, within=60)

    async def fetched(self, sql: str) -> list[tuple[object, ...]]:
        async with self.house.database.sessions() as session:
            return [tuple(row) for row in await session.execute(text(sql))]

    async def executed(self, sql: str) -> None:
        async with self.house.database.sessions() as session:
            await session.execute(text(sql))
            await session.commit()

    async def records(self) -> list[Record]:
        """All records of the state topic, partition by partition."""
        consumer = AIOKafkaConsumer(
            f"{self.prefix}{COPY.of}",
            bootstrap_servers=self.settings.kafka,
            isolation_level="read_committed",
            auto_offset_reset="earliest",
            enable_auto_commit=False,
        )
        await consumer.start()
        try:
            found: list[Record] = []
            while batch := await consumer.getmany(timeout_ms=500):
                found += [read(r, self.prefix) for rs in batch.values() for r in rs]
            return found
        finally:
            await consumer.stop()

    async def said(self, key: UUID, value: bytes | None, **headers: str) -> None:
        """Somebody writes to the state topic by hand; back when readers of what is committed can see it.

        The marker of a transaction that the relay has committed may still be on its way, and hides what lies behind it.
        """
        producer = AIOKafkaProducer(bootstrap_servers=self.settings.kafka)
        reader = AIOKafkaConsumer(bootstrap_servers=self.settings.kafka, isolation_level="read_committed")
        async with producer, reader:
            told = [(name, text.encode()) for name, text in headers.items()]
            written = await producer.send_and_wait(f"{self.prefix}{COPY.of}", key=str(key).encode(), value=value, headers=told)
            place = TopicPartition(written.topic, written.partition)

            async def visible() -> bool:
                ends: dict[TopicPartition, int] = await reader.end_offsets([place])
                return ends[place] > written.offset

            await soon(visible)


@contextlib.asynccontextmanager
async def running(*works: Runs) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(work.run()) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture(scope="module")
async def module_house(parts: Parts, sample_database: str) -> AsyncIterator[House]:
    house = House.over(SERVICE, parts.admin, sample_database)
    yield house
    await house.close()


@pytest.fixture
async def county(module_house: House, parts: Parts, sample_database: str) -> AsyncIterator[County]:
    """Empty, with topics of this test alone."""
    prefix = f"t{new_id().hex}."
    settings = settings_of(SERVICE, parts.admin, sample_database, kafka=parts.kafka, topic_prefix=prefix)
    await make_topics(SERVICE, settings)
    yield County(module_house, settings)
    await emptied(parts.admin, sample_database)
