"""One service's database: the pool, units of work, readers, and the word to the relay after a commit."""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import TypeVar
from urllib.parse import urlsplit, urlunsplit

import asyncpg
from asyncpg.exceptions import InterfaceError, InternalClientError, PostgresError
from pydantic_core import from_json
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import configure_mappers

from chassis.access import Actor
from chassis.bare import Bare
from chassis.faults import Guards
from chassis.house import house_of
from chassis.reading import BareReader, Shared
from chassis.unit import Unit
from chassis.work import Cause, Stale

T = TypeVar("T")
log = logging.getLogger(__name__)

TRIES = 5
"""How often a command is run on what is there now, before a lost race is an error."""
OPTIMISTIC_TRIES = 2
POOL_TIMEOUT = 2.0
"""Seconds that a request waits for a connection before it is answered 503."""
ANSWER_TIMEOUT = 12.0
"""Seconds that a process waits for one answer: a little more than the server's own limit, for a server that is silent."""


class Database:
    """Units of work and readers over one pool."""

    def __init__(
        self, url: str, tables: MetaData, *, tenant: str = "pohde", schema_base: str = "", pool_size: int = 10,
        answer_timeout: float | None = None,
    ) -> None:
        """`answer_timeout`: seconds for one statement; none where it may take its time, as in an operator's command."""
        configure_mappers()
        self.url = url
        self.schema = tables.schema or "public"
        self.engine: AsyncEngine = create_async_engine(
            driver_url(url),
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=POOL_TIMEOUT,
            json_deserializer=from_json,
            hide_parameters=True,  # an error's text may be logged; what people wrote may not
            connect_args={
                "timeout": 5,
                "command_timeout": answer_timeout,
                "server_settings": {"application_name": f"yhdyspinta-{self.schema}", "jit": "off"},
            },
        )
        self.bare = Bare(self.engine)
        self._house = Shared.of(house_of(tables), Guards.of(tables), tenant, schema_base)
        self.waker = Waker(url, channel_of(self.schema))

    @asynccontextmanager
    async def unit(
        self, *, actor: Actor, cause: Cause, now: datetime, if_match: int | None = None, locks: bool = False
    ) -> AsyncIterator[Unit]:
        """A unit of work that commits on a clean exit and forgets everything otherwise; with `locks` it waits for its turn."""
        unit = Unit(self.bare, self._house, actor=actor, cause=cause, now=now, if_match=if_match, locks=locks)
        async with unit.session, self._house.guards.translated():
            yield unit
            await unit.settle()
            await unit.session.commit()
        if unit.announced:
            self.waker.wake()

    @asynccontextmanager
    async def reader(self, *, actor: Actor, cause: Cause, now: datetime) -> AsyncIterator[BareReader]:
        """Reads without a transaction: one round trip each."""
        reader = BareReader(self.bare, self._house, actor=actor, cause=cause, now=now)
        yield reader
        await reader.settle()

    def sessions(self) -> AsyncSession:
        """A bare session, for the house's own tables and copies: neither versions nor audit."""
        return AsyncSession(self.engine, expire_on_commit=False, close_resets_only=False)

    async def ping(self) -> None:
        """Ask the database something, through the pool."""
        await self.bare.fetch("SELECT 1", ())

    async def close(self) -> None:
        await self.waker.close()
        await self.engine.dispose()


async def again_if_stale(attempt: Callable[[bool], Awaitable[T]]) -> T:
    """Run the attempt; when somebody was faster, run it again on what is there now.

    First without locks, for races are rare. Who has lost more than `OPTIMISTIC_TRIES` of them is told to lock what it loads, and
    waits for its turn instead.
    """
    for tried in range(1, TRIES):
        try:
            return await attempt(tried > OPTIMISTIC_TRIES)
        except Stale:
            await asyncio.sleep(random.uniform(0, 0.01 * tried))  # noqa: S311 - to part the racers
    return await attempt(True)  # noqa: FBT003


class Waker:
    """Tells the relay that something was written.

    Never in the transaction: PostgreSQL serialises notifying commits. At most one NOTIFY in two milliseconds, on a connection
    of its own; when it fails the relay's poll finds the rows a quarter of a second later.
    """

    PAUSE = 0.002

    def __init__(self, url: str, channel: str) -> None:
        self._url = url
        self._notify = f'NOTIFY "{channel}"'
        self._connection: asyncpg.Connection | None = None
        self._task: asyncio.Task[None] | None = None
        self._asked = asyncio.Event()

    def wake(self) -> None:
        """Say it soon."""
        self._asked.set()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        if self._connection is not None:
            await self._connection.close(timeout=1)

    async def _run(self) -> None:
        while self._asked.is_set():
            self._asked.clear()
            try:
                if self._connection is None or self._connection.is_closed():
                    self._connection = await asyncpg.connect(plain_url(self._url), timeout=5)
                await self._connection.execute(self._notify)
            except (OSError, PostgresError, InterfaceError, InternalClientError, TimeoutError) as fault:
                log.warning("relay not woken, it will poll", extra={"error": repr(fault)})
            await asyncio.sleep(self.PAUSE)


def channel_of(schema: str) -> str:
    """The channel on which a service's relay is woken."""
    return f"{schema}_outbox"


def driver_url(url: str) -> str:
    """The address with SQLAlchemy's driver in its scheme."""
    return urlunsplit(urlsplit(url)._replace(scheme="postgresql+asyncpg"))


def plain_url(url: str) -> str:
    """The address as asyncpg takes it."""
    return urlunsplit(urlsplit(url)._replace(scheme="postgresql"))
