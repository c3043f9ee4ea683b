"""The short form: real services, killed at random and at every kind of moment; `make faults` is the long one."""

from collections.abc import AsyncIterator

import pytest
from tests.faults.county.county import ONE, County, Plan, founded
from tests.faults.county.ground import Ground
from tests.faults.experiments.catalogue import WITH_ROOMS, conducted
from tests.faults.experiments.storm import rounds

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]
SEED = 20261123
KILLS, HEAVY = 8, 2


@pytest.fixture(scope="module")
async def county(ground: Ground) -> AsyncIterator[County]:
    """Registry, forums and facilities, each with one process of each role: bookings, meetings and their rooms."""
    async with founded(ground, Plan(WITH_ROOMS, ONE, seed=SEED, people=3, pause=0.3)) as county:
        yield county


async def test_storm__nothing_is_lost_or_doubled(county: County) -> None:
    (storm,) = rounds(KILLS, HEAVY, seed=SEED)
    outcome = await conducted(storm, county)
    print(outcome.found.said(), dict(outcome.kills), f"longest pause {outcome.pause:.1f} s")
    assert outcome.found.wrong == {}
    assert sum(outcome.kills.values()) == KILLS + HEAVY
    assert outcome.found.compared["effects"] > 0
