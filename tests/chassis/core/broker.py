"""What the tests of the messaging core ask of the real broker and the real database."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Protocol

from aiokafka import AIOKafkaConsumer, TopicPartition
from sqlalchemy import text

from chassis.audit import Sealer
from chassis.envelope import Record, read
from chassis.relay import Line, Relay
from chassis.testing import House, soon
from sample.main import SERVICE

PARTITIONS = 3


class Runs(Protocol):
    """A relay, a consumer: works until cancelled."""

    async def run(self) -> None: ...


def relay(line: Line) -> Relay:
    return Relay(line, Sealer(line.database_url, SERVICE.house))


@contextlib.asynccontextmanager
async def running(*works: Runs) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(work.run()) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def drained(sample: House) -> None:
    async def empty() -> bool:
        return not await sample.outbox()

    await soon(empty)


async def waiting(sample: House, table: str, number: int = 1) -> bool:
    """Whether so many sessions wait for a lock of this table of the sample."""
    async with sample.database.sessions() as session:
        asked = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = CAST(:table AS regclass)"
        return bool((await session.execute(text(asked), {"table": f"sample.{table}"})).scalar_one() == number)


async def everything(kafka: str, prefix: str, name: str, count: int = PARTITIONS) -> list[Record]:
    """Everything committed in a topic, partition by partition: up to where it ends now, however slow the broker."""
    partitions = [TopicPartition(prefix + name, n) for n in range(count)]
    ends = await _ends(kafka, partitions)
    consumer = AIOKafkaConsumer(
        bootstrap_servers=kafka, isolation_level="read_committed", auto_offset_reset="earliest", enable_auto_commit=False
    )
    await consumer.start()
    found: list[Record] = []
    try:
        consumer.assign(partitions)
        await consumer.seek_to_beginning(*partitions)
        async with asyncio.timeout(30):
            while any([await consumer.position(each) < end for each, end in ends.items()]):
                batch = await consumer.getmany(timeout_ms=50)
                found += [read(record, prefix) for records in batch.values() for record in records]
    finally:
        await consumer.stop()
    return sorted(found, key=lambda record: (record.partition, record.offset))


async def _ends(kafka: str, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
    """Where the log ends: for a reader of committed records the end follows a moment after the commit."""
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka, enable_auto_commit=False)
    await consumer.start()
    try:
        ends: dict[TopicPartition, int] = await consumer.end_offsets(partitions)
        return ends
    finally:
        await consumer.stop()
