"""Timers, jobs and errands against the real database."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, text
from sqlmodel import col

from chassis import clock
from chassis.clockwork import Clockwork
from chassis.jobs import Due, Errand, Timer
from chassis.outbox import new_id
from chassis.testing import House
from chassis.work import Irrelevant, Reads, UnitOfWork
from sample.main import SERVICE
from sample.things import commands
from sample.things.tables import Thing

NOW, LATER = timedelta(0), timedelta(hours=1)
BROKEN: set[UUID] = set()


async def close(uow: UnitOfWork, id: UUID) -> None:
    """Re-checks its state: what is closed already is irrelevant."""
    if id in BROKEN:
        raise RuntimeError("a bug")
    thing = await uow.load(Thing, id)
    if thing.secret == "closed":
        raise Irrelevant("closed_already")
    thing.secret = "closed"
    await commands.rename_held(uow, thing, f"{thing.name} (closed)")


async def rearm(uow: UnitOfWork, id: UUID) -> None:
    await uow.at(uow.now + LATER, "sample.rearm", id)


def clockwork(sample: House, **more: object) -> Clockwork:
    timers = [Timer("sample.close", close), Timer("sample.rearm", rearm)]
    return Clockwork("sample", SERVICE.house, sample.database, timers=timers, **more)  # type: ignore[arg-type]


async def thing_with_timer(sample: House, after: timedelta, name: str = "kerho", timer: str = "sample.close") -> Thing:
    async def make(uow: UnitOfWork) -> Thing:
        thing = await commands.make(uow, name)
        await uow.at(uow.now + after, timer, thing.id)
        return thing

    return await sample.run(make)


async def timers(sample: House) -> list[tuple[str, int]]:
    async with sample.database.sessions() as session:
        return [(r[0], r[1]) for r in await session.execute(text("SELECT command, attempts FROM sample.timer ORDER BY due_at"))]


async def name_of(sample: House, id: UUID) -> str:
    async with sample.database.sessions() as session:
        return (await session.execute(select(col(Thing.name)).where(col(Thing.id) == id))).scalar_one()


async def test_timer__runs_once_when_it_is_due_whoever_looks(sample: House) -> None:
    due, waiting = await thing_with_timer(sample, NOW), await thing_with_timer(sample, LATER, "seura")
    ran = await asyncio.gather(*(clockwork(sample).run_timers() for _ in range(4)))
    assert sum(ran) >= 1
    assert await name_of(sample, due.id) == "kerho (closed)"
    assert await name_of(sample, waiting.id) == "seura"
    assert await sample.said(due.id) == ["ThingMade", "ThingRenamed"]
    assert await timers(sample) == [("sample.close", 0)]
    assert await clockwork(sample).run_timers() == 0


async def test_timer__stands_or_falls_with_what_asked_for_it(sample: House) -> None:
    async def fails(uow: UnitOfWork) -> None:
        await uow.at(uow.now, "sample.close", new_id())
        raise RuntimeError

    try:
        await sample.run(fails)
    except RuntimeError:
        assert await timers(sample) == []


async def test_timer__asked_again_moves(sample: House) -> None:
    thing = await thing_with_timer(sample, NOW)

    async def postpone(uow: UnitOfWork) -> None:
        await uow.at(uow.now + LATER, "sample.close", thing.id)

    await sample.run(postpone)
    assert await clockwork(sample).run_timers() == 0
    assert await timers(sample) == [("sample.close", 0)]


async def test_timer__may_set_itself_anew(sample: House) -> None:
    await thing_with_timer(sample, NOW, timer="sample.rearm")
    assert await clockwork(sample).run_timers() == 1
    assert await timers(sample) == [("sample.rearm", 0)]


async def test_timer__that_fails_is_undone_put_off_and_holds_up_nobody(sample: House) -> None:
    broken, fine = await thing_with_timer(sample, NOW), await thing_with_timer(sample, NOW, "seura")
    BROKEN.add(broken.id)
    await clockwork(sample).run_timers()
    assert await name_of(sample, broken.id) == "kerho"
    assert await name_of(sample, fine.id) == "seura (closed)"
    assert await timers(sample) == [("sample.close", 1)]
    BROKEN.clear()
    async with sample.database.sessions() as session:
        await session.execute(text("UPDATE sample.timer SET due_at = now()"))
        await session.commit()
    assert await clockwork(sample).run_timers() == 1
    assert await name_of(sample, broken.id) == "kerho (closed)"


async def test_timer__whose_time_has_passed_otherwise_is_forgotten(sample: House) -> None:
    thing = await thing_with_timer(sample, NOW)
    await sample.run(close, thing.id)
    assert await clockwork(sample).run_timers() == 1
    assert await timers(sample) == []
    assert await sample.said(thing.id) == ["ThingMade", "ThingRenamed"]


async def test_timer__of_another_release_waits(sample: House) -> None:
    await thing_with_timer(sample, NOW, timer="sample.unheard_of")
    assert await clockwork(sample).run_timers() == 0
    assert await timers(sample) == [("sample.unheard_of", 0)]


async def test_job__each_in_a_unit_of_its_own_and_nothing_the_second_time(sample: House) -> None:
    async def open_ones(db: Reads, limit: int) -> Sequence[UUID]:
        return await db.all(select(col(Thing.id)).where(col(Thing.secret) != "closed").limit(limit))

    job = Due("sample.close_all", every=LATER, due=open_ones, command=close)
    things = [await sample.run(commands.make, f"kerho {n}") for n in range(3)]
    BROKEN.add(things[1].id)
    try:
        assert await clockwork(sample, jobs=[job]).run_job(job) == 2
    finally:
        BROKEN.clear()
    assert await clockwork(sample, jobs=[job]).run_job(job) == 1
    assert await clockwork(sample, jobs=[job]).run_job(job) == 0


async def test_errand__claim_do_record_and_a_failure_leaves_the_lease(sample: House) -> None:
    things = [await sample.run(commands.make, f"kerho {n}") for n in range(3)]
    done: list[UUID] = []

    async def claim(uow: UnitOfWork, limit: int) -> Sequence[UUID]:
        free = await uow.take(select(Thing).where(col(Thing.secret) == "").order_by(col(Thing.name)).limit(limit))
        for thing in free:
            thing.secret = "claimed"
        return [thing.id for thing in free]

    async def do(id: UUID) -> str:
        await sample.database.ping()
        if id == things[1].id:
            raise RuntimeError("the world is away")
        done.append(id)
        return "sent"

    async def record(uow: UnitOfWork, id: UUID, answer: str) -> None:
        thing = await uow.load(Thing, id)
        thing.secret = answer

    errand = Errand("sample.send", claim=claim, do=do, record=record, at_once=10)
    await clockwork(sample, errands=[errand]).run_errand(errand)
    async with sample.database.sessions() as session:
        kept = list((await session.scalars(select(col(Thing.secret)).order_by(col(Thing.name)))).all())
    assert kept == ["sent", "claimed", "sent"]
    assert len(done) == 2
    assert clock.now().tzinfo is not None
