"""The personas' roles of the demonstration, given through the API; given again, nothing changes."""

import httpx
from tests.chassis.edge.conftest import Api
from tests.registry.people.conftest import People

from chassis.outbox import new_id
from yhdyspinta_local.demonstration.people import assign_roles
from yhdyspinta_local.personas import PERSONAS


async def test_assign_roles__once(people: People, api: Api) -> None:
    calls = [new_id()]
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(api.app), base_url="http://registry.test", headers=api.coordinator
    ) as http:
        made = await assign_roles(http, (people.oulu, people.kuusamo), calls)
        assert await assign_roles(http, (people.oulu, people.kuusamo), calls) == []
    names = {str(persona.sub): name for name, persona in PERSONAS.items()}
    assert {(names[each["subject"]], each["role"], each["scope_kind"], each["scope_id"]) for each in made} == {
        ("domain_liaison", "domain_liaison", "domain", "families"),
        ("area_liaison", "area_liaison", "area", "oulu"),
        ("centre_liaison", "centre_liaison", "centre", "demo-keskusta"),
        ("municipality_officer", "municipality_officer", "municipality", "564"),
        ("representative_a", "representative", "organisation", str(people.oulu)),
        ("representative_b", "representative", "organisation", str(people.kuusamo)),
        ("assessor", "assessor", "call", str(calls[0])),
        ("decider", "decider", "call", str(calls[0])),
    }
