"""Every service over a database of its own, spoken to by a client that knows only its document."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from tests.architecture.code import service
from tests.chassis.edge.conftest import opened
from tests.chassis.edge.issuer import Issuer
from tests.contracts.client import Client
from tests.contracts.documented import Documented
from tests.notifications.receiver import Receiver

from chassis.testing import APP, House, Parts, address, cloned
from notifications.adapters.http import WAY, Reach
from registry.areas.commands import load_reference


@pytest.fixture(scope="module")
async def all_database(parts: Parts, all_template: str) -> AsyncIterator[str]:
    """One for this module; the registry has its areas and council terms."""
    async with cloned(parts.admin, all_template) as name:
        registry = House.over(service("registry"), parts.admin, name)
        await registry.run(load_reference)
        await registry.close()
        yield name


@pytest.fixture(scope="module")
async def receiver() -> AsyncIterator[Receiver]:
    """Another system; it alone may be inside."""
    made = Receiver()
    await made.start()
    WAY.open(Reach(inside=frozenset({made.place}), seconds=2))
    yield made
    await made.stop()


@asynccontextmanager
async def client(parts: Parts, database: str, name: str) -> AsyncIterator[Client]:
    """As the county's coordinator, or as the regional system that has webhooks; unless a test says who."""
    api = await opened(address(parts.admin, database, name, APP), Issuer(), service(name), rate_burst=10**6)
    who = api.as_("kunta", "regional_system", azp="kunta") if name == "notifications" else api.coordinator
    yield Client(api, Documented(service(name)), who)
    await api.http.aclose()
    await api.database.close()

