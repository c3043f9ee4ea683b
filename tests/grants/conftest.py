"""Grants over a database of its own."""

from collections.abc import AsyncIterator

import pytest
from tests.chassis.edge.conftest import Api, opened
from tests.chassis.edge.issuer import Issuer

from chassis.testing import House, Parts, cloned, emptied, make_template
from grants.main import SERVICE


@pytest.fixture(scope="session")
async def grants_template(parts: Parts) -> str:
    """A migrated database of the service."""
    name = "template_grants"
    await make_template(parts.admin, name, [SERVICE])
    return name


@pytest.fixture(scope="module")
async def grants_database(parts: Parts, grants_template: str) -> AsyncIterator[str]:
    """One for this module."""
    async with cloned(parts.admin, grants_template) as name:
        yield name


@pytest.fixture(scope="module")
async def module_grants(parts: Parts, grants_database: str) -> AsyncIterator[House]:
    house = House.over(SERVICE, parts.admin, grants_database)
    yield house
    await house.close()


@pytest.fixture
async def grants(module_grants: House, parts: Parts, grants_database: str) -> AsyncIterator[House]:
    """The service, emptied afterwards."""
    yield module_grants
    await emptied(parts.admin, grants_database)


@pytest.fixture
async def grants_api(grants: House) -> AsyncIterator[Api]:
    """Its API."""
    made = await opened(grants.settings.database_url, Issuer(), SERVICE)
    yield made
    await made.http.aclose()
    await made.database.close()
