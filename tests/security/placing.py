"""Where the rows of the walks lie while everybody is heard, and what the askers hold then; afterwards all of it is as it was."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg

from chassis import clock
from chassis.outbox import new_id

Scopes = Mapping[str, Sequence[str]]
"""By kind of scope, the ids."""


@dataclass(frozen=True)
class Ground:
    """What of a service is the askers' own."""

    scopes: Callable[[asyncpg.Connection, str], Awaitable[Scopes]]
    """For what the roles are held that are not held elsewhere; of a request about this thing."""
    placed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By table and column, in SQL, what puts its rows into those scopes: the examples lie in none of them."""
    walkers: Mapping[str, str] = field(default_factory=dict)
    """Words of the personas that do the walk, by subject."""


@asynccontextmanager
async def placed(admin: asyncpg.Connection, schema: str, tables: Mapping[str, Mapping[str, str]]) -> AsyncIterator[None]:
    """All rows of these tables there, without any trigger, and back."""
    for table, columns in tables.items():
        there = ", ".join(f"{column} = {value}" for column, value in columns.items())
        await _untriggered(admin, f"""
            CREATE TEMP TABLE kept_{table} AS SELECT id, {", ".join(columns)} FROM {schema}.{table};
            UPDATE {schema}.{table} SET {there}
        """)
    yield
    for table, columns in tables.items():
        back = ", ".join(f"{column} = kept.{column}" for column in columns)
        await _untriggered(admin, f"""
            UPDATE {schema}.{table} AS placed SET {back} FROM kept_{table} AS kept WHERE kept.id = placed.id;
            DROP TABLE kept_{table}
        """)


async def _untriggered(admin: asyncpg.Connection, sql: str) -> None:
    await admin.execute(f"SET session_replication_role = replica; {sql}; SET session_replication_role = origin")


@asynccontextmanager
async def held(
    admin: asyncpg.Connection, schema: str, roles: Mapping[UUID, tuple[str, str, Sequence[str]]], table: str
) -> AsyncIterator[None]:
    """By subject a role, the kind of its scope and the scopes, in the service's own copy."""
    now = clock.now()
    rows: list[tuple[Any, ...]] = [
        (new_id(), 1, now, subject, role, kind, id, now) for subject, (role, kind, ids) in roles.items() for id in ids
    ]
    columns = "id, sequence, heard_at, subject, role, scope_kind, scope_id, valid_from"
    await admin.executemany(f"INSERT INTO {schema}.{table} ({columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", rows)
    yield
    await admin.execute(f"DELETE FROM {schema}.{table} WHERE subject = ANY($1)", list(roles))
