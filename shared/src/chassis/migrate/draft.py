"""A first draft of the next migration: `python -m chassis.migrate.draft <service> <name> <administrator's address>`.

Migrates a throw-away database, compares it with the tables in the code and writes `versions/<number>_<name>.py`. A person
reads and finishes it: a draft drops nothing, moves no rows, and knows no triggers, views or functions.
"""

import asyncio
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

import asyncpg
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.autogenerate.api import AutogenContext
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.types import TypeDecorator

from chassis.database import driver_url, plain_url
from chassis.migrate.roles import EXTENSIONS
from chassis.migrate.schema import upgrade_at
from chassis.migrate.versions import folder_of, head_of
from chassis.outbox import new_id
from chassis.service import Service

_FILE = '''"""{title}."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "{revision}"
down_revision = "{before}"


def upgrade() -> None:
    {body}
'''


async def draft(service: Service, name: str, admin_url: str) -> Path | None:
    """Write the next version of the service's schema; nothing where code and migrations agree."""
    body = await missing_in(service, admin_url)
    if not body:
        return None
    before = head_of(service)
    revision = f"{int(before.partition('_')[0]) + 1:04}_{name}"
    path = folder_of(service) / "versions" / f"{revision}.py"
    title = name.replace("_", " ").capitalize()
    path.write_text(_FILE.format(title=title, revision=revision, before=before, body=body), encoding="utf-8")
    return path


async def missing_in(service: Service, admin_url: str) -> str:
    """What a freshly migrated database lacks, as the body of `upgrade`. The service's roles must exist on that server."""
    database = f"draft_{new_id().hex}"
    url = make_url(admin_url).set(database=database).render_as_string(hide_password=False)
    admin: asyncpg.Connection = await asyncpg.connect(plain_url(admin_url))
    await admin.execute(f"CREATE DATABASE {database}")
    engine = create_async_engine(driver_url(url), poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            for extension in EXTENSIONS:
                await connection.exec_driver_sql(f"CREATE EXTENSION {extension} SCHEMA public")
            await connection.exec_driver_sql(f"CREATE SCHEMA {service.name}")
        await upgrade_at(service, url)
        async with engine.connect() as connection:
            return await connection.run_sync(_difference, service.tables)
    finally:
        await engine.dispose()
        await admin.execute(f"DROP DATABASE {database} WITH (FORCE)")
        await admin.close()


def _difference(connection: Connection, tables: MetaData) -> str:
    context = MigrationContext.configure(
        connection,
        opts={
            "target_metadata": tables,
            "version_table_schema": tables.schema,
            "include_schemas": True,
            "include_name": lambda name, kind, _: kind != "schema" or name == tables.schema,
            "include_object": lambda _thing, _name, _kind, reflected, in_code: not reflected or in_code is not None,
            "compare_type": True,
            "compare_server_default": True,
        },
    )
    operations = produce_migrations(context, tables).upgrade_ops
    if operations is None or operations.is_empty():
        return ""
    code = render_python_code(operations, render_item=_plain_type, migration_context=context)
    lines = [line for line in code.splitlines() if not line.lstrip().startswith("#")]
    return "\n".join([*lines, *_storage(connection, tables)]).strip()


def _plain_type(kind: str, thing: Any, _: AutogenContext) -> str | Literal[False]:
    """Types of our own and of SQLModel as what they are in the database: a migration outlives the code of its day."""
    return f"sa.{thing.impl!r}" if kind == "type" and isinstance(thing, TypeDecorator) else False


def _storage(connection: Connection, tables: MetaData) -> list[str]:
    """Storage parameters of tables that are not there yet; Alembic does not know `Table.info`."""
    new = [t for t in tables.sorted_tables if not connection.dialect.has_table(connection, t.name, schema=t.schema)]
    return [
        f'    op.execute("ALTER TABLE {table.fullname} SET ({name} = {value})")'
        for table in new
        for name, value in table.info.get("storage", {}).items()
    ]


def main() -> None:
    """Write a draft and say where."""
    service, name, admin_url = sys.argv[1:]
    path = asyncio.run(draft(import_module(f"{service}.main").SERVICE, name, admin_url))
    sys.stdout.write(f"{path}: read it, finish it\n" if path else "code and migrations agree\n")


if __name__ == "__main__":
    main()
