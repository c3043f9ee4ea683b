"""Whether a text lies anywhere in a database."""

from dataclasses import dataclass

import asyncpg
import pytest

from chassis.database import plain_url
from chassis.testing import Parts, address

_TABLES = (
    "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'm') "
    "AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')"
)


@dataclass(frozen=True)
class Everywhere:
    """Every row of every table of every schema, as a dump has it."""

    url: str

    async def has(self, word: str) -> list[str]:
        """The tables in which the word stands, as text or inside bytes."""
        session = await asyncpg.connect(self.url)
        try:
            found = []
            for schema, table in await session.fetch(_TABLES):
                said = f'SELECT EXISTS (SELECT FROM "{schema}"."{table}" t WHERE t::text ILIKE $1 OR t::text LIKE $2)'
                if await session.fetchval(said, f"%{word}%", f"%{word.encode().hex()}%"):
                    found.append(f"{schema}.{table}")
            return sorted(found)
        finally:
            await session.close()


@pytest.fixture
def everywhere(parts: Parts, registry_database: str) -> Everywhere:
    return Everywhere(plain_url(address(parts.admin, registry_database)))
