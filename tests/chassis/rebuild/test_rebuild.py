"""A copy equals its owner: after whatever was late, doubled, replayed or killed, and after it was made anew beside live writes."""

import asyncio
import itertools
import random
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tests.chassis.rebuild.changes import change
from tests.chassis.rebuild.conftest import County, running

from chassis.outbox import new_id
from chassis.rebuild import NoSuchCopy, NothingSaid, copy_of, rebuild
from chassis.testing import soon
from chassis.topics import make_topics
from sample.main import SERVICE
from sample.things import commands
from yhdyspinta_local.parts import ServiceProcess, Surroundings

SERVICES = Path(__file__).parents[1] / "services"
STATE = "fi.yhdyspinta.sample.Thing.state.v1"


async def damage(county: County) -> None:
    """What no live record would put right: a row that is gone, one that is nobody's, one that claims to be newer."""
    await county.executed("DELETE FROM sample.heard_thing WHERE id = (SELECT min(id::text)::uuid FROM sample.heard_thing)")
    await county.executed(
        "INSERT INTO sample.heard_thing (id, sequence, heard_at, name, area, count) "
        "SELECT gen_random_uuid(), 1, now(), 'nobody', 'oulu', 0"
    )
    await county.executed(
        "UPDATE sample.heard_thing SET sequence = 1000000, name = 'wrong' "
        "WHERE id = (SELECT max(id::text)::uuid FROM sample.heard_thing)"
    )
    assert not await county.equal()


async def test_copy__late_doubled_replayed(county: County) -> None:
    async with running(county.relay(), county.consumer()):
        await change(county.house, 150, seed=1)
        await county.settled()
    before = await county.hashes()
    records = await county.records()
    assert len(records) == 150
    erased = {record.key for record in records if record.value is None}
    assert erased
    dice = random.Random(2)
    for replay in (
        [record for record in records for _ in range(2)],
        sorted(records, key=lambda _: dice.random()),
        list(reversed(records)),
        records[:40],
        records[:40] + records,
    ):
        for first in range(0, len(replay), 37):
            await county.copying().take(replay[first : first + 37])
        assert await county.hashes() == before
    assert await county.fetched("SELECT count(*) FROM sample.parked") == [(0,)]


async def test_copy__everything_from_offset_0_with_positions_lost(county: County) -> None:
    async with running(county.relay(), county.consumer()):
        await change(county.house, 60, seed=3)
        await county.settled()
        before = await county.hashes()
        heard = await county.fetched("SELECT id, sequence, heard_at FROM sample.heard_thing ORDER BY id")
    await county.executed("DELETE FROM sample.position")
    async with running(county.consumer("anew")):
        last = new_id()
        await county.house.run(commands.make, f"viimeinen {last}")
        async with running(county.relay()):
            await county.settled()
    assert await county.hashes() != before
    kept = await county.fetched("SELECT id, sequence, heard_at FROM sample.heard_thing ORDER BY id")
    assert set(heard) < set(kept)  # nothing that was there has been written again
    assert len(kept) == len(heard) + 1


async def keep_changing(county: County, stop: asyncio.Event) -> None:
    for seed in itertools.count(100):
        if stop.is_set():
            return
        await change(county.house, 20, seed)
        await asyncio.sleep(0.05)


async def test_copy__a_member_killed_in_between(county: County, tmp_path: Path) -> None:
    """`kill -9` of the whole worker, consumer and relay, while things change; its successor goes on where it was."""
    s = county.settings
    around = Surroundings(s.database_admin_url, s.database_owner_url, s.database_url, s.kafka, s.issuer, "", "x" * 32, env="test")
    more = {"PYTHONPATH": str(SERVICES), "YHDYSPINTA_TOPIC_PREFIX": county.prefix}
    worker = ServiceProcess("sample", "worker", around, log=tmp_path / "worker.log", more=more)
    stop, killed_amid = asyncio.Event(), []
    changing = asyncio.create_task(keep_changing(county, stop))
    try:
        for _ in range(3):
            worker.start()
            before = await county.fetched("SELECT count(*) FROM sample.outbox_sent")
            await asyncio.to_thread(worker.wait_ready, 60)

            async def moves(before: object = before) -> bool:
                return await county.fetched("SELECT count(*) FROM sample.outbox_sent") != before

            await soon(moves, within=60)
            killed_amid.append(not await county.equal())
            worker.kill()
        stop.set()
        await changing
        worker.start()
        await county.settled()
    finally:
        stop.set()
        worker.stop()
    assert any(killed_amid)


async def test_rebuild__puts_everything_right(county: County) -> None:
    async with running(county.relay(), county.consumer()):
        ids = await change(county.house, 60, seed=5)
        await county.settled()
        await damage(county)
        rebuilt = await rebuild(SERVICE, "heard_thing", county.settings)
        assert await county.equal()
    assert (rebuilt.copy, rebuilt.before, rebuilt.rows, rebuilt.unreadable) == ("heard_thing", len(ids), len(ids), 0)
    assert rebuilt.read == len(await county.records())
    assert {rebuilt.hash} == await county.hashes()


async def make(county: County, count: int) -> None:
    """Things of which nothing is ever said again: a rebuild that loses one loses it for good."""
    for _ in range(count):
        await county.house.run(commands.make, f"kerran {new_id().hex}")


