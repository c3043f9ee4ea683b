"""Every permission of every service, against generated rows of every table that names scopes, for generated actors.

`Actor.may` and the SQL filter of `Actor.sees` must agree on real PostgreSQL. The tables stand here with the columns of their
scopes alone, in the types of the real ones: no constraint keeps a generated row out. A table of text columns for all kinds of
scope stands beside them, so that no permission goes untried.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    insert,
    literal_column,
    select,
    text,
    true,
)
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeEngine
from sqlmodel import Field
from tests.security.matrix import SERVICES, matrix

from chassis.access import EVERYWHERE, OWN, Actor, Held, May
from chassis.database import driver_url, plain_url
from chassis.outbox import new_id
from chassis.service import Service
from chassis.tables import NAMING, Plain, Row
from chassis.testing import Parts, address

GOLDEN = Path(__file__).with_name("access_matrix.txt")
IDS = ("oulu", "564", "oulu-2", str(UUID(int=1)), str(UUID(int=2)), str(UUID(int=3)))
"""Ids of scopes: areas, and things with a UUID. Whether one fits a column is the column's affair."""
NUMBER: ColumnElement[int] = literal_column("number", Integer)
KINDS = sorted({may.within for s in SERVICES for mays in s.permissions.values() for may in mays} - {EVERYWHERE})
ROLES = sorted({may.role for s in SERVICES for mays in s.permissions.values() for may in mays})
_METADATA = MetaData(schema="anything", naming_convention=NAMING)


class _Base(Row, registry=registry(metadata=_METADATA)): ...


class Anything(_Base, table=True):
    """A row with a place for every kind of scope that any service speaks of."""

    __tablename__ = "anything"
    __scopes__: ClassVar[dict[str, str]] = {
        "area": "area", "centre": "centre", "domain": "domain", "municipality": "municipality", "organisation": "organisation",
        "call": "call", "structure": "structure", OWN: "owner",
    }
    area: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    centre: str | None = None
    domain: str | None = None
    municipality: str | None = None
    organisation: UUID | None = None
    call: UUID | None = None
    structure: UUID | None = None
    owner: str | None = None


@dataclass(frozen=True)
class Kind:
    """A table with scopes, as its service has it."""

    service: Service
    row: type[Any]

    def __str__(self) -> str:
        return f"{self.service.name}-{self.table.name}"

    @property
    def table(self) -> Table:
        found: Table = self.row.__table__
        return found

    @property
    def columns(self) -> dict[str, TypeEngine[Any]]:
        return {name: self.table.c[name].type for name in sorted(set(self.row.__scopes__.values()) | {"id"})}

    @property
    def bare(self) -> Table:
        """The table with nothing but its id and its scopes."""
        columns = [Column("number", Integer), *(Column(name, kind) for name, kind in self.columns.items())]
        return Table(self.table.name, MetaData(schema=self.table.schema), *columns)


def scoped_tables(service: Service) -> Iterator[Kind]:
    found: list[type[Plain]] = [Plain]
    for base in found:
        found += base.__subclasses__()
        if "__table__" in vars(base) and base.__table__.metadata is service.tables and base.__scopes__:
            yield Kind(service, base)


TABLES = [kind for service in SERVICES for kind in (*scoped_tables(service), Kind(service, Anything))]


def values(column: TypeEngine[Any]) -> st.SearchStrategy[Any]:
    """What a scope column of this type may hold."""
    if isinstance(column, ARRAY):
        return st.lists(values(column.item_type), max_size=3)
    if isinstance(column, Uuid):
        return st.sampled_from([UUID(id) for id in IDS[3:]])
    if enum := getattr(column, "enum_class", None):
        return st.sampled_from(list(enum))
    return st.sampled_from(IDS)


def rows(kind: Kind) -> st.SearchStrategy[Any]:
    """Rows of a table; now and then a scope is not known."""
    known = {name: values(column) for name, column in kind.columns.items()}
    columns = {name: value if name == "id" else st.one_of(*[value] * 4, st.none()) for name, value in known.items()}
    return st.fixed_dictionaries(columns).map(lambda found: kind.row(**found))


def usable(mays: frozenset[May], kind: Kind) -> list[May]:
    """What of a permission can hold for rows of this table."""
    return sorted((m for m in mays if m.within == EVERYWHERE or m.within in kind.row.__scopes__), key=repr)


def holders(mays: frozenset[May], kind: Kind) -> st.SearchStrategy[frozenset[Held]]:
    """Those who hold a role that the permission asks for: the right kind of scope, most of the ids."""


    def held(may: May, ids: list[str]) -> frozenset[Held]:
        return frozenset([Held(may.role)] if may.within == EVERYWHERE else [Held(may.role, may.within, id) for id in ids])

    some = st.lists(st.sampled_from(IDS), min_size=5, max_size=6, unique=True)
    return st.builds(held, st.sampled_from(usable(mays, kind)), some)


