"""The tree of spaces and its leaves: pure, and as the tables keep it."""

import asyncio
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import col
from tests.facilities.conftest import Builder

from chassis.problems import Refused
from chassis.testing import House
from chassis.work import UnitOfWork
from facilities.spaces import commands, queries
from facilities.spaces.domain.tree import Node, Tree, move, with_part
from facilities.spaces.schemas import MoveSpace, WithdrawSpace
from facilities.spaces.tables import Space, SpaceLeaf

IDS = [UUID(int=n) for n in range(1, 9)]
MOVES = st.lists(st.tuples(st.sampled_from(IDS), st.none() | st.sampled_from(IDS)), max_size=20)


async def closure(house: House) -> set[tuple[UUID, UUID]]:
    """What the table of leaves says."""
    async with house.database.sessions() as session:
        rows = (await session.execute(select(col(SpaceLeaf.space_id), col(SpaceLeaf.leaf_id)))).all()
    return {(space, leaf) for space, leaf in rows}


async def paths(house: House) -> dict[UUID, list[UUID]]:
    async with house.database.sessions() as session:
        return {row.id: row.path for row in await session.scalars(select(Space))}


@given(MOVES)
def test_move__keeps_a_tree(moves: list[tuple[UUID, UUID | None]]) -> None:
    """Whatever is moved where: no circle, each leaf has no parts, each space reaches exactly what lies in it."""
    tree = Tree(Node(id, None, published=False) for id in IDS)
    for id, to in moves:
        if to is not None and id in tree.path(to):
            with pytest.raises(Refused, match="circle"):
                move(tree, id, to=to)
        else:
            tree = move(tree, id, to=to)
    parents = {node.parent for node in tree}
    for space, leaf in tree.closure():
        assert leaf not in parents
        assert space in tree.path(leaf)
    assert {space for space, _ in tree.closure()} == set(IDS)
    assert all(path[-1] == id and len(set(path)) == len(path) for id, path in tree.paths().items())


def test_with_part__not_under_what_is_offered() -> None:
    tree = Tree([Node(IDS[0], None, published=True), Node(IDS[1], IDS[0], published=False)])
    with pytest.raises(Refused, match="tree_published"):
        with_part(tree, Node(IDS[2], IDS[1], published=False))
    with pytest.raises(Refused, match="parent_unknown"):
        with_part(tree, Node(IDS[2], IDS[7], published=False))


async def test_add_space__a_hall_and_its_halves(builder: Builder) -> None:
    made = await builder.everything(after_minutes=30)
    of_hall = await builder.house.read(queries.leaves_of, made.hall.id)
    assert [leaf.id for leaf in of_hall] == sorted([made.left.id, made.right.id])
    assert {leaf.after.total_seconds() for leaf in of_hall} == {1800}
    assert [leaf.id for leaf in await builder.house.read(queries.leaves_of, made.left.id)] == [made.left.id]
    assert await builder.house.said(made.hall.id) == ["SpacePublished"]


async def test_move_space__to_any_depth_and_back(builder: Builder) -> None:
    """The leaves follow in the same transaction, and the paths of all that comes along."""
    await builder.areas()
    site = await builder.site()
    a, b, c, d = [await builder.space(site, name, published=False) for name in "abcd"]
    for part, whole in ((b, a), (c, b), (d, c)):
        await builder.house.run(commands.move_space, part.id, MoveSpace(parent_id=whole.id))
    assert await closure(builder.house) == {(each.id, d.id) for each in (a, b, c, d)}
    assert (await paths(builder.house))[d.id] == [a.id, b.id, c.id, d.id]
    for into in (b, c, d):
        with pytest.raises(Refused, match="circle"):
            await builder.house.run(commands.move_space, b.id, MoveSpace(parent_id=into.id))
    await builder.house.run(commands.move_space, c.id, MoveSpace(parent_id=None))
    assert await closure(builder.house) == {(a.id, b.id), (b.id, b.id), (c.id, d.id), (d.id, d.id)}
    assert (await paths(builder.house))[d.id] == [c.id, d.id]


async def test_move_space__crosswise_at_once(builder: Builder) -> None:
    """Each of two would go into the other: one wins, the other is told, and there is no circle. Ten rounds."""
    await builder.areas()
    site = await builder.site()
    for _ in range(10):
        a, b = [await builder.space(site, name, published=False) for name in "ab"]
        both = (
            builder.house.run(commands.move_space, a.id, MoveSpace(parent_id=b.id)),
            builder.house.run(commands.move_space, b.id, MoveSpace(parent_id=a.id)),
        )
        ended = await asyncio.gather(*both, return_exceptions=True)
        assert sorted(type(each).__name__ for each in ended) == ["Refused", "Space"]
    tree = await builder.house.read(queries.tree, site.id)
    assert await closure(builder.house) == tree.closure()


async def test_add_space__while_the_larger_one_is_being_offered(builder: Builder) -> None:
    """It waits for the other, and then sees that the hall is on offer. Not before: that would be too late to refuse."""
    await builder.areas()
    site = await builder.site()
    await builder.usage_rules()
    await builder.hours(site)
    hall = await builder.space(site, "Sali", published=False)
    offered, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(uow: UnitOfWork) -> None:
        await commands.publish_space(uow, hall.id)
        offered.set()
        await go_on.wait()

    offering = asyncio.create_task(builder.house.run(slowly))
    await offered.wait()
    adding = asyncio.create_task(builder.space(site, "Puoli", published=False, parent_id=hall.id))
    assert (await asyncio.wait([adding], timeout=0.3))[0] == set()
    go_on.set()
    await offering
    with pytest.raises(Refused, match="tree_published"):
        await adding
    assert [leaf.id for leaf in await builder.house.read(queries.leaves_of, hall.id)] == [hall.id]


async def test_move_space__elsewhere_is_not_its_site(builder: Builder) -> None:
    await builder.areas()
    here, there = await builder.site(), await builder.site("Toinen")
    a, b = await builder.space(here, published=False), await builder.space(there, published=False)
    with pytest.raises(Refused, match="parent_unknown"):
        await builder.house.run(commands.move_space, a.id, MoveSpace(parent_id=b.id))


async def test_tree__stands_while_it_is_offered(builder: Builder) -> None:
    """What is booked must not become another thing: withdrawn first, then changed."""
    made = await builder.everything()
    with pytest.raises(Refused, match="tree_published"):
        await builder.space(made.site, "Kolmas", published=False, parent_id=made.hall.id)
    with pytest.raises(Refused, match="tree_published"):
        await builder.house.run(commands.move_space, made.left.id, MoveSpace(parent_id=None))
    for each in (made.left, made.hall):
        await builder.house.run(commands.withdraw_space, each.id, WithdrawSpace(grounds="Remontti."))
    await builder.house.run(commands.move_space, made.left.id, MoveSpace(parent_id=None))
    assert [leaf.id for leaf in await builder.house.read(queries.leaves_of, made.hall.id)] == [made.right.id]
