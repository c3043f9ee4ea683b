"""The registry over a database of its own: its commands without HTTP (`registry`), its API as a client meets it (`api`)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
import pytest
from tests.chassis.edge.issuer import ISSUER, Issuer

from chassis import clock
from chassis.access import Held
from chassis.app import create_app
from chassis.auth import Verifier
from chassis.clockwork import Clockwork
from chassis.health import Health
from chassis.keys import Keys
from chassis.outbox import new_id
from chassis.testing import House, Parts, cloned, emptied, make_template, person
from registry.areas import commands as areas
from registry.main import SERVICE

REFERENCE = frozenset({
    "registry.area", "registry.sote_domain", "registry.council_term", "registry.parameter"
})
"""Tables whose rows stay between tests."""
PEOPLE = {
    "coordinator": UUID("00000000-0000-4000-8000-000000000001"),
    "liaison": UUID("00000000-0000-4000-8000-000000000002"),
    "officer": UUID("00000000-0000-4000-8000-000000000003"),
    "representative": UUID("00000000-0000-4000-8000-000000000004"),
    "professional": UUID("00000000-0000-4000-8000-000000000005"),
}


@pytest.fixture(scope="session")
async def registry_template(parts: Parts) -> str:
    """A migrated database of the registry with its reference data."""

    async def filled(made: str) -> None:
        house = House.over(SERVICE, parts.admin, made)
        await house.run(areas.load_reference)
        await house.close()
        await emptied(parts.admin, made, REFERENCE)

    name = "template_registry"
    await make_template(parts.admin, name, [SERVICE], filled)
    return name


@pytest.fixture(scope="session")
async def bare_template(parts: Parts) -> str:
    """A migrated database of the registry without its reference data."""
    name = "template_registry_bare"
    await make_template(parts.admin, name, [SERVICE])
    return name


@pytest.fixture(scope="module")
async def registry_database(parts: Parts, registry_template: str) -> AsyncIterator[str]:
    """One for this module, with areas and council terms."""
    async with cloned(parts.admin, registry_template) as name:
        yield name


@pytest.fixture(scope="module")
async def registry_house(parts: Parts, registry_database: str) -> AsyncIterator[House]:
    house = House.over(SERVICE, parts.admin, registry_database)
    yield house
    await house.close()


@pytest.fixture
async def registry(registry_house: House, parts: Parts, registry_database: str) -> AsyncIterator[House]:
    """Commands as the service itself; emptied of all but reference data afterwards."""
    yield registry_house
    await emptied(parts.admin, registry_database, REFERENCE)


@pytest.fixture
def coordinator(registry: House) -> House:
    """Commands as the county's coordinator."""
    return registry.as_(person(SERVICE, Held("coordinator"), id=PEOPLE["coordinator"]))


@dataclass
class Calendar:
    """The clock of this process, moved by the test: for requests, commands and the worker alike."""

    patch: pytest.MonkeyPatch

    def at(self, moment: datetime) -> None:
        """From now on it is that moment."""
        self.patch.setattr(clock, "now", lambda: moment)

    def now(self) -> datetime:
        """For a house whose commands shall go by it."""
        return clock.now()

    async def worker(self, house: House) -> int:
        """What a worker that has just been started does for its timers; how many ran."""
        return await Clockwork("registry", SERVICE.house, house.database, timers=SERVICE.timers).run_timers()


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    return Calendar(monkeypatch)


@dataclass
class Api:
    """The registry's API as a client meets it."""

    house: House
    issuer: Issuer
    http: httpx.AsyncClient

    def as_(self, who: str, *roles: str) -> dict[str, str]:
        """The headers of somebody signed in."""
        return {"Authorization": f"Bearer {self.issuer.token(PEOPLE[who], *roles)}"}

    @property
    def coordinator(self) -> dict[str, str]:
        return self.as_("coordinator", "coordinator")

    @property
    def anybody(self) -> dict[str, str]:
        return self.as_("professional", "professional")

    async def assign(self, who: str, role: str, kind: str, id: str) -> dict[str, str]:
        """Give a scoped role, as the internal state topic would; the headers of who has it."""
        row = {"id": new_id(), "sequence": 1, "heard_at": clock.now(), "subject": PEOPLE[who], "role": role, "scope_kind": kind}
        row |= {"scope_id": id, "valid_from": clock.now(), "valid_until": None}
        async with self.house.database.sessions() as session:
            await session.execute(SERVICE.house.assignment.insert().values(**row))
            await session.commit()
        return self.as_(who)

    async def registered(self, name: str = "Oulun Omaiset ry", **others: Any) -> dict[str, Any]:
        """An organisation, entered by the coordinator."""
        answer = await self.http.post("/v1/organisations", json={"name_fi": name, **others}, headers=self.coordinator)
        assert answer.status_code == 201, answer.text
        return {**answer.json(), "etag": answer.headers["etag"]}

    async def post(self, path: str, body: Any = None, **others: Any) -> httpx.Response:
        """As the coordinator, unless told otherwise."""
        return await self.http.post(path, json=body, **{"headers": self.coordinator, **others})

    async def get(self, path: str, **params: Any) -> httpx.Response:
        """As anybody who is signed in."""
        return await self.http.get(path, params=params, headers=self.anybody)


@pytest.fixture
async def api(registry: House) -> AsyncIterator[Api]:
    settings = registry.settings.model_copy(update={"issuer": ISSUER, "rate_burst": 100_000, "rate_per_minute": 600_000})
    issuer = Issuer()

    async def at_head() -> bool:
        return True

    keys = Keys(settings, client=issuer.client(), stop=lambda: None)
    health = Health(ping=registry.database.ping, at_head=at_head, settings=settings)
    verifier = Verifier(settings, keys=keys, services=frozenset({"grants"}))
    app = create_app(SERVICE, settings, registry.database, verifier, health)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://registry.test") as http:
        yield Api(registry, issuer, http)
