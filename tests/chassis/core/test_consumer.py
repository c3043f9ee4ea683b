"""Fetching from the real broker: what is taken again, what never, and what nobody can put into a record to stop it."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.conn import AIOKafkaConnection
from faststream.kafka import KafkaBroker
from sqlalchemy import text
from tests.chassis.core.broker import running

from chassis import consumer as fetching
from chassis import metrics
from chassis.consumer import Consumer
from chassis.copying import Copying
from chassis.envelope import Record
from chassis.hearing import Hearing
from chassis.outbox import new_id
from chassis.relay import Line
from chassis.testing import House, Parts, settings_of, soon
from chassis.topics import make_topics
from sample.main import SERVICE
from sample.things.handlers import COPIES, LISTENER

TOPIC = "sample.thing"
MADE = b"fi.yhdyspinta.sample.ThingMade.v1"


async def nothing(_: Sequence[Record]) -> None:
    """Take the batch, do nothing."""


@dataclass
class Notes:
    """Takes batches and notes them; `first` does something with each batch before."""

    name: str
    first: Callable[[Sequence[Record]], Awaitable[None]] = nothing
    topics: Sequence[str] = (TOPIC,)
    taken: list[bytes] = field(default_factory=list)
    begun: bool = False

    async def begin(self) -> None:
        self.begun = True

    async def take(self, records: Sequence[Record]) -> None:
        await self.first(records)
        self.taken += [record.value or b"" for record in records]

    def has(self, count: int) -> Callable[[], Awaitable[bool]]:
        async def there() -> bool:
            return len(self.taken) >= count

        return there


def consumer(line: Line, takes: Notes | Hearing | Copying, replica: str = "0") -> Consumer:
    return Consumer(takes, kafka=line.kafka, prefix=line.topic_prefix, replica=replica)


async def send(line: Line, *values: bytes, partition: int | None = None, topic: str = TOPIC, **more: object) -> None:
    async with AIOKafkaProducer(bootstrap_servers=line.kafka) as producer:
        for n, value in enumerate(values):
            at = n % 3 if partition is None else partition
            await producer.send_and_wait(line.topic_prefix + topic, value, partition=at, **more)


def assignments(name: str) -> float:
    return metrics.REGISTRY.get_sample_value("consumer_rebalances_total", {"consumer": name}) or 0


@pytest.fixture
def name() -> str:
    """A group of this test alone."""
    return f"sample.g{new_id().hex}"


async def test_failed_batch__all_of_it_again_nothing_skipped(line: Line, name: str, caplog: pytest.LogCaptureFixture) -> None:
    failures = iter([True, True])

    async def fails(_: Sequence[Record]) -> None:
        if next(failures, False):
            raise RuntimeError("a bug")

    takes = Notes(name, fails)
    await send(line, b"0", b"1", b"2", b"3")
    async with running(consumer(line, takes)):
        await soon(takes.has(4), within=10)
        await send(line, b"4")
        await soon(takes.has(5), within=10)
    assert sorted(takes.taken) == [b"0", b"1", b"2", b"3", b"4"]
    assert "a batch was not taken" in caplog.text


async def test_failed_batch__rewinds_what_is_still_ours(
    line: Line, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The batch fails after some of its partitions were given to another member: the others are taken again all the same."""
    monkeypatch.setattr(fetching, "LET_FINISH", 0.1)
    shared = asyncio.Event()
    batches = 0

    async def fails_once(_: Sequence[Record]) -> None:
        nonlocal batches
        batches += 1
        if batches == 1:
            await shared.wait()
            raise RuntimeError("a bug")

    takes, other = Notes(name, fails_once), Notes(name)
    first, second = consumer(line, takes, "0"), consumer(line, other, "1")
    await send(line, b"0", b"1", b"2")
    async with running(first):
        await soon(lambda: _is(lambda: batches == 1))
        async with running(second):
            await soon(lambda: _joined(name, 3))
            shared.set()
            await soon(lambda: _is(lambda: len(set(takes.taken + other.taken)) == 3), within=10)


async def test_group__begins_with_what_was_said_before_it(line: Line, name: str) -> None:
    await send(line, b"before")
    takes = Notes(name)
    async with running(consumer(line, takes)):
        await soon(takes.has(1), within=5)
    assert takes.taken == [b"before"]
    assert takes.begun


async def test_group__waits_for_topics_that_are_made_later(
    line: Line, name: str, parts: Parts, sample_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "KafkaBroker", partial(KafkaBroker, request_timeout_ms=400))
    later, waits_for = replace(line, topic_prefix=f"t{new_id().hex}."), dict[str, str]()
    takes = Notes(name)
    waiting = Consumer(takes, kafka=line.kafka, prefix=later.topic_prefix, replica="0", waits_for=waits_for)
    async with running(waiting):
        await soon(lambda: _is(lambda: "UnknownTopicOrPartition" in waits_for.get(name, "")))
        await make_topics(SERVICE, settings_of(SERVICE, parts.admin, sample_database, kafka=line.kafka, topic_prefix=later.topic_prefix))
        await send(later, b"said")
        await soon(takes.has(1))
        assert waits_for == {}


