"""Fetching: one FastStream subscriber for each consumer group, its batches handed to the dispatcher.

What FastStream does out of the box and must not here: it decodes headers and bodies before the handler (one bad header would
stop a partition), commits on failure, says nothing of a failure and tries again at once, polls and sleeps in turn, and lets a
rebalance take partitions from under a running batch.
"""

import asyncio
import logging
from collections.abc import MutableMapping, Sequence
from contextlib import suppress
from itertools import chain
from typing import Any, cast

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage
from faststream.kafka.message import KafkaAckableMessage
from typing_extensions import override

from chassis import clock, metrics
from chassis.client import BROKEN, ended, let_go, position
from chassis.dispatcher import Takes, patiently
from chassis.envelope import Raw, read
from chassis.patience import pause

log = logging.getLogger(__name__)

BATCH = 500
WAIT_MS = 1000
"""How long a fetch waits for the first record; it ends at once when one comes."""
RETRY_MS = 250
"""Between two tries to reach a broker that is away."""
LONGEST_PAUSE = 5.0
"""Seconds between two tries to begin, once many have failed: a broker that comes is soon noticed."""
LET_FINISH = 5.0
"""Seconds a rebalance waits for the running batch and its commit."""
MEASURE_EVERY = 5.0


class Consumer:
    """One consumer group of one replica."""

    def __init__(
        self, takes: Takes, *, kafka: str, prefix: str, replica: str, waits_for: MutableMapping[str, str] | None = None
    ) -> None:
        """`waits_for` is where the group says why it could not begin yet, as long as it could not."""
        self._takes = takes
        self._waits_for = {} if waits_for is None else waits_for
        self._prefix = prefix
        self.group = f"{prefix}{takes.name}"
        self._resting = asyncio.Event()
        self._resting.set()
        self._failed = 0
        self._broker = KafkaBroker(
            kafka.split(","),  # it takes a word for one address
            client_id=f"{self.group}.{replica}",
            allow_auto_create_topics=False,
            consumer_only=True,
            retry_backoff_ms=RETRY_MS,
            graceful_timeout=20,
            logger=None,
        )
        self._subscriber = self._broker.subscriber(
            *[prefix + topic for topic in takes.topics],
            group_id=self.group,
            group_instance_id=f"{self.group}.{replica}",
            batch=True,
            max_records=BATCH,
            batch_timeout_ms=WAIT_MS,
            auto_offset_reset="earliest",
            ack_policy=AckPolicy.NACK_ON_ERROR,
            isolation_level="read_committed",
            session_timeout_ms=10_000,
            heartbeat_interval_ms=1_000,
            max_poll_interval_ms=300_000,
            no_reply=True,
            parser=self._unopened,
            decoder=_undecoded,
            listener=_Rebalance(self._resting, takes.name),
        )
        self._subscriber(self._take)
        self._subscriber.get_msg = _fetch  # type: ignore[method-assign]

    async def run(self) -> None:
        """Fetch, and measure the lag, until cancelled."""
        await patiently(self._takes.name, self._takes.begin)
        try:
            while True:
                await self._begin()
                await self._until_a_part_ends()
                await self._stop()
        finally:
            await self._stop()

    async def _until_a_part_ends(self) -> None:
        consumer = cast("AIOKafkaConsumer", self._subscriber.consumer)
        while not (parts := ended(consumer)):
            await asyncio.sleep(MEASURE_EVERY)
            self._measure()
        faults = [repr(part.exception()) for part in parts if not part.cancelled()]
        log.error("the client fetches no more; begins anew", extra={"consumer": self._takes.name, "error": ", ".join(faults)})
        metrics.CONSUMER_BEGUN_ANEW.labels(self._takes.name).inc()

    async def _stop(self) -> None:
        """Whole, also where a part of the client has ended."""
        consumer = self._subscriber.consumer
        try:
            await self._broker.stop()
        except Exception as fault:  # noqa: BLE001 - whatever ended the part
            log.warning("the client was not stopped in order", extra={"consumer": self._takes.name, "error": repr(fault)})
            if consumer is not None:
                await let_go(consumer)
        self._subscriber.consumer = None
        self._resting.set()

    async def _begin(self) -> None:
        """Wait for the broker, the topics and the group as long as it takes, with nothing left of a try that failed."""
        tried = 0
        while True:
            try:
                await self._broker.start()
            except BROKEN as fault:
                await self._stop()
                tried += 1
                self._waits_for[self._takes.name] = str(fault)
                log.warning("cannot begin yet", extra={"consumer": self._takes.name, "error": repr(fault)})
                await asyncio.sleep(pause(tried, most=LONGEST_PAUSE))
            else:
                self._waits_for.pop(self._takes.name, None)
                return

    async def _unopened(self, records: Any) -> KafkaMessage:
        """The batch as FastStream carries it, with nothing of it decoded."""
        self._resting.clear()
        return _Batch(self._resting, raw_message=records, body=b"", headers={}, consumer=self._subscriber.consumer)

    async def _take(self, message: KafkaMessage) -> None:
        records = cast("Sequence[Raw]", message.raw_message)
        try:
            await self._takes.take([read(record, self._prefix) for record in records])
            self._failed = 0
        except asyncio.CancelledError:
            self._resting.set()
            raise
        except Exception as fault:
            self._resting.set()
            self._failed += 1
            log.exception("a batch was not taken; all of it again", extra={"consumer": self._takes.name, "error": repr(fault)})
            await asyncio.sleep(pause(self._failed, first=0.25))
            raise

    def _measure(self) -> None:
        consumer = self._subscriber.consumer
        if consumer is None:
            return
        behind: dict[str, tuple[int, float]] = dict.fromkeys(self._takes.topics, (0, 0.0))
        now = clock.now().timestamp()
        for partition in consumer.assignment():
            topic = partition.topic.removeprefix(self._prefix)
            end, at = consumer.highwater(partition), position(consumer, partition)
            if end is None or at is None:
                continue
            records, seconds = behind[topic]
            age = now - (consumer.last_poll_timestamp(partition) or now * 1000) / 1000 if end > at else 0.0
            behind[topic] = (records + max(0, end - at), max(seconds, age))
        for topic, (records, seconds) in behind.items():
            metrics.CONSUMER_LAG.labels(self._takes.name, topic).set(records)
            metrics.CONSUMER_LAG_SECONDS.labels(self._takes.name, topic).set(seconds)


