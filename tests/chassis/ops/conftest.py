"""Databases and roles for the operations half of the chassis."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import asyncpg
import pytest
from sqlalchemy import MetaData

from chassis.migrate import migrate
from chassis.outbox import new_id
from chassis.service import Service, Topic
from chassis.settings import Settings
from chassis.testing import Parts, address, settings_of

SERVICES = ("registry", "grants", "forums", "facilities", "notifications")


def tables_of(name: str) -> MetaData:
    """The metadata of a service with all its tables."""
    tables: MetaData = import_module(f"{name}.schema").METADATA
    if find_spec(f"{name}.main"):
        import_module(f"{name}.main")  # and with it the tables of every feature
    return tables


def service_of(name: str, topics: Sequence[Topic] = ()) -> Service:
    """A service that has tables and topics and nothing else."""
    return Service(name=name, settings=Settings, tables=tables_of(name), permissions={}, topics=topics, routes=[])


@dataclass(frozen=True)
class Place:
    """A database of its own on the test server; nothing stands there until somebody migrates."""

    parts: Parts
    opened: list[asyncpg.Connection] = field(default_factory=list)
    database: str = field(default_factory=lambda: f"ops_{new_id().hex}")

    def settings(self, service: Service, **others: Any) -> Settings:
        return settings_of(service, self.parts.admin, self.database, topic_prefix=f"{self.database}.", **others)

    def url(self, service: str = "", role: str = "") -> str:
        """Of a service's `app` or `owner`, or of the administrator."""
        return address(self.parts.admin, self.database, service, role)

    async def connect(self, service: str = "", role: str = "") -> asyncpg.Connection:
        connection: asyncpg.Connection = await asyncpg.connect(self.url(service, role))
        self.opened.append(connection)
        return connection

    async def leave(self) -> None:
        """Close what a test has left open, a failing one too."""
        for connection in self.opened:
            await connection.close()

    async def migrated(self, *services: str) -> "Place":
        for service in map(service_of, services):
            await migrate(service, self.settings(service), "all")
        return self


@pytest.fixture
async def place(parts: Parts) -> AsyncIterator[Place]:
    """An address where nothing stands yet."""
    place = Place(parts)
    yield place
    await place.leave()
