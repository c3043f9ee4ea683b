"""A pytest plugin: databases cloned from a migrated template, and a `House` that runs a service's commands against one.

Whoever leads the run starts the parts and puts them into `config.stash[PARTS]`; this module knows only their addresses. Tests
commit for real: a database for each module, emptied between tests.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import select

from chassis import clock
from chassis.access import Actor, Held, actor_of
from chassis.database import Database, again_if_stale, plain_url
from chassis.envelope import Record
from chassis.migrate import migrate
from chassis.outbox import new_id
from chassis.service import Service
from chassis.settings import Settings
from chassis.work import Cause, Reader, UnitOfWork

P = ParamSpec("P")
T = TypeVar("T")
APP = "app"
OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Parts:
    """Addresses of the real parts of a test run."""

    admin: str
    kafka: str


PARTS = pytest.StashKey[Parts]()


@pytest.fixture(scope="session")
def parts(pytestconfig: pytest.Config) -> Parts:
    """The PostgreSQL and the Kafka of this run."""
    return pytestconfig.stash[PARTS]


def address(admin: str, database: str, service: str = "", role: str = "") -> str:
    """The address of a database, as administrator or as a service's `app` or `owner` role (whose password is the role)."""
    url = urlsplit(admin)
    login = url.netloc if not service else f"{service}_{role}:{role}@{url.hostname}:{url.port}"
    return urlunsplit(url._replace(netloc=login, path=f"/{database}"))


def settings_of(service: Service, admin: str, database: str, **others: Any) -> Settings:
    """Settings of a service for tests."""
    return service.settings(**{
        "env": "test",
        "database_url": address(admin, database, service.name, APP),
        "database_owner_url": address(admin, database, service.name, OWNER),
        "database_admin_url": address(admin, database),
        "issuer": "http://127.0.0.1:1",
        "cursor_key": "only-for-tests-only-for-tests",
        "drain_seconds": 0,
        **others,
    })


async def make_template(
    admin: str, name: str, services: Sequence[Service], fill: Callable[[str], Awaitable[None]] | None = None
) -> None:
    """A sealed database with the migrated schemas of these services and what `fill` puts into it, to be cloned.

    Made once for a name, whichever process of the run asks first; the others wait for it.
    """
    async with _administrator(admin) as session:
        await session.execute("SELECT pg_advisory_lock(hashtextextended($1, 0))", f"yhdyspinta.template.{name}")
        if await session.fetchval("SELECT datistemplate FROM pg_database WHERE datname = $1", name):
            return
        await session.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # whoever began it has failed
        await session.execute(f'CREATE DATABASE "{name}"')
        for service in services:
            await migrate(service, settings_of(service, admin, name), "all")
        if fill is not None:
            await fill(name)
        await session.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false IS_TEMPLATE true')


@contextlib.asynccontextmanager
async def cloned(admin: str, template: str) -> AsyncIterator[str]:
    """A copy of the template, dropped at the end."""
    name = f"test_{new_id().hex}"
    async with _administrator(admin) as session:
        await session.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    try:
        yield name
    finally:
        async with _administrator(admin) as session:
            await session.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


async def emptied(admin: str, database: str, keep: frozenset[str] = frozenset()) -> None:
    """Delete all rows but those of the tables to keep (reference data), in one round trip."""
    session = await asyncpg.connect(plain_url(address(admin, database)))
    try:
        tables = await session.fetch(
            "SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'alembic_version' "
            "AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'public', 'pg_toast')"
        )
        deletes = [
            f'DELETE FROM "{t["schema"]}"."{t["name"]}";'  # noqa: S608
            for t in tables
            if f"{t['schema']}.{t['name']}" not in keep
        ]
        await session.execute("SET session_replication_role = replica; " + "".join(deletes))
    finally:
        await session.close()


@contextlib.asynccontextmanager
async def _administrator(admin: str) -> AsyncIterator[asyncpg.Connection]:
    session = await asyncpg.connect(plain_url(admin))
    try:
        yield session
    finally:
        await session.close()


def person(service: Service, *roles: Held, id: UUID | None = None) -> Actor:
    """Somebody who holds these roles."""
    id = id or new_id()
    return Actor(id, f"person:{id}", service.permissions, frozenset(roles))


