"""One table of roles, two answers: for random rows, permissions and actors `may` and `sees` never disagree."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from enum import Enum
from typing import ClassVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import ARRAY as GENERIC_ARRAY
from sqlalchemy import Integer, MetaData, Text, Uuid, select, text, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.orm import registry
from sqlmodel import Field
from tests.chassis.edge.conftest import Api
from tests.chassis.edge.parcel import SERVICE, Parcel
from tests.chassis.edge.permissions import check_permissions

from chassis.access import EVERYWHERE, Actor, Held, May, Permissions
from chassis.database import driver_url
from chassis.outbox import new_id
from chassis.problems import NOT_ALLOWED, Refused
from chassis.tables import NAMING, Row, one_of

METADATA = MetaData(schema="guarded", naming_convention=NAMING)


class Guarded(Row, registry=registry(metadata=METADATA)): ...


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Scoped(Guarded, table=True):
    """A row with every kind of scope column."""

    __tablename__ = "scoped"
    __scopes__: ClassVar[dict[str, str]] = {
        "area": "area", "areas": "areas", "owner": "owner_id", "owners": "owner_ids", "colour": "colour", "number": "number",
    }  # fmt: skip
    area: str | None = None
    areas: list[str | None] | None = Field(default=None, sa_type=ARRAY(Text))
    owner_id: UUID | None = None
    owner_ids: list[UUID | None] | None = Field(default=None, sa_type=GENERIC_ARRAY(Uuid))
    colour: Colour | None = Field(default=None, sa_type=one_of(Colour), nullable=True)
    number: int | None = Field(default=None, sa_type=Integer)


class Do(Enum):
    READ = "read"
    WRITE = "write"


OWNERS = [UUID(int=n) for n in (1, 2, 3)]
AREAS = ["a", "b", "", "None", "ä'\"", "1"]
IDS = [*AREAS, *map(str, OWNERS), str(OWNERS[0]).upper(), "red", "blue", "RED", "Colour.RED", "7", "not-a-uuid"]
ROLES = ["keeper", "reader"]
KINDS = [EVERYWHERE, *Scoped.__scopes__, "unknown"]

rows = st.builds(
    lambda **columns: Scoped(id=new_id(), version=1, **columns),
    area=st.none() | st.sampled_from(AREAS),
    areas=st.none() | st.lists(st.none() | st.sampled_from(AREAS), max_size=3),
    owner_id=st.none() | st.sampled_from(OWNERS),
    owner_ids=st.none() | st.lists(st.none() | st.sampled_from(OWNERS), max_size=3),
    colour=st.none() | st.sampled_from(Colour),
    number=st.none() | st.sampled_from([1, 7]),
)
mays = st.builds(May, st.sampled_from(ROLES), st.sampled_from(KINDS))
permissions = st.dictionaries(st.sampled_from(Do), st.frozensets(mays, min_size=1, max_size=4), min_size=1)
helds = st.builds(Held, st.sampled_from(ROLES), st.sampled_from(KINDS), st.sampled_from(IDS))


def fitting(table: Permissions, row: Scoped) -> Iterable[Held]:
    """The roles that the permissions ask for, held for this very row: chance alone allows too little."""
    for may in {may for mays in table.values() for may in mays}:
        value = getattr(row, Scoped.__scopes__.get(may.within, ""), "")
        for one in value if isinstance(value, list) else [value]:
            yield Held(may.role, may.within, str(one.value if isinstance(one, Enum) else one))


@pytest.fixture(scope="module")
async def guarded(parcel_database: str) -> AsyncIterator[AsyncConnection]:
    """A transaction with the table in it; never committed."""
    engine = create_async_engine(driver_url(parcel_database))
    async with engine.connect() as connection:
        await connection.execute(text("CREATE SCHEMA guarded"))
        await connection.run_sync(METADATA.create_all)
        yield connection
    await engine.dispose()


async def seen(connection: AsyncConnection, actor: Actor, permission: Enum, some: Iterable[Scoped]) -> set[UUID]:
    """The rows that the filter lets through, asked of PostgreSQL itself."""
    columns = [c.key for c in Scoped.__table__.c]
    await connection.execute(Scoped.__table__.delete())
    for row in some:
        await connection.execute(Scoped.__table__.insert(), {c: getattr(row, c) for c in columns})
    found = await connection.execute(select(Scoped.__table__.c.id).where(actor.sees(permission, Scoped)))
    return set(found.scalars())


async def test_may_and_sees__never_disagree(guarded: AsyncConnection) -> None:
    loop, outcomes = asyncio.get_running_loop(), Counter[bool]()

    @settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
    @given(st.lists(rows, min_size=1, max_size=4), permissions, st.frozensets(helds, max_size=6), st.booleans())
    def agree(some: list[Scoped], table: Permissions, roles: frozenset[Held], fit: bool) -> None:
        actor = Actor(new_id(), "person:x", table, roles | frozenset(fitting(table, some[0]) if fit else ()))
        for permission in Do:
            asked = asyncio.run_coroutine_threadsafe(seen(guarded, actor, permission, some), loop)
            through = asked.result(20)
            for row in some:
                may = actor.may(permission, row)
                outcomes[may] += 1
                assert may == (row.id in through), (permission, row, table, roles)

    await asyncio.to_thread(agree)
    assert min(outcomes[True], outcomes[False]) >= outcomes.total() / 10, outcomes


def test_may__without_a_row_only_what_is_held_everywhere() -> None:
    table: Permissions = {Do.READ: frozenset({May("keeper"), May("reader", within="area")})}
    assert Actor(new_id(), "x", table, frozenset({Held("keeper")})).may(Do.READ)
    assert not Actor(new_id(), "x", table, frozenset({Held("keeper", "area", "a")})).may(Do.READ)
    assert not Actor(new_id(), "x", table, frozenset({Held("reader", "area", "a")})).may(Do.READ)
    assert Actor(new_id(), "x", table, frozenset({Held("reader", "area", "a")})).scopes(Do.READ, "area") == {"a"}


def test_must__refuses_what_may_denies() -> None:
    table: Permissions = {Do.WRITE: frozenset({May("keeper"), May("reader", within="area")})}
    row = Scoped(id=new_id(), version=1, area="a")
    Actor(new_id(), "x", table, frozenset({Held("keeper")})).must(Do.WRITE)
    Actor(new_id(), "x", table, frozenset({Held("reader", "area", "a")})).must(Do.WRITE, row)
    for roles in (frozenset[Held](), frozenset({Held("reader", "area", "b")})):
        with pytest.raises(Refused) as refused:
            Actor(new_id(), "x", table, roles).must(Do.WRITE, row)
        assert [reason.problem for reason in refused.value.reasons] == [NOT_ALLOWED]


# --- every action of a service


async def test_permissions__every_action_of_the_service(api: Api) -> None:
    def make() -> Parcel:
        return Parcel(id=new_id(), version=1, name="p", areas=["oulu", "ii"], owner_id=OWNERS[0])

    told = await check_permissions(api.database, SERVICE, make)
    assert set(told) == set(SERVICE.permissions)


async def test_permissions__a_filter_that_forgets_a_scope_is_caught(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Actor, "_condition", lambda _self, _may, _table: true())
    with pytest.raises(AssertionError):
        await check_permissions(api.database, SERVICE, lambda: Parcel(id=new_id(), version=1, name="p", areas=["oulu"]))
