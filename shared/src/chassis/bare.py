"""The database without SQLAlchemy's session: compiled statements on a bare asyncpg connection of the engine's pool.

Reading a row by its id costs a fifth of what it costs through the ORM's session, writing one a third (`docs/performance.md`).
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any, Protocol, Self, cast

from asyncpg import Connection, Record
from sqlalchemy import Executable
from sqlalchemy import Row as Found
from sqlalchemy.engine import IteratorResult, Result
from sqlalchemy.engine.interfaces import PoolProxiedConnection
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.sql import Select

from chassis.statements import Meet, Ready, Shapes
from chassis.work import Ts

SPOILT = (asyncio.CancelledError, TimeoutError)
"""After these an answer may still be under way: nobody else gets the connection."""


class NotCommitted(Exception):
    """A statement had failed, and the command went on as if it had not."""


class Executes(Protocol):
    """What the house asks of a session for its own tables, whether it is SQLAlchemy's or a unit's."""

    async def execute(self, statement: Executable, params: Any = None, /) -> Result[Any]: ...


class Bare:
    """One service's database, over the pool of its engine."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self.shapes = Shapes(engine.dialect)

    async def rows(self, statement: Select[*Ts], values: Mapping[str, Any] | None = None) -> Sequence[Found[*Ts]]:
        """What a select finds, in one round trip. Its objects belong to nobody: what is changed on them is not written."""
        ready = self.shapes.ready(statement, values)
        return cast("Sequence[Found[*Ts]]", ready.shape.rows(await self.fetch(ready.text, ready.values)))

    async def write(self, statement: Executable, values: Mapping[str, Any]) -> None:
        """One statement that commits itself."""
        ready = self.shapes.ready(statement, values)
        await self.fetch(ready.text, ready.values)

    async def fetch(self, text: str, values: Sequence[Any]) -> Sequence[Record]:
        """One round trip. Before it and after it no connection is held."""
        pooled = await self.connected()
        try:
            return cast("Sequence[Record]", await driver(pooled).fetch(text, *values))
        except BaseException as fault:
            if isinstance(fault, SPOILT):
                pooled.invalidate()
            raise
        finally:
            given_back(pooled)

    async def connected(self) -> PoolProxiedConnection:
        """A connection of the pool that is alive, as far as one knows."""
        pooled = await self._engine.raw_connection()
        while driver(pooled).is_closed():  # the server has gone meanwhile; each that died is replaced by a new one
            pooled.invalidate()
            pooled = await self._engine.raw_connection()
        return pooled


class BareSession:
    """One transaction. It begins with its first statement; what was not committed at the end is undone."""

    def __init__(self, bare: Bare) -> None:
        self.ready = bare.shapes.ready
        self._bare = bare
        self._pooled: PoolProxiedConnection | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, _kind: object, fault: BaseException | None, _trace: TracebackType | None) -> None:
        pooled, self._pooled = self._pooled, None
        if pooled is None:
            return
        if isinstance(fault, SPOILT):
            pooled.invalidate()
            return
        try:
            if driver(pooled).is_in_transaction():
                await driver(pooled).execute("ROLLBACK")
        except Exception:
            pooled.invalidate()  # the server undoes it, when it sees that nobody is there
            if fault is None:
                raise
        except BaseException:  # told to end meanwhile: that comes before whatever had gone wrong
            pooled.invalidate()
            raise
        finally:
            given_back(pooled)

    async def execute(self, statement: Executable, params: Mapping[str, Any] | None = None, /) -> Result[Any]:
        """Any statement of the house, with its rows under their names."""
        ready = self.ready(statement, params)
        found = ready.shape.rows(await self.fetch(ready))
        names = found[0]._fields if found else ready.shape.names
        return IteratorResult(SimpleResultMetaData(names), iter([tuple(row) for row in found]))

    async def rows(self, ready: Ready, meet: Meet) -> list[Found[*tuple[Any, ...]]]:
        """What a statement finds, its objects as they are met."""
        return ready.shape.rows(await self.fetch(ready), meet)

    async def count(self, ready: Ready) -> int:
        """How many rows it has written."""
        status: str = await (await self.connected()).execute(ready.text, *ready.values)
        return int(status.rpartition(" ")[2])

    async def many(self, ready: Sequence[Ready]) -> None:
        """One statement with many values, in one round trip."""
        await (await self.connected()).executemany(ready[0].text, [one.values for one in ready])

    async def fetch(self, ready: Ready) -> Sequence[Record]:
        return cast("Sequence[Record]", await (await self.connected()).fetch(ready.text, *ready.values))

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """What is raised inside undoes what was done inside. One in another hides the outer one until it is released."""
        here = await self.connected()
        await here.execute("SAVEPOINT here")
        try:
            yield
        except Exception:
            await here.execute("ROLLBACK TO here; RELEASE here")
            raise
        await here.execute("RELEASE here")

    async def commit(self) -> None:
        """PostgreSQL answers a COMMIT after a fault that nobody minded with a quiet ROLLBACK: that is an error here."""
        if self._pooled is not None and (said := await driver(self._pooled).execute("COMMIT")) != "COMMIT":
            raise NotCommitted(said)

    async def connected(self) -> Connection:
        """Asyncpg's own connection, in the transaction: each statement begins here."""
        if self._pooled is None:
            self._pooled = await self._bare.connected()
            await driver(self._pooled).execute("BEGIN")
        return driver(self._pooled)


def driver(pooled: PoolProxiedConnection) -> Connection:
    """Asyncpg's own."""
    return cast("Connection", pooled.driver_connection)


def given_back(pooled: PoolProxiedConnection) -> None:
    """To the pool, or nowhere if it is of no use any more."""
    if pooled.is_valid and driver(pooled).is_closed():
        pooled.invalidate()
    pooled.close()
