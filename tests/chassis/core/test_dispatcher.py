"""Listeners and copies, fed with records by hand: what is applied, dropped, parked, retried."""

import asyncio
import json
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import text

from chassis import parking
from chassis.copying import Copying
from chassis.dispatcher import Result
from chassis.envelope import Record, read
from chassis.hearing import Hearing
from chassis.listening import Announcement, Listener
from chassis.outbox import new_id
from chassis.parking import Retrying
from chassis.positions import Place
from chassis.testing import House, Parts, address, record
from chassis.work import UnitOfWork
from sample.main import SERVICE
from sample.things.handlers import BROKEN, COPIES, LISTENER, TOLD

MADE, RENAMED = "fi.yhdyspinta.sample.ThingMade.v1", "fi.yhdyspinta.sample.ThingRenamed.v1"
STATE = "fi.yhdyspinta.sample.Thing.state.v1"


@pytest.fixture
def hearing(sample: House) -> Hearing:
    return Hearing("sample", LISTENER, sample.database, SERVICE.house, "pohde")


@pytest.fixture
def copying(sample: House) -> Copying:
    return Copying("sample", COPIES, sample.database, SERVICE.house, "pohde")


@pytest.fixture
def retrying(sample: House, hearing: Hearing) -> Retrying:
    return Retrying([hearing], sample.database, SERVICE.house)


def made(key: UUID, sequence: int, name: str = "kerho", type: str = MADE, tenant: str = "pohde") -> Record:
    return record(type, key, sequence, json.dumps({"thing_id": str(key), "name": name, "new": 1}).encode(), tenant=tenant)


def state(key: UUID, sequence: int, name: str = "kerho", type: str = STATE) -> Record:
    payload = json.dumps({"id": str(key), "name": name, "area": "oulu", "count": sequence, "more": [1]}).encode()
    return record(type, key, sequence, payload, topic="sample.thing.state")


async def fetched(sample: House, sql: str) -> list[tuple[object, ...]]:
    async with sample.database.sessions() as session:
        return [tuple(row) for row in await session.execute(text(sql))]


async def effects(sample: House) -> list[str]:
    return [str(row[0]) for row in await fetched(sample, "SELECT said FROM sample.effect ORDER BY position")]


async def due_now(sample: House) -> None:
    async with sample.database.sessions() as session:
        await session.execute(text("UPDATE sample.parked SET next_attempt_at = now() - interval '1 second'"))
        await session.commit()


async def test_hear__once_whatever_is_redelivered(sample: House, hearing: Hearing) -> None:
    key = new_id()
    first, second = made(key, 1), made(key, 2, type=RENAMED)
    results = [await hearing.hear(r) for r in (first, first, second, first, second)]
    assert results == [Result.APPLIED, Result.DUPLICATE, Result.APPLIED, Result.DUPLICATE, Result.DUPLICATE]
    assert await effects(sample) == ["made kerho", "renamed kerho"]


async def test_hear__two_members_with_the_same_batch(sample: House, hearing: Hearing) -> None:
    """A zombie and its successor hold the same records: one applies, the other drops."""
    records = [made(new_id(), 1, name=str(n)) for n in range(20)]
    await asyncio.gather(hearing.take(records), hearing.take(records))
    assert sorted(await effects(sample)) == sorted(f"made {n}" for n in range(20))


async def test_hear__a_late_start_begins_there(sample: House, hearing: Hearing) -> None:
    key = new_id()
    assert await hearing.hear(made(key, 7)) is Result.APPLIED
    assert await hearing.hear(made(key, 3)) is Result.DUPLICATE


async def test_hear__unknown_name_moves_on_unknown_version_parks(sample: House, hearing: Hearing) -> None:
    key, other = new_id(), new_id()
    assert await hearing.hear(made(key, 1, type="fi.yhdyspinta.sample.ThingSold.v1")) is Result.UNKNOWN
    assert await hearing.hear(made(key, 2)) is Result.APPLIED
    assert await hearing.hear(made(other, 1, type="fi.yhdyspinta.sample.ThingMade.v2")) is Result.PARKED


async def test_hear__foreign_tenant_is_counted_and_ignored(sample: House, hearing: Hearing) -> None:
    assert await hearing.hear(made(new_id(), 1, tenant="varha")) is Result.FOREIGN
    assert await effects(sample) == []


