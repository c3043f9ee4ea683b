"""Copies of state topics, fed by hand: deletions and snapshots in every order, and what cannot be stored."""

import asyncio
import json
from functools import partial
from itertools import permutations
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import text
from tests.chassis.core.broker import waiting

from chassis.copying import Copying
from chassis.envelope import Record
from chassis.outbox import new_id
from chassis.testing import House, Parts, address, record, soon
from sample.main import SERVICE
from sample.things.handlers import COPIES

TOPIC = "sample.thing.state"
STATE = "fi.yhdyspinta.sample.Thing.state.v1"


@pytest.fixture
def copying(sample: House) -> Copying:
    return Copying("sample", COPIES, sample.database, SERVICE.house, "pohde")


def state(key: UUID, sequence: int, name: str = "kerho", *, tenant: str = "pohde", type: str = STATE, count: int = 0) -> Record:
    body = json.dumps({"id": str(key), "name": name, "area": "oulu", "count": count}).encode()
    return record(type, key, sequence, body, topic=TOPIC, tenant=tenant)


def erased(key: UUID, sequence: int | None) -> Record:
    found = record(STATE, key, sequence or 0, None, topic=TOPIC)
    if sequence is None:
        found.headers.clear()
    return found


async def kept(sample: House) -> list[tuple[object, ...]]:
    async with sample.database.sessions() as session:
        found = await session.execute(text("SELECT name, sequence FROM sample.heard_thing ORDER BY name"))
        return [tuple(row) for row in found]


async def parked(sample: House) -> list[str]:
    async with sample.database.sessions() as session:
        return list((await session.scalars(text("SELECT error FROM sample.parked ORDER BY error"))).all())


async def test_older_snapshot__changes_nothing(sample: House, copying: Copying) -> None:
    key = new_id()
    await copying.take([state(key, 2, "kaksi")])
    await copying.take([state(key, 1, "yksi")])
    await copying.take([state(key, 2, "sama")])
    assert await kept(sample) == [("kaksi", 2)]


@pytest.mark.parametrize("together", [True, False])
async def test_deletion__the_newest_wins_in_any_order(sample: House, copying: Copying, together: bool) -> None:
    """A batch delivered again, or one that a slow member still holds: an old deletion takes nothing that is newer."""
    for said in permutations([1, 2, 3]):
        key = new_id()
        batch = [erased(key, n) if n == 2 else state(key, n, str(n)) for n in said]
        for part in [batch] if together else [[each] for each in batch]:
            await copying.take(part)
        assert ("3", 3) in await kept(sample), said
        await copying.take([erased(key, 4)])
        assert await kept(sample) == []


async def test_deletion__a_member_that_slept_brings_nothing_back(sample: House, copying: Copying) -> None:
    """Its batch is of before the deletion; there is no row any more whose sequence could turn it away."""
    key, unnumbered, other = new_id(), new_id(), new_id()
    await copying.take([state(key, 1), state(unnumbered, 4)])
    await copying.take([erased(key, 2), erased(unnumbered, None)])
    await copying.take([state(key, 1), state(unnumbered, 3), state(unnumbered, 4), state(other, 1, "toinen")])
    assert await kept(sample) == [("toinen", 1)]
    await copying.take([erased(key, 2), erased(key, 1), state(key, 2), state(unnumbered, 5, "uusi")])
    assert await kept(sample) == [("toinen", 1), ("uusi", 5)]


async def test_deletion__a_member_wakes_in_the_middle_of_it(sample: House, copying: Copying, sample_database: str, parts: Parts) -> None:
    """It writes while the deletion is not committed yet: it waits, and then sees the position. And the other way round."""
    for sleeper_first in (True, False):
        key = new_id()
        await copying.take([state(key, 1)])
        holder = await asyncpg.connect(address(parts.admin, sample_database))
        await holder.execute("BEGIN; LOCK TABLE sample.heard_thing IN ACCESS EXCLUSIVE MODE")
        tasks = []
        for n, batch in enumerate([[state(key, 1)], [erased(key, 2)]] if sleeper_first else [[erased(key, 2)], [state(key, 1)]]):
            tasks.append(asyncio.create_task(copying.take(batch)))
            await soon(partial(waiting, sample, "heard_thing", n + 1))
        await holder.execute("COMMIT")
        await holder.close()
        await asyncio.gather(*tasks)
        assert await kept(sample) == []


