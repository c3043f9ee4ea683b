"""The relay with its transactions and its `outbox_sent`, against a raw idempotent producer of the same bytes."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from statistics import quantiles
from time import perf_counter
from typing import Any, Final

import asyncpg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from tests.benchmarks import county
from tests.benchmarks.runner import Benchmark, Side, Stage, broker

from chassis import background
from chassis.database import Waker, channel_of
from chassis.outbox import new_id
from chassis.settings import Settings
from chassis.testing import APP, address, cloned, settings_of
from chassis.topics import make_topics, wanted_topics
from registry.events.organisation import TOPIC
from registry.main import SERVICE

COLUMNS: Final = "event_id, topic, key, sequence, type, headers, payload, created_at"
ORDER: Final = "the relay's messages out of order"
RATE: Final = 50
"""Commits per second."""
COMMITS: Final = 150
"""Of one round."""


@dataclass(frozen=True, slots=True)
class Message:
    """A row of the outbox as it goes out."""

    topic: str
    key: bytes
    value: bytes
    headers: list[tuple[str, bytes]]


@asynccontextmanager
async def relaying(settings: Settings) -> AsyncIterator[None]:
    """The service's relay, leading."""
    relay = background.relay(SERVICE, settings)
    running = asyncio.create_task(relay.run())
    try:
        await asyncio.wait_for(relay.leading.wait(), 30)
        yield
    finally:
        relay.stop()
        await running


@asynccontextmanager
async def producing(kafka: str, **others: Any) -> AsyncIterator[AIOKafkaProducer]:
    """The floor: idempotent, acknowledged by all, no transactions."""
    producer = AIOKafkaProducer(bootstrap_servers=kafka, enable_idempotence=True, acks="all", **others)
    await producer.start()
    try:
        yield producer
    finally:
        await producer.stop()


@asynccontextmanager
async def drain(stage: Stage) -> AsyncIterator[Mapping[str, Side]]:
    """What an import of 10,000 organisations left in the outbox: a fact and a state for each."""
    kafka, template = await stage.ever(broker), await stage.ever(county.filled)
    prefix = f"{new_id().hex}."
    settings = partial(settings_of, SERVICE, stage.admin, kafka=kafka)
    await make_topics(SERVICE, settings("none", topic_prefix=prefix))
    async with cloned(stage.admin, template) as name, _session(stage, name) as session:
        rows = await session.fetch("SELECT topic, key, headers, payload FROM registry.outbox ORDER BY position")
    messages = [_message(row, prefix) for row in rows]
    wrong: list[int] = []

    async def relayed() -> float:
        async with _reading(kafka, prefix) as reading, cloned(stage.admin, template) as name, _session(stage, name) as session:
            async with relaying(settings(name, topic_prefix=prefix)):
                began = perf_counter()
                while await session.fetchval("SELECT EXISTS (SELECT FROM registry.outbox)"):  # noqa: ASYNC110 - the relay tells nobody
                    await asyncio.sleep(0.02)
                seconds = perf_counter() - began
            if await session.fetchval("SELECT count(*) FROM registry.outbox_sent") != len(messages):
                raise RuntimeError("not all of it was sent")
            wrong.append(await _out_of_order(reading, len(messages)))
            return len(messages) / seconds

    async def produced() -> float:
        async with producing(kafka, linger_ms=5, max_batch_size=128 * 1024) as producer:
            began = perf_counter()
            sent = [await producer.send(each.topic, each.value, each.key, headers=each.headers) for each in messages]
            await asyncio.gather(*sent)
            return len(messages) / (perf_counter() - began)

    async def out_of_order() -> float:
        return wrong[-1]

    yield {"relay": relayed, "raw idempotent producer": produced, ORDER: out_of_order}


@asynccontextmanager
async def _reading(kafka: str, prefix: str) -> AsyncIterator[AIOKafkaConsumer]:
    """What is announced from now on, as those see it who read only what is committed."""
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka, isolation_level="read_committed")
    await consumer.start()
    try:
        consumer.assign([TopicPartition(each.name, n) for each in wanted_topics(SERVICE, prefix) for n in range(each.partitions)])
        await consumer.seek_to_end()
        yield consumer
    finally:
        await consumer.stop()


async def _out_of_order(reading: AIOKafkaConsumer, count: int) -> int:
    """Of so many messages: how many came after one of the same key and topic with a higher number, or with the same."""
    last: dict[tuple[str, bytes | None], int] = {}
    read, wrong = 0, 0
    async with asyncio.timeout(60):
        while read < count:
            for record in chain.from_iterable((await reading.getmany(timeout_ms=1000)).values()):
                number = int(dict(record.headers)["ce_sequence"])
                wrong += last.get((record.topic, record.key), -1) >= number
                last[record.topic, record.key] = number
                read += 1
    return wrong