class _Batch(KafkaAckableMessage):
    """A batch that says when it is committed. One that fails is rewound by FastStream, or by the rebalance that came between."""

    def __init__(self, resting: asyncio.Event, **message: Any) -> None:
        super().__init__(**message)
        self._resting = resting

    @override
    async def ack(self) -> None:
        try:
            await super().ack()
        finally:
            self._resting.set()


class _Rebalance(ConsumerRebalanceListener):
    """Partitions leave only when the running batch is done and committed: what was applied is not delivered again."""

    def __init__(self, resting: asyncio.Event, name: str) -> None:
        self._resting = resting
        self._name = name

    @override
    async def on_partitions_revoked(self, revoked: Any) -> None:
        if revoked:
            with suppress(TimeoutError):
                async with asyncio.timeout(LET_FINISH):
                    await self._resting.wait()

    @override
    async def on_partitions_assigned(self, assigned: Any) -> None:
        metrics.REBALANCES.labels(self._name).inc()
        log.info("partitions assigned", extra={"consumer": self._name, "partitions": len(assigned)})


async def _fetch(consumer: AIOKafkaConsumer) -> tuple[Any, ...]:
    """Wait inside the fetch: it ends at once on data, and an idle consumer wakes up once a second, not a hundred times."""
    fetched = await consumer.getmany(timeout_ms=WAIT_MS, max_records=BATCH)
    return tuple(chain.from_iterable(fetched.values()))


async def _undecoded(message: KafkaMessage) -> bytes:  # noqa: ARG001
    """Bodies are read one by one by the dispatcher, so that one bad body fails alone."""
    return b""
