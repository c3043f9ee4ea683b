"""The unit of work: a row, its event and its audit stand or fall together."""

import asyncio
import contextlib
import json
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlmodel import col

from chassis import clock
from chassis.access import Held
from chassis.outbox import PayloadTooLarge
from chassis.problems import NOT_ALLOWED, NOT_FOUND, Refused
from chassis.republish import republish
from chassis.testing import House, person
from chassis.unit import SilentChange
from chassis.work import NotHeld, Outdated, Reader, UnitOfWork
from sample.events import ThingMade
from sample.main import SERVICE
from sample.things import commands
from sample.things.tables import TAKEN, Thing


async def rows_of(sample: House, table: str) -> list[dict[str, object]]:
    async with sample.database.sessions() as session:
        return [dict(r) for r in (await session.execute(text(f"SELECT * FROM sample.{table}"))).mappings()]


async def test_commit__row_event_state_and_audit(sample: House) -> None:
    thing = await sample.run(commands.make, "kerho")
    assert (thing.version, thing.sequence) == (1, 1)
    made, state = await sample.outbox()
    assert (made.type, made.sequence, made.topic) == ("fi.yhdyspinta.sample.ThingMade.v1", 1, "sample.thing")
    assert (state.type, state.sequence, state.topic) == ("fi.yhdyspinta.sample.Thing.state.v1", 1, "sample.thing.state")
    assert json.loads(state.value or b"") == {"id": str(thing.id), "name": "kerho", "area": "oulu", "count": 0}
    assert {"ce_specversion", "ce_source", "ce_dataschema", "ce_causationid", "ce_actor", "ce_tenant"} <= made.headers.keys()
    (audited,) = await rows_of(sample, "audit")
    assert (audited["action"], audited["subject"], audited["subject_id"]) == ("insert", "thing", str(thing.id))
    assert audited["command"] == "make"
    assert len(await rows_of(sample, "audit_unsealed")) == 1


async def test_rollback__nothing_remains(sample: House) -> None:
    async def fails(uow: UnitOfWork) -> None:
        await commands.make(uow, "kerho")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await sample.run(fails)
    for table in ("thing", "outbox", "audit", "audit_unsealed"):
        assert await rows_of(sample, table) == []


async def test_two_events__numbers_follow_and_one_state(sample: House) -> None:
    async def twice(uow: UnitOfWork) -> Thing:
        thing = await commands.make(uow, "kerho")
        uow.publish(thing, ThingMade(thing_id=thing.id, name="again"))
        return thing

    thing = await sample.run(twice)
    assert [(r.topic, r.sequence) for r in await sample.outbox()] == [
        ("sample.thing", 1), ("sample.thing", 2), ("sample.thing.state", 2),
    ]
    renamed = await sample.run(commands.rename, thing.id, "seura")
    assert (renamed.version, renamed.sequence) == (2, 3)


async def test_version__one_for_each_commit_however_often_flushed(sample: House) -> None:
    thing = await sample.run(commands.make, "kerho")

    async def flushes(uow: UnitOfWork) -> Thing:
        row = await uow.load(Thing, thing.id)
        row.secret = "a"
        await uow.execute(text("SELECT 1"))
        row.secret = "b"
        await uow.execute(text("SELECT 1"))
        return row

    assert (await sample.run(flushes)).version == 2
    assert len(await sample.outbox()) == 2  # a change that the world does not see is not announced


async def test_publish__not_held(sample: House) -> None:
    thing = await sample.run(commands.make, "kerho")

    async def sneaks(uow: UnitOfWork) -> None:
        row = await uow.one(select(Thing).where(col(Thing.id) == thing.id))
        uow.publish(row, ThingMade(thing_id=row.id, name="x"))

    with pytest.raises(NotHeld):
        await sample.run(sneaks)


async def test_silent_change__refused(sample: House) -> None:
    thing = await sample.run(commands.make, "kerho")

    async def silently(uow: UnitOfWork) -> None:
        (await uow.load(Thing, thing.id)).name = "hiljaa"

    with pytest.raises(SilentChange, match="name"):
        await sample.run(silently)


async def test_lost_race__run_again_on_what_is_there(sample: House) -> None:
    thing = await sample.run(commands.make, "kerho")
    await asyncio.gather(*(sample.run(commands.add_one, thing.id, 0.02) for _ in range(4)))
    (row,) = await rows_of(sample, "thing")
    assert (row["count"], row["version"], row["sequence"]) == (4, 5, 5)
    events = [r.sequence for r in await sample.outbox() if r.topic == "sample.thing"]
    assert events == [1, 2, 3, 4, 5]


async def test_constraint__means_a_problem(sample: House) -> None:
    await sample.run(commands.make, "kerho")
    with pytest.raises(Refused) as refused:
        await sample.run(commands.make, "kerho")
    assert [r.problem for r in refused.value.reasons] == [TAKEN]


