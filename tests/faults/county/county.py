"""A county of processes on the ground: some services, several of each role, a client with its ledger, and what the checker found."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import httpx
from tests.architecture.code import SERVICES, service
from tests.faults.county.beginnings import Known, begun
from tests.faults.county.client import PATIENCE, Client
from tests.faults.county.ground import TEMPLATE, Ground
from tests.faults.county.ledger import Ledger
from tests.faults.county.mix import Mix
from tests.faults.county.mutated import mend, mutate, other_topics
from tests.faults.county.replicas import Keeper, Replica, Role

from chassis.outbox import new_id
from chassis.testing import APP, House, address, cloned
from chassis.topics import make_topics
from yhdyspinta_local.parts import Surroundings

ONE: Mapping[Role, int] = {"api": 1, "worker": 1, "relay": 1}
TWO: Mapping[Role, int] = {"api": 2, "worker": 2, "relay": 2}


@dataclass
class Plan:
    """How large a county is, and which mistakes its processes make."""

    services: Sequence[str] = SERVICES
    sizes: Mapping[Role, int] = field(default_factory=lambda: ONE)
    mutants: Sequence[str] = ()
    seed: int = 20261123
    people: int = 6
    pause: float = 0.15
    tries: Sequence[int] = (1, 1, 4, 8)


@dataclass
class County:
    """Everything an experiment may touch."""

    ground: Ground
    plan: Plan
    folder: Path
    prefix: str
    database: str
    houses: Mapping[str, House]
    replicas: Sequence[Replica]
    keeper: Keeper
    client: Client
    mix: Mix
    dice: random.Random
    planted: set[UUID] = field(default_factory=set)
    """Ids of records that the experiment itself put on topics."""
    kills: dict[str, int] = field(default_factory=dict)
    """By what was killed: api, worker, relay, database, broker, or a point."""
    proved: dict[str, int] = field(default_factory=dict)
    """Those of them after which everything was checked."""

    def of(self, service: str = "", kind: str = "") -> list[Replica]:
        return [one for one in self.replicas if service in {"", one.service} and kind in {"", one.kind}]

    def any_of(self, service: str = "", kind: str = "") -> Replica:
        return self.dice.choice(self.of(service, kind))

    def count(self, what: str) -> None:
        self.kills[what] = self.kills.get(what, 0) + 1

    async def kill(self, replica: Replica) -> None:
        """kill -9; the keeper starts it anew."""
        self.count(replica.kind)
        await asyncio.to_thread(replica.kill)

    async def dies_at(self, replica: Replica, point: str, *, nth: int = 1, within: float = 60) -> bool:
        """Let it kill itself at a point; False where it did not pass there in time."""
        before = replica.pid
        replica.at(point, f"die {nth}")
        until = time.monotonic() + within
        while replica.pid == before and replica.alive:
            if time.monotonic() > until:
                replica.no_more(point)
                return False
            await asyncio.sleep(0.05)
        self.count(point)
        return True

    async def ready(self, *replicas: Replica, within: float = 600) -> None:
        """All of them answer (all there are, where none is named)."""

        async def one(replica: Replica) -> None:
            until = time.monotonic() + within
            while not await self._answers(replica):
                if time.monotonic() > until:
                    raise AssertionError(f"{replica.name} is not ready within {within} s. {replica.last_words()}")
                await asyncio.sleep(0.2)

        await asyncio.gather(*(one(each) for each in replicas or self.replicas))

    async def _answers(self, replica: Replica) -> bool:
        try:
            return (await self.client.http.get(f"{replica.url}/readyz", timeout=5)).status_code == 200
        except httpx.TransportError:
            return False

    async def again(self) -> None:
        """Everything that was killed or put to sleep stands, awake, with nothing left to happen to it."""
        await self.ground.revive()
        for house in self.houses.values():
            await house.database.engine.dispose()  # what its pool holds may be dead
        self.keeper.down.clear()
        for replica in self.replicas:
            for point in replica.passes:
                replica.no_more(point)
            replica.wake()
        await self.ready()


@asynccontextmanager
async def founded(ground: Ground, plan: Plan) -> AsyncIterator[County]:
    """A county with a database and topics of its own, ready, with what it begins with."""
    prefix = f"f{new_id().hex}."
    folder = ground.folder / prefix.rstrip(".")
    folder.mkdir()
    async with cloned(ground.admin, TEMPLATE) as database, AsyncExitStack() as stack:
        houses = {
            name: House.over(service(name), ground.admin, database, kafka=ground.broker.bootstrap, topic_prefix=prefix)
            for name in SERVICES
        }
        for house in houses.values():
            stack.push_async_callback(house.close)
        with other_topics(plan.mutants):
            for name in SERVICES if plan.sizes.get("worker") else plan.services:  # a listener waits for topics that nobody has made
                await make_topics(houses[name].service, houses[name].settings)
        await mutate(ground, database, plan.mutants)
        stack.push_async_callback(mend, ground, plan.mutants)
        replicas = [
            Replica(name, kind, n, _around(ground, database, name, folder), folder, prefix=prefix, mutants=plan.mutants)
            for name in plan.services
            for kind, many in plan.sizes.items()
            for n in range(many)
        ]
        for replica in replicas:
            replica.registry = next((one.url for one in replicas if (one.service, one.kind) == ("registry", "api")), "")
        keeper = Keeper(replicas)
        ledger = Ledger(folder / "ledger.jsonl")
        stack.callback(ledger.close)
        http = await stack.enter_async_context(httpx.AsyncClient(timeout=PATIENCE, trust_env=False))
        apis = {name: [one.url for one in replicas if one.service == name and one.kind == "api"] for name in plan.services}
        client = Client(http, ground.issuer, apis, ledger)
        mix = Mix(client, Known(), plan.services, plan.seed, plan.people, plan.pause, plan.tries)
        county = County(
            ground, plan, folder, prefix, database, houses, replicas, keeper, client, mix, random.Random(plan.seed)
        )
        stack.push_async_callback(_over, county)
        for replica in replicas:
            replica.start()
        await county.ready()
        keeper.begin()
        mix.known = await begun(client, plan.services)
        yield county


def _around(ground: Ground, database: str, name: str, folder: Path) -> Surroundings:
    url = address(ground.database, database, name, APP)
    return Surroundings(
        "", "", url, ground.bootstrap, ground.issuer.url, ground.mail.url, "only-for-tests-only-for-tests", env="test",
        documents=str(folder / "documents"),
    )


async def _over(county: County) -> None:
    await county.keeper.end()
    for replica in county.replicas:
        replica.wake()
    await asyncio.gather(*(asyncio.to_thread(one.kill) for one in county.replicas))
    for replica in county.replicas:
        replica.stop()  # lets go of its port