@dataclass(slots=True)
class House:
    """One service over one database, without HTTP and without a broker: commands, queries, and what was said."""

    service: Service
    database: Database
    settings: Settings
    actor: Actor
    clock: Callable[[], datetime] = clock.now

    @classmethod
    def over(cls, service: Service, admin: str, name: str, **others: Any) -> "House":
        settings = settings_of(service, admin, name, **others)
        database = Database(settings.database_url, service.tables, tenant=settings.tenant, schema_base=settings.schema_base)
        return cls(service, database, settings, actor_of(service.name))

    async def run(
        self,
        command: Callable[Concatenate[UnitOfWork, P], Awaitable[T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """A command as the house's actor, in a unit of its own, again when it lost a race; see `as_` for other actors."""
        cause = self.cause(getattr(command, "__name__", "command"))

        async def attempt(locks: bool) -> T:
            async with self.database.unit(actor=self.actor, cause=cause, now=self.now(), locks=locks) as unit:
                return await command(unit, *args, **kwargs)

        return await again_if_stale(attempt)

    async def read(self, query: Callable[Concatenate[Reader, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs) -> T:
        """A query as the house's actor."""
        cause = self.cause(getattr(query, "__name__", "query"))
        async with self.database.reader(actor=self.actor, cause=cause, now=self.now()) as reader:
            return await query(reader, *args, **kwargs)

    def as_(self, actor: Actor) -> "House":
        """The same house, somebody else acting."""
        return replace(self, actor=actor)

    async def outbox(self, key: UUID | None = None) -> list[Record]:
        """The messages that wait for the relay, in order: of one aggregate, or all."""
        t = self.service.house.outbox
        wanted = select(t).order_by(t.c.position)
        if key is not None:
            wanted = wanted.where(t.c.key == str(key))
        async with self.database.sessions() as session:
            rows = (await session.execute(wanted)).all()
        return [Record(row.topic, 0, row.position, row.key, row.headers, row.payload) for row in rows]

    async def said(self, key: UUID | None = None) -> list[str]:
        """The names of the events that wait for the relay, in order, snapshots left out."""
        return [
            (record.type or "").split(".")[3] for record in await self.outbox(key) if not record.topic.endswith(".state")
        ]

    @contextlib.contextmanager
    def asked(self) -> Iterator[list[str]]:
        """The text of every statement that units and readers send meanwhile."""
        texts: list[str] = []

        def noted(send: Callable[..., Any]) -> Callable[..., Any]:
            async def said(connection: asyncpg.Connection, text: str, *values: Any, **more: Any) -> Any:
                if text.partition(" ")[0] not in {"BEGIN", "COMMIT", "ROLLBACK", "NOTIFY"}:
                    texts.append(text)
                return await send(connection, text, *values, **more)

            return said

        with pytest.MonkeyPatch.context() as patched:
            for name in ("fetch", "execute", "executemany"):
                patched.setattr(asyncpg.Connection, name, noted(getattr(asyncpg.Connection, name)))
            yield texts

    def cause(self, name: str) -> Cause:
        id = new_id()
        return Cause(id, name, id)

    def now(self) -> datetime:
        return self.clock()

    async def close(self) -> None:
        await self.database.close()


def record(
    fact_type: str,
    key: UUID,
    sequence: int,
    payload: bytes | None,
    *,
    topic: str = "sample.thing",
    at: datetime | None = None,
    tenant: str = "pohde",
    **headers: str,
) -> Record:
    """A record as another service would have sent it."""
    envelope = {
        "ce_id": str(new_id()),
        "ce_type": fact_type,
        "ce_subject": str(key),
        "ce_sequence": f"{sequence:010d}",
        "ce_time": (at or clock.now()).isoformat(),
        "ce_tenant": tenant,
        **headers,
    }
    return Record(topic, 0, new_id().int % 2**62, str(key), envelope, payload)


async def soon(true: Callable[[], Awaitable[bool]], *, within: float = 30) -> None:
    """Ask again and again until it is true; an error when it does not become so in time (seconds)."""
    loop = asyncio.get_running_loop()
    end = loop.time() + within
    while not await true():
        if loop.time() > end:
            raise AssertionError(f"not within {within} s")
        await asyncio.sleep(0.02)
