"""A draft brings a migrated database to the tables in the code, and is empty when it is there."""

import sys
from datetime import datetime
from enum import Enum
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import CheckConstraint, Index, MetaData, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import registry
from sqlalchemy.pool import NullPool
from sqlmodel import Field
from tests.chassis.ops.conftest import Place

from chassis.database import driver_url
from chassis.house import house_tables
from chassis.migrate import migrate
from chassis.migrate.catalogue import catalogue_difference, create
from chassis.migrate.draft import draft
from chassis.service import Service
from chassis.settings import Settings
from chassis.tables import CENTS, INSTANT, NAMING, Root, one_of

TABLES = MetaData(schema="opsdraft", naming_convention=NAMING)
house_tables(TABLES)


class Status(Enum):
    OPEN = "open"
    CLOSED = "closed"


class DraftRoot(Root, registry=registry(metadata=TABLES)): ...


class Call(DraftRoot, table=True):
    __tablename__ = "call"
    __table_args__ = (
        CheckConstraint("amount_cents >= 0", name="amount_positive"),
        Index("ix_call_open", "title", postgresql_where=text("status = 'open'")),
        ExcludeConstraint(("title", "="), ("status", "="), using="gist", name="ex_call_title"),
        {"info": {"storage": {"fillfactor": "80"}}},
    )
    __topic__ = "opsdraft.call"

    title: str
    status: Status = Field(sa_type=one_of(Status))
    amount_cents: int = Field(sa_type=CENTS)
    opens_at: datetime = Field(sa_type=INSTANT)
    parent_id: UUID | None = Field(default=None, foreign_key="opsdraft.call.id")


SERVICE = Service(name="opsdraft", settings=Settings, tables=TABLES, permissions={}, topics=[], routes=[])


async def test_draft__makes_what_the_code_says(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = tmp_path / "opsdraft" / "migrations" / "versions"
    versions.mkdir(parents=True)
    for folder in (versions.parent.parent, versions.parent):
        (folder / "__init__.py").touch()
    (versions / "0001_house.py").write_text(
        "from chassis.migrate import house\nrevision = '0001_house'\ndown_revision = None\n"
        "def upgrade():\n    house.step(1, schema='opsdraft')\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    settings = place.settings(SERVICE)
    await migrate(SERVICE, settings, "all")
    path = await draft(SERVICE, "calls", place.parts.admin)
    assert path == versions / "0002_calls.py"
    assert "chassis" not in path.read_text()
    await migrate(SERVICE, settings, "schema")

    other = Place(place.parts)
    await migrate(SERVICE, other.settings(SERVICE), "roles")
    engine = create_async_engine(driver_url(other.url()), poolclass=NullPool)
    async with engine.begin() as connection:
        await create(connection, TABLES)
    assert await catalogue_difference(await place.connect(), await other.connect(), "opsdraft") == []
    await other.leave()
    assert await draft(SERVICE, "again", place.parts.admin) is None
    for name in [name for name in sys.modules if name.startswith("opsdraft")]:
        del sys.modules[name]