async def test_attempt__forgets_rows_and_events_and_goes_on(sample: House) -> None:
    first = await sample.run(commands.make, "kerho")

    async def tries(uow: UnitOfWork) -> Thing:
        thing = await uow.load(Thing, first.id)
        thing.secret = "kept"
        with contextlib.suppress(Refused):
            async with uow.attempt():
                thing.secret = "lost"
                await commands.make(uow, "toinen")
                await commands.make(uow, "kerho")
        assert thing.secret == "kept"
        await commands.rename_held(uow, thing, "uusi")
        return thing

    thing = await sample.run(tries)
    assert (thing.version, thing.secret, thing.name) == (2, "kept", "uusi")
    assert await sample.said() == ["ThingMade", "ThingRenamed"]
    assert len(await rows_of(sample, "thing")) == 1


async def test_too_large__refused_inside_the_transaction(sample: House) -> None:
    async def says_much(uow: UnitOfWork) -> None:
        thing = await commands.make(uow, "kerho")
        uow.publish(thing, ThingMade(thing_id=thing.id, name="x" * 901_000))

    with pytest.raises(PayloadTooLarge):
        await sample.run(says_much)
    assert await rows_of(sample, "thing") == []


async def test_target__404_before_403_before_412(sample: House) -> None:
    thing = await sample.run(commands.make, "kerho", "oulu")
    nobody = sample.as_(person(sample.service))
    reader = sample.as_(person(sample.service, Held("coordinator")))
    keeper = sample.as_(person(sample.service, Held("keeper", "area", "oulu")))
    elsewhere = sample.as_(person(sample.service, Held("keeper", "area", "rannikko")))
    for who, problem in ((nobody, NOT_FOUND), (elsewhere, NOT_FOUND), (reader, NOT_ALLOWED)):
        with pytest.raises(Refused) as refused:
            await who.run(commands.rename, thing.id, "x")
        assert refused.value.reasons[0].problem is problem
    assert (await keeper.run(commands.rename, thing.id, "seura")).name == "seura"

    with pytest.raises(Outdated):
        async with sample.database.unit(
            actor=keeper.actor, cause=sample.cause("rename"), now=sample.now(), if_match=1
        ) as unit:
            await commands.rename(unit, thing.id, "vanha")


async def test_failing_commit__raises(sample: House) -> None:
    async def later(uow: UnitOfWork) -> None:
        await commands.make(uow, "kerho")
        await uow.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(Exception, match=r"terminat|closed|connection"):
        await sample.run(later)
    assert await rows_of(sample, "thing") == []


async def test_statement__audited(sample: House) -> None:
    await sample.run(commands.make, "kerho")

    async def all_at_once(uow: UnitOfWork) -> None:
        uow.because("siivous")
        await uow.execute(Thing.__table__.update().values(secret="s"))

    await sample.run(all_at_once)
    audited = (await rows_of(sample, "audit"))[-1]
    assert (audited["action"], audited["subject"], audited["rows"], audited["grounds"]) == ("update", "thing", 1, "siivous")


async def test_reads_of_personal_data__audited(sample: House) -> None:
    async def looks(reader: Reader) -> None:
        reader.has_read(sample.actor.id)

    await sample.read(looks)
    (audited,) = await rows_of(sample, "audit")
    assert (audited["action"], audited["subject"], audited["subject_id"]) == ("read", "person", str(sample.actor.id))


async def test_erase__a_null_ends_the_state_and_all_before_it_is_empty(sample: House) -> None:
    """Messages keep their place and number, and lose their content; what is said again of it is the null."""
    thing = await sample.run(commands.make, "salainen kerho")
    other = await sample.run(commands.make, "julkinen kerho")
    await sample.run(_sent, thing.id)
    await sample.run(commands.rename, thing.id, "salainen seura")
    erased = await sample.run(commands.erase, thing.id)
    assert (erased.version, erased.sequence) == (1, 3)
    said = await sample.outbox(thing.id)
    assert [(record.topic, record.sequence, record.value) for record in said] == [
        ("sample.thing", 2, None), ("sample.thing.state", 2, None),
        ("sample.thing", 3, b'{"thing_id":"%s"}' % str(thing.id).encode()), ("sample.thing.state", 3, None),
    ]
    assert said[-1].type == "fi.yhdyspinta.sample.Thing.state.v1"
    assert said[-1].headers["ce_dataschema"] == "urn:yhdyspinta:schema:sample:Thing.state:v1"
    assert [record.value is None for record in await sample.outbox(other.id)] == [False, False]
    async with sample.database.sessions() as session:
        sent = await session.execute(text("SELECT topic, sequence, payload FROM sample.outbox_sent ORDER BY position"))
        assert [tuple(row) for row in sent] == [("sample.thing", 1, None), ("sample.thing.state", 1, None)]
    assert await republish(SERVICE, sample.database, clock.now() - timedelta(days=1)) == (1, 2)
    assert [(r.topic, r.sequence, r.value) for r in (await sample.outbox(thing.id))[4:]] == [
        ("sample.thing", 1, None), ("sample.thing.state", 3, None),
    ]


async def _sent(uow: UnitOfWork, id: UUID) -> None:
    """As the relay would move them."""
    sent, outbox = SERVICE.house.outbox_sent, SERVICE.house.outbox
    names = [column.name for column in outbox.c if column.name != "error"]
    moved = select(*(outbox.c[name] for name in names)).where(outbox.c.key == str(id))
    await uow.execute(sent.insert().from_select(names, moved))
    await uow.execute(outbox.delete().where(outbox.c.key == str(id)))
