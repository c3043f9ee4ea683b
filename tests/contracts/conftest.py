"""Every service over a database of its own, spoken to by a client that knows only its document."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from tests.architecture.code import service
from tests.chassis.edge.conftest import opened
from tests.chassis.edge.issuer import Issuer
from tests.contracts.client import Client
from tests.contracts.documented import Documented
from tests.contracts.door import Door, opened_door, who
from tests.contracts.visitor import Visit, Visitor, read
from tests.contracts.walks_all import WALKS
from tests.notifications.receiver import Receiver

from chassis.testing import APP, House, Parts, address, cloned
from notifications.adapters.http import WAY, Reach
from registry.areas.commands import load_reference


@pytest.fixture(scope="module")
async def all_database(parts: Parts, all_template: str) -> AsyncIterator[str]:
    """One for this module; the registry has its areas and council terms."""
    async with prepared(parts, all_template) as name:
        yield name


@asynccontextmanager
async def prepared(parts: Parts, template: str) -> AsyncIterator[str]:
    async with cloned(parts.admin, template) as name:
        registry = House.over(service("registry"), parts.admin, name)
        await registry.run(load_reference)
        await registry.close()
        yield name


@pytest.fixture(scope="module")
async def receiver() -> AsyncIterator[Receiver]:
    """Another system; it alone may be inside."""
    async with listening() as made:
        yield made


@asynccontextmanager
async def listening() -> AsyncIterator[Receiver]:
    made = Receiver()
    await made.start()
    WAY.open(Reach(inside=frozenset({made.place}), seconds=2))
    yield made
    await made.stop()


@dataclass(frozen=True)
class Visited:
    """A county behind its gateway in which every operation has been done once."""

    door: Door
    visits: list[Visit]


@pytest.fixture(scope="session")
async def visited(parts: Parts, all_template: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Visited]:
    """As schemathesis' own cases and under all of its checks, in the order in which each can succeed."""
    visits: list[Visit] = []
    folder = tmp_path_factory.mktemp("door")
    async with prepared(parts, all_template) as database, listening() as receiver, opened_door(parts, database, receiver, folder) as door:
        schema = read(door.url)
        for name, walk in WALKS.items():
            async with door.api(name) as api:
                visitor = Visitor(api, Documented(service(name)), who(api, name), schema=schema)
                await walk(visitor, receiver)
                assert visitor.left == set()
                visits += visitor.visits
        yield Visited(door, visits)


@asynccontextmanager
async def client(parts: Parts, database: str, name: str) -> AsyncIterator[Client]:
    """As the county's coordinator, or as the regional system that has webhooks; unless a test says who."""
    api = await opened(address(parts.admin, database, name, APP), Issuer(), service(name), rate_burst=10**6)
    who = api.as_("kunta", "regional_system", azp="kunta") if name == "notifications" else api.coordinator
    yield Client(api, Documented(service(name)), who)
    await api.http.aclose()
    await api.database.close()

