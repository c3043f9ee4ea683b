"""The relay's leader under trouble: asleep, slow, stopped, unheard; and what is said again beside live writes."""

import asyncio
import contextlib
import threading
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from sqlalchemy import text
from tests.chassis.core.broker import drained, everything, relay, running, waiting
from typing_extensions import override

from chassis import clock, metrics
from chassis import relay as relaying
from chassis.audit import Sealer
from chassis.relay import Line, Relay
from chassis.republish import republish
from chassis.testing import House, soon
from chassis.unit import Unit
from sample.main import SERVICE
from sample.things import commands


async def events(line: Line) -> list[int | None]:
    return [record.sequence for record in await everything(line.kafka, line.topic_prefix, "sample.thing")]


@contextlib.asynccontextmanager
async def leading(line: Line) -> AsyncIterator[tuple[Relay, "asyncio.Task[None]"]]:
    leader = relay(line)
    task = asyncio.create_task(leader.run())
    try:
        await asyncio.wait_for(leader.leading.wait(), 30)
        yield leader, task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@contextlib.contextmanager
def asleep_before_commit(line: Line) -> Iterator[tuple[threading.Event, threading.Event]]:
    """A leader in a thread of its own, which sleeps once with its batch sent and not committed: whether it does, until it is woken."""
    sleeps, awake, done = threading.Event(), threading.Event(), threading.Event()

    def sleep_once() -> None:
        if not sleeps.is_set():
            sleeps.set()
            awake.wait(60)

    async def lead() -> None:
        leader = Relay(line, Sealer(line.database_url, SERVICE.house), before_commit=sleep_once)
        task = asyncio.create_task(leader.run())
        await asyncio.to_thread(done.wait)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    thread = threading.Thread(target=lambda: asyncio.run(lead()))
    thread.start()
    try:
        yield sleeps, awake
    finally:
        awake.set()
        done.set()
        thread.join(20)


