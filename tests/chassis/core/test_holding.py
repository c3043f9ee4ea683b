"""What a unit of work holds: rows and their versions, locks, events in a row's order, and what an undone attempt forgets."""

import asyncio
import contextlib
import logging
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlmodel import col

from chassis.access import Held
from chassis.database import again_if_stale
from chassis.outbox import PayloadTooLarge, new_id
from chassis.problems import Refused
from chassis.testing import House, person, soon
from chassis.unit import Unit
from chassis.work import NotHeld, Outdated, Stale, UnitOfWork
from sample.access import Permission
from sample.events import ThingMade, ThingRenamed
from sample.things import commands
from sample.things.tables import Thing


async def fetched(sample: House, sql: str) -> list[tuple[object, ...]]:
    async with sample.database.sessions() as session:
        return [tuple(row) for row in await session.execute(text(sql))]


async def waits_for_lock(sample: House) -> bool:
    sql = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    return bool(await fetched(sample, sql))


def unit(sample: House, *, locks: bool = False, if_match: int | None = None) -> contextlib.AbstractAsyncContextManager[Unit]:
    return sample.database.unit(
        actor=sample.actor, cause=sample.cause("test"), now=sample.now(), locks=locks, if_match=if_match
    )


# --- versions


async def test_version__counted_for_rows_that_nobody_keeps(sample: House) -> None:
    """Rows changed one after another and let go: each is another row, wherever its memory lies."""
    made = [(await sample.run(commands.make, f"kerho {n}")).id for n in range(12)]

    async def changes(uow: UnitOfWork) -> None:
        for id in made:
            (await uow.one(select(Thing).where(col(Thing.id) == id))).secret = "x"
            await uow.execute(text("SELECT 1"))

    await sample.run(changes)
    assert await fetched(sample, "SELECT DISTINCT version FROM sample.thing") == [(2,)]


async def test_version__counted_after_an_attempt_that_was_undone(sample: House) -> None:
    thing = await sample.run(commands.make, "kerho")

    async def tries(uow: UnitOfWork) -> None:
        row = await uow.load(Thing, thing.id)
        with contextlib.suppress(Refused):
            async with uow.attempt():
                row.secret = "lost"
                await commands.make(uow, "kerho")
        row.secret = "kept"

    await sample.run(tries)
    assert await fetched(sample, "SELECT version, secret FROM sample.thing") == [(2, "kept")]
    noted = await fetched(sample, "SELECT action, columns FROM sample.audit ORDER BY id DESC LIMIT 2")
    assert noted[0] == ("update", ["secret"])
    assert noted[1][0] == "insert"  # of the first command: what the attempt added is not in the audit


async def test_attempt__what_it_added_is_no_longer_held(sample: House) -> None:
    await sample.run(commands.make, "kerho")

    async def tries(uow: UnitOfWork) -> None:
        lost: list[Thing] = []
        with contextlib.suppress(Refused):
            async with uow.attempt():
                lost.append(await commands.make(uow, "toinen"))
                await commands.make(uow, "kerho")
        with pytest.raises(NotHeld):
            uow.publish(lost[0], ThingRenamed(thing_id=new_id(), name="toinen"))

    await sample.run(tries)


# --- held rows and locks


async def test_take__holds_what_nobody_else_holds(sample: House) -> None:
    first, second = [await sample.run(commands.make, name) for name in ("yksi", "kaksi")]

    async def takes(uow: UnitOfWork) -> set[UUID]:
        rows = await uow.take(select(Thing).order_by(col(Thing.name)))
        for row in rows:
            await commands.rename_held(uow, row, f"{row.name}!")
        return {row.id for row in rows}

    async with unit(sample) as other:
        await other.load(Thing, first.id, lock=True)
        assert await asyncio.wait_for(sample.run(takes), 2) == {second.id}
    assert await sample.run(takes) == {first.id, second.id}


async def test_locks__load_sees_what_is_there_now(sample: House) -> None:
    thing = await sample.run(commands.make, "kerho")
    async with unit(sample) as mine:
        row = await mine.load(Thing, thing.id)
        await sample.run(commands.add_one, thing.id)
        assert (await mine.load(Thing, thing.id)).count == 0
        assert (await mine.load(Thing, thing.id, lock=True)) is row
        assert (row.count, row.version) == (1, 2)
    async with unit(sample) as mine:
        await mine.load(Thing, thing.id)
        await sample.run(commands.add_one, thing.id)
        (row,) = await mine.take(select(Thing))
        assert (row.count, row.version) == (2, 3)


@pytest.mark.parametrize("told", [True, False])
async def test_locks__asked_for_or_told_to_wait_for_their_turn(sample: House, told: bool) -> None:
    thing = await sample.run(commands.make, "kerho")

    async def second() -> int:
        async with unit(sample, locks=told) as other:
            return (await other.load(Thing, thing.id, lock=not told)).count

    async with unit(sample) as first:
        row = await first.load(Thing, thing.id, lock=True)
        waiting = asyncio.create_task(second())
        await soon(lambda: waits_for_lock(sample), within=5)
        row.count = 9
        first.publish(row, ThingRenamed(thing_id=row.id, name=row.name))
    assert await waiting == 9


