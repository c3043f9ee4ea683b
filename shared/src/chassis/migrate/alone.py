"""One at a time, and never in the way of those who write."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import asyncpg
from asyncpg.exceptions import LockNotAvailableError
from sqlalchemy.exc import DBAPIError

from chassis.database import plain_url

LOCK_TIMEOUT = "3s"
"""How long a migration may stand in the queue for a table and hold up everybody behind it."""
TRIES = 20
PATIENCE = 600.0
"""Seconds to wait for another migrating process."""
_PAUSE = 0.2
_TRY = "SELECT pg_try_advisory_lock(hashtextextended($1, 0))"


@asynccontextmanager
async def alone(url: str, key: str) -> AsyncIterator[asyncpg.Connection]:
    """Hold the advisory lock of this key, on a connection of its own.

    The lock is asked for again and again: whoever *waits* for it has a transaction open, and `CREATE INDEX CONCURRENTLY` of
    the holder would wait for that.
    """
    connection = await asyncpg.connect(plain_url(url), timeout=10)
    try:
        async with asyncio.timeout(PATIENCE):
            while not await connection.fetchval(_TRY, key):  # noqa: ASYNC110 - the database has no event for this
                await asyncio.sleep(_PAUSE)
        yield connection
    finally:
        await connection.close()


async def patiently(attempt: Callable[[], Awaitable[None]]) -> None:
    """Run the attempt again while somebody holds what it needs; each attempt waits `LOCK_TIMEOUT` at most."""
    for _ in range(TRIES - 1):
        try:
            return await attempt()
        except LockNotAvailableError:
            pass
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) != LockNotAvailableError.sqlstate:
                raise
        await asyncio.sleep(_PAUSE)
    return await attempt()
