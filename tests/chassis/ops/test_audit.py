"""The chain names what was changed, removed, inserted or left; it never forks; it keeps up."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from tests.chassis.ops.conftest import Place, tables_of

from chassis import audit, metrics
from chassis.audit import BATCH, BEFORE_ALL, Finding, Seal, Sealer, Wrong, row_hash, seal_head, unsealed_age, verify
from chassis.database import driver_url
from chassis.house import house_of
from chassis.testing import Parts

HOUSE = house_of(tables_of("grants"))
WRITE = """
    WITH written AS (INSERT INTO grants.audit
        (at, actor, command, cause_id, correlation_id, action, subject, subject_id, columns, rows, grounds)
        SELECT now() - CAST(:age AS interval), 'person:1', 'grants.grant', gen_random_uuid(), gen_random_uuid(), 'update',
            'decision', gen_random_uuid()::text, '["status", "granted_cents"]', 1, 'Perustelut ' || n
        FROM generate_series(1, :count) n RETURNING id)
    INSERT INTO grants.audit_unsealed SELECT id FROM written
"""


@pytest.fixture(scope="module")
async def migrated(parts: Parts) -> Place:
    return await Place(parts).migrated("grants")


@pytest.fixture
async def db(migrated: Place) -> AsyncIterator[SimpleNamespace]:
    """The app's engine and a superuser's, the audit tables empty."""
    app = create_async_engine(driver_url(migrated.url("grants", "app")))
    root = create_async_engine(driver_url(migrated.url()))
    async with root.begin() as connection:
        await connection.execute(text("TRUNCATE grants.audit, grants.audit_unsealed, grants.audit_seal RESTART IDENTITY"))
    sealers: list[Sealer] = []

    def sealer(batch: int = BATCH) -> Sealer:
        sealers.append(Sealer(migrated.url("grants", "app"), HOUSE, batch=batch))
        return sealers[-1]

    yield SimpleNamespace(app=app, root=root, sealer=sealer)
    for made in sealers:
        await made.close()
    await app.dispose()
    await root.dispose()


async def run(engine: AsyncEngine, statement: str, **values: object) -> None:
    async with engine.begin() as connection:
        await connection.execute(text(statement), values)


async def write(engine: AsyncEngine, count: int, age: timedelta = timedelta()) -> None:
    await run(engine, WRITE, count=count, age=age)


async def findings(engine: AsyncEngine, known: Seal | None = None) -> list[Finding]:
    async with engine.connect() as connection:
        return await verify(connection, HOUSE, known=known)


async def test_seal__rows_in_order_without_gaps(db: SimpleNamespace) -> None:
    sealer = db.sealer(30)
    await write(db.app, 100)
    assert [await sealer.seal() for _ in range(5)] == [30, 30, 30, 10, 0]
    async with db.app.connect() as connection:
        seals = (await connection.execute(text("SELECT position, audit_id, hash FROM grants.audit_seal ORDER BY 1"))).all()
        first = (await connection.execute(HOUSE.audit.select().where(HOUSE.audit.c.id == 1))).mappings().one()
        assert (await connection.execute(text("SELECT count(*) FROM grants.audit_unsealed"))).scalar() == 0
    assert [(s.position, s.audit_id) for s in seals] == [(n, n) for n in range(1, 101)]
    assert bytes(seals[0].hash) == row_hash(BEFORE_ALL, first)
    assert await findings(db.app) == []


async def test_seal__a_lower_id_that_committed_later_comes_behind(db: SimpleNamespace) -> None:
    sealer = db.sealer()
    async with db.app.connect() as slow:
        await slow.execute(text(WRITE), {"count": 1, "age": timedelta()})
        await write(db.app, 2)
        assert await sealer.seal() == 2
        await slow.commit()
    assert await sealer.seal() == 1
    assert await findings(db.app) == []
    async with db.app.connect() as connection:
        ids = (await connection.execute(text("SELECT audit_id FROM grants.audit_seal ORDER BY position"))).scalars().all()
    assert ids == [2, 3, 1]


@pytest.mark.parametrize("change", [
    "actor = 'person:2'", "grounds = NULL", "rows = rows + 1", "at = at + interval '1 microsecond'",
    "columns = columns || '\"version\"'", "subject_id = upper(subject_id) || 'x'", "cause_id = gen_random_uuid()",
])
async def test_verify__names_a_changed_row(change: str, db: SimpleNamespace) -> None:
    await write(db.app, 50)
    await db.sealer().seal()
    await run(db.root, f"UPDATE grants.audit SET {change} WHERE id = 17")
    assert await findings(db.app) == [Finding(Wrong.CHANGED, 17, 17)]
    assert "audit row 17" in str((await findings(db.app))[0])


async def test_verify__a_row_sealed_anew_breaks_the_next(db: SimpleNamespace) -> None:
    await write(db.app, 50)
    await db.sealer().seal()
    await run(db.root, "UPDATE grants.audit SET actor = 'person:2' WHERE id = 17")
    async with db.root.begin() as connection:
        seal = HOUSE.audit_seal
        before = (await connection.execute(select(seal.c.hash).where(seal.c.position == 16))).scalar_one()
        row = (await connection.execute(HOUSE.audit.select().where(HOUSE.audit.c.id == 17))).mappings().one()
        await connection.execute(seal.update().where(seal.c.position == 17).values(hash=row_hash(before, dict(row))))
    assert await findings(db.app) == [Finding(Wrong.CHANGED, 18, 18)]


async def test_verify__names_a_removed_row(db: SimpleNamespace) -> None:
    await write(db.app, 50)
    await db.sealer().seal()
    await run(db.root, "DELETE FROM grants.audit WHERE id = 50")
    assert await findings(db.app) == [Finding(Wrong.REMOVED, 50, 50)]
    await run(db.root, "DELETE FROM grants.audit_seal WHERE audit_id IN (20, 50)")
    assert await findings(db.app) == [Finding(Wrong.GAP, 21, 21), Finding(Wrong.INSERTED, 20)]


async def test_verify__names_a_row_removed_before_it_was_sealed(db: SimpleNamespace) -> None:
    await write(db.app, 3)
    await run(db.root, "DELETE FROM grants.audit WHERE id = 2")
    assert await db.sealer().seal() == 2
    assert await findings(db.app) == [Finding(Wrong.REMOVED, 2)]


async def test_verify__names_an_inserted_row(db: SimpleNamespace) -> None:
    await write(db.app, 5)
    await db.sealer().seal()
    await run(db.root, "INSERT INTO grants.audit OVERRIDING SYSTEM VALUE SELECT 77, at, actor, command, cause_id,"
              " correlation_id, action, subject, subject_id, columns, rows, grounds FROM grants.audit WHERE id = 3")
    assert await findings(db.app) == [Finding(Wrong.INSERTED, 77)]


async def test_verify__names_a_row_left_unsealed(db: SimpleNamespace) -> None:
    await write(db.app, 1, age=timedelta(minutes=5))
    await write(db.app, 1)
    assert await findings(db.app) == [Finding(Wrong.UNSEALED, 1)]
    async with db.app.connect() as connection:
        assert await unsealed_age(connection, HOUSE) == pytest.approx(300, abs=5)
    await db.sealer().seal()
    async with db.app.connect() as connection:
        assert await unsealed_age(connection, HOUSE) == 0


async def test_verify__an_end_that_was_cut_off_needs_a_seal_kept_outside(db: SimpleNamespace) -> None:
    await write(db.app, 10)
    await db.sealer().seal()
    async with db.app.connect() as connection:
        known = await seal_head(connection, HOUSE)
    assert known.position == 10
    assert await findings(db.app, known=known) == []
    await run(db.root, "DELETE FROM grants.audit WHERE id > 8")
    await run(db.root, "DELETE FROM grants.audit_seal WHERE position > 8")
    assert await findings(db.app) == []
    assert await findings(db.app, known=known) == [Finding(Wrong.CUT, 0, 10)]
    await run(db.root, "UPDATE grants.audit SET actor = 'x' WHERE id = 2")
    assert Finding(Wrong.CHANGED, 2, 2) in await findings(db.app, known=Seal(8, b""))


async def test_seal__two_sealers_do_not_fork_the_chain(db: SimpleNamespace) -> None:
    sealers = [db.sealer(7) for _ in range(4)]
    writing = asyncio.create_task(_write_on(db.app))
    while not writing.done() or await _waiting(db.app):
        await asyncio.gather(*(sealer.seal() for sealer in sealers))
    assert await findings(db.app) == []
    async with db.app.connect() as connection:
        assert (await seal_head(connection, HOUSE)).position == 300


async def _write_on(engine: AsyncEngine) -> None:
    for _ in range(30):
        await write(engine, 10)
        await asyncio.sleep(0)


async def _waiting(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return int((await connection.execute(text("SELECT count(*) FROM grants.audit_unsealed"))).scalar_one())


async def test_seal__keeps_up(db: SimpleNamespace) -> None:
    await write(db.app, 20_000)
    sealer = db.sealer()
    began = time.process_time()
    while await sealer.seal():
        pass
    rate = 20_000 / (time.process_time() - began)
    assert rate > 5_000, f"{rate:.0f} rows for each second of this process"
    assert await findings(db.app) == []


async def test_run__seals_each_second_and_outlives_a_lost_connection(db: SimpleNamespace) -> None:
    task = asyncio.create_task(db.sealer().run())
    await write(db.app, 3)
    await _until_sealed(db.root)
    await run(db.root, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              " WHERE usename = 'grants_app' AND datname = current_database()")
    await write(db.root, 3)
    await _until_sealed(db.root)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await findings(db.root) == []


async def test_run__a_row_that_cannot_be_sealed_shows_in_the_age(
    db: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_hash(*_: object) -> bytes:
        raise ValueError("a row that has no canonical form")

    def age() -> float:
        return metrics.REGISTRY.get_sample_value("audit_unsealed_age_seconds") or 0

    with monkeypatch.context() as patch:
        patch.setattr(audit, "row_hash", no_hash)
        await write(db.app, 1, age=timedelta(minutes=5))
        task = asyncio.create_task(db.sealer().run())
        async with asyncio.timeout(5):
            while age() < 300:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    await _until_sealed(db.app)
    await asyncio.sleep(0.1)
    assert age() == 0
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def _until_sealed(engine: AsyncEngine) -> None:
    async with asyncio.timeout(10):
        while await _waiting(engine):  # noqa: ASYNC110
            await asyncio.sleep(0.1)


async def test_seal__told_to_end_while_the_database_is_away_it_ends() -> None:
    """A relay that waits for its sealer would wait for ever."""
    sealer, sealing = Sealer("postgresql://grants_app@127.0.0.1:1/nowhere", HOUSE), asyncio.Event()

    async def seal() -> int:
        sealing.set()
        await asyncio.Event().wait()
        return 0

    sealer.seal = seal  # type: ignore[method-assign]
    running = asyncio.create_task(sealer.run())
    await sealing.wait()
    running.cancel()
    ended, _ = await asyncio.wait({running}, timeout=3)
    assert ended
    assert running.cancelled()


@pytest.mark.parametrize("column", ["audit_id", "position"])
async def test_verify__names_rows_that_changed_places(column: str, db: SimpleNamespace) -> None:
    """By somebody who may do without every trigger and foreign key."""
    await write(db.app, 50)
    await db.sealer().seal()
    async with db.root.begin() as connection:
        await connection.execute(text("SET LOCAL session_replication_role = replica"))
        for before, after in ((20, -20), (21, 20), (-20, 21)):
            await connection.execute(text(f"UPDATE grants.audit_seal SET {column} = {after} WHERE {column} = {before}"))
    assert {found.position for found in await findings(db.app)} >= {20, 21}
