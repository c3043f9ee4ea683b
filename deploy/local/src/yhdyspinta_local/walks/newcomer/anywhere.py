"""In which tables of any schema a word stands.

`python -m yhdyspinta_local.walks.newcomer.anywhere <database> <word>`: as text or inside bytes, as a dump would have it. Prints `schema.table` for each.
"""

import asyncio
import sys

import asyncpg

_TABLES = (
    "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'm') "
    "AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') ORDER BY 1, 2"
)


async def main(url: str, word: str) -> None:
    session = await asyncpg.connect(url)
    try:
        for schema, table in await session.fetch(_TABLES):
            has = f'SELECT EXISTS (SELECT FROM "{schema}"."{table}" t WHERE strpos(lower(t::text), $1) > 0 OR strpos(t::text, $2) > 0)'
            if await session.fetchval(has, word.lower(), word.encode().hex()):
                print(f"{schema}.{table}")
    finally:
        await session.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
