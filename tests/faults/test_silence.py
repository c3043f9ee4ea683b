"""A database that takes what is asked and never answers: nobody waits for ever."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text
from tests.faults.proxy import Proxy, Way

from chassis.database import Database
from chassis.faults import is_transient
from chassis.testing import APP, Parts, address
from sample.main import SERVICE

PATIENCE = 1.0


@pytest.fixture
async def between(parts: Parts) -> AsyncIterator[Proxy]:
    """A proxy before the database."""
    at = urlsplit(parts.admin)
    proxy = Proxy(str(at.hostname), at.port or 0)
    await proxy.start()
    yield proxy
    await proxy.stop()


async def test_silent_database__is_a_fault_that_passes(parts: Parts, sample_database: str, between: Proxy) -> None:
    url = address(parts.admin, sample_database, "sample", APP).replace(f":{urlsplit(parts.admin).port}/", f":{between.port}/")
    database = Database(url, SERVICE.tables, answer_timeout=PATIENCE)
    try:
        await database.ping()
        between.set(Way.DROP)
        async with asyncio.timeout(10):
            with pytest.raises(TimeoutError) as silence:
                async with database.sessions() as session:
                    await session.execute(text("SELECT 1"))
        assert is_transient(silence.value)
        between.set(Way.OPEN)
        await database.ping()
    finally:
        await database.close()