@pytest.mark.parametrize("lost", ["FetchRequest", "HeartbeatRequest", "MetadataRequest"])
async def test_client_whose_part_ends__begins_anew(
    line: Line, name: str, lost: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """As uvloop does it when a connection breaks in the moment of writing: a fault that the client takes for a bug of its own."""
    monkeypatch.setattr(fetching, "MEASURE_EVERY", 0.1)
    takes, breaks = Notes(name), asyncio.Event()
    write: Callable[..., Awaitable[object]] = AIOKafkaConnection.send
    tested = consumer(line, takes)

    def send_or_break(connection: AIOKafkaConnection, request: object, **more: object) -> Awaitable[object]:
        if breaks.is_set() and type(request).__name__ == lost and connection._client_id.startswith(tested.group):
            breaks.clear()
            raise RuntimeError("unable to perform operation on <TCPTransport closed=True>; the handler is closed")
        return write(connection, request, **more)

    monkeypatch.setattr(AIOKafkaConnection, "send", send_or_break)
    async with running(tested):
        await send(line, b"before")
        await soon(takes.has(1), within=10)
        breaks.set()
        fetches = tested._subscriber.consumer
        assert fetches is not None
        fetches._client.force_metadata_update()  # otherwise once in five minutes
        await soon(lambda: _is(lambda: not breaks.is_set()), within=10)
        await soon(lambda: _is(lambda: "begins anew" in caplog.text), within=10)
        await send(line, b"after")
        await soon(takes.has(2), within=15)
    assert takes.taken == [b"before", b"after"]
    assert metrics.REGISTRY.get_sample_value("consumer_begun_anew_total", {"consumer": name}) == 1


async def test_group__never_sees_what_was_not_committed(line: Line, name: str) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=line.kafka, transactional_id=f"{name}.t")
    await producer.start()
    await producer.begin_transaction()
    await producer.send_and_wait(line.topic_prefix + TOPIC, b"undone", partition=0)
    await producer.abort_transaction()
    await producer.stop()
    await send(line, b"said", partition=0)
    takes = Notes(name)
    async with running(consumer(line, takes)):
        await soon(takes.has(1), within=5)
    assert takes.taken == [b"said"]


