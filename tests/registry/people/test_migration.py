"""The migrations make what the tables of this feature say."""

import asyncpg
from sqlalchemy.ext.asyncio import create_async_engine
from tests.registry.people.conftest import People

from chassis.database import driver_url, plain_url
from chassis.migrate.catalogue import catalogue_difference, create
from chassis.outbox import new_id
from chassis.testing import Parts, address
from registry.schema import METADATA

OURS = ("role_assignment", "representation_request")


async def test_migration__as_the_code_says(people: People, parts: Parts) -> None:
    name = f"created_{new_id().hex}"
    admin = await asyncpg.connect(plain_url(parts.admin))
    await admin.execute(f'CREATE DATABASE "{name}"')
    engine = create_async_engine(driver_url(address(parts.admin, name)))
    async with engine.begin() as connection:
        await create(connection, METADATA)
    await engine.dispose()
    migrated = await asyncpg.connect(plain_url(address(parts.admin, people.house.database.engine.url.database or "")))
    created = await asyncpg.connect(plain_url(address(parts.admin, name)))
    difference = await catalogue_difference(migrated, created, "registry")
    assert [line for line in difference if any(table in line for table in OURS)] == []
    for session in (migrated, created):
        await session.close()
    await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await admin.close()
