"""Topics are made as declared, once, and never get other partitions."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from tests.chassis.ops.conftest import Place, service_of

from chassis.events import State
from chassis.migrate import migrate
from chassis.service import Topic
from chassis.settings import Settings
from chassis.topics import TopicDiffers, _own_config, make_topics, wanted_topics


class CallState(State):
    topic = "grants.call"


CALL = Topic("grants.call", state=CallState, partitions=3, keep=timedelta(days=400))
LOG = Topic("grants.internal.log", partitions=1)
SERVICE = service_of("grants", [CALL, LOG])


@pytest.fixture
def settings(place: Place) -> Settings:
    return place.settings(SERVICE, kafka=place.parts.kafka)


@pytest.fixture
async def admin(settings: Settings) -> AsyncIterator[AIOKafkaAdminClient]:
    client = AIOKafkaAdminClient(bootstrap_servers=settings.kafka)
    await client.start()
    yield client
    mine = [name for name in await client.list_topics() if name.startswith(settings.topic_prefix)]
    if mine:
        await client.delete_topics(mine)
    await client.close()


async def seen(admin: AIOKafkaAdminClient, settings: Settings) -> dict[str, tuple[int, dict[str, str]]]:
    """Name without prefix -> partitions and what was set on the topic."""
    names = [name for name in await admin.list_topics() if name.startswith(settings.topic_prefix)]
    config = await _own_config(admin, names)
    found = {topic["topic"]: len(topic["partitions"]) for topic in await admin.describe_topics(names)}
    return {name.removeprefix(settings.topic_prefix): (found[name], config[name]) for name in names}


async def test_topics__as_declared_and_once(admin: AIOKafkaAdminClient, settings: Settings) -> None:
    await migrate(SERVICE, settings, "topics")
    made = await seen(admin, settings)
    assert made == {
        "grants.call": (3, {"cleanup.policy": "delete", "retention.ms": "34560000000", "min.insync.replicas": "1"}),
        "grants.call.state": (3, {"cleanup.policy": "compact", "min.insync.replicas": "1"}),
        "grants.internal.log": (1, {"cleanup.policy": "delete", "retention.ms": "7776000000", "min.insync.replicas": "1"}),
    }
    await migrate(SERVICE, settings, "topics")
    assert await seen(admin, settings) == made


async def test_topics__another_retention_is_altered_and_the_rest_is_kept(
    admin: AIOKafkaAdminClient, settings: Settings
) -> None:
    await make_topics(SERVICE, settings)
    name = settings.topic_prefix + "grants.internal.log"
    own = (await _own_config(admin, [name]))[name]
    await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, name, own | {"max.message.bytes": "2000000"})])
    await until(admin, name, "max.message.bytes", "2000000")
    shorter = replace(SERVICE, topics=[CALL, replace(LOG, keep=timedelta(days=1))])
    await make_topics(shorter, settings)
    config = await until(admin, name, "retention.ms", "86400000")
    assert config["max.message.bytes"] == "2000000"


async def until(admin: AIOKafkaAdminClient, topic: str, name: str, value: str) -> dict[str, str]:
    """The topic's settings once this one has come through from the controller."""
    async with asyncio.timeout(10):
        while (config := (await _own_config(admin, [topic]))[topic]).get(name) != value:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    return config


async def test_topics__made_meanwhile_by_somebody_else(settings: Settings, admin: AIOKafkaAdminClient) -> None:
    await asyncio.gather(*(make_topics(SERVICE, settings) for _ in range(3)))
    other = replace(SERVICE, topics=[replace(CALL, partitions=5)])
    with pytest.raises(TopicDiffers):
        await make_topics(other, settings)


@pytest.mark.parametrize("partitions", [2, 6])
async def test_topics__other_partitions_are_refused(
    partitions: int, admin: AIOKafkaAdminClient, settings: Settings
) -> None:
    await make_topics(SERVICE, settings)
    other = replace(SERVICE, topics=[replace(CALL, partitions=partitions), replace(LOG, keep=timedelta(days=1))])
    with pytest.raises(TopicDiffers, match=f"grants.call has 3 partitions and {partitions} are declared"):
        await make_topics(other, settings)
    made = await seen(admin, settings)
    assert made["grants.call"][0] == 3
    assert made["grants.internal.log"][1]["retention.ms"] == "7776000000"


@pytest.mark.parametrize(("replicas", "insync"), [(1, "1"), (2, "1"), (3, "2")])
def test_topics__all_but_one_copy_must_have_a_record(replicas: int, insync: str) -> None:
    configs = [topic.config_with(replicas) for topic in wanted_topics(SERVICE, "")]
    assert {config["min.insync.replicas"] for config in configs} == {insync}
