"""Which version of its schema a service needs and which one the database has. Imports no Alembic.

A version is a file `migrations/versions/<number>_<name>.py`, its revision is that stem, and the history is one line; so the
newest version is the last name.
"""

from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.service import Service

UNDEFINED = {"42P01", "3F000"}
"""The table, or its schema, does not exist."""


def folder_of(service: Service) -> Path:
    """The migrations of a service: a room of its package."""
    found = find_spec(f"{service.name}.migrations")
    if found is None or not found.submodule_search_locations:
        raise LookupError(f"{service.name} has no migrations")
    return Path(found.submodule_search_locations[0])


def head_of(service: Service) -> str:
    """The newest version that the code brings."""
    return max(file.stem for file in (folder_of(service) / "versions").glob("[0-9]*.py"))


async def version_of(service: Service, engine: AsyncEngine) -> str | None:
    """The version that the database has; none where nothing was ever migrated."""
    try:
        async with engine.connect() as connection:
            found = (await connection.execute(text(f"SELECT version_num FROM {service.name}.alembic_version"))).scalar()  # noqa: S608
    except ProgrammingError as unknown:
        if getattr(unknown.orig, "sqlstate", None) in UNDEFINED:
            return None
        raise
    return None if found is None else str(found)


async def head_reached(service: Service, engine: AsyncEngine) -> bool:
    """Whether the database is where this code needs it, or further: old code runs on while the next release expands."""
    has = await version_of(service, engine)
    return has is not None and has >= head_of(service)
