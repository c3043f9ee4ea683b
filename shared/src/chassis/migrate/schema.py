"""Alembic without an environment of its own in each service: the house knows connection, schema and rules."""

import asyncio
import logging

import asyncpg
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.script import ScriptDirectory
from asyncpg.exceptions import InvalidSchemaNameError, UndefinedTableError
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from chassis.database import driver_url
from chassis.migrate import CannotMigrate
from chassis.migrate.alone import LOCK_TIMEOUT, alone, patiently
from chassis.migrate.versions import folder_of, head_of
from chassis.service import Service
from chassis.settings import Settings

log = logging.getLogger(__name__)

_alembic = asyncio.Lock()
"""Alembic's `op` is one for the whole process."""


async def upgrade(service: Service, settings: Settings) -> None:
    """Bring the schema to the newest version; of several processes that try, one does it."""
    url = settings.database_owner_url
    if not url:
        raise CannotMigrate("the schema is changed by its owner: give YHDYSPINTA_DATABASE_OWNER_URL")
    head = head_of(service)
    async with alone(url, f"yhdyspinta.migrate.{service.name}") as lock:
        has = await _version(lock, service.name)
        if has is not None and has >= head:
            return
        log.info("schema goes forward", extra={"service": service.name, "from": has, "to": head})
        await patiently(lambda: upgrade_at(service, url))


async def _version(connection: asyncpg.Connection, schema: str) -> str | None:
    try:
        version: str | None = await connection.fetchval(f"SELECT version_num FROM {schema}.alembic_version")  # noqa: S608
    except (UndefinedTableError, InvalidSchemaNameError):
        return None
    return version


async def upgrade_at(service: Service, url: str) -> None:
    """Run what is missing at this address, each migration in a transaction of its own."""
    engine = create_async_engine(
        driver_url(url), poolclass=NullPool, connect_args={"server_settings": {"lock_timeout": LOCK_TIMEOUT}}
    )
    try:
        async with _alembic, engine.connect() as connection:
            await connection.run_sync(_run, service)
    finally:
        await engine.dispose()


def _run(connection: Connection, service: Service) -> None:
    scripts = script_directory(service)

    def upwards(revision: str, _: MigrationContext) -> list[RevisionStep]:
        return scripts._upgrade_revs("head", revision)  # noqa: SLF001 - as Alembic's own env.py gets it

    with EnvironmentContext(Config(), scripts, fn=upwards, destination_rev="head") as environment:
        environment.configure(
            connection=connection,
            target_metadata=service.tables,
            version_table_schema=service.name,
            transaction_per_migration=True,
        )
        with environment.begin_transaction():
            environment.run_migrations()


def script_directory(service: Service) -> ScriptDirectory:
    """The service's migrations as Alembic reads them."""
    return ScriptDirectory(str(folder_of(service)))