async def test_hear__one_bad_record_parks_its_own_key_only(
    sample: House, hearing: Hearing, retrying: Retrying
) -> None:
    bad, good = new_id(), new_id()
    BROKEN.add("rikki")
    results = [
        await hearing.hear(r)
        for r in (made(bad, 1, "rikki"), made(good, 1, "ehjä"), made(bad, 2, "perässä"), made(good, 2, "ehjä 2"))
    ]
    assert results == [Result.PARKED, Result.APPLIED, Result.BEHIND, Result.APPLIED]
    assert await effects(sample) == ["made ehjä", "made ehjä 2"]

    await due_now(sample)
    assert await retrying.round() == 0  # still broken: tried, postponed
    BROKEN.clear()
    await due_now(sample)
    assert await retrying.round() == 2
    assert await effects(sample) == ["made ehjä", "made ehjä 2", "made rikki", "made perässä"]
    assert await fetched(sample, "SELECT count(*) FROM sample.parked") == [(0,)]
    assert await hearing.hear(made(bad, 3, "virtaa")) is Result.APPLIED


async def test_hear__after_many_tries_dead_until_a_person_decides(
    sample: House, hearing: Hearing, retrying: Retrying
) -> None:
    key = new_id()
    BROKEN.add("rikki")
    await hearing.hear(made(key, 1, "rikki"))
    await hearing.hear(made(key, 2, "perässä"))
    for _ in range(parking.MOST_TRIES):
        await due_now(sample)
        await retrying.round()
    assert await fetched(sample, "SELECT state, attempts FROM sample.parked ORDER BY sequence") == [("dead", 8), ("waiting", 0)]
    await due_now(sample)
    assert await retrying.round() == 0
    place = Place(hearing.name, "sample.thing", str(key))
    async with sample.database.sessions() as session:
        assert len(await parking.listed(session, SERVICE.house, 30)) == 1
        dropped = await parking.drop(session, SERVICE.house, place)
        await session.commit()
    assert dropped is not None
    assert dropped.sequence == 1
    assert await retrying.round() == 1
    assert await effects(sample) == ["made perässä"]


async def test_hear__a_gap_waits_for_what_is_missing(sample: House, hearing: Hearing, retrying: Retrying) -> None:
    key = new_id()
    results = [await hearing.hear(made(key, n, f"n{n}")) for n in (1, 3, 4)]
    assert results == [Result.APPLIED, Result.GAP, Result.BEHIND]
    await due_now(sample)
    assert await retrying.round() == 0
    assert await hearing.hear(made(key, 2, "n2")) is Result.BEHIND  # republished
    await due_now(sample)
    assert await retrying.round() == 3
    assert await effects(sample) == ["made n1", "made n2", "made n3", "made n4"]
    assert await hearing.hear(made(key, 5, "n5")) is Result.APPLIED


async def test_drop__of_a_gap_gives_up_what_is_missing(sample: House, hearing: Hearing, retrying: Retrying) -> None:
    key = new_id()
    assert [await hearing.hear(made(key, n, f"n{n}")) for n in (1, 4, 5)] == [Result.APPLIED, Result.GAP, Result.BEHIND]
    async with sample.database.sessions() as session:
        await parking.drop(session, SERVICE.house, Place(hearing.name, "sample.thing", str(key)))
        await session.commit()
    assert await retrying.round() == 2
    assert await effects(sample) == ["made n1", "made n4", "made n5"]


async def test_hear__irrelevant_moves_on_without_an_effect(sample: House, hearing: Hearing) -> None:
    key = new_id()
    assert await hearing.hear(made(key, 1, "irrelevant")) is Result.IRRELEVANT
    assert await hearing.hear(made(key, 1, "irrelevant")) is Result.DUPLICATE
    assert await hearing.hear(made(key, 2)) is Result.APPLIED
    assert await effects(sample) == ["made kerho"]


async def test_hear__refused_parks_and_undoes(sample: House, hearing: Hearing) -> None:
    assert await hearing.hear(made(new_id(), 1, "refused")) is Result.PARKED
    assert await effects(sample) == []


async def test_hear__a_killed_connection_is_retried_nothing_parked(
    sample: House, hearing: Hearing, parts: Parts, sample_database: str
) -> None:
    task = asyncio.create_task(hearing.take([made(new_id(), 1, str(n)) for n in range(60)]))
    killer = await asyncpg.connect(address(parts.admin, sample_database))
    for _ in range(5):
        await asyncio.sleep(0.03)
        await killer.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'sample_app' AND datname = current_database()"
        )
    await killer.close()
    await task
    await sample.database.engine.dispose()
    assert len(await effects(sample)) == 60
    assert await fetched(sample, "SELECT count(*) FROM sample.parked") == [(0,)]


@pytest.mark.parametrize("wrong", [
    {"ce_sequence": "-1"}, {"ce_sequence": "x"}, {"ce_id": "no"}, {"ce_type": ""}, {"ce_sequence": "9" * 30},
])
async def test_hear__no_usable_envelope_is_dead_and_blocks_nobody(
    sample: House, hearing: Hearing, wrong: dict[str, str]
) -> None:
    key = new_id()
    good = made(key, 1)
    bad = Record(good.topic, 0, 1, good.key, {**good.headers, **{k: v for k, v in wrong.items() if v}}, b"{}")
    if not all(wrong.values()):
        del bad.headers["ce_type"]
    assert await hearing.hear(bad) is Result.DEAD
    assert await hearing.hear(good) is Result.APPLIED


