"""Imports run as a worker runs them: asked for by a command, carried out by the clock."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.registry.conftest import REFERENCE
from tests.registry.imports.content import content_hash
from tests.registry.pure.test_sources import real

from chassis.access import Held
from chassis.clockwork import Clockwork
from chassis.testing import House, Parts, emptied, person
from registry.imports import commands, queries
from registry.imports.domain.incoming import Files
from registry.imports.domain.job import Mode
from registry.imports.tables import Import
from registry.main import SERVICE

FINNISH, OHANA, CHARITIES = "fi-transparency-register", "us-ohana-smc", "uk-trafford"
EDITION = date(2026, 11, 1)


@dataclass
class Desk:
    """A coordinator who imports, and the worker behind."""

    house: House
    """Acts as the coordinator."""
    admin: str
    """Address of the administrator."""

    async def take(self, source: str, files: Files | None = None, mode: Mode = Mode.APPLY, on: date = EDITION) -> Import:
        """Ask, let the worker run, and see what came of it."""
        made = await self.ask(source, files, mode, on)
        await self.work()
        return await self.job(made.id)

    async def ask(self, source: str, files: Files | None = None, mode: Mode = Mode.APPLY, on: date = EDITION) -> Import:
        return await self.house.run(commands.start, source, mode, real(source) if files is None else files, on)

    async def work(self) -> int:
        return await Clockwork("registry", SERVICE.house, self.house.database, timers=SERVICE.timers).run_timers()

    async def job(self, id: UUID) -> Import:
        return await self.house.read(queries.job, id)

    async def scalar(self, sql: str, **values: Any) -> Any:
        async with self.house.database.sessions() as session:
            return (await session.execute(text(sql), values)).scalar()

    async def all(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        async with self.house.database.sessions() as session:
            return [tuple(row) for row in await session.execute(text(sql), values)]

    async def said(self) -> dict[str, int]:
        """How often each event waits for the relay, snapshots left out."""
        found: dict[str, int] = {}
        for name in await self.house.said():
            found[name] = found.get(name, 0) + 1
        return found

    async def emptied(self) -> None:
        """As if nothing had been imported."""
        await emptied(self.admin, self.house.database.engine.url.database or "", REFERENCE)

    async def content(self) -> str:
        async with self.house.database.sessions() as session:
            return await content_hash(session)


def counts(row: Import) -> tuple[int, int, int, int, int, int]:
    """Created, changed, unchanged, rejected, possible duplicates, candidate pairs."""
    return row.created, row.changed, row.unchanged, row.rejected, row.possible_duplicates, row.candidate_pairs


def finnish(*records: dict[str, Any]) -> Files:
    """A file of the Finnish register with these records."""
    return {"organisations.json": json.dumps(records).encode()}


@pytest.fixture
def desk(registry: House, parts: Parts) -> Desk:
    return Desk(registry.as_(person(SERVICE, Held("coordinator"))), parts.admin)
