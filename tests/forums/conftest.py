"""Forums over a database of its own."""

from collections.abc import AsyncIterator

import pytest
from tests.chassis.edge.conftest import Api, opened
from tests.chassis.edge.issuer import Issuer

from chassis.testing import House, Parts, cloned, emptied, make_template
from forums.main import SERVICE


@pytest.fixture(scope="session")
async def forums_template(parts: Parts) -> str:
    """A migrated database of the service."""
    name = "template_forums"
    await make_template(parts.admin, name, [SERVICE])
    return name


@pytest.fixture(scope="module")
async def forums_database(parts: Parts, forums_template: str) -> AsyncIterator[str]:
    """One for this module."""
    async with cloned(parts.admin, forums_template) as name:
        yield name


@pytest.fixture(scope="module")
async def module_forums(parts: Parts, forums_database: str) -> AsyncIterator[House]:
    house = House.over(SERVICE, parts.admin, forums_database)
    yield house
    await house.close()


@pytest.fixture
async def forums(module_forums: House, parts: Parts, forums_database: str) -> AsyncIterator[House]:
    """The service, emptied afterwards."""
    yield module_forums
    await emptied(parts.admin, forums_database)


@pytest.fixture
async def forums_api(forums: House) -> AsyncIterator[Api]:
    """Its API."""
    made = await opened(forums.settings.database_url, Issuer(), SERVICE)
    yield made
    await made.http.aclose()
    await made.database.close()
