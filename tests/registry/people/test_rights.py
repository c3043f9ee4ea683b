"""From an assignment to a right and back: registry, relay, Apache Kafka, the registry's own copy, the person's next request."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from tests.chassis.edge.conftest import Api
from tests.registry.people.conftest import People

from chassis.audit import Sealer
from chassis.consumer import Consumer
from chassis.copying import Copying
from chassis.outbox import new_id
from chassis.relay import Line, Relay
from chassis.testing import Parts, soon
from chassis.topics import make_topics
from registry.main import SERVICE
from registry.people.commands import assignments as commands
from registry.people.domain.role_types import ScopeKind
from registry.people.schemas import End


@pytest.fixture
async def worker(people: People, parts: Parts) -> AsyncIterator[None]:
    """What `worker --with-relay` runs of it, on topics of its own."""
    prefix, house = f"t{new_id().hex}.", people.house
    settings = house.settings.model_copy(update={"kafka": parts.kafka, "topic_prefix": prefix})
    await make_topics(SERVICE, settings)
    line = Line("registry", SERVICE.house, settings.database_url, parts.kafka, settings.tenant, prefix)
    copying = Copying("registry", SERVICE.copies, house.database, SERVICE.house, settings.tenant)
    works = (
        Relay(line, Sealer(line.database_url, SERVICE.house)),
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
