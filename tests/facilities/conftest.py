"""Facilities over a database of its own."""

from collections.abc import AsyncIterator

import pytest
from tests.chassis.edge.conftest import Api, opened
from tests.chassis.edge.issuer import Issuer

from chassis.testing import House, Parts, cloned, emptied, make_template
from facilities.main import SERVICE


@pytest.fixture(scope="session")
async def facilities_template(parts: Parts) -> str:
    """A migrated database of the service."""
    name = "template_facilities"
    await make_template(parts.admin, name, [SERVICE])
    return name


@pytest.fixture(scope="module")
async def facilities_database(parts: Parts, facilities_template: str) -> AsyncIterator[str]:
    """One for this module."""
    async with cloned(parts.admin, facilities_template) as name:
        yield name


@pytest.fixture(scope="module")
async def module_facilities(parts: Parts, facilities_database: str) -> AsyncIterator[House]:
    house = House.over(SERVICE, parts.admin, facilities_database)
    yield house
    await house.close()


@pytest.fixture
async def facilities(module_facilities: House, parts: Parts, facilities_database: str) -> AsyncIterator[House]:
    """The service, emptied afterwards."""
    yield module_facilities
    await emptied(parts.admin, facilities_database)


@pytest.fixture
async def facilities_api(facilities: House) -> AsyncIterator[Api]:
    """Its API."""
    made = await opened(facilities.settings.database_url, Issuer(), SERVICE)
    yield made
    await made.http.aclose()
    await made.database.close()
