from collections.abc import AsyncIterator

import pytest

from chassis.testing import House, Parts, emptied
from sample.main import SERVICE
from sample.things.handlers import BROKEN


@pytest.fixture(scope="module")
async def module_house(parts: Parts, sample_database: str) -> AsyncIterator[House]:
    house = House.over(SERVICE, parts.admin, sample_database)
    yield house
    await house.close()


@pytest.fixture
async def sample(module_house: House, parts: Parts, sample_database: str) -> AsyncIterator[House]:
    BROKEN.clear()
    yield module_house
    await emptied(parts.admin, sample_database)