async def test_rebuild__beside_live_writes(county: County) -> None:
    async with running(county.relay(), county.consumer(), county.consumer(replica="1")):
        await change(county.house, 40, seed=6)
        await county.settled()
        changing = asyncio.gather(*(change(county.house, 80, seed=seed) for seed in (7, 8)), *(make(county, 80) for _ in range(4)))
        rebuilt = []
        while not changing.done():
            rebuilt.append(await rebuild(SERVICE, "heard_thing", county.settings))
        await changing
        await county.settled()
        assert await county.fetched("SELECT count(*) FROM sample.parked") == [(0,)]
    assert len({one.hash for one in rebuilt}) > 1  # it did change meanwhile


async def test_rebuild__the_live_consumer_waits_for_the_lock(county: County) -> None:
    """Longer than the app role's patience with locks (3 s): it tries again, and parks nothing."""
    async with running(county.relay(), county.consumer()):
        await county.house.run(commands.make, "ennen")
        await county.settled()
        async with county.house.database.sessions() as session:
            await session.execute(text("LOCK TABLE sample.heard_thing IN EXCLUSIVE MODE"))
            await county.house.run(commands.make, "aikana")
            await asyncio.sleep(4)
            assert await county.fetched("SELECT name FROM sample.heard_thing") == [("ennen",)]  # readers go on
            await session.rollback()
        await county.settled()
        assert await county.fetched("SELECT count(*) FROM sample.parked") == [(0,)]


async def test_rebuild__killed_changes_nothing(county: County) -> None:
    """Its connection is cut while it waits for the lock: the copy stays as it was, and the next try succeeds."""
    async with running(county.relay(), county.consumer()):
        await change(county.house, 20, seed=10)
        await county.settled()
    await damage(county)
    before = await county.hashes()
    async with county.house.database.sessions() as session:
        await session.execute(text("LOCK TABLE sample.heard_thing IN EXCLUSIVE MODE"))
        trying = asyncio.create_task(rebuild(SERVICE, "heard_thing", county.settings))
        waits = "FROM pg_locks WHERE NOT granted AND relation = 'sample.heard_thing'::regclass"

        async def waiting() -> bool:
            return await county.fetched(f"SELECT count(*) {waits}") == [(1,)]

        await soon(waiting)
        await county.fetched(f"SELECT pg_terminate_backend(pid) {waits}")
        with pytest.raises(DBAPIError):
            await trying
        await session.rollback()
    assert await county.hashes() == before
    await rebuild(SERVICE, "heard_thing", county.settings)
    assert await county.equal()


async def test_rebuild__what_cannot_be_read_is_parked_until_something_newer(county: County) -> None:
    async with running(county.relay()):
        thing = await county.house.run(commands.make, "kerho")
        await soon(lambda: announced(county))
        for sequence in (2, 3):
            await county.said(thing.id, b"{", ce_type=STATE, ce_sequence=str(sequence), ce_id=str(new_id()))
        rebuilt = await rebuild(SERVICE, "heard_thing", county.settings)
        assert (rebuilt.read, rebuilt.rows, rebuilt.unreadable) == (3, 1, 2)
        assert await county.fetched("SELECT state, sequence FROM sample.parked ORDER BY 2") == [("dead", 2), ("dead", 3)]
        for _ in range(3):
            await county.house.run(commands.add_one, thing.id)
        await soon(lambda: announced(county))
    rebuilt = await rebuild(SERVICE, "heard_thing", county.settings)
    assert (rebuilt.read, rebuilt.rows, rebuilt.unreadable) == (6, 1, 0)
    assert await county.fetched("SELECT count(*) FROM sample.parked") == [(0,)]
    assert await county.equal()


async def test_rebuild__what_the_database_cannot_hold_stands_alone(county: County) -> None:
    """A count that no integer column takes: parked, and the others are written."""
    async with running(county.relay()):
        await change(county.house, 20, seed=12)
        await soon(lambda: announced(county))
        worse, payload = new_id(), b'{"name": "kerho", "area": "oulu", "count": 99999999999}'
        await county.said(worse, payload, ce_type=STATE, ce_sequence="1", ce_id=str(new_id()))
    rebuilt = await rebuild(SERVICE, "heard_thing", county.settings)
    assert rebuilt.unreadable == 1
    assert await county.fetched("SELECT key, error FROM sample.parked") == [(str(worse), "the database refused it: 22003")]
    assert await county.equal()


async def announced(county: County) -> bool:
    return not await county.house.outbox()


async def test_rebuild__an_empty_topic_empties_nothing(county: County) -> None:
    """The broker has lost its disk: the copy is then the better witness."""
    async with running(county.relay(), county.consumer()):
        await change(county.house, 10, seed=11)
        await county.settled()
    before = await county.hashes()
    elsewhere = county.settings.model_copy(update={"topic_prefix": f"t{new_id().hex}."})
    await make_topics(SERVICE, elsewhere)
    with pytest.raises(NothingSaid, match="is empty and heard_thing has"):
        await rebuild(SERVICE, "heard_thing", elsewhere)
    assert await county.hashes() == before


def test_copy_of__unknown() -> None:
    with pytest.raises(NoSuchCopy, match="sample keeps no thing, but heard_thing"):
        copy_of(SERVICE, "thing")


async def test_rebuild__a_member_that_slept_brings_nothing_back(county: County) -> None:
    """The rebuild has read the null; the live member, with a batch of before it, has not."""

    async def told() -> bool:
        return not await county.house.outbox()

    key = (await county.house.run(commands.make, "kerho")).id
    async with running(county.relay()):
        await soon(told)
        slept = await county.records()
        await county.house.run(commands.erase, key)
        await soon(told)
    assert [record.value is None for record in slept] == [False]
    await county.copying().take(slept)
    await rebuild(SERVICE, "heard_thing", county.settings)
    await county.copying().take(slept)
    assert await county.fetched("SELECT name FROM sample.heard_thing") == []
    assert await county.equal()
