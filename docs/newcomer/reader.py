"""A newcomer: all that the county's services hold, from Kafka alone.

`python reader.py <broker> [<prefix of the topics>]` needs aiokafka and rfc8785, and nothing of ours. Prints
`<state topic> <how many there are> <canonical hash>` for each state topic that the broker shows, and then
`events <how many> <how many of them newer than the state that was read before>`.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any

import rfc8785
from aiokafka import AIOKafkaConsumer, ConsumerRecord

Held = dict[str, tuple[int, Any]]
"""Key -> the sequence of the last event in it, and the snapshot; None where it was erased."""


def reading(broker: str, *topics: str) -> AIOKafkaConsumer:
    """Of no group: it reads every partition of the topics from what is still there, and only what was committed."""
    return AIOKafkaConsumer(
        *topics, bootstrap_servers=broker, isolation_level="read_committed", auto_offset_reset="earliest",
        enable_auto_commit=False, key_deserializer=bytes.decode,
    )


async def records(broker: str, topics: list[str]) -> AsyncIterator[ConsumerRecord[str, bytes]]:
    """Every record of these topics, up to their ends as they are now."""
    async with reading(broker, *topics) as consumer:
        ends = await consumer.end_offsets(consumer.assignment())
        while any([await consumer.position(place) < end for place, end in ends.items()]):
            for batch in (await consumer.getmany(timeout_ms=200)).values():
                for record in batch:
                    yield record


def sequence(record: ConsumerRecord[str, bytes]) -> int:
    return int(dict(record.headers)["ce_sequence"])


async def read_states(broker: str, held: dict[str, Held]) -> None:
    """The newest snapshot of each key wins; a null is one, too."""
    async for record in records(broker, list(held)):
        known, key = held[record.topic], str(record.key)
        if sequence(record) >= known.get(key, (0, None))[0]:
            known[key] = sequence(record), record.value and json.loads(record.value)


async def read_events(broker: str, topics: list[str], held: dict[str, Held]) -> tuple[int, int]:
    """How many there are, and how many happened after the snapshot that we have. Here an integrator would act on them."""
    met = newer = 0
    async for record in records(broker, topics):
        known = held.get(f"{record.topic}.state", {}).get(str(record.key), (0, None))[0]
        met, newer = met + 1, newer + (sequence(record) > known)
    return met, newer


def canonical_hash(known: Held) -> str:
    """SHA-256 over the RFC 8785 line of each snapshot, in the order of the keys."""
    there = sorted((key, snapshot) for key, (_, snapshot) in known.items() if snapshot is not None)
    return sha256(b"".join(rfc8785.dumps(snapshot) + b"\n" for _, snapshot in there)).hexdigest()


async def read(broker: str, prefix: str = "") -> tuple[dict[str, Held], tuple[int, int]]:
    """States first, then events. Of what happened meanwhile the snapshots are there by then: they are read once more."""
    async with reading(broker) as consumer:
        topics = sorted(topic for topic in await consumer.topics() if topic.startswith(prefix) and not topic.startswith("__"))
    held: dict[str, Held] = {topic: {} for topic in topics if topic.endswith(".state")}
    await read_states(broker, held)
    met, newer = await read_events(broker, [topic for topic in topics if topic not in held], held)
    if newer:  # what has no state after that was erased, or is of a topic without states
        await read_states(broker, held)
    return held, (met, newer)


def main(broker: str, prefix: str = "") -> None:
    held, (met, newer) = asyncio.run(read(broker, prefix))
    for topic, known in held.items():
        alive = sum(snapshot is not None for _, snapshot in known.values())
        print(topic.removeprefix(prefix), alive, canonical_hash(known))
    print("events", met, newer)


if __name__ == "__main__":
    main(*sys.argv[1:])
