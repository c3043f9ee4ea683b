from collections.abc import AsyncIterator

import pytest

from chassis.outbox import new_id
from chassis.relay import Line
from chassis.testing import House, Parts, emptied, settings_of
from chassis.topics import make_topics
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


@pytest.fixture
async def prefix(parts: Parts, sample_database: str) -> str:
    """Topics of this test alone."""
    prefix = f"t{new_id().hex}."
    await make_topics(SERVICE, settings_of(SERVICE, parts.admin, sample_database, kafka=parts.kafka, topic_prefix=prefix))
    return prefix


@pytest.fixture
def line(sample: House, parts: Parts, prefix: str) -> Line:
    return Line("sample", SERVICE.house, sample.settings.database_url, parts.kafka, "pohde", prefix)
