"""Services start in any order: a group waits for the topics that their owners have not made yet, and then hears everything."""

import asyncio
from dataclasses import replace

from aiokafka import AIOKafkaProducer
from sqlalchemy import text
from tests.journeys.said import organisation
from tests.journeys.voice import VOICE, Voice

from chassis.consumer import Consumer
from chassis.copying import Copying
from chassis.outbox import new_id
from chassis.testing import House, Parts, settings_of, soon
from chassis.topics import make_topics
from grants.main import SERVICE


async def test_copies__topics_come_later(grants: House, parts: Parts, grants_database: str) -> None:
    prefix = f"t{new_id().hex}."
    settings = settings_of(VOICE, parts.admin, grants_database, kafka=parts.kafka, topic_prefix=prefix)
    consumer = Consumer(
        Copying("grants", SERVICE.copies, grants.database, SERVICE.house, "pohde"), kafka=parts.kafka, prefix=prefix, replica="0"
    )
    await make_topics(replace(VOICE, topics=VOICE.topics[:1]), settings)
    producer = AIOKafkaProducer(bootstrap_servers=parts.kafka, transactional_id=f"{prefix}voice")
    await producer.start()
    running = asyncio.create_task(consumer.run())
    try:
        await Voice(producer, prefix).say(organisation("Ensin ry"))
        await asyncio.sleep(3)
        assert not running.done()
        await make_topics(VOICE, settings)
        await soon(lambda: kept(grants), within=60)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await producer.stop()


async def kept(grants: House) -> bool:
    async with grants.database.sessions() as session:
        return (await session.execute(text("SELECT count(*) FROM grants.organisation_copy"))).scalar_one() == 1
