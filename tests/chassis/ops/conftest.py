"""Parts, databases and roles for the operations half of the chassis."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit
from uuid import uuid4  # noqa: TID251 - names of throw-away databases

import asyncpg
import pytest
from sqlalchemy import MetaData

from chassis.migrate import migrate
from chassis.service import Service, Topic
from chassis.settings import Settings
from chassis.testing import Parts

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


@dataclass
class Place:
    """One database on the test server, and addresses into it."""

    parts: Parts
    database: str = field(default_factory=lambda: f"ops_{uuid4().hex[:12]}")

    def url(self, user: str = "postgres", password: str | None = None) -> str:
        address = urlsplit(self.parts.admin)
        login = f"{user}:{quote(password, safe='')}" if password else user
        return urlunsplit(address._replace(netloc=f"{login}@{address.hostname}:{address.port}", path=f"/{self.database}"))

    def settings(self, service: str, **more: Any) -> Settings:
        return Settings(
            env="test",
            database_url=self.url(f"{service}_app", "app-Secret:1"),
            database_owner_url=self.url(f"{service}_owner", "owner/Secret 2"),
            database_admin_url=self.parts.admin,
            kafka=self.parts.kafka,
            topic_prefix=f"{self.database}.",
            issuer="http://127.0.0.1/none",
            cursor_key="0123456789abcdef",
            **more,
        )

    async def connect(self, user: str = "postgres", password: str | None = None) -> asyncpg.Connection:
        connection: asyncpg.Connection = await asyncpg.connect(self.url(user, password))
        return connection

    async def migrated(self, *services: str) -> "Place":
        for name in services:
            for part in ("roles", "schema", "partitions"):
                await migrate(service_of(name), self.settings(name), part)
        return self


@pytest.fixture
def place(parts: Parts) -> Place:
    """An address where nothing stands yet."""
    return Place(parts)
