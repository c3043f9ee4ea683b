"""Parts, databases and roles for the operations half of the chassis."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4  # noqa: TID251 - names of throw-away databases

import asyncpg
import pytest
from sqlalchemy import MetaData

from chassis.migrate import migrate
from chassis.service import Service, Topic
from chassis.settings import Settings
from yhdyspinta_local.parts import TestParts, start_for_tests

SERVICES = ("registry", "grants", "forums", "facilities", "notifications")


def tables_of(name: str) -> MetaData:
    """The metadata of a service with all its tables."""
    from importlib import import_module

    try:
        service = import_module(f"{name}.main")
    except ModuleNotFoundError:
        return import_module(f"{name}.schema").METADATA
    return service.SERVICE.tables


def service_of(name: str, topics: Sequence[Topic] = ()) -> Service:
    """A service that has tables and topics and nothing else."""
    return Service(name=name, settings=Settings, tables=tables_of(name), permissions={}, topics=topics, routes=[])


@dataclass
class Place:
    """One database on the test server, and addresses into it."""

    parts: TestParts
    database: str = field(default_factory=lambda: f"ops_{uuid4().hex[:12]}")

    def url(self, user: str = "postgres", password: str | None = None) -> str:
        return self.parts.postgres.dsn(user, password, self.database)

    def settings(self, service: str, **more: object) -> Settings:
        return Settings(
            env="test",
            database_url=self.url(f"{service}_app", "app-Secret:1"),
            database_owner_url=self.url(f"{service}_owner", "owner/Secret 2"),
            database_admin_url=self.parts.dsn_admin,
            kafka=self.parts.kafka,
            topic_prefix=f"{self.database}.",
            issuer="http://127.0.0.1/none",
            cursor_key="0123456789abcdef",
            **more,
        )

    async def connect(self, user: str = "postgres", password: str | None = None) -> asyncpg.Connection:
        return await asyncpg.connect(self.url(user, password))

    async def migrated(self, *services: str) -> "Place":
        for name in services:
            for part in ("roles", "schema", "partitions"):
                await migrate(service_of(name), self.settings(name), part)
        return self


@pytest.fixture(scope="session")
def ops_parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestParts]:
    folder: Path = tmp_path_factory.mktemp("parts")
    parts = start_for_tests(folder)
    yield parts
    parts.stop()


@pytest.fixture
def place(ops_parts: TestParts) -> Place:
    """An address where nothing stands yet."""
    return Place(ops_parts)
