"""The real registry, and everybody who listens: its commands reach every copy, and every copy equals its rows."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

import pytest
from sqlalchemy import text
from tests.journeys.together import together
from tests.journeys.workers import LISTENERS, taken_for, worker

from chassis.outbox import new_id
from chassis.rebuild import copy_hash, owner_hash, rebuild
from chassis.testing import House, Parts, cloned, soon
from chassis.topics import make_topics
from registry.areas import commands as areas
from registry.main import SERVICE as REGISTRY
from registry.organisations import commands
from registry.organisations.domain.kinds import AreaClass, Kind, LegalForm
from registry.organisations.schemas import Merge, OperatingAreaBody, Register, WithGrounds
from registry.organisations.tables import Organisation
from registry.people.commands import assignments as people
from registry.people.domain.role_types import ScopeKind
from registry.people.schemas import Assign, End

GROUNDS = "Yhdistysten sopimus."


@dataclass(frozen=True)
class County:
    """The registry, and those who listen to it."""

    registry: House
    houses: Mapping[str, House]

    async def unequal(self) -> list[str]:
        """The copies that differ from the registry's own rows."""
        return [
            f"{name}.{copy.name}"
            for name, house in self.houses.items()
            for copy in house.service.copies
            if copy.of.startswith("registry.")
            if await copy_hash(copy, house.database) != await owner_hash(REGISTRY, copy, self.registry.database)
        ]

    async def settled(self) -> None:
        async def equal() -> bool:
            return not await self.registry.outbox() and not await self.unequal()

        await soon(equal, within=60)

    async def registered(self, name: str) -> Organisation:
        body = Register(name_fi=name, kind=Kind.ORGANISATION, legal_form=LegalForm.ASSOCIATION, home_municipality="564")
        return await self.registry.run(commands.register, body)


@pytest.fixture(scope="module")
async def county(parts: Parts, all_template: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[County]:
    folder, prefix = tmp_path_factory.mktemp("registry"), f"t{new_id().hex}."
    services = [REGISTRY, *LISTENERS.values()]
    async with cloned(parts.admin, all_template) as database:
        houses = {
            service.name: House.over(service, parts.admin, database, kafka=parts.kafka, topic_prefix=prefix) for service in services
        }
        for house in houses.values():
            await make_topics(house.service, house.settings)
        workers = [worker(house, folder) for house in houses.values()]
        registry = houses.pop("registry")
        try:
            async with together(*workers):
                await registry.run(areas.load_reference)
                yield County(registry, houses)
        finally:
            for house in (registry, *houses.values()):
                await house.close()


async def counted(county: County, table: str) -> dict[str, int]:
    """How many rows each service has."""
    found = {}
    for name, house in county.houses.items():
        async with house.database.sessions() as session:
            found[name] = (await session.execute(text(f"SELECT count(*) FROM {name}.{table}"))).scalar_one()
    return found


async def test_register__appears_in_every_copy(county: County) -> None:
    made = [await county.registered(f"Yhdistys {n} ry") for n in range(25)]
    await county.registry.run(
        commands.set_operating_area, made[0].id, OperatingAreaBody(area_class=AreaClass.SEVERAL_MUNICIPALITIES, municipalities=["564", "425"])
    )
    await county.registry.run(commands.pause, made[1].id, WithGrounds(grounds=GROUNDS))
    await county.settled()
    assert await taken_for(county.houses, made[0].id) == dict.fromkeys(LISTENERS, made[0].id)
    assert await counted(county, "organisation_copy") == dict.fromkeys(LISTENERS, 25)
    assert min((await counted(county, "area_copy")).values()) > 30  # the municipalities and the service areas


async def test_assign__gives_rights_in_every_service(county: County) -> None:
    made, subject = await county.registered("Edustettu ry"), new_id()
    body = Assign(subject=subject, role="representative", scope_kind=ScopeKind.ORGANISATION, scope_id=str(made.id))
    given = await county.registry.run(people.assign, body)
    await county.settled()
    assert await counted(county, "assignment") == dict.fromkeys(LISTENERS, 1)
    await county.registry.run(people.end, given.id, End(grounds=GROUNDS))
    await county.settled()
    for name, house in county.houses.items():
        async with house.database.sessions() as session:
            ended = text(f"SELECT valid_until IS NOT NULL FROM {name}.assignment")
            assert (await session.execute(ended)).scalar_one()


async def test_merge__resolves_in_every_service_and_back(county: County) -> None:
    into, gone = await county.registered("Jäävä ry"), await county.registered("Sulautuva ry")
    await county.registry.run(commands.merge, into.id, Merge(from_ids=[gone.id], grounds=GROUNDS))
    await county.settled()
    assert await taken_for(county.houses, gone.id) == dict.fromkeys(LISTENERS, into.id)
    await county.registry.run(commands.undo_merge, gone.id, WithGrounds(grounds=GROUNDS))
    await county.settled()
    assert await taken_for(county.houses, gone.id) == dict.fromkeys(LISTENERS, gone.id)


async def test_rebuild__equals_the_registry(county: County) -> None:
    await county.settled()
    for house in county.houses.values():
        for copy in house.service.copies:
            if not copy.of.startswith("registry."):
                continue
            rebuilt = await rebuild(house.service, copy.name, house.settings)
            assert rebuilt.hash == await owner_hash(REGISTRY, copy, county.registry.database)
