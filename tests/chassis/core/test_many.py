"""Many rows in one statement: the same announcements, versions, refusals and audit as one by one."""

from typing import Any

import pytest
from sqlalchemy import select, text

from chassis.problems import Refused
from chassis.testing import House
from chassis.work import UnitOfWork
from sample.events import ThingMade, ThingRenamed
from sample.things.tables import TAKEN, Effect, Thing


def columns(uow: UnitOfWork, name: str) -> dict[str, Any]:
    return {"id": uow.new_id(), "name": name, "area": "oulu", "count": 0, "secret": "x"}


async def make_many(uow: UnitOfWork, names: list[str]) -> list[Any]:
    rows = [columns(uow, name) for name in names]
    await uow.add_many(Thing, rows, [[ThingMade(thing_id=r["id"], name=r["name"])] for r in rows])
    return [row["id"] for row in rows]


async def test_add_many__numbered_and_shown_as_if_added_alone(sample: House) -> None:
    ids = await sample.run(make_many, ["a", "b", "c"])
    for id, name in zip(ids, "abc", strict=True):
        said, state = await sample.outbox(id)
        assert (said.type, said.sequence, state.sequence) == ("fi.yhdyspinta.sample.ThingMade.v1", 1, 1)
        assert state.value == f'{{"id":"{id}","name":"{name}","area":"oulu","count":0}}'.encode()
        assert "ce_time" in said.headers

    async def rename(uow: UnitOfWork) -> Thing:
        thing = await uow.load(Thing, ids[0])
        assert (thing.version, thing.sequence) == (1, 1)
        thing.name = "z"
        uow.publish(thing, ThingRenamed(thing_id=thing.id, name="z"))
        return thing

    assert (await sample.run(rename)).version == 2
    assert [record.sequence for record in await sample.outbox(ids[0])] == [1, 1, 2, 2]


async def test_add_many__several_events_and_none(sample: House) -> None:
    async def command(uow: UnitOfWork) -> list[Any]:
        two, silent = columns(uow, "two"), columns(uow, "silent")
        said = [ThingMade(thing_id=two["id"], name="one"), ThingRenamed(thing_id=two["id"], name="two")]
        await uow.add_many(Thing, [two], [said])
        await uow.add_many(Thing, [], [])
        with pytest.raises(ValueError, match="zip"):
            await uow.add_many(Thing, [silent], [])
        return [two["id"], silent["id"]]

    two, _ = await sample.run(command)
    assert [record.sequence for record in await sample.outbox(two)] == [1, 2, 2]


async def test_add_many__what_an_attempt_undid_is_not_said(sample: House) -> None:
    async def command(uow: UnitOfWork) -> None:
        await make_many(uow, ["kept"])
        with pytest.raises(Refused) as refused:
            async with uow.attempt():
                await make_many(uow, ["lost", "kept"])
        assert refused.value.reasons[0].problem is TAKEN

    await sample.run(command)
    assert await sample.said() == ["ThingMade"]


async def test_add_many__a_failed_unit_leaves_nothing(sample: House) -> None:
    await sample.run(make_many, ["a"])
    with pytest.raises(Refused):
        await sample.run(make_many, ["b", "a"])
    assert await sample.said() == ["ThingMade"]


async def test_add_many__replacing_overwrites_the_same_key(sample: House) -> None:
    async def put(uow: UnitOfWork, said: list[str]) -> None:
        rows = [{"position": n, "thing_id": uow.new_id(), "said": each, "sequence": n} for n, each in enumerate(said, start=9000)]
        await uow.add_many(Effect, rows, replacing=True)

    async def put_roots(uow: UnitOfWork) -> None:
        await uow.add_many(Thing, [columns(uow, "a")], [[]], replacing=True)

    await sample.run(put, ["a", "b"])
    await sample.run(put, ["c"])
    async with sample.database.sessions() as session:
        rows = (await session.execute(select(Effect.__table__.c.said).order_by(Effect.__table__.c.position))).scalars().all()
        assert rows == ["c", "b"]
        noted = await session.execute(text("SELECT action, subject, rows FROM sample.audit ORDER BY id"))
        assert [tuple(row) for row in noted] == [("insert", "effect", 2), ("insert", "effect", 1)]
    with pytest.raises(ValueError, match="counts its versions"):
        await sample.run(put_roots)
