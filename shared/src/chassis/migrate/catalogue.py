"""A schema as its catalogues tell it: what Alembic's own comparison cannot see (checks, exclusions, predicates, triggers)."""

import asyncpg
from sqlalchemy import MetaData, text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.migrate.roles import EXTENSIONS

_QUERIES = {
    "column": """
        SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
            || CASE WHEN a.attcollation <> y.typcollation THEN ' collate ' || a.attcollation::regcollation ELSE '' END
            || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
            || CASE WHEN a.attidentity = '' THEN '' ELSE ' identity ' || a.attidentity::text END
            || coalesce(CASE WHEN a.attgenerated = '' THEN ' default ' ELSE ' generated ' || a.attgenerated::text || ' ' END
                || pg_get_expr(d.adbin, d.adrelid), '')
        FROM ours c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN pg_type y ON y.oid = a.atttypid
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum WHERE c.relkind IN ('r', 'p', 'v', 'm')""",
    "constraint": """
        SELECT c.relname || ' ' || k.conname || ' ' || pg_get_constraintdef(k.oid)
        FROM ours c JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype <> 'n'""",
    "index": "SELECT pg_get_indexdef(oid) FROM ours WHERE relkind IN ('i', 'I')",
    "trigger": "SELECT pg_get_triggerdef(t.oid) FROM ours c JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal",
    "storage": "SELECT relname || ' ' || option FROM ours, unnest(reloptions) option",
    "partitioned": "SELECT relname || ' ' || pg_get_partkeydef(oid) FROM ours WHERE relkind = 'p'",
    "view": "SELECT relname || ' ' || pg_get_viewdef(oid) FROM ours WHERE relkind IN ('v', 'm')",
    "function": """
        SELECT pg_get_functiondef(p.oid) FROM pg_proc p
        WHERE p.pronamespace = to_regnamespace($1) AND p.prokind IN ('f', 'p')""",
}
_OF_MIGRATIONS = ("function ", "trigger ")
"""The code of tables has no words for these: migrations alone make them, and a test of what each keeps stands beside it."""
_OURS = """
    WITH ours AS (SELECT * FROM pg_class WHERE relnamespace = to_regnamespace($1) AND NOT relispartition
        AND relname NOT IN ('alembic_version', 'alembic_version_pkc'))
"""


async def catalogue(connection: asyncpg.Connection, schema: str) -> set[str]:
    """What stands in a schema, one line for each thing, the version table and single partitions left out."""
    lines: set[str] = set()
    for kind, query in _QUERIES.items():
        found = await connection.fetch(_OURS + query, schema)
        lines |= {f"{kind} {line}" for (line,) in found}
    return lines


async def catalogue_difference(migrated: asyncpg.Connection, created: asyncpg.Connection, schema: str) -> list[str]:
    """What the migrations make and the code does not know, and the reverse; empty when they agree."""
    ours, theirs = await catalogue(migrated, schema), await catalogue(created, schema)
    unknown = {line for line in ours - theirs if not line.startswith(_OF_MIGRATIONS)}
    return sorted([f"only migrated: {line}" for line in unknown] + [f"only in code: {line}" for line in theirs - ours])


async def create(connection: AsyncConnection, tables: MetaData) -> None:
    """Make a schema straight from the code, as an administrator: for comparison, and for a service without migrations."""
    for extension in EXTENSIONS:
        await connection.execute(text(f"CREATE EXTENSION IF NOT EXISTS {extension} SCHEMA public"))
    await connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {tables.schema}"))
    await connection.run_sync(tables.create_all)
    for table in tables.tables.values():
        if storage := table.info.get("storage"):
            options = ", ".join(f"{name} = {value}" for name, value in storage.items())
            await connection.execute(text(f"ALTER TABLE {table.fullname} SET ({options})"))
        if table.dialect_options["postgresql"]["partition_by"]:
            await connection.execute(text(f"CREATE TABLE {table.fullname}_default PARTITION OF {table.fullname} DEFAULT"))