async def test_rebalance__waits_for_the_running_batch(line: Line, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A member joins while a batch is applied: the batch is finished and committed first, and nobody gets it again."""
    at_work, commit = asyncio.Event(), AIOKafkaConsumer.commit

    async def commit_slowly(consumer: AIOKafkaConsumer, offsets: object = None) -> None:
        await asyncio.sleep(0.3)
        await commit(consumer, offsets)  # type: ignore[no-untyped-call]

    monkeypatch.setattr(AIOKafkaConsumer, "commit", commit_slowly)

    async def slowly(_: Sequence[Record]) -> None:
        if not at_work.is_set():
            at_work.set()
            await asyncio.sleep(2.5)

    slow, newcomer = Notes(name, slowly), Notes(name)
    await send(line, *(b"%d" % n for n in range(6)))
    async with running(consumer(line, slow, "0")):
        await at_work.wait()
        async with running(consumer(line, newcomer, "1")):
            await soon(lambda: _joined(name, 3), within=15)
            await send(line, b"last 0", b"last 1", b"last 2")
            await soon(lambda: _is(lambda: len(slow.taken + newcomer.taken) >= 9), within=10)
    assert sorted(slow.taken + newcomer.taken) == sorted([*(b"%d" % n for n in range(6)), b"last 0", b"last 1", b"last 2"])


async def test_replica__comes_back_to_its_partitions_without_a_rebalance(line: Line, name: str) -> None:
    takes, stays = Notes(name), Notes(name)
    async with running(consumer(line, stays, "1")):
        await soon(lambda: _joined(name, 1), within=15)
        async with running(consumer(line, takes, "0")):
            await soon(lambda: _joined(name, 3), within=15)
            before = assignments(name)
        again = Notes(name)
        async with running(consumer(line, again, "0")):
            await soon(lambda: _joined(name, before + 1), within=15)
            await send(line, b"0", b"1", b"2")
            await soon(lambda: _is(lambda: len(again.taken + stays.taken) == 3), within=10)
            assert again.taken
    assert assignments(name) == before + 1  # only the one that came back was told what it has


async def test_stop__finishes_the_running_batch(line: Line, name: str) -> None:
    at_work = asyncio.Event()

    async def slowly(_: Sequence[Record]) -> None:
        at_work.set()
        await asyncio.sleep(0.5)

    takes, successor = Notes(name, slowly), Notes(name)
    await send(line, b"0", partition=0)
    async with running(consumer(line, takes)):
        await at_work.wait()
    assert takes.taken == [b"0"]
    async with running(consumer(line, successor)):
        await send(line, b"1", partition=0)
        await soon(successor.has(1), within=10)
    assert successor.taken == [b"1"]


async def test_lag__counted_while_a_batch_is_at_work(line: Line, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies behind the batch at work is behind; when all is taken, nothing is."""
    monkeypatch.setattr(fetching, "MEASURE_EVERY", 0.05)
    monkeypatch.setattr(fetching, "BATCH", 2)
    go_on = asyncio.Event()

    async def waits(_: Sequence[Record]) -> None:
        await go_on.wait()

    def behind(records: float) -> Callable[[], Awaitable[bool]]:
        labels = {"consumer": name, "topic": TOPIC}
        return lambda: _is(lambda: metrics.REGISTRY.get_sample_value("consumer_lag_records", labels) == records)

    takes = Notes(name, waits)
    await send(line, *(b"%d" % n for n in range(5)), partition=0)
    async with running(consumer(line, takes)):
        await soon(behind(3), within=10)
        go_on.set()
        await soon(behind(0), within=10)
    assert len(takes.taken) == 5


async def test_idle_group__takes_at_once_what_comes(line: Line, name: str) -> None:
    """An empty fetch is followed by the next one, not by a rest."""
    takes, waits = Notes(name), []
    async with running(consumer(line, takes)):
        await soon(lambda: _joined(name, 1))
        for n in range(2):
            await asyncio.sleep(1.4)
            began = asyncio.get_running_loop().time()
            await send(line, b"x")
            await soon(takes.has(n + 1))
            waits.append(asyncio.get_running_loop().time() - began)
    assert min(waits) < 0.35


WRONG: list[tuple[bytes | None, list[tuple[str, bytes]]]] = [
    (b"a\x00b", []),
    (random.Random(1).randbytes(10_000).hex().encode(), []),
    (b"", []),
    (b"\xff", []),
    (b"key", [("na\x00me", b"val\x00ue"), ("ce_tenant", b"\xff\x00")]),
    (b"key", [("ce_time", b"0001-01-01T00:00:00+14:00")]),
    (b"key", [("ce_correlationid", b"\x00"), ("traceparent", b"00-\x00"), ("ce_actor", b"\xed\xa0\x80")]),
]
"""Keys and headers. A compacted topic takes no record without a key."""


@pytest.mark.parametrize(
    ("kind", "key", "headers"), [("listener", None, []), *((kind, *wrong) for kind in ("listener", "copy") for wrong in WRONG)]
)
async def test_no_record__stops_its_partition(
    sample: House, line: Line, kind: str, key: bytes | None, headers: list[tuple[str, bytes]]
) -> None:
    """Whatever stands in key and headers: the record is applied or kept aside, and the next one of its partition is taken."""
    whole = {"ce_id": str(new_id()).encode(), "ce_type": MADE, "ce_sequence": b"1", "ce_tenant": b"pohde"} | dict(headers)
    good, id = str(new_id()), new_id()
    if kind == "listener":
        takes: Hearing | Copying = Hearing("sample", LISTENER, sample.database, SERVICE.house, "pohde")
        topic, sql = TOPIC, "SELECT count(*) FROM sample.effect WHERE said = 'made good'"
        body = b'{"thing_id": "%s", "name": "good"}' % good.encode()
    else:
        takes = Copying("sample", COPIES, sample.database, SERVICE.house, "pohde")
        whole["ce_type"] = b"fi.yhdyspinta.sample.Thing.state.v1"
        topic, sql = f"{TOPIC}.state", "SELECT count(*) FROM sample.heard_thing WHERE name = 'good'"
        body = b'{"id": "%s", "name": "good", "area": "oulu", "count": 1}' % str(id).encode()
    bad = body.replace(b"good", b"bad")
    await send(line, bad, partition=0, topic=topic, key=key, headers=list(whole.items()))
    whole |= {"ce_id": str(id).encode(), "ce_sequence": b"1", "ce_tenant": b"pohde"}
    await send(line, body, partition=0, topic=topic, key=str(id).encode(), headers=list(whole.items()))

    async def applied() -> bool:
        async with sample.database.sessions() as session:
            return bool((await session.execute(text(sql))).scalar_one() == 1)

    async with running(consumer(line, takes)):
        await soon(applied, within=8)


async def _is(true: Callable[[], bool]) -> bool:
    return true()


async def _joined(name: str, times: float) -> bool:
    return assignments(name) >= times
