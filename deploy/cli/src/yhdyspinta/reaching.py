"""Connections to the parts; what they say when they are away becomes words here."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from yhdyspinta.ending import Failed
from yhdyspinta.environment import told
from yhdyspinta.places import Places

if TYPE_CHECKING:
    from aiokafka import AIOKafkaConsumer
    from aiokafka.admin import AIOKafkaAdminClient

    from chassis.database import Database
    from chassis.service import Service

# Imports of the parts' clients stand inside: `--help` does not wait for them.
# ruff: noqa: PLC0415

FETCH_MS = 50
"""How long the broker keeps a fetch that finds nothing: these readers come to an end, and wait for nobody."""
AWAY = ("08", "57P")
"""Classes of SQLSTATE: the connection is gone, the server is going or not yet there."""
LOOK = "see `yhdyspinta status`"


@asynccontextmanager
async def database(places: Places, service: "Service") -> AsyncIterator["Database"]:
    """The service's database, entered as its app role; what is said from here is said in the name of the county that we are told of."""
    from asyncpg.exceptions import PostgresError
    from sqlalchemy.exc import DBAPIError

    from chassis.database import Database

    open_ = Database(
        places.database_url(service.name), service.tables, tenant=told("TENANT") or "pohde", schema_base=told("SCHEMA_BASE"), pool_size=2
    )
    try:
        yield open_
    except (OSError, TimeoutError) as fault:
        raise Failed(f"{service.name}'s database does not answer: {fault}", LOOK) from fault
    except (PostgresError, DBAPIError) as fault:
        said = fault.orig if isinstance(fault, DBAPIError) else fault
        does = "does not answer" if str(getattr(said, "sqlstate", "")).startswith(AWAY) else "refuses"
        raise Failed(f"{service.name}'s database {does}: {said}", LOOK) from fault
    finally:
        await open_.close()


@asynccontextmanager
async def broker(places: Places) -> AsyncIterator["AIOKafkaAdminClient"]:
    """An administrator's client of the broker."""
    from aiokafka.admin import AIOKafkaAdminClient

    admin = AIOKafkaAdminClient(bootstrap_servers=places.kafka, request_timeout_ms=20_000)
    async with _heard(places):
        try:
            await admin.start()
            yield admin
        finally:
            await admin.close()


@asynccontextmanager
async def reader(places: Places, **more: Any) -> AsyncIterator["AIOKafkaConsumer"]:
    """A reader of no group."""
    from aiokafka import AIOKafkaConsumer

    consumer = AIOKafkaConsumer(
        bootstrap_servers=places.kafka,
        isolation_level="read_committed",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        fetch_max_wait_ms=FETCH_MS,
        **more,
    )
    async with _heard(places):
        try:
            await consumer.start()
            yield consumer
        finally:
            await consumer.stop()


@asynccontextmanager
async def _heard(places: Places) -> AsyncIterator[None]:
    from aiokafka.errors import KafkaError

    try:
        yield
    except (KafkaError, OSError, TimeoutError) as fault:
        raise Failed(f"the broker at {places.kafka} does not answer: {fault!r}", LOOK) from fault
