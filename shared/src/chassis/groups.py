"""Consumer groups sent back to the beginning of their topics: what they have applied, their positions drop."""

import asyncio

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import CommitFailedError, IllegalGenerationError, RebalanceInProgressError, UnknownMemberIdError

from chassis.listening import Listener
from chassis.rereading import reading
from chassis.service import Service
from chassis.settings import Settings

GONE = 20.0
"""Seconds in which the broker must have noticed that the last member is away: a static one does not say goodbye."""
HAS_MEMBERS = (CommitFailedError, IllegalGenerationError, RebalanceInProgressError, UnknownMemberIdError)


class StillRuns(RuntimeError):
    """A process of the service is still there; the sentence says which."""


async def rewind(service: Service, settings: Settings) -> list[str]:
    """Every listener of a service begins anew at its next start; the names of the groups."""
    return [await _rewind(f"{service.name}.{listener.purpose}", listener, settings) for listener in service.listeners]


async def _rewind(name: str, listener: Listener, settings: Settings) -> str:
    async with reading(listener.topics, settings) as reader:
        offsets = await reader.beginning_offsets(reader.assignment())
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.kafka, group_id=settings.topic_prefix + name, enable_auto_commit=False
    )
    try:
        await consumer.start()
        consumer.assign(list(offsets))
        await _commit(consumer, offsets, name)
    finally:
        await consumer.stop()
    return name


async def _commit(consumer: AIOKafkaConsumer, offsets: dict[TopicPartition, int], name: str) -> None:
    """The broker takes it from a stranger as soon as the group has no member."""
    end = asyncio.get_running_loop().time() + GONE
    while True:
        try:
            await consumer.commit(offsets)
        except HAS_MEMBERS as present:
            if asyncio.get_running_loop().time() > end:
                raise StillRuns(f"the group {name} has members: stop the worker of its service") from present
            await asyncio.sleep(0.5)
        else:
            return
