"""19: clocks that differ, and clocks that jump."""

import asyncio
from collections.abc import Sequence

from tests.faults.county.county import County
from tests.faults.experiments.catalogue import TWO, experiment
from tests.faults.inside.clocks import CLOCK

HOUR = 3600
DRIFT = 20
"""Seconds: less than a token's leeway of thirty."""
PILES_UP = 1.5
"""Seconds that each relay waits with a batch, so that rows of both clocks lie in the next."""


@experiment("19", services=("registry", "grants", "notifications"), sizes=TWO, finds=["order-by-event-id"], strict=False, rest=120)
async def clocks_jump(county: County) -> Sequence[str]:
    """Of two processes of each role one is ahead and one behind, some seconds; then one of each is an hour off, either way."""
    for relay in county.of(kind="relay"):
        relay.at("batch read", f"wait {PILES_UP}")
    for one in county.replicas:
        one.at(CLOCK, str(DRIFT if one.number else -DRIFT))
    await asyncio.sleep(12)
    for hour in (HOUR, -HOUR):
        for one in county.replicas:
            if one.number:
                one.at(CLOCK, str(hour))
        await asyncio.sleep(6)
    for one in county.replicas:
        one.no_more(CLOCK)
        one.no_more("batch read")
    return []
