"""From the outbox to the broker: one fenced leader for each service, a Kafka transaction for each batch (`messaging.md` 0.2).

A standby waits for an advisory lock on a session of its own. Whoever gets it starts a producer with the service's transactional
id, which fences every predecessor, and only then reads rows by position. A batch is sent in one transaction and then moved to
`outbox_sent`, while the next is being sent; that one is committed only when the move is done, so that whoever begins anew says at
most one batch again. On any fault everything is dropped - producer, lock, batch - and begun anew: a leader that was put to sleep
and wakes after its successor cannot send an old record again. A row that cannot be sent stops the relay before it; nothing is
skipped.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import asyncpg
from aiokafka import AIOKafkaProducer
from aiokafka.errors import MessageSizeTooLargeError, UnknownTopicOrPartitionError
from asyncpg.exceptions import InterfaceError, InternalClientError, PostgresError
from pydantic_core import from_json

from chassis import metrics
from chassis.audit import Sealer
from chassis.client import BROKEN
from chassis.database import channel_of, plain_url
from chassis.house import House
from chassis.patience import pause
from chassis.telemetry import sending

log = logging.getLogger(__name__)

BATCH = 2000
"""Rows of one transaction. Most of its time goes into the two commits, here and at the broker."""
POLL = 0.25
"""Seconds between two looks when nobody wakes us, and between two tries for the lock."""
IDLE_SESSION = "5s"
"""The lock's session ends when its holder sleeps this long; a standby takes over."""
HEARTBEAT = 1.0
COUNT_EVERY = 1.0
"""Seconds between two counts of a long queue."""
GIVE_UP = 30.0
"""Seconds for one batch. An idempotent producer never gives up by itself."""
SLOW = 2.0
"""Seconds after which a batch is reported as held up by the broker."""
REFUSALS = (MessageSizeTooLargeError, UnknownTopicOrPartitionError)
"""What the broker says about one message rather than about itself."""
FAULTS = (*BROKEN, PostgresError, InterfaceError, InternalClientError, OSError, TimeoutError)


@dataclass(frozen=True, slots=True)
class Line:
    """Which outbox, to which broker, under which name."""

    service: str
    house: House
    database_url: str
    kafka: str
    tenant: str
    topic_prefix: str = ""

    @property
    def transactional_id(self) -> str:
        return f"{self.topic_prefix}{self.tenant}.{self.service}.relay"

    @property
    def lock(self) -> str:
        return f"yhdyspinta.relay.{self.topic_prefix}{self.tenant}.{self.service}"


