"""The checker: rest, then C1 to C7 (`reliability.md` 2.3), in SQL and from every topic's beginning."""

import asyncio
import time

from tests.faults.county.county import County
from tests.faults.promises import announced, asked, effects, sums
from tests.faults.promises.found import Found

REST: float = 90
"""Seconds that may pass without anything moving, as long as something is on its way and nobody asks for anything."""
MOST: int = 4
"""Times that, whatever moves: a busy machine takes longer, and what goes round in circles never rests."""


async def rest(county: County, within: float = REST) -> float:
    """Until nothing is on its way any more, or nothing has moved for so long; the seconds that it took."""
    began = moved = time.monotonic()
    on_its_way = await _on_its_way(county)
    while on_its_way and time.monotonic() - moved < within and time.monotonic() - began < MOST * within:
        await asyncio.sleep(0.3)
        before, on_its_way = on_its_way, await _on_its_way(county)
        moved = moved if on_its_way == before else time.monotonic()
    return time.monotonic() - began


async def _on_its_way(county: County) -> set[str]:
    """What was said and has not had its effect yet."""
    found = Found()
    found.holds("C6", [wrong async for wrong in effects.waiting(county, Found())])
    await sums.check(county, found)
    words = {wrong for against in found.wrong.values() for wrong in against}
    return words or ({"a copy differs"} if await effects.copies_differ(county) else set())


async def checked(county: County, within: float = REST, *, strict: bool = False) -> Found:
    """What holds and what does not, once the county is at rest."""
    found = Found()
    await county.again()
    await rest(county, within)
    await asked.check(county, found)
    await announced.check(county, await announced.read(county, found), found, strict=strict)
    await effects.check(county, found)
    await sums.check(county, found)
    return found
