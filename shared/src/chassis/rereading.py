"""Topics read again, from their beginning to their ends as they are now, by a client of no group."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer

from chassis.envelope import Record, read
from chassis.settings import Settings

STALLED = 30.0
"""Seconds without a record before a reader gives up, and with it the lock that it may hold."""


@asynccontextmanager
async def reading(topics: Sequence[str], settings: Settings) -> AsyncIterator[AIOKafkaConsumer]:
    """A client on the whole of these topics."""
    consumer = AIOKafkaConsumer(
        *[settings.topic_prefix + topic for topic in topics],
        bootstrap_servers=settings.kafka,
        isolation_level="read_committed",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )
    try:
        await consumer.start()
        yield consumer
    finally:
        await consumer.stop()


async def to_the_end(consumer: AIOKafkaConsumer, prefix: str) -> AsyncIterator[Record]:
    """Every record up to the ends as they are now, and perhaps a few more."""
    ends = await consumer.end_offsets(consumer.assignment())
    while waits := [partition for partition, end in ends.items() if await consumer.position(partition) < end]:
        async with asyncio.timeout(STALLED):
            while not (fetched := await consumer.getmany(*waits, timeout_ms=200)):
                if all([await consumer.position(partition) >= ends[partition] for partition in waits]):
                    return
        for batch in fetched.values():
            for raw in batch:
                yield read(raw, prefix)
