"""The rows in hand: each identity once, what was changed on it written once, and nothing of what was undone."""

import asyncio
import contextlib
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from asyncpg.exceptions import DivisionByZeroError
from sqlalchemy import func, literal, select, text, update
from sqlalchemy.orm import aliased
from sqlmodel import col

from chassis.bare import NotCommitted
from chassis.outbox import new_id
from chassis.problems import Refused
from chassis.testing import House
from chassis.work import Stale, UnitOfWork
from sample.things import commands
from sample.things.tables import Effect, Thing

ONE = select(Thing).where(col(Thing.name) == "kerho")


def counted(house: House) -> Any:
    return house.read(lambda reader: reader.all(select(col(Thing.count)).order_by(col(Thing.name))))


async def test_same_row__is_one_object_however_it_is_found(sample: House) -> None:
    made = await sample.run(commands.make, "kerho")

    async def look(uow: UnitOfWork) -> None:
        thing = await uow.load(Thing, made.id)
        assert await uow.one(ONE) is thing
        assert [row[0] for row in await uow.rows(select(Thing, col(Thing.name)).where(col(Thing.id).in_([made.id])))] == [thing]
        assert await uow.load(Thing, made.id, lock=True) is thing
        other = aliased(Thing)
        (pair,) = await uow.rows(select(Thing, other).join(other, col(other.id) == col(Thing.id)))
        assert pair[0] is pair[1] is thing

    await sample.run(look)


async def test_outer_join__that_finds_none_gives_none(sample: House) -> None:
    await sample.run(commands.make, "kerho")
    other = aliased(Thing)
    pairs = select(Thing, other).outerjoin(other, col(other.name) == "no such")

    async def look(uow: UnitOfWork) -> list[object]:
        return [row[1] for row in await uow.rows(pairs)]

    assert await sample.run(look) == [None]
    found = await sample.database.bare.rows(pairs)
    assert [row[1] for row in found] == [None]


async def test_what_was_set__is_seen_by_the_next_statement(sample: House) -> None:
    await sample.run(commands.make, "kerho")

    async def change(uow: UnitOfWork) -> None:
        (await uow.one(ONE)).secret = "changed"
        assert await uow.one(select(func.count()).where(col(Thing.secret) == "changed")) == 1

    with sample.asked() as texts:
        await sample.run(change)
    assert [one.split()[0] for one in texts].count("UPDATE") == 1


async def test_set_to_what_it_was__writes_nothing(sample: House) -> None:
    await sample.run(commands.make, "kerho")

    async def change(uow: UnitOfWork) -> Thing:
        thing = await uow.one(ONE)
        thing.secret, thing.secret = "other", ""
        return thing

    with sample.asked() as texts:
        assert (await sample.run(change)).version == 1
    assert not any("UPDATE" in one for one in texts)


async def test_key_that_the_database_counts__is_known_after_the_insert(sample: House) -> None:
    async def twice(uow: UnitOfWork) -> list[int | None]:
        rows = [Effect(thing_id=new_id(), said=said) for said in ("one", "two")]
        for row in rows:
            uow.add(row)  # type: ignore[type-var]
        await uow.one(select(func.count()).select_from(Effect))
        return [row.position for row in rows]

    first, second = await sample.run(twice)
    assert first is not None
    assert second == first + 1


async def test_statement_over_many_rows__is_seen_on_those_in_hand(sample: House) -> None:
    await sample.run(commands.make, "kerho")

    async def change(uow: UnitOfWork) -> Thing:
        thing = await uow.one(ONE)
        await uow.execute(update(Thing).values(secret="all"))
        assert thing.secret == "all"
        return thing

    await sample.run(change)


async def test_row_that_somebody_changed__is_stale(sample: House) -> None:
    made = await sample.run(commands.make, "kerho")

    async def change(uow: UnitOfWork) -> None:
        thing = await uow.load(Thing, made.id)
        async with sample.database.sessions() as session:
            await session.execute(text("UPDATE sample.thing SET version = version + 1"))
            await session.commit()
        thing.secret = "late"

    with pytest.raises(Stale):
        async with sample.database.unit(actor=sample.actor, cause=sample.cause("x"), now=sample.now()) as unit:
            await change(unit)


async def test_attempt__what_was_undone_is_undone_on_the_rows_too(sample: House) -> None:
    made = await sample.run(commands.make, "kerho")

    async def tries(uow: UnitOfWork) -> tuple[Thing, UUID]:
        thing, id = await uow.load(Thing, made.id), uow.new_id()
        thing.secret = "before"
        with contextlib.suppress(Refused):
            async with uow.attempt():
                thing.secret = "inside"
                uow.add(Thing(id=id, name="other"))
                await uow.one(select(func.count()).select_from(Thing))
                uow.add(Thing(id=uow.new_id(), name="kerho"))
        assert (thing.secret, thing.version) == ("before", 2)
        assert await uow.maybe(select(Thing).where(col(Thing.id) == id)) is None
        uow.add(Thing(id=id, name="other"))
        return thing, id

    thing, _ = await sample.run(tries)
    assert (thing.secret, thing.version) == ("before", 2)
    assert await counted(sample) == [0, 0]


async def test_fault_that_nobody_minded__is_no_commit(sample: House) -> None:
    async def careless() -> None:
        async with sample.database.unit(actor=sample.actor, cause=sample.cause("x"), now=sample.now()) as unit:
            await commands.make(unit, "kerho")
            await unit.settle()
            with contextlib.suppress(DivisionByZeroError):
                await unit.one(select(literal(1) / 0))

    with pytest.raises(NotCommitted):
        await careless()
    assert await counted(sample) == []


async def test_cancelled__nothing_remains_and_the_pool_is_whole(sample: House) -> None:
    async def slow(uow: UnitOfWork) -> None:
        await commands.make(uow, "kerho")
        await uow.one(select(func.pg_sleep(30)))

    for _ in range(12):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(sample.run(slow), 0.1)
    assert await counted(sample) == []
    await asyncio.gather(*(sample.run(commands.make, f"kerho {n}") for n in range(20)))
    assert await counted(sample) == [0] * 20


async def test_cancelled_on_its_way_out__is_cancelled(sample: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a unit that fails and is told to end while it is undone, the end is what counts."""
    execute, undoing = asyncpg.Connection.execute, asyncio.Event()

    async def slow(connection: asyncpg.Connection, text: str, *values: Any, **more: Any) -> str:
        if text == "ROLLBACK":
            undoing.set()
            await asyncio.sleep(30)
        done: str = await execute(connection, text, *values, **more)
        return done

    async def fails(uow: UnitOfWork) -> None:
        await commands.make(uow, "kerho")
        await uow.one(select(func.count()).select_from(Thing))
        raise RuntimeError

    monkeypatch.setattr(asyncpg.Connection, "execute", slow)
    task = asyncio.create_task(sample.run(fails))
    await undoing.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    monkeypatch.undo()
    assert await counted(sample) == []
