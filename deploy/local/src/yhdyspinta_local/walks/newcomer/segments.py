"""What lies on the broker of a topic and its state topic, and how it is made less. Only for a platform of one's own.

`python -m yhdyspinta_local.walks.newcomer.segments look <broker> <its data> <topic> <key>` prints, as JSON, how many records can still be
read, of how many of them the key is, where the partitions begin, where the first record that can be read lies, where they end, and the
files of the key's partition. `… short <broker> <topic>` has segments closed and cleaned at once; `… cut <broker> <topic>` deletes the
events that every group has heard; `… usual <broker> <topic>` takes both back.
"""

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.admin.records_to_delete import RecordsToDelete
from aiokafka.partitioner import DefaultPartitioner

_SHORT = {"segment.ms": "100", "file.delete.delay.ms": "100"}
_CLEANED = {"min.cleanable.dirty.ratio": "0", "delete.retention.ms": "0", "min.compaction.lag.ms": "0"}
_OWN = 1
"""A setting that was made on the topic itself."""


async def look(broker: str, data: str, topic: str, key: str) -> dict[str, Any]:
    return {name: await _look(broker, Path(data), name, key.encode()) for name in (topic, f"{topic}.state")}


async def _look(broker: str, data: Path, topic: str, key: bytes) -> dict[str, Any]:
    async with AIOKafkaConsumer(
        topic, bootstrap_servers=broker, auto_offset_reset="earliest", enable_auto_commit=False, isolation_level="read_committed"
    ) as consumer:
        places = sorted(consumer.assignment())
        first, end = await consumer.beginning_offsets(places), await consumer.end_offsets(places)
        records = [one async for one in _records(consumer, end)]
    mine = [record for record in records if record.key == key]
    offsets = {place.partition: [record.offset for record in records if record.partition == place.partition] for place in places}
    numbers = sorted(offsets)
    partition = DefaultPartitioner()(key, numbers, numbers)
    return {
        "records": len(records),
        "of the key": len(mine),
        "with content": sum(record.value is not None for record in mine),
        "begin": [first[place] for place in places],
        "first": [min(offsets[place.partition], default=end[place]) for place in places],
        "end": [end[place] for place in places],
        "partition": partition,
        "files": {file.name: file.stat().st_size for file in sorted((data / f"{topic}-{partition}").glob("*.log"))},
    }


async def _records(consumer: AIOKafkaConsumer, ends: dict[TopicPartition, int]) -> Any:
    while any([await consumer.position(place) < end for place, end in ends.items()]):
        for batch in (await consumer.getmany(timeout_ms=200)).values():
            for record in batch:
                yield record


async def short(broker: str, topic: str) -> None:
    await _alter(broker, {topic: _SHORT, f"{topic}.state": _SHORT | _CLEANED}, set())


async def usual(broker: str, topic: str) -> None:
    await _alter(broker, {topic: {}, f"{topic}.state": {}}, set(_SHORT) | set(_CLEANED))


async def _alter(broker: str, wanted: dict[str, dict[str, str]], without: set[str]) -> None:
    """What else was set on the topics stays: the client sends all of it."""
    admin = AIOKafkaAdminClient(bootstrap_servers=broker)
    await admin.start()
    try:
        for topic, settings in wanted.items():
            (answer,) = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)])
            fields: Any = answer  # its type does not know the fields of its protocol version
            ((_, _, _, _, entries),) = fields.resources
            own = {name: value for name, value, _, source, *_ in entries if source == _OWN and name not in without}
            await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, own | settings)])
    finally:
        await admin.close()


async def cut(broker: str, topic: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=broker)
    await admin.start()
    try:
        heard: dict[TopicPartition, int] = {}
        for group, _ in await admin.list_consumer_groups():
            for place, taken in (await admin.list_consumer_group_offsets(group)).items():
                if place.topic == topic:
                    heard[place] = min(taken.offset, heard.get(place, taken.offset))
        await admin.delete_records({place: RecordsToDelete(before_offset=offset) for place, offset in heard.items() if offset > 0})
    finally:
        await admin.close()


_WORDS: dict[str, Callable[..., Coroutine[Any, Any, Any]]] = {"look": look, "short": short, "cut": cut, "usual": usual}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_WORDS[sys.argv[1]](*sys.argv[2:]))))
