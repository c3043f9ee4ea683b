"""The parcel service over a database of its own."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from tests.chassis.edge.issuer import ISSUER, Issuer
from tests.chassis.edge.parcel import SERVICE

from chassis import clock
from chassis.app import create_app
from chassis.auth import Verifier
from chassis.database import Database, driver_url, plain_url
from chassis.health import Health
from chassis.keys import Keys
from chassis.outbox import new_id
from chassis.service import Service
from chassis.settings import Settings
from chassis.testing import Parts, address, emptied

COORDINATOR = UUID("00000000-0000-4000-8000-000000000001")
KEEPER = UUID("00000000-0000-4000-8000-000000000002")
STRANGER = UUID("00000000-0000-4000-8000-000000000003")


@pytest.fixture(scope="session")
async def parcel_database(parts: Parts) -> AsyncIterator[str]:
    """The address of a database with the schema of the parcel service."""
    name = f"edge_{new_id().hex}"
    admin = await asyncpg.connect(plain_url(parts.admin))
    await admin.execute(f'CREATE DATABASE "{name}"')
    url = address(parts.admin, name)
    engine = create_async_engine(driver_url(url))
    async with engine.begin() as connection:
        await connection.execute(text("CREATE SCHEMA parcel"))
        await connection.run_sync(SERVICE.tables.create_all)
        for table in ("idempotency", "outbox_sent"):
            await connection.execute(text(f"CREATE TABLE parcel.{table}_rest PARTITION OF parcel.{table} DEFAULT"))
    await engine.dispose()
    yield url
    await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await admin.close()


@pytest.fixture(scope="session")
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
async def empty(parts: Parts, parcel_database: str) -> None:
    await emptied(parts.admin, parcel_database.rpartition("/")[2])


def settings_for(url: str, **others: Any) -> Settings:
    return Settings(**{
        "env": "test",
        "database_url": url,
        "issuer": ISSUER,
        "cursor_key": "only-for-tests-only",
        "rate_burst": 10_000,
        "rate_per_minute": 60_000,
        **others,
    })


@dataclass
class Api:
    """The service's API as a client meets it."""

    app: FastAPI
    database: Database
    issuer: Issuer
    http: httpx.AsyncClient

    def as_(self, sub: UUID | str, *roles: str, **claims: Any) -> dict[str, str]:
        """The headers of somebody signed in."""
        return {"Authorization": f"Bearer {self.issuer.token(sub, *roles, **claims)}"}

    @property
    def coordinator(self) -> dict[str, str]:
        return self.as_(COORDINATOR, "coordinator")

    async def assign(self, subject: UUID, role: str, kind: str, id: str, **others: Any) -> None:
        """A role in the service's own copy."""
        row = {"id": new_id(), "sequence": 1, "heard_at": clock.now(), "subject": subject, "role": role, "scope_kind": kind}
        row |= {"scope_id": id, "valid_from": clock.now(), "valid_until": None} | others
        async with self.database.sessions() as session:
            await session.execute(SERVICE.house.assignment.insert().values(**row))
            await session.commit()

    async def scalar(self, sql: str) -> Any:
        async with self.database.sessions() as session:
            return (await session.execute(text(sql))).scalar()

    async def rows(self, sql: str) -> list[tuple[Any, ...]]:
        async with self.database.sessions() as session:
            return [tuple(row) for row in await session.execute(text(sql))]

    async def execute(self, sql: str, **values: Any) -> None:
        async with self.database.sessions() as session:
            await session.execute(text(sql), values)
            await session.commit()

    async def packed(self, name: str = "a", **others: Any) -> dict[str, Any]:
        """A parcel, made through the API."""
        answer = await self.http.post("/v1/parcels", json={"name": name, **others}, headers=self.coordinator)
        assert answer.status_code == 201, answer.text
        return {**answer.json(), "etag": answer.headers["etag"]}


async def opened(url: str, issuer: Issuer, service: Service = SERVICE, **others: Any) -> Api:
    """An application over the database at this address."""
    settings = settings_for(url, **others)
    database = Database(url, service.tables, pool_size=settings.pool_size)

    async def at_head() -> bool:
        return True

    keys = Keys(settings, client=issuer.client(), stop=lambda: None)
    health = Health(ping=database.ping, at_head=at_head, settings=settings)
    app = create_app(service, settings, database, Verifier(settings, keys=keys, services=frozenset({"grants"})), health)
    transport = httpx.ASGITransport(app)
    return Api(app, database, issuer, httpx.AsyncClient(transport=transport, base_url="http://parcel.test"))


@pytest.fixture
async def api(parcel_database: str, issuer: Issuer, empty: None) -> AsyncIterator[Api]:
    made = await opened(parcel_database, issuer)
    yield made
    await made.http.aclose()
    await made.database.close()
