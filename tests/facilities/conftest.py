"""Facilities over a database of its own, and builders of sites and spaces."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from tests.chassis.edge.conftest import Api, opened
from tests.chassis.edge.issuer import Issuer

from chassis.access import Held
from chassis.testing import House, Parts, cloned, emptied, make_template, person
from chassis.values import today
from chassis.work import UnitOfWork
from facilities.copies.tables import Area
from facilities.main import SERVICE
from facilities.spaces import commands
from facilities.spaces.schemas import AddHours, AddSite, AddSpace, DraftUsageRules
from facilities.spaces.tables import HoursPeriod, Site, Space, UsageRules
from registry.areas.domain import reference_tree


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
    await emptied(parts.admin, facilities_database, KEPT)


@pytest.fixture
async def facilities_api(facilities: House) -> AsyncIterator[Api]:
    """Its API."""
    made = await opened(facilities.settings.database_url, Issuer(), SERVICE)
    yield made
    await made.http.aclose()
    await made.database.close()


KEPT = frozenset({"facilities.parameters"})
COORDINATOR = Held("coordinator")
OFFICER = Held("municipality_officer", "municipality", "564")
LIAISON = Held("centre_liaison", "centre", "oulu-tuira")
EVENINGS = [{"weekdays": [], "starts": "08:00", "ends": "22:00"}]


@dataclass(frozen=True, slots=True)
class Hall:
    """A published site: a hall and its two halves, and a room for peer groups, all booked under the same hours."""

    site: Site
    hall: Space
    left: Space
    right: Space
    room: Space


class Builder:
    """Makes sites and spaces through the commands, as the coordinator."""

    def __init__(self, house: House) -> None:
        self.house = house.as_(person(SERVICE, COORDINATOR))

    async def areas(self) -> None:
        """Two municipalities and a health centre, as the registry would have told of them."""
        known = (("564", "municipality", "Oulu"), ("305", "municipality", "Kuusamo"), ("oulu-tuira", "health_centre", "Tuira"))
        placed = [{"parent": "pohde", "valid_from": None, "valid_until": None}]
        await self.heard([{"code": code, "kind": kind, "name_fi": name, "placements": placed} for code, kind, name in known])

    async def county(self) -> None:
        """Every area that the registry's reference files know, of now and of old."""
        await self.heard([
            {
                "code": area.code, "kind": area.kind.value, "name_fi": area.name_fi, "valid_until": area.valid_until,
                "successor": area.successor,
                "placements": [{"parent": p.parent, "valid_from": None, "valid_until": None} for p in area.placements],
            }
            for area in reference_tree()
        ])

    async def heard(self, areas: Sequence[dict[str, Any]]) -> None:
        """Areas as they are in the service's copy."""
        rows: list[dict[str, Any]] = [
            {
                "id": uuid5(NAMESPACE_URL, area["code"]), "sequence": 1, "heard_at": self.house.now(), "name_sv": None,
                "valid_from": None, "valid_until": None, "successor": None, **area,
            }
            for area in areas
        ]

        async def keep(uow: UnitOfWork) -> None:
            await uow.add_many(Area, rows, replacing=True)

        await self.house.run(keep)

    async def site(self, name: str = "Tuiran terveysasema", **others: Any) -> Site:
        """The county's, a health centre, unless said otherwise."""
        said = {
            "kind": "health_centre", "names": {"fi": name}, "owner": "county", "centre": "oulu-tuira", "municipality": "564",
            "street": "Valtatie 1", "postal_code": "90500", "post_office": "Oulu", "latitude": 65.026, "longitude": 25.465,
        }
        return await self.house.run(commands.add_site, AddSite.model_validate(said | others))

    async def usage_rules(self, **others: Any) -> UsageRules:
        """Published; the county's from today on, unless said otherwise."""
        said = {"owner": "county", "text": {"fi": "Jätä tila siistiksi."}, "valid_from": today(self.house.now()).isoformat()}
        row = await self.house.run(commands.draft_usage_rules, DraftUsageRules.model_validate(said | others))
        return await self.house.run(commands.publish_usage_rules, row.id)

    async def hours(self, site: Site, space: Space | None = None, **others: Any) -> HoursPeriod:
        """Use hours, each day 8 to 22, unless said otherwise."""
        said = {"site_id": site.id, "space_id": space and space.id, "purpose": "use", "rules": EVENINGS}
        return await self.house.run(commands.add_hours, AddHours.model_validate(said | others))

    async def space(self, site: Site, name: str = "Vertaisryhmähuone", *, published: bool = True, **others: Any) -> Space:
        """Bookable, for twelve, published. Needs usage rules and use hours; as a part, its `parent_id`."""
        said = {"site_id": site.id, "names": {"fi": name}, "capacity": 12, "features": ["bookable", "peer_group_room"]}
        row = await self.house.run(commands.add_space, AddSpace.model_validate(said | others))
        return await self.house.run(commands.publish_space, row.id) if published else row

    async def publish(self, space: Space) -> Space:
        return await self.house.run(commands.publish_space, space.id)

    async def everything(self, **rules: Any) -> Hall:
        """Areas, a site with rules and hours, a hall and its two halves, a room; `rules` are the booking rules of all four."""
        await self.areas()
        site = await self.site()
        await self.usage_rules()
        await self.hours(site)
        hall = await self.space(site, "Sali", published=False, capacity=80, rules=rules)
        left = await self.space(site, "Salin vasen puoli", published=False, capacity=40, rules=rules, parent_id=hall.id)
        right = await self.space(site, "Salin oikea puoli", published=False, capacity=40, rules=rules, parent_id=hall.id)
        room = await self.space(site, published=False, rules=rules)
        hall, left, right, room = [await self.publish(each) for each in (hall, left, right, room)]
        return Hall(site, hall, left, right, room)


@pytest.fixture
def builder(facilities: House) -> Builder:
    """Makes what a test needs."""
    return Builder(facilities)