async def test_deletion__takes_what_the_house_holds_with_it(sample: House, copying: Copying) -> None:
    """Parked records of its events and kept answers that speak of it: their rows stay, their content goes."""
    gone, other = new_id(), new_id()
    async with sample.database.sessions() as session:
        for n, key in enumerate([gone, other]):
            await session.execute(text(
                'INSERT INTO sample.parked (consumer, topic, partition, "offset", key, sequence, headers, payload, state) '
                "VALUES ('sample.effects', 'sample.thing', 0, :n, :key, 1, '{}', 'kerho', 'waiting')"
            ), {"n": n, "key": str(key)})
            await session.execute(text(
                "INSERT INTO sample.idempotency (scope, key, body_hash, status, headers, body) "
                "VALUES ('a', :n, '', 201, '{}', convert_to(:body, 'UTF8'))"
            ), {"n": str(n), "body": json.dumps({"id": str(key), "name": "kerhö\\"})})
        await session.commit()
    await copying.take([state(gone, 1), erased(gone, 2)])
    async with sample.database.sessions() as session:
        payloads = (await session.execute(text('SELECT payload FROM sample.parked ORDER BY "offset"'))).scalars().all()
        answers = (await session.execute(text("SELECT convert_from(body, 'UTF8') FROM sample.idempotency ORDER BY key"))).scalars()
        assert (payloads, [json.loads(body).get("id") for body in answers]) == ([None, b"kerho"], [None, str(other)])


async def test_deletion__before_anything_was_said(sample: House, copying: Copying) -> None:
    key = new_id()
    await copying.take([erased(key, 5)])
    assert await kept(sample) == []
    await copying.take([state(key, 6)])
    assert await kept(sample) == [("kerho", 6)]


async def test_deletion__inside_a_batch(sample: House, copying: Copying) -> None:
    gone, late, again, back = new_id(), new_id(), new_id(), new_id()
    await copying.take([
        state(gone, 1), erased(gone, 2),
        erased(late, 2), state(late, 1),
        state(again, 1), erased(again, 2), state(again, 1),
        state(back, 1), erased(back, 2), state(back, 3, "takaisin"),
    ])
    assert await kept(sample) == [("takaisin", 3)]


async def test_deletion__without_a_number_deletes_what_is_there(sample: House, copying: Copying) -> None:
    key, back = new_id(), new_id()
    await copying.take([state(key, 7), state(back, 7)])
    await copying.take([erased(key, None), erased(back, None), state(back, 8)])
    assert await kept(sample) == [("kerho", 8)]


async def test_unstorable_snapshot__waits_alone(sample: House, copying: Copying) -> None:
    """It reads well, and the database refuses it: the others of its batch are kept all the same."""
    bad = new_id()
    await copying.take([state(new_id(), 1, "a"), state(bad, 1, "liikaa", count=2**40), state(new_id(), 1, "b")])
    assert await kept(sample) == [("a", 1), ("b", 1)]
    assert [error.startswith("the database refused it") for error in await parked(sample)] == [True]
    await copying.take([state(bad, 2, "c")])
    assert await kept(sample) == [("a", 1), ("b", 1), ("c", 2)]
    assert await parked(sample) == []


async def test_foreign_tenant__and_unknown_version(sample: House, copying: Copying) -> None:
    await copying.take([state(new_id(), 1, tenant="varha"), state(new_id(), 1, type=STATE.replace(".v1", ".v2"))])
    await copying.take([state(new_id(), 1, type="fi.yhdyspinta.sample.Other.state.v1")])
    assert await kept(sample) == []
    assert await parked(sample) == ["unknown version fi.yhdyspinta.sample.Thing.state.v2"]


async def test_killed_connection__is_tried_again(
    sample: House, copying: Copying, parts: Parts, sample_database: str
) -> None:
    """Three times, so that neither the next connection nor the look at each record alone is what saves it."""
    holder, killer = [await asyncpg.connect(address(parts.admin, sample_database)) for _ in range(2)]
    kills = 0

    async def killed() -> bool:
        nonlocal kills
        kills += await killer.fetchval(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return kills >= 3

    await holder.execute("BEGIN; LOCK TABLE sample.heard_thing IN EXCLUSIVE MODE")
    task = asyncio.create_task(copying.take([state(new_id(), 1)]))
    try:
        await soon(killed, within=10)
    finally:
        await holder.close()
        await killer.close()
        await asyncio.wait({task}, timeout=5)
    task.result()
    assert await kept(sample) == [("kerho", 1)]
    assert await parked(sample) == []
