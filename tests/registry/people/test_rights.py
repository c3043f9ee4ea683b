"""From an assignment to a right and back, also when its organisation ends: relay, Apache Kafka, own copy, next request."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from tests.chassis.edge.conftest import Api
from tests.registry.people.conftest import People

from chassis.audit import Sealer
from chassis.consumer import Consumer
from chassis.copying import Copying
from chassis.hearing import Hearing
from chassis.outbox import new_id
from chassis.relay import Line, Relay
from chassis.testing import Parts, soon
from chassis.topics import make_topics
from registry.main import SERVICE
from registry.organisations import commands as organisations
from registry.organisations.schemas import Merge
from registry.people.commands import assignments as commands
from registry.people.domain.role_types import ScopeKind
from registry.people.handlers import LISTENER
from registry.people.schemas import End


@pytest.fixture
async def worker(people: People, parts: Parts) -> AsyncIterator[None]:
    """What `worker --with-relay` runs of it, on topics of its own."""
    prefix, house = f"t{new_id().hex}.", people.house
    settings = house.settings.model_copy(update={"kafka": parts.kafka, "topic_prefix": prefix})
    await make_topics(SERVICE, settings)
    line = Line("registry", SERVICE.house, settings.database_url, parts.kafka, settings.tenant, prefix)
    copying = Copying("registry", SERVICE.copies, house.database, SERVICE.house, settings.tenant)
    ended = Hearing("registry", LISTENER, house.database, SERVICE.house, settings.tenant)
    works = (
        Relay(line, Sealer(line.database_url, SERVICE.house)),
        Consumer(ended, kafka=parts.kafka, prefix=prefix, replica="one"),
        Consumer(copying, kafka=parts.kafka, prefix=prefix, replica="one"),
    )
    tasks = [asyncio.create_task(work.run()) for work in works]
    yield
    for task in tasks:
        task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.usefixtures("worker")
async def test_rights__come_and_go_with_the_assignment(people: People, api: Api) -> None:
    liaison = new_id()
    asked = {"organisation_id": str(people.oulu), "capacity": "employee", "grounds": "Toiminnanjohtaja"}
    request = (await api.http.post("/v1/representation-requests", json=asked, headers=api.as_(new_id()))).json()

    async def status() -> int:
        url = f"/v1/representation-requests/{request['id']}"
        return (await api.http.get(url, headers=api.as_(liaison))).status_code

    async def allowed() -> bool:
        return await status() == 200

    async def denied() -> bool:
        return await status() == 404

    assert await denied()
    given = await people.assigned("area_liaison", ScopeKind.AREA, "oulu", subject=liaison)
    await soon(allowed)
    me = (await api.http.get("/v1/me", headers=api.as_(liaison))).json()
    assert me["roles"] == [{"role": "area_liaison", "scope_kind": "area", "scope_id": "oulu"}]
    await people.coordinator.run(commands.end, given.id, End(grounds="Vaihtui"))
    await soon(denied)
    assert (await api.http.get("/v1/me", headers=api.as_(liaison))).json()["roles"] == []


@pytest.mark.usefixtures("worker")
async def test_rights__end_with_the_organisation(people: People, api: Api) -> None:
    representative = new_id()

    async def roles() -> int:
        return len((await api.http.get("/v1/me", headers=api.as_(representative))).json()["roles"])

    async def acts() -> bool:
        return await roles() == 1

    async def acts_no_more() -> bool:
        return await roles() == 0

    await people.assigned("representative", ScopeKind.ORGANISATION, str(people.oulu), subject=representative)
    await soon(acts)
    await people.coordinator.run(organisations.merge, people.kuusamo, Merge(from_ids=[people.oulu], grounds="Fuusio"))
    await soon(acts_no_more)
