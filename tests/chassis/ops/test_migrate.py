"""Roles, schema, partitions: made once, repeatable, and the app role alters nothing."""

import asyncio
import logging
from collections.abc import AsyncIterator

import asyncpg
import pytest
from asyncpg.exceptions import InsufficientPrivilegeError
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from tests.chassis.ops.conftest import SERVICES, Place, service_of, tables_of

from chassis.database import driver_url
from chassis.migrate import CannotMigrate, head_reached, migrate
from chassis.migrate.catalogue import catalogue_difference, create
from chassis.migrate.passwords import fits, verifier
from chassis.service import Service
from chassis.settings import Settings
from chassis.testing import Parts

AUDIT_ROW = (
    "INSERT INTO grants.audit (at, actor, command, cause_id, correlation_id, action, subject, columns)"
    " VALUES (now(), 'service:grants', 'test', gen_random_uuid(), gen_random_uuid(), 'insert', 'call', '[]')"
)


@pytest.fixture(scope="module")
async def county(parts: Parts) -> AsyncIterator[Place]:
    """All five schemas in one database."""
    county = await Place(parts).migrated(*SERVICES)
    yield county
    await county.leave()


@pytest.fixture
async def app(county: Place) -> asyncpg.Connection:
    return await county.connect("grants", "app")


@pytest.mark.parametrize("name", SERVICES)
async def test_migrations_and_code_agree(name: str, county: Place, place: Place) -> None:
    await (await county.connect()).execute(f"CREATE DATABASE {place.database}")
    engine = create_async_engine(driver_url(place.url()), poolclass=NullPool)
    async with engine.begin() as session:
        await create(session, tables_of(name))
    migrated, created = await county.connect(), await place.connect()
    assert await catalogue_difference(migrated, created, name) == []

    await created.execute(f"ALTER TABLE {name}.outbox RESET (autovacuum_vacuum_threshold)")
    await created.execute(f"ALTER TABLE {name}.parked ADD CHECK (attempts >= 0)")
    await created.execute(f"DROP INDEX {name}.ix_parked_next_attempt_at")
    await created.execute(f"ALTER TABLE {name}.parked ALTER attempts DROP DEFAULT")
    await created.execute(f'ALTER TABLE {name}.assignment ALTER role TYPE text COLLATE "C"')
    difference = await catalogue_difference(migrated, created, name)
    assert len(difference) == 7, difference


@pytest.mark.parametrize("statement", [
    "CREATE TABLE grants.mine (id int)",
    "CREATE TABLE public.mine (id int)",
    "CREATE TEMP TABLE mine (id int)",
    "CREATE SCHEMA mine",
    "CREATE FUNCTION grants.mine() RETURNS int LANGUAGE sql RETURN 1",
    "CREATE INDEX mine ON grants.outbox (topic)",
    "ALTER TABLE grants.outbox ADD COLUMN mine int",
    "ALTER TABLE grants.outbox SET (fillfactor = 50)",
    "ALTER TABLE grants.outbox OWNER TO grants_app",
    "DROP TABLE grants.outbox",
    "DROP SCHEMA grants CASCADE",
    "TRUNCATE grants.outbox",
    "TRUNCATE grants.audit",
    "UPDATE grants.audit SET actor = 'somebody else'",
    "DELETE FROM grants.audit",
    "UPDATE grants.audit_seal SET hash = ''",
    "DELETE FROM grants.audit_seal",
    "INSERT INTO grants.alembic_version VALUES ('9999')",
    "UPDATE grants.alembic_version SET version_num = '9999'",
    "DELETE FROM grants.alembic_version",
    "SELECT * FROM registry.outbox",
    "SELECT * FROM forums.assignment",
    "INSERT INTO notifications.audit_unsealed VALUES (1)",
    "CREATE EXTENSION citext",
    "CREATE DATABASE mine",
    "CREATE ROLE mine",
    "SET ROLE grants_owner",
])
async def test_app_role__alters_nothing_and_sees_no_neighbour(statement: str, app: asyncpg.Connection) -> None:
    with pytest.raises(InsufficientPrivilegeError):
        await app.execute(statement)