@pytest.mark.parametrize("payload", [b"", b"{", b"\xff\xfe", b"[]", b"null", b'{"thing_id": "x"}'])
async def test_hear__unreadable_body_parks(sample: House, hearing: Hearing, payload: bytes) -> None:
    assert await hearing.hear(record(MADE, new_id(), 1, payload)) is Result.PARKED


async def test_hear__effects_begin_with_the_group(sample: House) -> None:
    told = Hearing("sample", TOLD, sample.database, SERVICE.house, "pohde")
    await told.begin()
    old = record(MADE, new_id(), 1, b"{}", at=datetime(2020, 1, 1, tzinfo=UTC))
    assert await told.hear(old) is Result.OLD
    assert await told.hear(made(new_id(), 1)) is Result.APPLIED


async def test_copy__newest_sequence_wins_in_any_order(sample: House, copying: Copying) -> None:
    key = new_id()
    for batch in ([state(key, 2, "kaksi")], [state(key, 1, "yksi")], [state(key, 5, "viisi"), state(key, 3, "kolme")]):
        await copying.take(batch)
    assert await fetched(sample, "SELECT name, sequence, count FROM sample.heard_thing") == [("viisi", 5, 5)]


async def test_copy__null_deletes_and_a_bad_snapshot_waits_for_a_newer_one(sample: House, copying: Copying) -> None:
    gone, kept = new_id(), new_id()
    bad = record(STATE, kept, 2, b"{", topic="sample.thing.state")
    v2 = state(new_id(), 1, type="fi.yhdyspinta.sample.Thing.state.v2")
    await copying.take([state(gone, 1), state(kept, 1), bad, v2])
    await copying.take([record("", gone, 2, None, topic="sample.thing.state")])
    assert await fetched(sample, "SELECT id, sequence FROM sample.heard_thing") == [(kept, 1)]
    assert await fetched(sample, "SELECT state FROM sample.parked") == [("dead",), ("dead",)]
    await copying.take([state(kept, 3)])
    assert await fetched(sample, "SELECT count(*) FROM sample.parked") == [(1,)]


def test_read__no_header_can_break_it() -> None:
    class Raw:
        topic, partition, offset, key, value = "p.sample.thing", 0, 1, b"\xff", b""
        headers = (("ce_type", b"\xff\xfe"), ("ce_id", None), ("ce_sequence", b""), ("", b"x"), ("ce_time", b"2020"))

    found = read(Raw(), "p.")
    assert (found.topic, found.key, found.sequence, found.event_id, found.time) == ("sample.thing", None, None, None, None)


async def test_listener__passes_on_what_nobody_hears(sample: House) -> None:
    seen: list[Announcement] = []
    listener = Listener("passing", topics=["sample.thing"])

    @listener.passes_on
    async def keep(_uow: UnitOfWork, announcement: Announcement) -> None:
        seen.append(announcement)

    hearing = Hearing("sample", listener, sample.database, SERVICE.house, "pohde")
    sold = made(new_id(), 1, type="fi.yhdyspinta.sample.ThingSold.v9")
    assert [await hearing.hear(sold), await hearing.hear(sold)] == [Result.APPLIED, Result.DUPLICATE]
    assert [(a.type, a.sequence, a.payload) for a in seen] == [(sold.type, 1, sold.value)]


async def test_erased_event__moves_the_position_and_says_nothing(sample: House, hearing: Hearing) -> None:
    """Its content was erased before it was sent, or before it is said again; what follows is heard."""
    key = new_id()
    assert await hearing.hear(record(MADE, key, 1, None)) is Result.ERASED
    assert await hearing.hear(made(key, 2, "kerho", RENAMED)) is Result.APPLIED
    assert await effects(sample) == ["renamed kerho"]


async def test_erased_event__parked__frees_its_key(sample: House, hearing: Hearing, retrying: Retrying) -> None:
    key = new_id()
    BROKEN.add("kerho")
    assert await hearing.hear(made(key, 1)) is Result.PARKED
    assert await hearing.hear(made(key, 2, "seura", RENAMED)) is Result.BEHIND
    await sample.run(_emptied, key)
    assert await retrying.round() == 2
    assert await effects(sample) == ["renamed seura"]


async def _emptied(uow: UnitOfWork, key: UUID) -> None:
    parked, due = SERVICE.house.parked, datetime(2020, 1, 1, tzinfo=UTC)
    first = parked.update().where(parked.c.key == str(key), parked.c.sequence == 1)
    await uow.execute(first.values(payload=None, next_attempt_at=due))