@dataclass
class Arrivals:
    """When each message was handed in, and how long it took to those who read only what is committed."""

    consumer: AIOKafkaConsumer
    handed_in: dict[bytes, float] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)

    async def watch(self) -> None:
        async for record in self.consumer:
            if record.key in self.handed_in:
                self.took.append((perf_counter() - self.handed_in.pop(record.key)) * 1000)

    async def of(self, hand_in: Callable[[bytes], Awaitable[Any]]) -> list[float]:
        """Milliseconds of each message of one round, at the rate."""
        self.took.clear()
        began = perf_counter()
        for number in range(COMMITS):
            await asyncio.sleep(max(0.0, began + number / RATE - perf_counter()))
            key = str(new_id()).encode()
            self.handed_in[key] = float("inf")
            await hand_in(key)
            self.handed_in[key] = perf_counter()
        async with asyncio.timeout(30):
            while len(self.took) < COMMITS:  # noqa: ASYNC110 - the consumer has no word for it
                await asyncio.sleep(0.02)
        return sorted(self.took)


@asynccontextmanager
async def latency(stage: Stage) -> AsyncIterator[Mapping[str, Side]]:
    """From the commit of an outbox row to the consumer's hands; for the raw producer, from the acknowledgement asked for."""
    kafka, template = await stage.ever(broker), await stage.ever(county.filled)
    prefix = f"{new_id().hex}."
    async with cloned(stage.admin, template) as name, _session(stage, name) as session:
        row = await session.fetchrow(f"SELECT {COLUMNS} FROM registry.outbox WHERE topic = $1 LIMIT 1", TOPIC)
        await session.execute("DELETE FROM registry.outbox")
        settings = settings_of(SERVICE, stage.admin, name, kafka=kafka, topic_prefix=prefix)
        await make_topics(SERVICE, settings)
        waker, message = Waker(settings.database_url, channel_of("registry")), _message(row, prefix)
        p95: dict[str, float] = {}

        async def committed(key: bytes) -> None:
            values = [new_id(), TOPIC, key.decode(), *list(row.values())[3:]]
            await session.execute(f"INSERT INTO registry.outbox ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", *values)
            waker.wake()

        async with relaying(settings), producing(kafka) as producer, _arrivals(kafka, prefix) as arrivals:

            async def relay_p50() -> float:
                return kept("relay", await arrivals.of(committed))

            async def raw_p50() -> float:
                return kept("raw", await arrivals.of(lambda key: producer.send(message.topic, message.value, key, headers=message.headers)))

            def kept(side: str, took: Sequence[float]) -> float:
                fractions = quantiles(took, n=20)
                p95[side] = fractions[18]
                return fractions[9]

            async def p95_of(side: str) -> float:
                return p95[side]

            yield {
                "commit to topic, p50": relay_p50,
                "raw producer to topic, p50": raw_p50,
                "commit to topic, p95": partial(p95_of, "relay"),
                "raw producer to topic, p95": partial(p95_of, "raw"),
            }
        await waker.close()


@asynccontextmanager
async def _arrivals(kafka: str, prefix: str) -> AsyncIterator[Arrivals]:
    (topic,) = [each for each in wanted_topics(SERVICE, prefix) if each.name == prefix + TOPIC]
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka, isolation_level="read_committed", auto_offset_reset="earliest")
    await consumer.start()
    consumer.assign([TopicPartition(topic.name, number) for number in range(topic.partitions)])
    arrivals = Arrivals(consumer)
    watching = asyncio.create_task(arrivals.watch())
    try:
        yield arrivals
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        await consumer.stop()


@asynccontextmanager
async def _session(stage: Stage, name: str) -> AsyncIterator[asyncpg.Connection]:
    session = await asyncpg.connect(address(stage.admin, name, SERVICE.name, APP))
    try:
        yield session
    finally:
        await session.close()


def _message(row: asyncpg.Record, prefix: str) -> Message:
    headers = [(name, value.encode()) for name, value in json.loads(row["headers"]).items()]
    return Message(prefix + row["topic"], row["key"].encode(), row["payload"], headers)


BENCHMARKS: Final = (
    Benchmark("relay-drain", "Relay, 20,000 messages of an import", "messages/s", drain, {"raw idempotent producer": 0.5}, {ORDER: 0}, against={ORDER: None}),
    Benchmark("relay-latency", "From commit to a reader of the topic", f"ms at {RATE} a second", latency, less=True, against={"raw producer to topic, p95": "commit to topic, p95"}),
)
