"""The checker: rest, then C1 to C7 (`reliability.md` 2.3), in SQL and from every topic's beginning."""

import asyncio
import time

from tests.faults.county.county import County
from tests.faults.promises import announced, asked, effects, sums
from tests.faults.promises.found import Found

REST: float = 90
"""Seconds within which everything must have come to rest once nobody asks for anything."""


async def rest(county: County, within: float = REST) -> float:
    """Until nothing is on its way any more, or the time is over; the seconds that it took."""
    began = time.monotonic()
    while time.monotonic() - began < within and await _is_moving(county):  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(0.3)
    return time.monotonic() - began


async def _is_moving(county: County) -> bool:
    if [wrong async for wrong in effects.waiting(county, Found())] or await effects.copies_differ(county):
        return True
    on_the_way = Found()
    await sums.check(county, on_the_way)
    return bool(on_the_way.wrong)


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
