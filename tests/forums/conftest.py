"""Forums over a database of its own."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from tests.chassis.edge.conftest import Api, opened
from tests.chassis.edge.issuer import Issuer
from tests.forums import some
from tests.forums.desk import Desk

from chassis import clock
from chassis.clockwork import Clockwork
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


@dataclass
class Calendar:
    """The clock of this process, moved by the test: for requests, commands and the worker alike."""

    patch: pytest.MonkeyPatch

    def at(self, moment: datetime) -> None:
        """From now on it is that moment."""
        self.patch.setattr(clock, "now", lambda: moment)

    def now(self) -> datetime:
        """For a house whose commands shall go by it: `replace(forums, clock=calendar.now)`."""
        return clock.now()

    async def worker(self, house: House) -> int:
        """What a worker that has just been started does for its timers; how many ran."""
        return await Clockwork("forums", SERVICE.house, house.database, timers=SERVICE.timers).run_timers()


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    return Calendar(monkeypatch)


@pytest.fixture
async def county(forums: House) -> House:
    """Forums that has heard of the areas and the liaisons, with the county's structures."""
    await some.areas(forums)
    await some.liaisons(forums)
    await some.structures(forums)
    return forums


@pytest.fixture
async def desk(county: House, forums_api: Api) -> Desk:
    """The API with people, over that county."""
    return Desk(forums_api, county)