@pytest.mark.parametrize("statement", [
    AUDIT_ROW,
    "INSERT INTO grants.audit_unsealed VALUES (1)",
    "INSERT INTO grants.audit_seal VALUES (1, 1, '')",
    "SELECT * FROM grants.alembic_version",
    "INSERT INTO grants.timer VALUES ('close', gen_random_uuid(), now())",
    "UPDATE grants.timer SET attempts = attempts + 1",
    "DELETE FROM grants.timer",
    "SELECT public.unaccent('Ähtäri'), public.similarity('a', 'b'), 'a' OPERATOR(public.%) 'b'",
])
async def test_app_role__does_its_work(statement: str, app: asyncpg.Connection) -> None:
    transaction = app.transaction()
    await transaction.start()
    await app.execute(statement)
    await transaction.rollback()


async def test_app_role__does_not_wait_for_ever(app: asyncpg.Connection) -> None:
    names = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout", "timezone")
    assert [await app.fetchval(f"SHOW {name}") for name in names] == ["3s", "10s", "30s", "UTC"]


async def test_owner__alters_its_schema_and_no_other(county: Place) -> None:
    owner = await county.connect("grants", "owner")
    transaction = owner.transaction()
    await transaction.start()
    await owner.execute("CREATE TABLE grants.mine (id int); DROP TABLE grants.mine")
    await transaction.rollback()
    with pytest.raises(InsufficientPrivilegeError):
        await owner.execute("SELECT * FROM registry.outbox")


