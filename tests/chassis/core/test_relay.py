"""From commit to topic and back into a copy, on the real broker."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from aiokafka import AIOKafkaProducer
from sqlalchemy import text
from tests.chassis.core.broker import drained, everything, relay, running

from chassis import clock
from chassis import relay as relaying
from chassis.audit import Sealer
from chassis.consumer import Consumer
from chassis.copying import Copying
from chassis.envelope import Record
from chassis.hearing import Hearing
from chassis.relay import Line, Relay
from chassis.republish import republish
from chassis.testing import House, Parts, soon
from sample.main import SERVICE
from sample.things import commands
from sample.things.handlers import COPIES, LISTENER


def _impatient(**options: Any) -> AIOKafkaProducer:
    return AIOKafkaProducer(**{**options, "request_timeout_ms": 500})


async def topic(line: Line, name: str) -> list[Record]:
    return await everything(line.kafka, line.topic_prefix, name)


def numbers(records: list[Record]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for record in records:
        found.setdefault(record.key or "", []).append(record.sequence or 0)
    return found


async def test_relay__order_of_each_key_and_newest_state(sample: House, line: Line) -> None:
    things = [await sample.run(commands.make, f"kerho {n}") for n in range(5)]
    async with running(relay(line)):
        await asyncio.gather(*(sample.run(commands.add_one, thing.id) for thing in things for _ in range(3)))
        await drained(sample)
    assert numbers(await topic(line, "sample.thing")) == {str(t.id): [1, 2, 3, 4] for t in things}
    states = await topic(line, "sample.thing.state")
    assert {key: sequence[-1] for key, sequence in numbers(states).items()} == {str(t.id): 4 for t in things}
    async with sample.database.sessions() as session:
        assert (await session.execute(text("SELECT count(*) FROM sample.outbox_sent"))).scalar_one() == 40


async def test_relay__order_by_commit_not_by_clock(sample: House, line: Line) -> None:
    """Two writers whose clocks differ by a second change the same thing in turn."""
    ahead = House.over(SERVICE, "", "", database_url=sample.settings.database_url)
    ahead.clock = lambda: clock.now() + timedelta(seconds=1)
    thing = await sample.run(commands.make, "kerho")
    for _ in range(5):
        await ahead.run(commands.add_one, thing.id)
        await sample.run(commands.add_one, thing.id)
    await ahead.close()
    async with running(relay(line)):
        await drained(sample)
    records = await topic(line, "sample.thing")
    assert numbers(records) == {str(thing.id): list(range(1, 12))}
    times = [r.time for r in records if r.time]
    assert times != sorted(times)  # the clocks did differ


async def test_relay__a_standby_takes_over(sample: House, line: Line) -> None:
    first, second = relay(line), relay(line)
    leader = asyncio.create_task(first.run())
    await asyncio.wait_for(first.leading.wait(), 20)
    async with running(second):
        await sample.run(commands.make, "yksi")
        await drained(sample)
        assert not second.leading.is_set()
        leader.cancel()
        await asyncio.gather(leader, return_exceptions=True)
        await asyncio.wait_for(second.leading.wait(), 20)
        await sample.run(commands.make, "kaksi")
        await drained(sample)
    assert len(await topic(line, "sample.thing")) == 2


async def test_relay__a_row_that_cannot_be_sent_stops_it_and_is_named(
    sample: House, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relaying, "AIOKafkaProducer", _impatient)  # the client gives a missing topic that long, each time
    await sample.run(commands.make, "ennen")
    async with sample.database.sessions() as session:
        await session.execute(text(
            "INSERT INTO sample.outbox (event_id, topic, key, sequence, type, headers, created_at) "
            "SELECT gen_random_uuid(), 'sample.nowhere', 'x', 1, 't', '{}', now()"
        ))
        await session.commit()
    await sample.run(commands.make, "jälkeen")

    async def named() -> bool:
        return any(row.topic == "sample.nowhere" for row in await sample.outbox()) and (await errors())[0] is not None

    async def errors() -> list[str | None]:
        async with sample.database.sessions() as session:
            return list((await session.scalars(text("SELECT error FROM sample.outbox ORDER BY position"))).all())

    async with running(relay(line)):
        await soon(named, within=60)
        assert [r.topic for r in await sample.outbox()] == ["sample.nowhere", "sample.thing", "sample.thing.state"]
        async with sample.database.sessions() as session:
            await session.execute(text("DELETE FROM sample.outbox WHERE topic = 'sample.nowhere'"))
            await session.commit()
        await drained(sample)
    assert len(await topic(line, "sample.thing")) == 2


async def test_relay__a_batch_that_fails_before_commit_is_never_seen(sample: House, line: Line) -> None:
    failures = iter([True, True])

    def fail() -> None:
        if next(failures, False):
            raise OSError("the line is cut")

    for n in range(10):
        await sample.run(commands.make, f"kerho {n}")
    async with running(Relay(line, Sealer(line.database_url, SERVICE.house), before_commit=fail)):
        await drained(sample)
    assert sorted(numbers(await topic(line, "sample.thing")).values()) == [[1]] * 10


async def test_republish__old_events_and_present_states(sample: House, line: Line) -> None:
    thing = await sample.run(commands.make, "kerho")
    before = clock.now() - timedelta(minutes=1)
    async with running(relay(line)):
        await drained(sample)
        await asyncio.gather(
            republish(SERVICE, sample.database, before), *(sample.run(commands.add_one, thing.id) for _ in range(4))
        )
        await drained(sample)
    states = await topic(line, "sample.thing.state")
    assert (states[-1].sequence, states[-1].value) == (5, b'{"id":"%s","name":"kerho","area":"oulu","count":4}' % str(thing.id).encode())
    assert len(states) == 6
    events = await topic(line, "sample.thing")
    assert len({r.event_id for r in events}) == 5
    assert len(events) >= 6


async def test_chain__commit_to_copy_and_effect(sample: House, line: Line, parts: Parts) -> None:
    hearing = Hearing("sample", LISTENER, sample.database, SERVICE.house, "pohde")
    copying = Copying("sample", COPIES, sample.database, SERVICE.house, "pohde")
    groups = [
        Consumer(takes, kafka=parts.kafka, prefix=line.topic_prefix, replica="0") for takes in (hearing, copying)
    ]
    async with running(relay(line), *groups):
        thing = await sample.run(commands.make, "kerho")
        await sample.run(commands.add_one, thing.id)
        await soon(lambda: _copied(sample, thing.id, 2))
        await soon(lambda: _effects(sample, 2))
        await sample.run(commands.add_one, thing.id)
        began = asyncio.get_running_loop().time()
        await soon(lambda: _copied(sample, thing.id, 3))
        print(f"commit to copy: {1000 * (asyncio.get_running_loop().time() - began):.0f} ms")


async def test_consumer__a_poisonous_batch_blocks_nobody(sample: House, line: Line, parts: Parts) -> None:
    """Bad headers, bad bodies, null everything - and then a good record of the same partition."""
    from aiokafka import AIOKafkaProducer

    producer = AIOKafkaProducer(bootstrap_servers=parts.kafka)
    await producer.start()
    full = f"{line.topic_prefix}sample.thing"
    for headers in ([("ce_type", b"\xff")], [("ce_id", b"x")], []):
        await producer.send_and_wait(full, key=b"\xff\xfe", value=b"\xff", headers=headers, partition=0)
    await producer.send_and_wait(full, key=None, value=b"", partition=0)
    await producer.stop()
    hearing = Hearing("sample", LISTENER, sample.database, SERVICE.house, "pohde")
    async with running(relay(line), Consumer(hearing, kafka=parts.kafka, prefix=line.topic_prefix, replica="0")):
        for n in range(6):
            await sample.run(commands.make, f"kerho {n}")
        await soon(lambda: _effects(sample, 6))
    async with sample.database.sessions() as session:
        assert (await session.execute(text("SELECT count(*) FROM sample.parked WHERE state = 'dead'"))).scalar_one() == 4


async def _copied(sample: House, id: UUID, sequence: int) -> bool:
    async with sample.database.sessions() as session:
        found = await session.execute(text("SELECT sequence FROM sample.heard_thing WHERE id = :id"), {"id": id})
        return found.scalar_one_or_none() == sequence


async def _effects(sample: House, count: int) -> bool:
    async with sample.database.sessions() as session:
        return (await session.execute(text("SELECT count(*) FROM sample.effect"))).scalar_one() == count
