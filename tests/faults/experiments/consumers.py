"""15 to 18 and 22: slow, restless, poisoned, repeated, asleep."""

import asyncio
import random
import signal
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from sqlalchemy import text
from tests.faults.county.county import County
from tests.faults.experiments.catalogue import TWO, WITH_ROOMS, experiment
from tests.faults.experiments.killing import passed
from tests.faults.promises import announced
from tests.faults.promises.found import Found

from chassis import clock, parking
from chassis.bodies import MEGABYTE
from chassis.outbox import new_id
from chassis.positions import Place

MEETINGS = "forums.meeting"
LONGER_THAN_A_SESSION = 14
"""Seconds: the broker takes a consumer for dead after ten."""
STORM = 20
LARGEST = 4 * MEGABYTE
"""Bytes of a record, where an operator wants it so."""


@experiment("15", services=WITH_ROOMS, people=3, pause=0.4, finds=["handler-blocks-the-loop"])
async def slow_listener(county: County) -> Sequence[str]:
    """One listener takes eight seconds for each fact; the copies in the same process are as new as ever."""
    (worker,) = county.of("facilities", "worker")
    worker.at("fact taken", "wait 8")
    await asyncio.sleep(6)
    old = []
    for _ in range(3):
        made = await county.client.must("coordinator", "registry", "POST", "organisations", {"name_fi": county.mix.name("Uusi")})
        if (seconds := await _copied(county, made["id"])) > 6:
            old.append(f"facilities heard of an organisation after {seconds:.1f} s")
    worker.no_more("fact taken")
    return old


async def _copied(county: County, id: str) -> float:
    """Seconds until facilities has it."""
    began = time.monotonic()
    async with county.houses["facilities"].database.sessions() as session:
        while time.monotonic() - began < 30:
            if (await session.execute(text("SELECT 1 FROM facilities.organisation_copy WHERE id = :id"), {"id": id})).first():
                break
            await session.rollback()
            await asyncio.sleep(0.1)
    return time.monotonic() - began


@experiment("16", services=WITH_ROOMS, people=3, pause=0.4, sizes=TWO, finds=["no-position-check"], rest=90)
async def members_come_and_go(county: County) -> Sequence[str]:
    """Each second one of the workers is ended, or killed if possible between effect and offset, and started again."""
    workers = county.of("facilities", "worker") + county.of("forums", "worker")
    for n in range(STORM):
        await asyncio.sleep(1)
        victim = workers[n % len(workers)]
        if county.dice.random() < 0.5:
            victim.send(signal.SIGTERM)
        elif not await county.dies_at(victim, "effect committed", within=3):
            await county.kill(victim)
    return []


@experiment("17", services=WITH_ROOMS, people=3, pause=0.4, finds=["swallowed-handler-error"])
async def poison(county: County) -> Sequence[str]:
    """Bad JSON, a future version, no envelope, a type that nobody knows, 2 MB, a handler with a bug: parked with its cause, the rest flows."""
    await asyncio.sleep(1)
    keys = [str(new_id()) for _ in range(5)]
    known, future = "fi.yhdyspinta.forums.MeetingScheduled.v1", "fi.yhdyspinta.forums.MeetingScheduled.v9"
    async with speaking(county) as say:
        await say(MEETINGS, keys[0], b"{not json", _envelope(county, known, keys[0]))
        await say(MEETINGS, keys[1], b"{}", _envelope(county, future, keys[1]))
        await say(MEETINGS, keys[2], b"{}", {})
        await say(MEETINGS, keys[3], b"{}", _envelope(county, "fi.yhdyspinta.forums.NobodyKnows.v1", keys[3]))
        await _takes_larger_ones(county, MEETINGS)
        await say(MEETINGS, keys[4], b"x" * 2 * MEGABYTE, _envelope(county, known, keys[4]))
    wrong = [] if await _parked(county, keys, 4, within=30) else [f"parked: {await _causes(county, keys)}"]
    (worker,) = county.of("facilities", "worker")
    worker.at("effect written", "fail")
    parked = await _parked(county, None, 5, within=30)
    worker.no_more("effect written")
    if not parked:
        wrong.append("nothing was parked while the handler had a bug")
    await _given_up(county, keys)
    return wrong


async def _takes_larger_ones(county: County, topic: str) -> None:
    """As an operator who has raised the limit of a topic; without that the broker refuses two megabytes by itself."""
    admin = AIOKafkaAdminClient(bootstrap_servers=county.ground.broker.bootstrap)
    await admin.start()
    try:
        larger = {"max.message.bytes": str(LARGEST)}
        await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, county.prefix + topic, larger)])
    finally:
        await admin.close()


async def _causes(county: County, keys: Sequence[str] | None) -> list[tuple[str, str]]:
    """Of what is parked of these keys, or of all."""
    async with county.houses["facilities"].database.sessions() as session:
        rows = await session.execute(text("SELECT key, error FROM facilities.parked WHERE error <> ''"))
        return [(row.key, row.error) for row in rows if keys is None or row.key in keys]


