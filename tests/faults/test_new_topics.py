"""Of several brokers one hears of a new topic later than another: whoever asks that one waits instead of giving up."""

import asyncio

from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from chassis.outbox import new_id
from chassis.testing import Parts
from chassis.topics import _own_config


async def test_settings_of_a_topic__of_which_the_broker_hears_a_moment_later(parts: Parts) -> None:
    name = f"t{new_id().hex}.new"
    admin = AIOKafkaAdminClient(bootstrap_servers=parts.kafka)
    await admin.start()
    try:
        asked = asyncio.create_task(_own_config(admin, [name]))
        await asyncio.sleep(0.5)
        await admin.create_topics([NewTopic(name, 1, 1, topic_configs={"cleanup.policy": "compact"})])
        assert (await asked)[name]["cleanup.policy"] == "compact"
    finally:
        await admin.close()
