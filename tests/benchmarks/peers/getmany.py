"""`python -m tests.benchmarks.peers.getmany <service>`: the service's copies, fed by the plain Kafka client instead of FastStream.

What takes a batch, its transaction and its positions are the product's own; only fetching and committing the offsets are written here as
one writes them by hand.
"""

import asyncio
import importlib
import sys
from contextlib import suppress
from itertools import chain

import uvloop
from aiokafka import AIOKafkaConsumer

from chassis.consumer import BATCH, WAIT_MS
from chassis.copying import Copying
from chassis.database import Database
from chassis.envelope import read
from chassis.service import Service
from chassis.settings import Settings


async def main(service: Service, settings: Settings) -> None:
    """Until it is told to end."""
    database = Database(settings.database_url, service.tables, tenant=settings.tenant, schema_base=settings.schema_base)
    copying = Copying(service.name, service.copies, database, service.house, settings.tenant)
    consumer = AIOKafkaConsumer(
        *[settings.topic_prefix + topic for topic in copying.topics],
        bootstrap_servers=settings.kafka,
        group_id=f"{settings.topic_prefix}{copying.name}.by-hand",
        isolation_level="read_committed",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )
    await consumer.start()
    try:
        while True:
            fetched = await consumer.getmany(timeout_ms=WAIT_MS, max_records=BATCH)
            if records := [read(record, settings.topic_prefix) for record in chain.from_iterable(fetched.values())]:
                await copying.take(records)
                await consumer.commit()
    finally:
        await consumer.stop()
        await database.close()


if __name__ == "__main__":
    asked: Service = importlib.import_module(f"{sys.argv[1]}.main").SERVICE
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner, suppress(KeyboardInterrupt):
        runner.run(main(asked, asked.settings()))
