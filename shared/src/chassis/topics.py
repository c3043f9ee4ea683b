"""Topics are made on purpose, by this step, never by whoever happens to speak first."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import for_code
from aiokafka.protocol.api import Response

from chassis.migrate import CannotMigrate
from chassis.service import Service
from chassis.settings import Settings

log = logging.getLogger(__name__)

ALREADY_EXISTS = 36
"""Somebody else made it between our question and our answer."""
NOT_YET = {3, 5}
"""Unknown, or still without a leader."""
PATIENCE = 30.0
"""Seconds until a new topic must be known to the brokers."""
OWN_SOURCE = 1
"""A setting that was made on the topic itself, not inherited."""
REPLICAS = 3
"""Copies of each record, where there are as many brokers."""


class TopicDiffers(Exception):
    """The broker has the topic with other partitions: changing them would send keys elsewhere and lose their order."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One topic as it shall be."""

    name: str
    partitions: int
    config: Mapping[str, str]

    def config_with(self, replicas: int) -> dict[str, str]:
        """All but one of the copies must have a record before a write counts."""
        return {**self.config, "min.insync.replicas": str(max(1, replicas - 1))}


@dataclass(frozen=True, slots=True)
class There:
    """One topic as the broker has it."""

    partitions: int
    replicas: int


def wanted_topics(service: Service, prefix: str) -> list[Wanted]:
    """Every declared topic, and beside it the compacted one of its states."""
    wanted: list[Wanted] = []
    for topic in service.topics:
        keep = str(int(topic.keep.total_seconds() * 1000))
        wanted.append(Wanted(prefix + topic.name, topic.partitions, {"cleanup.policy": "delete", "retention.ms": keep}))
        if topic.state is not None:
            wanted.append(Wanted(prefix + topic.state_name, topic.partitions, {"cleanup.policy": "compact"}))
    return wanted


async def make_topics(service: Service, settings: Settings) -> None:
    """Make what is missing, alter what the declaration has changed, refuse other numbers of partitions."""
    if not settings.kafka:
        raise CannotMigrate("topics are made at a broker: give YHDYSPINTA_KAFKA")
    wanted = wanted_topics(service, settings.topic_prefix)
    if not wanted:
        return
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka, request_timeout_ms=20_000)
    await admin.start()
    try:
        there = await _there(admin, wanted)
        _refuse_other_partitions(wanted, there)
        if missing := [topic for topic in wanted if topic.name not in there]:
            await _create(admin, missing)
            there = await _visible(admin, wanted)
            _refuse_other_partitions(wanted, there)
        await _alter(admin, wanted, there)
    finally:
        await admin.close()


async def _there(admin: AIOKafkaAdminClient, topics: list[Wanted]) -> dict[str, There]:
    found = await admin.describe_topics([topic.name for topic in topics])
    there: dict[str, There] = {}
    for topic in found:
        if topic["error_code"] == 0:
            partitions = topic["partitions"]
            there[topic["topic"]] = There(len(partitions), min(len(partition["replicas"]) for partition in partitions))
        elif topic["error_code"] not in NOT_YET:
            raise for_code(topic["error_code"])(topic["topic"])
    return there


async def _visible(admin: AIOKafkaAdminClient, topics: list[Wanted]) -> dict[str, There]:
    """The same when all are there: brokers hear of a new topic a moment after the controller has made it."""
    async with asyncio.timeout(PATIENCE):
        while len(there := await _there(admin, topics)) < len(topics):  # noqa: ASYNC110 - brokers tell nobody
            await asyncio.sleep(0.05)
    return there


def _refuse_other_partitions(wanted: list[Wanted], there: Mapping[str, There]) -> None:
    differing = [
        f"{topic.name} has {has.partitions} partitions and {topic.partitions} are declared"
        for topic in wanted
        if (has := there.get(topic.name)) is not None and has.partitions != topic.partitions
    ]
    if differing:
        reason = "a new number would send keys to other partitions and break their order; declare a topic of a new name"
        raise TopicDiffers(f"{'; '.join(differing)}: {reason}")


async def _create(admin: AIOKafkaAdminClient, missing: list[Wanted]) -> None:
    replicas = min(REPLICAS, len((await admin.describe_cluster())["brokers"]))
    answer = await admin.create_topics(
        [NewTopic(t.name, t.partitions, replicas, topic_configs=t.config_with(replicas)) for t in missing]
    )
    for name, code, *message in _fields(answer).topic_errors:
        if code not in {0, ALREADY_EXISTS}:
            raise for_code(code)(f"{name}: {message}")
    log.info("topics made", extra={"topics": [topic.name for topic in missing]})


async def _alter(admin: AIOKafkaAdminClient, topics: list[Wanted], there: Mapping[str, There]) -> None:
    """Set what differs. What an operator has set beside our own names on the topic is kept."""
    has = await _own_config(admin, [topic.name for topic in topics])
    changes = {
        topic.name: has[topic.name] | config
        for topic in topics
        if not (config := topic.config_with(there[topic.name].replicas)).items() <= has[topic.name].items()
    }
    if not changes:
        return
    for answer in await admin.alter_configs(
        [ConfigResource(ConfigResourceType.TOPIC, name, config) for name, config in changes.items()]
    ):
        for code, message, _, name in _fields(answer).resources:
            if code:
                raise for_code(code)(f"{name}: {message}")
    log.info("topics altered", extra={"topics": sorted(changes)})


async def _own_config(admin: AIOKafkaAdminClient, names: list[str]) -> dict[str, dict[str, str]]:
    """What was set on each topic itself. Of several brokers the one that is asked may not have heard of a new topic yet."""
    async with asyncio.timeout(PATIENCE):
        while len(found := await _configs(admin, names)) < len(names):  # noqa: ASYNC110 - brokers tell nobody
            await asyncio.sleep(0.05)
    return found


async def _configs(admin: AIOKafkaAdminClient, names: list[str]) -> dict[str, dict[str, str]]:
    """The same of those topics that the broker knows."""
    found: dict[str, dict[str, str]] = {}
    for answer in await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name) for name in names]):
        for code, message, _, name, entries in _fields(answer).resources:
            if not code:
                found[name] = {key: value for key, value, _read_only, source, *_ in entries if source == OWN_SOURCE}
            elif code not in NOT_YET:
                raise for_code(code)(f"{name}: {message}")
    return found


def _fields(answer: Response) -> Any:
    """The client's answers have the fields of their protocol version; its types do not know them."""
    return answer