def others(mays: frozenset[May]) -> st.SearchStrategy[frozenset[Held]]:
    """Those who hold something else: another role, the role for another kind of scope, for the wrong thing, or nothing."""
    elsewhere = st.builds(Held, st.sampled_from(sorted(m.role for m in mays)), st.sampled_from([*KINDS, EVERYWHERE]), st.sampled_from(IDS))
    wrong = elsewhere.filter(lambda held: May(held.role, held.scope_kind) not in mays)
    foreign = st.builds(Held, st.sampled_from([*ROLES, "nobody"]), st.sampled_from(KINDS), st.just("nowhere"))
    return st.frozensets(wrong | foreign, max_size=3)


@pytest.fixture(scope="module")
async def bare(parts: Parts) -> AsyncIterator[AsyncConnection]:
    """All scoped tables of all services, bare, in one database."""
    name = f"security_{new_id().hex}"
    admin = await asyncpg.connect(plain_url(parts.admin))
    await admin.execute(f'CREATE DATABASE "{name}"')
    engine = create_async_engine(driver_url(address(parts.admin, name)))
    async with engine.connect() as connection:
        for schema in sorted({kind.table.schema or "" for kind in TABLES}):
            await connection.execute(text(f'CREATE SCHEMA "{schema}"'))
        for table in {kind.table.fullname: kind.bare for kind in TABLES}.values():
            await connection.run_sync(table.create)
        await connection.commit()
        yield connection
    await engine.dispose()
    await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await admin.close()


async def let_through(
    connection: AsyncConnection, kind: Kind, some: list[Any], asked: list[tuple[Enum, Actor]]
) -> list[set[int]]:
    """For each question, the numbers of the rows that the SQL filter lets through."""
    for number, row in enumerate(some):
        await connection.execute(insert(kind.bare).values(number=number, **{n: getattr(row, n) for n in kind.columns}))
    answers = []
    for permission, actor in asked:
        wanted = select(NUMBER).select_from(kind.table).where(actor.sees(permission, kind.row))
        answers.append(set((await connection.execute(wanted)).scalars()))
    await connection.rollback()
    return answers


async def agree(connection: AsyncConnection, kind: Kind, phases: Sequence[Phase] = tuple(Phase)) -> dict[Enum, Counter[bool]]:
    """How often each permission was given and refused; an error where check and filter disagree."""
    loop = asyncio.get_running_loop()
    told: dict[Enum, Counter[bool]] = {}
    tried = {p: mays for p, mays in kind.service.permissions.items() if usable(mays, kind)}

    @settings(max_examples=12, phases=phases, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
    @given(st.lists(rows(kind), min_size=4, max_size=8), st.data())
    def try_all(some: list[Any], data: st.DataObject) -> None:
        asked = [
            (permission, Actor(new_id(), "person:x", kind.service.permissions, data.draw(roles)))
            for permission, mays in tried.items()
            for roles in (*[holders(mays, kind)] * 3, others(mays))
        ]
        answered = asyncio.run_coroutine_threadsafe(let_through(connection, kind, some, asked), loop).result(60)
        for (permission, actor), through in zip(asked, answered, strict=True):
            allowed = {number for number, row in enumerate(some) if actor.may(permission, row)}
            assert allowed == through, (permission, actor.roles, some)
            told.setdefault(permission, Counter()).update({True: len(allowed), False: len(some) - len(allowed)})

    await asyncio.to_thread(try_all)
    return told


@pytest.mark.parametrize("kind", TABLES, ids=str)
async def test_permissions__check_and_filter_agree(bare: AsyncConnection, kind: Kind) -> None:
    told = await agree(bare, kind)
    for permission, outcomes in told.items():
        assert min(outcomes[True], outcomes[False]) >= outcomes.total() / 5, (permission, outcomes)
    if kind.row is Anything:
        assert set(told) == set(kind.service.permissions), "a kind of scope that Anything does not have"


async def test_permissions__a_filter_that_forgets_a_scope_is_caught(bare: AsyncConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    def forgets(_self: Actor, _may: May, _table: type[Row]) -> ColumnElement[bool]:
        return true()

    monkeypatch.setattr(Actor, "_condition", forgets)
    with pytest.raises(AssertionError):
        await agree(bare, TABLES[0], phases=[Phase.generate])


def test_access_matrix__as_it_was_agreed() -> None:
    """Who may do what changes only on purpose: a change is seen here, and written anew by `python -m tests.security.matrix`."""
    assert matrix() == GOLDEN.read_text(encoding="utf-8")


def test_access_matrix__nobody_decides_grants_who_coordinates() -> None:
    deciding = {p.value: mays for s in SERVICES for p, mays in s.permissions.items() if ".decision." in p.value}
    of_the_coordinator = {name for name, mays in deciding.items() if any(may.role == "coordinator" for may in mays)}
    assert deciding.keys() - of_the_coordinator == {"grants.decision.propose", "grants.decision.decide"}
    assert of_the_coordinator == {"grants.decision.read"}