async def test_migrate__two_jobs_at_once_do_it_once(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    service = service_of("forums")
    settings = place.settings(service)
    await migrate(service, settings, "roles")
    with caplog.at_level(logging.INFO, "chassis.migrate"):
        await asyncio.gather(*(migrate(service, settings, "schema") for _ in range(4)))
    assert sum("goes forward" in record.message for record in caplog.records) == 1
    async with asyncio.timeout(20):
        await asyncio.gather(*(migrate(service, settings, "roles") for _ in range(3)))
        await asyncio.gather(*(migrate(service, settings, "partitions") for _ in range(3)))


async def test_migrate__waits_for_who_holds_the_lock(place: Place) -> None:
    service = service_of("forums")
    settings = place.settings(service)
    await migrate(service, settings, "roles")
    holder = await place.connect()
    await holder.execute("SELECT pg_advisory_lock(hashtextextended('yhdyspinta.migrate.forums', 0))")
    job = asyncio.create_task(migrate(service, settings, "schema"))
    await asyncio.sleep(0.7)
    assert not job.done()
    assert await holder.fetchval("SELECT to_regclass('forums.outbox')") is None
    await holder.execute("SELECT pg_advisory_unlock_all()")
    await asyncio.wait_for(job, 20)
    assert await holder.fetchval("SELECT to_regclass('forums.outbox')") is not None


SNAPSHOT = """
    SELECT 'class ' || oid || relname || xmin || coalesce(relacl::text, '') FROM pg_class
        WHERE relnamespace = 'facilities'::regnamespace
    UNION ALL SELECT 'schema ' || nspname || nspacl::text FROM pg_namespace WHERE nspname IN ('facilities', 'public')
    UNION ALL SELECT 'database ' || datacl::text FROM pg_database WHERE datname = current_database()
    UNION ALL SELECT 'default ' || defaclacl::text FROM pg_default_acl
    UNION ALL SELECT 'role ' || xmin || rolname || coalesce(rolpassword, '') FROM pg_authid WHERE rolname LIKE 'facilities%'
    UNION ALL SELECT 'setting ' || s.xmin || s.setconfig::text FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = setrole
        WHERE r.rolname LIKE 'facilities%'
"""


async def test_migrate__again_changes_nothing(place: Place) -> None:
    await place.migrated("facilities")
    watcher = await place.connect()
    before = sorted(line for (line,) in await watcher.fetch(SNAPSHOT))
    await place.migrated("facilities")
    assert sorted(line for (line,) in await watcher.fetch(SNAPSHOT)) == before
    assert len(before) > 40


TRIAL = Service(name="opstrial", settings=Settings, tables=MetaData(), permissions={}, topics=[], routes=[])


async def test_roles__a_new_password_is_set(place: Place) -> None:
    await migrate(TRIAL, place.settings(TRIAL), "roles")
    watcher = await place.connect()
    kept = "SELECT rolpassword FROM pg_authid WHERE rolname = 'opstrial_app'"
    assert fits("app", await watcher.fetchval(kept))
    url = place.url("opstrial", "app").replace(":app@", ":kev%C3%A4t@")
    with pytest.raises(ValueError, match="ASCII"):
        await migrate(TRIAL, place.settings(TRIAL, database_url=url), "roles")
    url = place.url("opstrial", "app").replace(":app@", ":it%27s%20new%2F%40@")
    await migrate(TRIAL, place.settings(TRIAL, database_url=url), "roles")
    assert fits("it's new/@", await watcher.fetchval(kept))


async def test_verifier__is_what_the_server_makes(county: Place) -> None:
    server = await county.connect()
    await server.execute("CREATE ROLE ops_verifier PASSWORD 'kevat on, ei viela'")
    kept = await server.fetchval("SELECT rolpassword FROM pg_authid WHERE rolname = 'ops_verifier'")
    await server.execute("DROP ROLE ops_verifier")
    assert fits("kevat on, ei viela", kept)
    assert not fits("kevat on, ei viela!", kept)
    assert verifier("a") != verifier("a")
    with pytest.raises(ValueError, match="ASCII"):
        verifier("kevät")


async def test_roles__address_of_another_role(place: Place) -> None:
    with pytest.raises(CannotMigrate, match="opstrial_app"):
        await migrate(TRIAL, place.settings(TRIAL, database_url=place.url()), "roles")


async def test_migrate__names_what_is_missing(place: Place) -> None:
    bare = place.settings(TRIAL, database_owner_url="", database_admin_url="")
    for part, missing in {
        "roles": "ADMIN_URL", "schema": "OWNER_URL", "partitions": "OWNER_URL", "topics": "KAFKA", "everything": "no part",
    }.items():
        with pytest.raises(CannotMigrate, match=missing):
            await migrate(TRIAL, bare, part)


async def test_head_reached__before_after_and_ahead(place: Place) -> None:
    service = service_of("grants")
    settings = place.settings(service)
    await migrate(service, settings, "roles")
    engine = create_async_engine(driver_url(settings.database_url), poolclass=NullPool)
    assert not await head_reached(service, engine)
    await migrate(service, settings, "schema")
    assert await head_reached(service, engine)
    owner = await place.connect("grants", "owner")
    await owner.execute("UPDATE grants.alembic_version SET version_num = '0000_before'")
    assert not await head_reached(service, engine)
    await owner.execute("UPDATE grants.alembic_version SET version_num = '9999_next_release'")
    assert await head_reached(service, engine)
    await migrate(service, settings, "schema")


def test_versions__one_line_named_as_their_files() -> None:
    from chassis.migrate.schema import script_directory
    from chassis.migrate.versions import folder_of, head_of

    for service in map(service_of, SERVICES):
        scripts = script_directory(service)
        assert scripts.get_heads() == [head_of(service)]
        revisions = [script.revision for script in scripts.walk_revisions()]
        assert sorted(revisions, reverse=True) == revisions
        assert set(revisions) == {file.stem for file in (folder_of(service) / "versions").glob("*.py")}
        assert all(len(revision) <= 32 for revision in revisions)