async def test_leader_that_sleeps__loses_the_lock_and_says_nothing_when_it_wakes(
    sample: House, line: Line, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(relaying, "IDLE_SESSION", "500ms")
    monkeypatch.setattr(relaying, "HEARTBEAT", 0.1)
    thing = await sample.run(commands.make, "kerho")

    async def noticed() -> bool:
        return "relay begins anew" in caplog.text

    with asleep_before_commit(line) as (sleeps, awake):
        assert await asyncio.to_thread(sleeps.wait, 10)
        async with leading(line):  # while the other one sleeps
            await sample.run(commands.add_one, thing.id)
            await drained(sample)
            caplog.clear()
            awake.set()
            await soon(noticed)
    assert await events(line) == [1, 2]
    states = await everything(line.kafka, line.topic_prefix, "sample.thing.state")
    assert [record.sequence for record in states] == [1, 2]


async def test_slow_broker__keeps_its_leader(
    sample: House, line: Line, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(relaying, "IDLE_SESSION", "400ms")
    monkeypatch.setattr(relaying, "HEARTBEAT", 0.1)
    _commits(monkeypatch, after=1.2)
    async with leading(line):
        await sample.run(commands.make, "kerho")
        await drained(sample)
    assert await events(line) == [1]
    assert "begins anew" not in caplog.text


async def test_broker_that_never_answers__is_given_up(sample: House, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    _commits(monkeypatch, after=60, once=True)
    async with leading(line):
        monkeypatch.setattr(relaying, "GIVE_UP", 0.5)
        await sample.run(commands.make, "kerho")
        await asyncio.sleep(0.6)
        monkeypatch.undo()
        await asyncio.wait_for(drained(sample), 20)
    assert await events(line) == [1]


async def test_leader__is_woken_at_once(sample: House, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    async with leading(line):
        await asyncio.sleep(0.1)
        monkeypatch.setattr(relaying, "POLL", 20)
        await asyncio.sleep(0.4)
        await sample.run(commands.make, "kerho")
        await asyncio.wait_for(drained(sample), 15)


async def test_leader__that_nobody_wakes_finds_the_rows_all_the_same(
    sample: House, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample.database.waker, "wake", lambda: None)
    async with leading(line):
        await sample.run(commands.make, "kerho")
        await asyncio.wait_for(drained(sample), 15)


async def test_stop__leader_finishes_standby_leaves(sample: House, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    _commits(monkeypatch, after=0.5)
    async with leading(line) as (leader, leads):
        standby = relay(line)
        waits = asyncio.create_task(standby.run())
        await asyncio.sleep(0.5)
        standby.stop()
        await asyncio.wait({waits}, timeout=10)
        assert waits.done()
        assert not standby.leading.is_set()
        await sample.run(commands.make, "kerho")
        await asyncio.sleep(0.2)
        leader.stop()
        await asyncio.wait({leads}, timeout=15)
        assert leads.done()
    assert await sample.outbox() == []
    assert await events(line) == [1]


async def test_cancelled__while_it_begins_anew(sample: House, line: Line) -> None:
    """The word to end comes while the leader lets go of what it had: it is not lost on the way."""
    letting_go = asyncio.Event()

    class Slow(Sealer):
        @override
        async def close(self) -> None:
            letting_go.set()
            await asyncio.sleep(0.2)
            await super().close()

    def fails() -> None:
        raise OSError

    await sample.run(commands.make, "kerho")
    task = asyncio.create_task(Relay(line, Slow(line.database_url, SERVICE.house), before_commit=fails).run())
    await asyncio.wait_for(letting_go.wait(), 10)
    task.cancel()
    await asyncio.wait({task}, timeout=5)
    assert task.cancelled()


async def test_record_that_the_broker_refuses__is_named_and_nothing_passes_it(
    sample: House, line: Line
) -> None:
    """Too large for the topic: found out by the broker, not by the client. Nothing behind it is sent; with it gone, all is."""
    admin = AIOKafkaAdminClient(bootstrap_servers=line.kafka)
    await admin.start()
    name = f"{line.topic_prefix}sample.thing"
    await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, name, {"max.message.bytes": "2000"})])
    await admin.close()
    await asyncio.sleep(0.3)
    for said in ("ennen", "x" * 5000, "jälkeen"):
        await sample.run(commands.make, said)

    async def named() -> bool:
        return any(await _errors(sample))

    async with running(relay(line)):
        await soon(named, within=10)
        assert [error is not None for error in await _errors(sample)] == [True, False, False, False]
        async with sample.database.sessions() as session:
            await session.execute(text("DELETE FROM sample.outbox WHERE error IS NOT NULL"))
            await session.commit()
        await drained(sample)
    assert len(await events(line)) == 2


async def test_batch__grows_again_after_trouble(
    sample: House, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(40):
        await sample.run(commands.make, f"kerho {n}")
    batches: list[int] = []
    leader = relay(line)
    leader._size = 1
    send = leader._send

    async def counted(producer: AIOKafkaProducer, rows: list[Any], moved: asyncio.Event) -> None:
        batches.append(len(rows))
        await send(producer, rows, moved)

    monkeypatch.setattr(leader, "_send", counted)
    async with running(leader):
        await drained(sample)
    assert batches == [1, 2, 4, 8, 16, 32, 17]


async def test_batch__is_committed_only_when_the_one_before_it_has_moved(
    sample: House, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They overlap; whoever begins anew says at most one batch again."""
    monkeypatch.setattr(relaying, "BATCH", 2)
    for n in range(3):
        await sample.run(commands.make, f"kerho {n}")
    commits: list[None] = []
    leader = Relay(line, Sealer(line.database_url, SERVICE.house), before_commit=lambda: commits.append(None))
    async with sample.database.sessions() as session, session.begin():
        await session.execute(text("LOCK TABLE sample.outbox_sent IN ACCESS EXCLUSIVE MODE"))  # nothing moves
        async with running(leader):
            await soon(lambda: waiting(sample, "outbox_sent"))
            await asyncio.sleep(0.5)
    assert len(commits) == 1
    async with running(relay(line)):
        await drained(sample)
    told = Counter(record.key for record in await everything(line.kafka, line.topic_prefix, "sample.thing"))
    assert sorted(told.values()) == [1, 1, 2]


async def test_depth__counts_what_waits(sample: House, line: Line) -> None:
    def fails() -> None:
        raise OSError

    await sample.run(commands.make, "kerho")
    metrics.OUTBOX_PENDING.set(0)

    async def counted() -> bool:
        return metrics.REGISTRY.get_sample_value("outbox_pending") == 2

    async with running(Relay(line, Sealer(line.database_url, SERVICE.house), before_commit=fails)):
        await soon(counted, within=10)


def test_counties_on_one_broker__fence_nobody_else(line: Line) -> None:
    others = [replace(line, topic_prefix="b."), replace(line, tenant="varha"), replace(line, service="other")]
    assert len({each.transactional_id for each in (line, *others)}) == 4
    assert len({each.lock for each in (line, *others)}) == 4


# --- said again


async def test_republish__never_says_an_old_state_after_a_new_one(
    sample: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer comes between the reading of the row and the writing of its snapshot: it has to wait."""
    thing = await sample.run(commands.make, "kerho")
    say_again, writers = Unit.say_again, list[asyncio.Task[object]]()

    async def interrupted(unit: Unit, roots: Any) -> int:
        writers.append(asyncio.create_task(sample.run(commands.add_one, thing.id)))
        await asyncio.wait(writers, timeout=0.3)
        return await say_again(unit, roots)

    monkeypatch.setattr(Unit, "say_again", interrupted)
    await republish(SERVICE, sample.database, clock.now())
    await asyncio.gather(*writers)
    assert [r.sequence for r in await sample.outbox() if r.topic == "sample.thing.state"] == [1, 1, 2]


async def test_republish__old_events_in_their_order_once_and_at_once(
    sample: House, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = clock.now() - timedelta(minutes=1)
    thing = await sample.run(commands.make, "kerho")
    for _ in range(3):
        await sample.run(commands.add_one, thing.id)
    async with leading(line):
        await drained(sample)
    for _ in range(2):  # twice: what was said again lies in outbox_sent as well
        async with leading(line):
            monkeypatch.setattr(relaying, "POLL", 20)
            await asyncio.sleep(0.4)
            assert await republish(SERVICE, sample.database, before) == (4, 1)
            await asyncio.wait_for(drained(sample), 15)
            monkeypatch.undo()
    assert await events(line) == [1, 2, 3, 4] * 3


async def test_republish__wakes_the_relay(sample: House) -> None:
    """Where nothing has a state to say, it is the only one that does."""
    heard, listening = asyncio.Event(), await asyncpg.connect(sample.settings.database_url)
    await sample.database.waker.close()
    await listening.add_listener("sample_outbox", lambda *_: heard.set())
    try:
        await republish(SERVICE, sample.database, clock.now())
        await asyncio.wait_for(heard.wait(), 10)
    finally:
        await listening.close()


def _commits(monkeypatch: pytest.MonkeyPatch, *, after: float, once: bool = False) -> None:
    """The broker takes its time (seconds) to commit a transaction."""
    commit, pauses = AIOKafkaProducer.commit_transaction, iter([after] if once else iter(lambda: after, None))

    async def slowly(producer: AIOKafkaProducer) -> None:
        await asyncio.sleep(next(pauses, 0))
        await commit(producer)  # type: ignore[no-untyped-call]

    monkeypatch.setattr(AIOKafkaProducer, "commit_transaction", slowly)


async def _errors(sample: House) -> list[str | None]:
    async with sample.database.sessions() as session:
        return list((await session.scalars(text("SELECT error FROM sample.outbox ORDER BY position"))).all())
