"""The registry with its reference areas, one health centre and one association in Oulu and one in Kuusamo."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.chassis.edge.conftest import Api, opened
from tests.chassis.edge.issuer import Issuer
from tests.registry.conftest import REFERENCE

from chassis import clock
from chassis.access import Actor, Held
from chassis.outbox import new_id
from chassis.testing import House, Parts, cloned, emptied, person
from chassis.values import today
from registry.areas.queries import cover, tree
from registry.main import SERVICE
from registry.organisations.domain.kinds import Kind, LegalForm
from registry.organisations.tables import Organisation
from registry.people.commands import assignments
from registry.people.domain.role_types import ScopeKind
from registry.people.schemas import Assign
from registry.people.tables import RoleAssignment

OULU, KUUSAMO = "564", "305"
LATER = datetime(2099, 1, 1, tzinfo=UTC)


@dataclass
class People:
    """The registry, and how the tests speak of it."""

    house: House
    oulu: UUID
    """An association whose seat is in Oulu."""
    kuusamo: UUID

    @property
    def coordinator(self) -> House:
        return self.as_(Held("coordinator"))

    def as_(self, *roles: Held, id: UUID | None = None) -> House:
        return self.house.as_(self.person(*roles, id=id))

    def person(self, *roles: Held, id: UUID | None = None) -> Actor:
        return person(self.house.service, *roles, id=id)

    async def assigned(self, role: str, kind: ScopeKind, id: str, by: House | None = None, **others: Any) -> RoleAssignment:
        """A role given by the coordinator."""
        body = Assign(**{"subject": new_id(), "role": role, "scope_kind": kind, "scope_id": id} | others)
        return await (by or self.coordinator).run(assignments.assign, body)

    def at(self, moment: datetime) -> House:
        """The house at another time."""
        house = self.house.as_(self.house.actor)
        house.clock = lambda: moment
        return house


@pytest.fixture(scope="module")
async def people_house(parts: Parts, registry_template: str) -> AsyncIterator[House]:
    """The registry over a database of this module."""
    async with cloned(parts.admin, registry_template) as name:
        house = House.over(SERVICE, parts.admin, name)
        yield house
        await house.close()


@pytest.fixture
async def people(people_house: House, parts: Parts) -> AsyncIterator[People]:
    places = await people_house.read(tree)
    made = []
    async with people_house.database.sessions() as session:
        for name, municipality in (("Oulun yhdistys ry", OULU), ("Kuusamon yhdistys ry", KUUSAMO)):
            row = Organisation(
                id=new_id(), kind=Kind.ORGANISATION, legal_form=LegalForm.ASSOCIATION, name_fi=name,
                home_municipality=municipality, area_codes=cover(places, [municipality], today(clock.now())),
                registered_at=clock.now(), updated_at=clock.now(), version=1,
            )
            session.add(row)
            made.append(row.id)
        await session.commit()
    yield People(people_house, *made)
    await emptied(parts.admin, people_house.database.engine.url.database or "", REFERENCE)


@pytest.fixture
async def api(people: People) -> AsyncIterator[Api]:
    made = await opened(people.house.settings.database_url, Issuer(), SERVICE)
    yield made
    await made.http.aclose()
    await made.database.close()


async def hold(people: People, subject: UUID, role: str, kind: str, id: str) -> None:
    """A role in the registry's own copy, as if it had been heard."""
    row = {"id": new_id(), "sequence": 1, "heard_at": clock.now(), "subject": subject, "role": role, "scope_kind": kind}
    row |= {"scope_id": id, "valid_from": clock.now() - timedelta(days=1), "valid_until": None}
    async with people.house.database.sessions() as session:
        await session.execute(SERVICE.house.assignment.insert().values(**row))
        await session.commit()
