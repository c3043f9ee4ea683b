"""Order is that of the commits, whatever the clocks of the processes say.

Two API processes of the registry change the same organisations over HTTP, in turns and in a race. The clock of one is a second
behind, that of the other a second ahead: the times and the ids of the events are out of order, and nothing else is.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.chassis.core.broker import running
from tests.faults.two_clocks import TOPIC, TURNS, County, of, steps_back
from tests.journeys.together import together
from typing_extensions import override

from chassis import background
from chassis.outbox import new_id
from chassis.testing import House, Parts, address, cloned, soon
from chassis.topics import make_topics
from grants.main import SERVICE as GRANTS
from registry.main import SERVICE as REGISTRY
from yhdyspinta_local.parts import Issuer, ServiceProcess, Surroundings

pytestmark = [pytest.mark.faults]


class OutOfTime(ServiceProcess):
    """An API process whose clock is some seconds ahead."""

    def __init__(self, seconds: float, *process: Any, **more: Any) -> None:
        self._seconds = seconds
        super().__init__(*process, **more)

    @override
    def command(self) -> Sequence[str | Path]:
        python, _, *words = super().command()
        return [python, Path(__file__).with_name("out_of_time.py"), str(self._seconds), *words]


@pytest.fixture(scope="module")
async def county(parts: Parts, all_template: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[County]:
    folder, prefix = tmp_path_factory.mktemp("clocks"), f"t{new_id().hex}."
    async with cloned(parts.admin, all_template) as database, AsyncExitStack() as stack:
        registry, grants = [
            House.over(each, parts.admin, database, kafka=parts.kafka, topic_prefix=prefix) for each in (REGISTRY, GRANTS)
        ]
        for house in (registry, grants):
            stack.push_async_callback(house.close)
            await make_topics(house.service, house.settings)
        issuer = Issuer(folder)
        more = {"YHDYSPINTA_TOPIC_PREFIX": prefix}

        def around(house: House) -> Surroundings:
            url = address(parts.admin, database, house.service.name, "app")
            return Surroundings("", "", url, parts.kafka, issuer.url, "smtp://127.0.0.1:1", "only-for-tests-only-for-tests")

        processes = [
            OutOfTime(seconds, "registry", "api", around(registry), log=folder / f"api{seconds}.log", more=more)
            for seconds in (-1, 1)
        ]
        worker = ServiceProcess("grants", "worker", around(grants), log=folder / "worker.log", more=more)
        await stack.enter_async_context(together(issuer, *processes, worker))
        async with httpx.AsyncClient() as client:
            form = {"grant_type": "urn:yhdyspinta:grant:persona", "persona": "coordinator", "client_id": "cli"}
            token = (await client.post(f"{issuer.url}/token", data=form)).json()["access_token"]
        signed = {"Authorization": f"Bearer {token}"}
        behind, ahead = [
            await stack.enter_async_context(httpx.AsyncClient(base_url=process.url, headers=signed)) for process in processes
        ]
        yield County(registry, grants, behind, ahead)


async def test_order__is_that_of_the_answers(county: County) -> None:
    in_turns, racing = await county.registered("Vuoro ry"), await county.registered("Kisa ry")
    await county.changed_in_turns(in_turns)
    async with running(background.relay(REGISTRY, county.registry.settings)):
        await county.changed_in_a_race(racing)  # the turns lay waiting, the race is sent as it goes
        await county.drained()
    assert await county.wrong(in_turns) == []
    assert await county.wrong(racing) == []
    assert {told.status for told in racing.said.values()} == {"active", "paused"}
    await soon(county.equal)
    events = of(in_turns, await county.sent(), TOPIC)
    assert steps_back([event.time for event in events]) > TURNS / 2  # whenever the one behind follows the one ahead
    assert steps_back([event.event_id for event in events]) > TURNS / 2


async def test_order__by_the_ids_of_events_would_be_another(county: County) -> None:
    """A relay that trusts the time inside UUIDv7: the test above would see it."""
    relay = background.relay(REGISTRY, county.registry.settings)
    right = relay._statements.next
    relay._statements = replace(relay._statements, next=right.replace("ORDER BY position", "ORDER BY event_id"))
    assert relay._statements.next != right
    one = await county.registered("Tunnus ry")
    await county.changed_in_turns(one)
    async with running(relay):
        await county.drained()
    assert [each.partition(":")[0] for each in await county.wrong(one)] == [f"topic {TOPIC}", f"topic {TOPIC}.state"]
