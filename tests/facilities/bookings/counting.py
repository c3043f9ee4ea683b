"""What went to the database, by its own count."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

import asyncpg

_MINE: Final = "dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND userid <> (SELECT usesysid FROM pg_user WHERE usename = current_user)"


@dataclass(slots=True)
class Statements:
    """Each text once for each time that it was run; known when the counting is over."""

    texts: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.texts)


@asynccontextmanager
async def counted(database: str) -> AsyncIterator[Statements]:
    """The queries that the service runs meanwhile. `database`: its address, as administrator."""
    found = Statements()
    connection = await asyncpg.connect(database)
    try:
        await connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        await connection.execute("SELECT pg_stat_statements_reset(0, oid, 0) FROM pg_database WHERE datname = current_database()")
        yield found
        rows = await connection.fetch(f"SELECT query, calls FROM pg_stat_statements WHERE {_MINE} AND query ~* '^\\s*(select|with)'")
        found.texts += [row["query"] for row in rows for _ in range(row["calls"])]
    finally:
        await connection.close()
