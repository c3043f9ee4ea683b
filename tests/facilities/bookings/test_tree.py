"""What is booked stays the thing that it is, also while the booking and the change of the tree are under way at once."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from tests.facilities.bookings.conftest import Desk
from tests.facilities.conftest import Hall

from chassis.problems import Refused
from facilities.bookings import commands
from facilities.bookings.commands import winning
from facilities.bookings.commands.slots import take
from facilities.bookings.domain.states import Status
from facilities.bookings.schemas import Cancel
from facilities.spaces import commands as spaces
from facilities.spaces.schemas import MoveSpace, WithdrawSpace

GROUNDS = "Remontti."


class Pause:
    """A booking that has read everything and is about to take its rows."""

    def __init__(self) -> None:
        self.reached, self.go = asyncio.Event(), asyncio.Event()

    async def take(self, *args: Any, **others: Any) -> Any:
        self.reached.set()
        await self.go.wait()
        return await take(*args, **others)


@pytest.fixture
def pause(monkeypatch: pytest.MonkeyPatch) -> Pause:
    made = Pause()
    monkeypatch.setattr(winning, "take", made.take)
    return made


async def withdraw(desk: Desk, *which: Any) -> None:
    for space in which:
        await desk.house.run(spaces.withdraw_space, space.id, WithdrawSpace(grounds=GROUNDS))


@pytest.mark.parametrize("what", ["booking", "meeting"])
async def test_under_way__the_tree_waits(desk: Desk, hall: Hall, pause: Pause, what: str) -> None:
    """The space was on offer when it was read; withdrawn meanwhile, it gets its part when the booking is over, or not at all."""
    organisation = await desk.organisation()
    times = desk.times(10)
    asked = commands.Asked(organisation, 1, hall.room.id, "Tapaaminen", times.starts_at, times.ends_at)
    ways: dict[str, Callable[[], Any]] = {
        "booking": partial(desk.book, hall.room.id, organisation, times),
        "meeting": partial(desk.house.run, commands.book_for_meeting, asked),
    }
    under_way = asyncio.create_task(ways[what]())
    await asyncio.wait_for(pause.reached.wait(), 10)
    await withdraw(desk, hall.room)
    part = asyncio.create_task(desk.builder.space(hall.site, "Nurkka", published=False, parent_id=hall.room.id))
    done, _ = await asyncio.wait([part], timeout=0.5)
    pause.go.set()
    await under_way
    assert not done
    with pytest.raises(Refused, match="tree_booked"):
        await part
    assert await desk.scalar("SELECT count(*) FROM facilities.slot AS s JOIN facilities.space_leaf AS l USING (leaf_id)") == 1


async def test_under_way__a_booking_waits_for_the_tree(desk: Desk, hall: Hall) -> None:
    """It takes the leaves that there are afterwards."""
    organisation = await desk.organisation()
    engine: AsyncEngine = desk.house.database.engine
    async with engine.connect() as changing:
        await changing.exec_driver_sql(
            f"SELECT pg_advisory_xact_lock(hashtextextended('facilities.space {hall.site.id}', 0))"
        )
        booking = asyncio.create_task(desk.book(hall.room.id, organisation, desk.times(10)))
        done, _ = await asyncio.wait([booking], timeout=0.5)
        await changing.rollback()
    assert not done
    assert (await booking).status is Status.CONFIRMED


async def test_booked_with_parts__gains_none_and_loses_none(desk: Desk, hall: Hall) -> None:
    """A third part of a hall that is booked would be free beside its booking; a half that left would still be taken."""
    organisation = await desk.organisation()
    row = await desk.book(hall.hall.id, organisation, desk.times(10))
    await withdraw(desk, hall.hall, hall.left, hall.right)
    with pytest.raises(Refused, match="tree_booked"):
        await desk.builder.space(hall.site, "Parvi", published=False, parent_id=hall.hall.id)
    with pytest.raises(Refused, match="tree_booked"):
        await desk.house.run(spaces.move_space, hall.left.id, MoveSpace(parent_id=None))
    with pytest.raises(Refused, match="tree_booked"):
        await desk.builder.space(hall.site, "Nurkka", published=False, parent_id=hall.left.id)
    await desk.house.run(commands.cancel, row.id, Cancel(grounds=GROUNDS))
    await desk.builder.space(hall.site, "Parvi", published=False, parent_id=hall.hall.id)
