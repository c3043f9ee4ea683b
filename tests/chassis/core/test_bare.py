"""Reads on a bare connection: what a session would have found, whatever is asked; and the pool is left as it was."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from asyncpg.exceptions import DataError, DivisionByZeroError
from sqlalchemy import ARRAY, Boolean, Date, Float, Integer, Numeric, Text, Uuid, cast, func, literal, null, or_, select, union_all
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import aliased
from sqlalchemy.sql import Select
from sqlmodel import col

from chassis import statements as shapes_module
from chassis.access import actor_of
from chassis.database import Database
from chassis.tables import INSTANT, one_of
from chassis.testing import House
from sample.main import SERVICE
from sample.things.tables import Thing

ID, OTHER = UUID(int=1), UUID(int=2)


class Size(Enum):
    SMALL = "small"


async def two_things(house: House) -> None:
    async with house.database.unit(actor=actor_of("sample"), cause=house.cause("sample.two"), now=house.now()) as unit:
        unit.add(Thing(id=ID, name="Ämpäri", area="oulu", count=3))
        unit.add(Thing(id=OTHER, name="Kauha", area="ii", count=0))


def statements() -> Mapping[str, Select[Any]]:
    other, things = aliased(Thing), select(Thing).order_by(col(Thing.name))
    return {
        "entities": things,
        "one": things.where(col(Thing.id) == ID),
        "nothing": things.where(col(Thing.id) == UUID(int=9)),
        "columns": select(col(Thing.name), col(Thing.count)).order_by(col(Thing.name)),
        "entity and columns": things.add_columns(col(Thing.name), col(Thing.id)),
        "columns and entity": select(col(Thing.name), Thing).order_by(col(Thing.name)),
        "two entities": select(Thing, other).where(col(other.count) < col(Thing.count)),
        "alias": select(other).order_by(other.name),
        "in a list": things.where(col(Thing.area).in_(["oulu", "ii"])),
        "in no list": things.where(col(Thing.area).in_([])),
        "any": things.where(col(Thing.id) == func.any(literal([ID], ARRAY(Uuid())))),
        "limit": things.limit(1).offset(1),
        "same value twice": things.where(or_(col(Thing.name) == "Kauha", col(Thing.area) == "Kauha", col(Thing.count) == 3)),
        "table": select(Thing.__table__).order_by(Thing.__table__.c.name),
        "with": select(func.count()).select_from(things.cte("all_things")),
        "union": select(union_all(select(col(Thing.name)), select(col(Thing.area))).subquery().c[0]).order_by("name"),
        "numbers": select(literal(1.5, Float), cast(literal("2.50"), Numeric(6, 2)), func.round(cast(2.345, Numeric), 2), null()),
        "average": select(func.avg(col(Thing.count)), func.sum(col(Thing.count)), cast(literal("0.1"), Float(asdecimal=True))),
        "documents": select(literal({"a": [1, "ä", None]}, JSONB), cast(null(), JSONB)),
        "kinds": select(literal(Size.SMALL, one_of(Size)), literal(True, Boolean), literal(["a", None], ARRAY(Text))),
        "times": select(literal(datetime(2026, 3, 29, 3, tzinfo=UTC), INSTANT()), literal(date(2026, 1, 1), Date),
                        literal(timedelta(hours=1))),
        "ids": select(literal(ID, Uuid()), literal([ID], ARRAY(Uuid())), literal(2**40), literal(7, Integer)),
    }  # fmt: skip


def plain(row: Any) -> list[Any]:
    return [each.model_dump() if isinstance(each, Thing) else each for each in row]


@pytest.mark.parametrize("name", statements())
async def test_rows__what_a_session_finds(sample: House, name: str) -> None:
    await two_things(sample)
    for _ in range(2):  # compiled, and known
        statement = statements()[name]
        async with sample.database.sessions() as session:
            wanted = (await session.execute(statement)).all()
        found = await sample.database.bare.rows(statement)
        assert [plain(row) for row in found] == [plain(row) for row in wanted]
        assert [[type(value) for value in row] for row in found] == [[type(value) for value in row] for row in wanted]
        assert name in {"nothing", "in no list"} or found


async def test_rows__columns_by_their_names(sample: House) -> None:
    await two_things(sample)
    statement: Any = select(col(Thing.name), col(Thing.count).label("many")).where(col(Thing.id) == ID)
    (found,) = await sample.database.bare.rows(statement)
    assert (found.name, found.many, found._mapping["many"]) == ("Ämpäri", 3, 3)
    (found,) = await sample.database.bare.rows(select(Thing, col(Thing.count)).where(col(Thing.id) == ID))
    assert (found._mapping[Thing].name, found._mapping[col(Thing.count)]) == ("Ämpäri", 3)


async def test_rows__each_time_with_its_own_values(sample: House) -> None:
    await two_things(sample)
    for id, name in ((ID, "Ämpäri"), (OTHER, "Kauha"), (ID, "Ämpäri")):
        assert (await sample.database.bare.rows(select(Thing).where(col(Thing.id) == id)))[0][0].name == name


async def test_shapes__are_bounded(sample: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes_module, "MOST_SHAPES", 5)
    for n in range(20):
        found = await sample.database.bare.rows(select(literal(n).label(f"n{n}")))
        assert found[0][0] == n
    assert len(sample.database.bare.shapes._known) <= 5


# --- the pool


@pytest.fixture
async def single(sample: House) -> Any:
    """A database with one connection."""
    database = Database(sample.settings.database_url, SERVICE.tables, pool_size=1)
    yield database
    await database.close()


async def test_reader__holds_no_connection_between_statements(single: Database, sample: House) -> None:
    await two_things(sample)
    actor, cause, now = actor_of("sample"), sample.cause("sample.x"), sample.now()
    async with single.reader(actor=actor, cause=cause, now=now) as one, single.reader(actor=actor, cause=cause, now=now) as two:
        listed = select(Thing).where(col(Thing.area).in_(["oulu"]))
        for reader in (one, two, one):
            assert await reader.one(select(col(Thing.name)).where(col(Thing.id) == ID)) == "Ämpäri"
            assert len(await reader.all(listed)) == 1


async def test_fetch__a_connection_that_died_is_replaced(single: Database, parts: Any) -> None:
    pid = (await single.bare.fetch("SELECT pg_backend_pid()", ()))[0][0]
    administrator = await asyncpg.connect(parts.admin)
    try:
        assert await administrator.fetchval("SELECT pg_terminate_backend($1, 5000)", pid)
    finally:
        await administrator.close()
    await asyncio.sleep(0.1)
    assert (await single.bare.fetch("SELECT pg_backend_pid()", ()))[0][0] != pid


async def test_fetch__whoever_stops_waiting_leaves_a_clean_connection(single: Database) -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(single.bare.fetch("SELECT pg_sleep(30)", ()), 0.2)
    assert [row[0] for row in await single.bare.fetch("SELECT 7", ())] == [7]


async def test_fetch__a_wrong_statement_gives_its_connection_back(single: Database) -> None:
    for _ in range(3):
        with pytest.raises(DivisionByZeroError):
            await single.bare.fetch("SELECT 1 / 0", ())
    with pytest.raises(DataError):
        await single.bare.fetch("SELECT $1::int", ("many",))
    assert [row[0] for row in await single.bare.fetch("SELECT $1::numeric", (Decimal("1.50"),))] == [Decimal("1.50")]
