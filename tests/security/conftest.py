"""All services over one migrated database, without a gateway."""

from collections.abc import AsyncIterator

import pytest
from tests.architecture.code import SERVICES, service
from tests.chassis.edge.conftest import Api, opened
from tests.chassis.edge.issuer import Issuer

from chassis.testing import APP, Parts, address, cloned


@pytest.fixture(scope="module")
async def apis(parts: Parts, all_template: str) -> AsyncIterator[dict[str, Api]]:
    async with cloned(parts.admin, all_template) as database:
        made = {
            name: await opened(address(parts.admin, database, name, APP), Issuer(), service(name), rate_burst=10**6) for name in SERVICES
        }
        yield made
        for api in made.values():
            await api.http.aclose()
            await api.database.close()