async def test_lost_races__run_again_then_with_locks_then_an_error() -> None:
    told: list[bool] = []

    async def loses(locks: bool) -> None:
        told.append(locks)
        raise Stale

    with pytest.raises(Stale):
        await again_if_stale(loses)
    assert told == [False, False, True, True, True]


async def test_if_match__is_about_the_first_target(sample: House) -> None:
    first, second = [await sample.run(commands.make, name) for name in ("yksi", "kaksi")]
    await sample.run(commands.add_one, second.id)
    keeper = sample.as_(person(sample.service, Held("keeper", "area", "oulu")))
    async with unit(keeper, if_match=1) as uow:
        await uow.target(Thing, first.id, may=Permission.CHANGE)
        await uow.target(Thing, second.id, may=Permission.CHANGE)
    with pytest.raises(Outdated):
        async with unit(keeper, if_match=1) as uow:
            await uow.target(Thing, second.id, may=Permission.CHANGE)


# --- what is said


async def test_settle__once(sample: House) -> None:
    """The edge settles before it renders the answer; the commit does not say it all again."""
    async with unit(sample) as uow:
        thing = await commands.make(uow, "kerho")
        await uow.settle()
        assert (thing.version, thing.sequence) == (1, 1)
    assert len(await sample.outbox()) == 2
    assert await fetched(sample, "SELECT count(*) FROM sample.audit") == [(1,)]


async def test_trace__goes_on_in_the_envelope(sample: House) -> None:
    cause = replace(sample.cause("make"), traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
    async with sample.database.unit(actor=sample.actor, cause=cause, now=sample.now()) as uow:
        await commands.make(uow, "kerho")
    assert {record.traceparent for record in await sample.outbox()} == {cause.traceparent}


async def test_positions__are_taken_under_the_rows_lock(sample: House) -> None:
    """A writer that waits for the row has no place in the outbox yet: the snapshot said again meanwhile stands before its own."""
    thing = await sample.run(commands.make, "kerho")
    async with unit(sample) as again:
        rows = await again.all(select(Thing).with_for_update())
        writer = asyncio.create_task(sample.run(commands.add_one, thing.id))
        await soon(lambda: waits_for_lock(sample), within=5)
        await again.say_again(rows)
    await writer
    assert [r.sequence for r in await sample.outbox() if r.topic == "sample.thing.state"] == [1, 1, 2]


async def test_say_again__under_the_present_number(sample: House) -> None:
    thing = await sample.run(commands.make, "kerho")
    await sample.run(commands.add_one, thing.id)
    async with unit(sample) as again:
        assert await again.say_again(await again.all(select(Thing).with_for_update())) == 1
    last = (await sample.outbox())[-1]
    assert (last.sequence, last.value) == (2, b'{"id":"%s","name":"kerho","area":"oulu","count":1}' % str(thing.id).encode())


async def test_events_of_many__in_the_order_of_their_ids(sample: House) -> None:
    ids = sorted(new_id() for _ in range(6))

    async def backwards(uow: UnitOfWork) -> None:
        for id in reversed(ids):
            thing = uow.add(Thing(id=id, name=str(id)))
            uow.publish(thing, ThingMade(thing_id=id, name=thing.name))

    await sample.run(backwards)
    assert [UUID(r.key) for r in await sample.outbox() if r.topic == "sample.thing"] == ids


async def test_publish__only_on_the_topic_of_its_aggregate(sample: House) -> None:
    class Elsewhere(ThingMade):
        topic = "sample.other"

    async def says(uow: UnitOfWork) -> None:
        thing = await commands.make(uow, "kerho")
        uow.publish(thing, Elsewhere(thing_id=thing.id, name="x"))

    with pytest.raises(ValueError, match=r"belongs to sample\.other"):
        await sample.run(says)


async def test_too_large__counted_in_bytes(sample: House) -> None:
    async def says_much(uow: UnitOfWork) -> None:
        thing = await commands.make(uow, "kerho")
        uow.publish(thing, ThingMade(thing_id=thing.id, name="ä" * 450_001))

    with pytest.raises(PayloadTooLarge):
        await sample.run(says_much)


# --- the rest


async def test_execute__after_what_was_changed_before(sample: House) -> None:
    async def counts(uow: UnitOfWork) -> list[object]:
        await commands.make(uow, "kerho")
        return list(await uow.execute(text("SELECT count(*) FROM sample.thing")))

    assert await sample.run(counts) == [(1,)]


async def test_command_that_reads_of_a_person__audited(sample: House) -> None:
    async with unit(sample) as uow:
        uow.has_read(sample.actor.id)
    assert await fetched(sample, "SELECT action, subject_id FROM sample.audit") == [("read", str(sample.actor.id))]


async def test_audit__names_the_columns_not_their_content(sample: House) -> None:
    thing = await sample.run(commands.make, "kerho")
    await sample.run(commands.add_one, thing.id)
    noted = await fetched(sample, "SELECT columns FROM sample.audit ORDER BY id DESC LIMIT 1")
    assert noted == [(["count", "sequence"],)]


async def test_faults__say_nothing_that_people_wrote(sample: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)

    async def overflows(uow: UnitOfWork) -> None:
        await uow.execute(Thing.__table__.update().values(name="salaisuus", count=2**40))

    await sample.run(commands.make, "kerho")
    with pytest.raises(Exception, match=r".") as fault:
        await sample.run(overflows)
    assert "salaisuus" not in str(fault.value)
