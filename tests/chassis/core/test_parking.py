"""Hearing and trying again, where handlers fail in every way: what is tried in place, what waits, what leaves, who decides."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from sqlalchemy import text
from typing_extensions import override

from chassis import clock, parking
from chassis.dispatcher import Result
from chassis.envelope import Record
from chassis.hearing import TRIES, Hearing
from chassis.listening import Listener
from chassis.outbox import new_id
from chassis.parking import Retrying, Where
from chassis.positions import Place
from chassis.testing import House, record
from chassis.work import Irrelevant, UnitOfWork
from sample import heard
from sample.main import SERVICE
from sample.things import commands
from sample.things.handlers import NO, effect

MADE = "fi.yhdyspinta.sample.ThingMade.v1"


@dataclass
class Handler:
    """Does what is asked of it: for each name the faults of its next calls, and perhaps something before."""

    sample: House
    faults: dict[str, list[Exception]] = field(default_factory=lambda: defaultdict(list))
    calls: list[str] = field(default_factory=list)
    before: Callable[[UnitOfWork], Awaitable[object]] | None = None

    def listener(self) -> Listener:
        listener = Listener("tried", topics=["sample.thing"])

        @listener.hears(heard.ThingMade)
        async def on_made(uow: UnitOfWork, fact: heard.ThingMade) -> None:
            self.calls.append(fact.name)
            await effect(uow, fact, "made")
            if self.before is not None:
                await self.before(uow)
            if self.faults[fact.name]:
                raise self.faults[fact.name].pop(0)

        return listener

    def hearing(self) -> Hearing:
        return Hearing("sample", self.listener(), self.sample.database, SERVICE.house, "pohde")

    def retrying(self) -> Retrying:
        return Retrying([self.hearing()], self.sample.database, SERVICE.house)

    async def parked(self, key: UUID, *sequences: int) -> None:
        """Park the key: its first record fails, the others wait behind it."""
        self.faults[f"n{sequences[0]}"] = [NO()]
        for n in sequences:
            await self.hearing().hear(made(key, n))
        await self.asked("UPDATE sample.parked SET next_attempt_at = now() - interval '1 second'")

    async def asked(self, sql: str, **values: object) -> list[tuple[object, ...]]:
        async with self.sample.database.sessions() as session:
            result = await session.execute(text(sql), values)
            found = [tuple(row) for row in result] if result.returns_rows else []  # type: ignore[attr-defined]
            await session.commit()
        return found

    async def effects(self) -> list[object]:
        return [said for (said,) in await self.asked("SELECT said FROM sample.effect ORDER BY position")]


@pytest.fixture
def handler(sample: House) -> Handler:
    return Handler(sample)


def made(key: UUID, sequence: int, tenant: str = "pohde", **headers: str) -> Record:
    body = json.dumps({"thing_id": str(key), "name": f"n{sequence}"}).encode()
    found = record(MADE, key, sequence, body, tenant=tenant)
    found.headers.update(headers)
    return found


def place(key: UUID) -> Place:
    return Place("sample.tried", "sample.thing", str(key))


# --- in place


async def test_transient_fault__tried_until_it_passes_never_parked(handler: Handler) -> None:
    handler.faults["n1"] = [ConnectionError() for _ in range(TRIES)]
    assert await handler.hearing().hear(made(new_id(), 1)) is Result.APPLIED
    assert await handler.asked("SELECT count(*) FROM sample.parked") == [(0,)]


async def test_unknown_fault__tried_three_times(handler: Handler) -> None:
    handler.faults["n1"] = [RuntimeError() for _ in range(TRIES - 1)]
    assert await handler.hearing().hear(made(new_id(), 1)) is Result.APPLIED
    assert handler.calls == ["n1"] * TRIES
    assert await handler.effects() == ["made n1"]


async def test_refusal__tried_once(handler: Handler) -> None:
    handler.faults["n1"] = [NO()]
    assert await handler.hearing().hear(made(new_id(), 1)) is Result.PARKED
    assert handler.calls == ["n1"]


async def test_foreign_record__moves_the_position(handler: Handler) -> None:
    key = new_id()
    results = [await handler.hearing().hear(r) for r in (made(key, 1, tenant="varha"), made(key, 2))]
    assert results == [Result.FOREIGN, Result.APPLIED]


async def test_cause__the_correlation_goes_on(handler: Handler) -> None:
    handler.before = lambda uow: commands.make(uow, "seuraus")
    correlation, fact = new_id(), made(new_id(), 1)
    fact.headers["ce_correlationid"] = str(correlation)
    await handler.hearing().hear(fact)
    said, _ = await handler.sample.outbox()
    assert (said.headers["ce_correlationid"], said.headers["ce_causationid"]) == (str(correlation), fact.headers["ce_id"])


async def test_irrelevant__never_moves_a_position_back(handler: Handler) -> None:
    """Two members hold the same records; the slower one learns last that the first was irrelevant."""
    key, other = new_id(), handler.hearing()

    class Slow(Hearing):
        @override
        async def _pass_over(self, record: Record) -> Result:
            handler.faults["n1"] = [Irrelevant("late")]
            await other.take([made(key, 1), made(key, 2)])
            return await super()._pass_over(record)

    handler.faults["n1"] = [Irrelevant("late")]
    slow = Slow("sample", handler.listener(), handler.sample.database, SERVICE.house, "pohde")
    assert await slow.hear(made(key, 1)) is Result.IRRELEVANT
    assert await slow.hear(made(key, 2)) is Result.DUPLICATE
    assert await handler.effects() == ["made n2"]


async def test_park__not_what_another_member_has_applied(handler: Handler) -> None:
    key, other = new_id(), handler.hearing()

    class Slow(Hearing):
        @override
        async def _park(self, record: Record, fault: Exception) -> Result:
            await other.hear(made(key, 1))
            return await super()._park(record, fault)

    handler.faults["n1"] = [NO()]
    slow = Slow("sample", handler.listener(), handler.sample.database, SERVICE.house, "pohde")
    assert await slow.hear(made(key, 1)) is Result.DUPLICATE
    assert await handler.asked("SELECT count(*) FROM sample.parked") == [(0,)]


async def test_effects__begin_once_for_all_starts(handler: Handler) -> None:
    listener = Listener("begun", topics=["sample.thing"], effects=True, handlers=handler.listener().handlers)
    first, again = (Hearing("sample", listener, handler.sample.database, SERVICE.house, "pohde") for _ in range(2))
    await first.begin()
    await asyncio.sleep(0.01)
    between = made(new_id(), 1)
    await asyncio.sleep(0.01)
    await again.begin()
    assert await again.hear(between) is Result.APPLIED


async def test_redelivered__parked_once(handler: Handler) -> None:
    key = new_id()
    gap, nameless = made(key, 3), made(new_id(), 1, ce_id="")
    await handler.hearing().hear(made(key, 1))
    assert [await handler.hearing().hear(r) for r in (gap, gap)] == [Result.GAP, Result.BEHIND]
    assert [await handler.hearing().hear(r) for r in (nameless, nameless)] == [Result.DEAD, Result.DEAD]
    assert await handler.asked("SELECT count(*) FROM sample.parked") == [(2,)]


# --- again


async def test_retry__only_when_due(handler: Handler) -> None:
    await handler.parked(new_id(), 1)
    await handler.asked("UPDATE sample.parked SET next_attempt_at = now() + interval '1 minute'")
    assert await handler.retrying().round() == 0
    assert handler.calls == ["n1"]


async def test_retry__pauses_grow(handler: Handler) -> None:
    await handler.parked(new_id(), 1)
    pauses = []
    for _ in range(4):
        handler.faults["n1"] = [RuntimeError()]
        await handler.asked("UPDATE sample.parked SET next_attempt_at = now()")
        await handler.retrying().round()
        pauses += await handler.asked("SELECT extract(epoch FROM next_attempt_at - now())::float8 FROM sample.parked")
    seconds = [float(str(pause)) for (pause,) in pauses]
    assert all(later > before * 1.2 for before, later in pairwise(seconds)), seconds


async def test_retry__the_dead_wait_for_a_person(handler: Handler) -> None:
    key = new_id()
    await handler.parked(key, 1, 2)
    await handler.asked("UPDATE sample.parked SET state = 'dead', attempts = 8 WHERE sequence = 1")
    assert await handler.retrying().round() == 0
    assert handler.calls == ["n1"]
    async with handler.sample.database.sessions() as session:
        assert await parking.retry(session, SERVICE.house, place(key)) == 2
        await session.commit()
    assert await handler.asked("SELECT state, attempts FROM sample.parked ORDER BY sequence") == [("waiting", 0), ("waiting", 0)]
    assert await handler.retrying().round() == 2
    assert await handler.effects() == ["made n1", "made n2"]


async def test_retry__irrelevant_leaves_without_an_effect(handler: Handler) -> None:
    key = new_id()
    await handler.parked(key, 1, 2)
    handler.faults["n1"] = [Irrelevant("by now")]
    assert await handler.retrying().round() == 2
    assert await handler.effects() == ["made n2"]


async def test_retry__a_transient_fault_counts_no_try_and_holds_up_no_other_key(handler: Handler) -> None:
    first, second = sorted([new_id(), new_id()])
    await handler.parked(first, 1)
    await handler.parked(second, 2)
    handler.faults["n1"] = [ConnectionError()]
    assert await handler.retrying().round() == 1
    assert await handler.effects() == ["made n2"]
    assert await handler.asked("SELECT key, attempts FROM sample.parked") == [(str(first), 0)]
    assert await handler.retrying().round() == 1


async def test_retry__listeners_that_are_no_more_hold_up_nobody(handler: Handler) -> None:
    await handler.asked(
        'INSERT INTO sample.parked (consumer, topic, partition, "offset", key, sequence, headers, state, next_attempt_at) '
        "SELECT 'sample.gone', 'sample.thing', 0, n, n::text, 1, '{}', 'waiting', '-infinity' FROM generate_series(1, 100) n"
    )
    await handler.parked(new_id(), 1)
    assert await handler.retrying().round() == 1


async def test_retry__a_key_that_somebody_works_on_is_left_to_them(handler: Handler) -> None:
    await handler.parked(new_id(), 1)
    async with handler.sample.database.sessions() as session:
        await session.execute(text("SELECT 1 FROM sample.position FOR UPDATE"))
        assert await asyncio.wait_for(handler.retrying().round(), 2) == 0
    assert await handler.retrying().round() == 1


async def test_retry__two_workers_have_one_effect(handler: Handler) -> None:
    await handler.parked(new_id(), 1, 2, 3)
    handler.before = lambda _: asyncio.sleep(0.03)
    await asyncio.gather(*(handler.retrying().round() for _ in range(3)))
    await handler.retrying().round()
    assert await handler.effects() == ["made n1", "made n2", "made n3"]


async def test_retry__what_was_applied_meanwhile_leaves(handler: Handler) -> None:
    """A republished record stands twice; applied once, its double goes, and the position stays where it is."""
    key = new_id()
    await handler.parked(key, 1, 2)
    await handler.hearing().hear(made(key, 1))
    await handler.asked("UPDATE sample.position SET sequence = 2")
    assert await handler.retrying().round() >= 1
    assert await handler.effects() == []
    assert await handler.asked("SELECT sequence, parked FROM sample.position") == [(2, False)]


async def test_last_one__opens_the_key_with_it(handler: Handler) -> None:
    """In the same transaction: a crash between the two would leave a key parked with nothing to wait for."""
    key, other = new_id(), new_id()
    await handler.parked(key, 1, 2)
    handler.faults["n2"] = [NO()]
    await handler.retrying().round()
    assert await handler.asked("SELECT sequence, parked FROM sample.position") == [(1, True)]
    async with handler.sample.database.sessions() as session:
        await parking.drop(session, SERVICE.house, place(key))
        await session.commit()
    assert await handler.asked("SELECT sequence, parked FROM sample.position") == [(2, False)]
    await handler.parked(other, 5)
    await handler.retrying().round()
    assert await handler.asked("SELECT sequence, parked FROM sample.position ORDER BY sequence") == [(2, False), (5, False)]


# --- a person


async def test_drop__only_the_one_that_was_meant(handler: Handler) -> None:
    key = new_id()
    await handler.parked(key, 1)
    async with handler.sample.database.sessions() as session:
        meant = Where("sample.tried", "sample.thing", 0, -1)
        assert await parking.drop(session, SERVICE.house, place(key), only=meant) is None
        await session.commit()
    assert await handler.asked("SELECT count(*) FROM sample.parked") == [(1,)]


async def test_drop__the_next_ones_turn_comes_at_once(handler: Handler) -> None:
    key = new_id()
    await handler.parked(key, 1, 2)
    later = clock.now() + timedelta(hours=1)
    await handler.asked("UPDATE sample.parked SET next_attempt_at = :later", later=later)
    async with handler.sample.database.sessions() as session:
        await parking.drop(session, SERVICE.house, place(key))
        await session.commit()
    assert await handler.retrying().round() == 1
    assert await handler.effects() == ["made n2"]


async def test_forget__one_that_stands_alone(handler: Handler) -> None:
    nameless = made(new_id(), 1, ce_id="")
    await handler.hearing().hear(nameless)
    async with handler.sample.database.sessions() as session:
        where = Where("sample.tried", "sample.thing", nameless.partition, nameless.offset)
        gone = await parking.forget(session, SERVICE.house, where)
        await session.commit()
    assert gone is not None
    assert gone.value == nameless.value
    assert await handler.asked("SELECT count(*) FROM sample.parked") == [(0,)]