class Relay:
    """Runs until cancelled; leads when it can, stands by otherwise."""

    def __init__(self, line: Line, sealer: Sealer, *, before_commit: Callable[[], None] | None = None) -> None:
        self._line = line
        self._sealer = sealer
        self._statements = _Statements.of(line.house)
        self._woken = asyncio.Event()
        self._stopping = asyncio.Event()
        self._before_commit = before_commit or (lambda: None)
        self._size = BATCH
        self._counted = 0.0
        self.leading = asyncio.Event()

    async def run(self) -> None:
        """Lead, and begin anew after every fault."""
        failed = 0
        while not self._stopping.is_set():
            began = asyncio.get_running_loop().time()
            try:
                await self._lead()
            except FAULTS as fault:
                failed = 1 if asyncio.get_running_loop().time() - began > GIVE_UP else failed + 1
                log.warning("relay begins anew", extra={"service": self._line.service, "error": repr(fault)})
                metrics.RELAY_STATE.state("standby")
                await asyncio.sleep(pause(failed, first=0.05, most=5))
            finally:
                self.leading.clear()

    def stop(self) -> None:
        """Finish the running batch, then let go."""
        self._stopping.set()
        self._woken.set()

    async def _lead(self) -> None:
        async with self._locked() as session:
            if not self._stopping.is_set():
                await self._lead_with(session)

    async def _lead_with(self, session: asyncpg.Connection) -> None:
        async with self._producer() as producer, self._listening():
            self.leading.set()
            metrics.RELAY_STATE.state("leading")
            log.info("relay leads", extra={"service": self._line.service})
            sealing = asyncio.create_task(self._sealer.run())
            try:
                await self._drain(session, producer)
            finally:
                sealing.cancel()
                await asyncio.wait({sealing})  # swallows no cancellation of ours

    async def _drain(self, session: asyncpg.Connection, producer: AIOKafkaProducer) -> None:
        told: list[int] = []  # positions of the batch that the broker has and that has not moved yet
        while not self._stopping.is_set():
            self._woken.clear()
            rows = await session.fetch(self._statements.next, self._size, told)
            await self._measure(session, rows)
            if not rows:
                await self._move(session, told)
                told = []
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL):
                        await self._woken.wait()
                continue
            try:
                await self._send_and_move(session, producer, rows, told)
            except REFUSALS as refusal:
                if self._size == 1:
                    await session.execute(self._statements.blame, rows[0]["position"], repr(refusal))
                self._size = 1  # one by one, up to the row that cannot be sent
                raise
            told = [row["position"] for row in rows]
            metrics.RELAY_PUBLISHED.inc(len(rows))
            self._size = min(BATCH, self._size * 2)
        await self._move(session, told)

    async def _move(self, session: asyncpg.Connection, told: Sequence[int]) -> None:
        if told:
            await session.execute(self._statements.move, told)

    async def _send_and_move(
        self, session: asyncpg.Connection, producer: AIOKafkaProducer, rows: Sequence[Any], told: Sequence[int]
    ) -> None:
        """Side by side. The lock is kept while a slow broker takes its time; a process that sleeps cannot, and loses it."""
        moved = asyncio.Event()
        task = asyncio.create_task(self._send(producer, rows, moved))
        try:
            await self._move(session, told)
            moved.set()
            while not (await asyncio.wait({task}, timeout=HEARTBEAT))[0]:
                await session.execute("SELECT 1")
            await task
        finally:
            task.cancel()

    async def _send(self, producer: AIOKafkaProducer, rows: Sequence[Any], moved: asyncio.Event) -> None:
        """One transaction: all of the batch, or nothing of it; committed when the batch before it has moved."""
        slow = asyncio.get_running_loop().call_later(SLOW, metrics.RELAY_STATE.state, "broker_slow")
        try:
            async with asyncio.timeout(GIVE_UP), producer.transaction():
                sent = []
                for row in rows:
                    headers = from_json(row["headers"])
                    with sending(row["topic"], headers):
                        sent.append(
                            await producer.send(
                                self._line.topic_prefix + row["topic"],
                                key=row["key"].encode(),
                                value=row["payload"],
                                headers=[(name, value.encode()) for name, value in headers.items()],
                            )
                        )
                await producer.flush()
                for refusal in filter(None, [each.exception() for each in sent]):
                    raise refusal
                await moved.wait()
                self._before_commit()
        finally:
            slow.cancel()
        metrics.RELAY_STATE.state("leading")

    @asynccontextmanager
    async def _locked(self) -> AsyncIterator[asyncpg.Connection]:
        """A session that holds the advisory lock, and does nothing but read and move rows; without it only when told to stop."""
        session = await self._connect(idle_session_timeout=IDLE_SESSION)
        try:
            metrics.RELAY_STATE.state("standby")
            while not await session.fetchval("SELECT pg_try_advisory_lock(hashtextextended($1, 0))", self._line.lock):
                with suppress(TimeoutError):  # the lock tells nobody when it is free
                    async with asyncio.timeout(POLL):
                        await self._stopping.wait()
                if self._stopping.is_set():
                    break
            yield session
        finally:
            await _closed(session)

    @asynccontextmanager
    async def _producer(self) -> AsyncIterator[AIOKafkaProducer]:
        """Starting it fences every predecessor with the same transactional id."""
        producer = AIOKafkaProducer(
            bootstrap_servers=self._line.kafka,
            client_id=self._line.transactional_id,
            transactional_id=self._line.transactional_id,
            acks="all",
            linger_ms=0,
            max_batch_size=128 * 1024,
            request_timeout_ms=4_000,
            transaction_timeout_ms=int(GIVE_UP * 1000),
        )
        try:
            async with asyncio.timeout(GIVE_UP):
                await producer.start()
            yield producer
        finally:
            with suppress(TimeoutError, *BROKEN):
                async with asyncio.timeout(5):
                    await producer.stop()

    @asynccontextmanager
    async def _listening(self) -> AsyncIterator[None]:
        """Wake-ups come on a session of their own: one that listens ignores its idle time-out."""
        session = await self._connect()
        try:
            await session.add_listener(channel_of(self._line.house.outbox.schema or ""), lambda *_: self._woken.set())
            yield
        finally:
            await _closed(session)

    async def _connect(self, **server_settings: str) -> asyncpg.Connection:
        name = f"yhdyspinta-{self._line.service}-relay"
        session: asyncpg.Connection = await asyncpg.connect(
            plain_url(self._line.database_url),
            timeout=5,
            command_timeout=GIVE_UP,
            server_settings={"application_name": name, **server_settings},
        )
        return session

    async def _measure(self, session: asyncpg.Connection, rows: Sequence[Any]) -> None:
        """A long queue is counted once a second: the longer it is, the more a count costs."""
        now = asyncio.get_running_loop().time()
        if len(rows) < BATCH:
            metrics.OUTBOX_PENDING.set(len(rows))
        elif now >= self._counted + COUNT_EVERY:
            metrics.OUTBOX_PENDING.set(await session.fetchval(self._statements.count))
            self._counted = now
        metrics.OUTBOX_OLDEST_SECONDS.set(rows[0]["age"] if rows else 0)


@dataclass(frozen=True, slots=True)
class _Statements:
    next: str
    move: str
    blame: str
    count: str

    @classmethod
    def of(cls, house: House) -> "_Statements":
        outbox, sent = house.outbox.fullname, house.outbox_sent.fullname
        columns = "position, event_id, topic, key, sequence, type, headers, payload, created_at"
        return cls(
            next=f"SELECT position, topic, key, headers, payload, "  # noqa: S608
            f"extract(epoch FROM clock_timestamp() - created_at)::float8 AS age FROM {outbox} "
            "WHERE position NOT IN (SELECT unnest($2::bigint[])) ORDER BY position LIMIT $1",
            move=f"WITH gone AS (DELETE FROM {outbox} WHERE position = ANY($1::bigint[]) RETURNING {columns}) "  # noqa: S608
            f"INSERT INTO {sent} ({columns}) SELECT {columns} FROM gone",
            blame=f"UPDATE {outbox} SET error = $2 WHERE position = $1",  # noqa: S608
            count=f"SELECT count(*) FROM {outbox}",  # noqa: S608
        )


async def _closed(session: asyncpg.Connection) -> None:
    with suppress(PostgresError, InterfaceError, InternalClientError, OSError, TimeoutError):
        await session.close(timeout=2)
