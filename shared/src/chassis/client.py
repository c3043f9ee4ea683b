# ruff: noqa: SLF001 - that is what it is for
"""What of the inside of aiokafka we have to know; all of it is here.

A consumer works in tasks of its own and tells nobody that one has ended: it stays in its group and fetches no more.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

BROKEN = (KafkaError, RuntimeError)
"""uvloop says the second when a connection breaks while something is written to it. aiokafka takes it for a bug of its own, and
the task in which it happens ends (aio-libs/aiokafka#1038)."""

Part = asyncio.Task[None]


def ended(consumer: AIOKafkaConsumer) -> Sequence[Part]:
    """Of what fetches, what keeps us in the group and what knows who leads a partition: what has ended.

    The heartbeat comes and goes with the generations of the group: it has ended only when it did so with a fault.
    """
    inside: Any = consumer
    coordinator = inside._coordinator
    parts: list[Part] = [inside._fetcher.error_future, coordinator._coordination_task, inside._client._sync_task]
    heartbeat: Part | None = coordinator._heartbeat_task
    if heartbeat is not None and heartbeat.done() and not heartbeat.cancelled() and heartbeat.exception() is not None:
        parts.append(heartbeat)
    return [part for part in parts if part.done()]


async def let_go(consumer: AIOKafkaConsumer) -> None:
    """Close what a `stop` did not come to, because a part that had ended with a fault said it once more."""
    inside: Any = consumer
    fetcher, client = inside._fetcher, inside._client
    if not fetcher.error_future.done():
        await fetcher.close()
    if client._sync_task is not None and client._sync_task.done():
        client._sync_task = None
    await client.close()


def position(consumer: AIOKafkaConsumer, partition: TopicPartition) -> int | None:
    """Of the next record that is fetched, as far as it is known without asking the broker."""
    inside: Any = consumer
    state = inside._subscription.subscription.assignment.state_value(partition)
    return state.position if state is not None and state.has_valid_position else None
