"""A step that an operator runs from a shell, as the service itself: bringing in reference data."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy import MetaData

from chassis import clock
from chassis.access import actor_of
from chassis.database import Database
from chassis.outbox import new_id
from chassis.settings import Settings
from chassis.work import Cause, UnitOfWork

T = TypeVar("T")


async def run_once(name: str, settings: Settings, tables: MetaData, command: Callable[[UnitOfWork], Awaitable[T]]) -> T:
    """Run the command in one unit of work and commit it; `name` (`<service>.<feature>.<step>`) stands in audit and events."""
    database = Database(settings.database_url, tables, tenant=settings.tenant, schema_base=settings.schema_base, pool_size=1)
    id = new_id()
    try:
        async with database.unit(actor=actor_of(name.partition(".")[0]), cause=Cause(id, name, id), now=clock.now()) as unit:
            return await command(unit)
    finally:
        await database.close()
