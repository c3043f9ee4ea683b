"""Grants over a database of its own."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from tests.chassis.edge.conftest import Api, opened
from tests.chassis.edge.issuer import Issuer
from tests.grants import some
from tests.grants.desk import Desk

from chassis import clock
from chassis.clockwork import Clockwork
from chassis.testing import House, Parts, cloned, emptied, make_template
from grants.main import SERVICE

REFERENCE = frozenset({"grants.grant_kind", "grants.criterion"})
"""Tables whose rows stay between tests."""


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
    """The service, emptied of all but reference data afterwards."""
    yield module_grants
    await emptied(parts.admin, grants_database, REFERENCE)


@pytest.fixture
async def grants_api(grants: House) -> AsyncIterator[Api]:
    """Its API."""
    made = await opened(grants.settings.database_url, Issuer(), SERVICE)
    yield made
    await made.http.aclose()
    await made.database.close()


@dataclass
class Calendar:
    """The clock of this process, moved by the test: for requests, commands and the worker alike."""

    patch: pytest.MonkeyPatch

    def at(self, moment: datetime) -> None:
        """From now on it is that moment."""
        self.patch.setattr(clock, "now", lambda: moment)

    def now(self) -> datetime:
        """For a house whose commands shall go by it: `replace(grants, clock=calendar.now)`."""
        return clock.now()

    async def worker(self, house: House) -> int:
        """What a worker that has just been started does for its timers; how many ran."""
        return await Clockwork("grants", SERVICE.house, house.database, timers=SERVICE.timers).run_timers()


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    return Calendar(monkeypatch)


@pytest.fixture
async def desk(grants: House, grants_api: Api) -> Desk:
    """The API with people; the council terms are known."""
    await some.council_terms(grants)
    return Desk(grants_api, grants)
