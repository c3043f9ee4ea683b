"""Topics are made on purpose, by this step, never by whoever happens to speak first."""

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
UNKNOWN_TOPIC = 3
OWN_SOURCE = 1
"""A setting that was made on the topic itself, not inherited."""
REPLICAS = 3
"""Copies of each record, where there are as many brokers; all but one must have it before a write counts."""


class TopicDiffers(Exception):
    """The broker has the topic with other partitions: changing them would send keys elsewhere and lose their order."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One topic as it shall be."""

    name: str
    partitions: int
    config: Mapping[str, str]


def wanted_topics(service: Service, settings: Settings, *, brokers: int) -> list[Wanted]:
    """Every declared topic, and beside it the compacted one of its states."""
    wanted: list[Wanted] = []
    common = {"min.insync.replicas": str(max(1, min(REPLICAS, brokers) - 1))}
    for topic in service.topics:
        keep = str(int(topic.keep.total_seconds() * 1000))
        name = settings.topic_prefix + topic.name
        wanted.append(Wanted(name, topic.partitions, common | {"cleanup.policy": "delete", "retention.ms": keep}))
        if topic.state is not None:
            name = settings.topic_prefix + topic.state_name
            wanted.append(Wanted(name, topic.partitions, common | {"cleanup.policy": "compact"}))
    return wanted


async def make_topics(service: Service, settings: Settings) -> None:
    """Make what is missing, alter what the declaration has changed, refuse other numbers of partitions."""
    if not settings.kafka:
        raise CannotMigrate("topics are made at a broker: give YHDYSPINTA_KAFKA")
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka, request_timeout_ms=20_000)
    await admin.start()
    try:
        brokers = len((await admin.describe_cluster())["brokers"])
        wanted = wanted_topics(service, settings, brokers=brokers)
        if not wanted:
            return
        there = await _partitions(admin, [topic.name for topic in wanted])
        _refuse_other_partitions(wanted, there)
        missing = [topic for topic in wanted if topic.name not in there]
        await _create(admin, missing, min(REPLICAS, brokers))
        await _alter(admin, [topic for topic in wanted if topic.name in there])
    finally:
        await admin.close()


async def _partitions(admin: AIOKafkaAdminClient, names: list[str]) -> dict[str, int]:
    found = await admin.describe_topics(names)
    for topic in found:
        if topic["error_code"] not in {0, UNKNOWN_TOPIC}:
            raise for_code(topic["error_code"])(topic["topic"])
    return {topic["topic"]: len(topic["partitions"]) for topic in found if topic["error_code"] == 0}


def _refuse_other_partitions(wanted: list[Wanted], there: Mapping[str, int]) -> None:
    differing = [
        f"{topic.name} has {there[topic.name]} partitions and {topic.partitions} are declared"
        for topic in wanted
        if there.get(topic.name, topic.partitions) != topic.partitions
    ]
    if differing:
        reason = "a new number would send keys to other partitions and break their order; declare a topic of a new name"
        raise TopicDiffers(f"{'; '.join(differing)}: {reason}")


async def _create(admin: AIOKafkaAdminClient, missing: list[Wanted], replicas: int) -> None:
    if not missing:
        return
    answer = await admin.create_topics(
        [NewTopic(t.name, t.partitions, replicas, topic_configs=dict(t.config)) for t in missing]
    )
    for name, code, *message in _fields(answer).topic_errors:
        if code not in {0, ALREADY_EXISTS}:
            raise for_code(code)(f"{name}: {message}")
    log.info("topics made", extra={"topics": [topic.name for topic in missing]})


async def _alter(admin: AIOKafkaAdminClient, existing: list[Wanted]) -> None:
    """Set what differs. What an operator has set beside our own names on the topic is kept."""
    if not existing:
        return
    has = await _own_config(admin, [topic.name for topic in existing])
    differing = [t for t in existing if not t.config.items() <= has[t.name].items()]
    if not differing:
        return
    changes = [ConfigResource(ConfigResourceType.TOPIC, t.name, has[t.name] | dict(t.config)) for t in differing]
    for answer in await admin.alter_configs(changes):
        for code, message, _, name in _fields(answer).resources:
            if code:
                raise for_code(code)(f"{name}: {message}")
    log.info("topics altered", extra={"topics": [topic.name for topic in differing]})


async def _own_config(admin: AIOKafkaAdminClient, names: list[str]) -> dict[str, dict[str, str]]:
    """What was set on each topic itself."""
    found: dict[str, dict[str, str]] = {}
    for answer in await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name) for name in names]):
        for code, message, _, name, entries in _fields(answer).resources:
            if code:
                raise for_code(code)(f"{name}: {message}")
            found[name] = {key: value for key, value, _read_only, source, *_ in entries if source == OWN_SOURCE}
    return found


def _fields(answer: Response) -> Any:
    """The client's answers have the fields of their protocol version; its types do not know them."""
    return answer
