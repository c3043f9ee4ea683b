"""What the registry says, taken as it comes: each of its examples, and what no database can hold."""

import pytest
from sqlalchemy import text
from tests.journeys.said import heard, organisation, snapshot

from chassis.events import State
from chassis.testing import House
from grants.main import SERVICE
from registry.events.examples import EXAMPLES
from registry.events.organisation import Names

STATES = [one for one in EXAMPLES if isinstance(one, State)]


async def counted(grants: House) -> list[int]:
    async with grants.database.sessions() as session:
        tables = [*(copy.table.name for copy in SERVICE.copies), "parked"]
        return [(await session.execute(text(f"SELECT count(*) FROM grants.{table}"))).scalar_one() for table in tables]


async def test_copies__take_every_example(grants: House) -> None:
    assert len(STATES) == 4
    await heard(grants, *map(snapshot, STATES))
    assert await counted(grants) == [1, 1, 1, 1, 0]


@pytest.mark.parametrize("bad", ["\x00", "a\x00b"])
async def test_copies__what_the_database_refuses_waits_alone(grants: House, bad: str) -> None:
    """The others of its batch are kept, older and newer ones of its key too."""
    said = organisation("Ensin ry")
    worse = said.model_copy(update={"names": Names(fi=bad)})
    await heard(grants, snapshot(said, 1), snapshot(worse, 2), snapshot(organisation("Toinen ry")))
    assert await counted(grants) == [2, 0, 0, 0, 1]
    async with grants.database.sessions() as session:
        (error,) = (await session.scalars(text("SELECT error FROM grants.parked"))).all()
    assert error == "the database refused it: 22P05"
    await heard(grants, snapshot(said, 3))
    assert await counted(grants) == [2, 0, 0, 0, 0]
