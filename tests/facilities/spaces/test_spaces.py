"""Sites and spaces: the tree and its leaves, drafts, publishing, what the world is told."""

from sqlalchemy import select
from sqlmodel import col
from tests.facilities.conftest import Builder

from chassis.testing import House
from facilities.spaces import queries
from facilities.spaces.tables import SpaceLeaf


async def closure(house: House) -> set[tuple[str, str]]:
    """What the table of leaves says, by ids."""
    async with house.database.sessions() as session:
        rows = (await session.execute(select(col(SpaceLeaf.space_id), col(SpaceLeaf.leaf_id)))).all()
    return {(str(a), str(b)) for a, b in rows}


async def test_add_space__a_hall_and_its_halves(builder: Builder) -> None:
    made = await builder.everything()
    of_hall = await builder.house.read(queries.leaves_of, made.hall.id)
    assert [leaf.id for leaf in of_hall] == sorted([made.left.id, made.right.id])
    assert [leaf.id for leaf in await builder.house.read(queries.leaves_of, made.left.id)] == [made.left.id]
    assert await builder.house.said(made.hall.id) == ["SpacePublished"]