async def _parked(county: County, keys: Sequence[str] | None, number: int, *, within: float) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        if len({key for key, _ in await _causes(county, keys)}) >= number:
            return True
        await asyncio.sleep(0.2)
    return False


async def _given_up(county: County, keys: Sequence[str]) -> None:
    """An operator's word about the poison; the rest is tried again at once."""
    house = county.houses["facilities"].service.house
    async with county.houses["facilities"].database.sessions() as session:
        await session.execute(text("UPDATE facilities.parked SET next_attempt_at = now() WHERE state <> 'dead'"))
        for key in keys:
            await parking.drop(session, house, Place("facilities.rooms", MEETINGS, key))
        for row in await parking.listed(session, house, 100):
            if row["key"] in keys:
                await parking.forget(session, house, parking.Where(*(row[name] for name in ("consumer", "topic", "partition", "offset"))))  # type: ignore[arg-type]
        await session.commit()


def _envelope(county: County, kind: str, key: str) -> dict[str, str]:
    """Whole, as if forums had said it."""
    id = new_id()
    county.planted.add(id)
    return {
        "ce_id": str(id), "ce_type": kind, "ce_subject": key, "ce_sequence": f"{1:010d}", "ce_time": clock.now().isoformat(),
        "ce_tenant": "pohde",
    }


@asynccontextmanager
async def speaking(county: County) -> AsyncIterator[Any]:
    """A producer of our own, on topics that belong to services."""
    producer = AIOKafkaProducer(bootstrap_servers=county.ground.broker.bootstrap, enable_idempotence=True, max_request_size=LARGEST)
    await producer.start()

    async def say(topic: str, key: str, value: bytes | None, headers: Mapping[str, str], partition: int | None = None) -> None:
        sent = [(name, said.encode()) for name, said in headers.items()]
        await producer.send_and_wait(county.prefix + topic, key=key.encode(), value=value, headers=sent, partition=partition)

    try:
        yield say
    finally:
        await producer.stop()


@experiment("18", services=WITH_ROOMS, people=3, pause=0.4, finds=["no-position-check", "last-write-wins"], promises=("C1", "C2", "C4", "C5", "C6", "C7"))
async def everything_again(county: County) -> Sequence[str]:
    """Every record three times more and out of order; then the groups forget where they were and read all of it again."""
    await asyncio.sleep(6)
    await _said_again(county)
    county.keeper.down |= {one.name for one in county.of(kind="worker")}
    await asyncio.gather(*(asyncio.to_thread(one.kill) for one in county.of(kind="worker")))
    await _forgotten(county)
    county.keeper.down.clear()
    return []


async def _said_again(county: County) -> None:
    topics, dice = await announced.read(county, Found()), random.Random(county.plan.seed)
    async with speaking(county) as say:
        for topic, records in topics.items():
            again = [one for one in records for _ in range(3)]
            dice.shuffle(again)
            for one in again[:600]:
                await say(topic, one.key or "", one.value, one.headers, one.partition)


async def _forgotten(county: County) -> None:
    """Their offsets are set to the beginning, once the broker takes nobody for a member any more."""
    await asyncio.sleep(LONGER_THAN_A_SESSION)
    for name in county.plan.services:
        service = county.houses[name].service
        groups = {f"{name}.{each.purpose}": list(each.topics) for each in service.listeners}
        groups[f"{name}.copies"] = [copy.of for copy in service.copies]
        for group, topics in groups.items():
            await _begins_anew(county, county.prefix + group, [county.prefix + topic for topic in topics])


async def _begins_anew(county: County, group: str, topics: Sequence[str]) -> None:
    consumer = AIOKafkaConsumer(bootstrap_servers=county.ground.broker.bootstrap, group_id=group, enable_auto_commit=False)
    await consumer.start()
    try:
        partitions = [TopicPartition(topic, n) for topic in topics for n in await _partitions(consumer, topic)]
        consumer.assign(partitions)
        await consumer.commit(dict.fromkeys(partitions, 0))
    finally:
        await consumer.stop()


async def _partitions(consumer: AIOKafkaConsumer, topic: str) -> Sequence[int]:
    await consumer._client._maybe_wait_metadata()
    await consumer._client.force_metadata_update()
    return sorted(consumer.partitions_for_topic(topic) or ())


@experiment("22", services=WITH_ROOMS, people=3, pause=0.4, sizes=TWO, finds=["no-position-check"], rest=90)
async def worker_sleeps(county: County) -> Sequence[str]:
    """A worker is put to sleep between effect and offset, longer than its session, and wakes when another one has its partitions."""
    workers = county.of("facilities", "worker")
    for one in workers:
        one.at("effect committed", "sleep")
    asleep = await passed(workers, "effect committed")
    for one in workers:
        one.no_more("effect committed")
    await asyncio.sleep(LONGER_THAN_A_SESSION)
    for one in asleep:
        one.wake()
    return [] if asleep else ["no worker came to an effect"]


