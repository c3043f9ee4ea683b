"""1 to 7: processes die at the worst moments."""

import asyncio
import time
from collections.abc import Sequence

from tests.faults.county.county import County
from tests.faults.county.replicas import Replica
from tests.faults.experiments.catalogue import REGISTRY, WITH_ROOMS, experiment
from tests.faults.inside.points import API, WORKER

TIMES = 3


async def each_dies(county: County, service: str, kind: str, points: Sequence[str], times: int = TIMES) -> list[str]:
    """One of these processes dies at each of the points, so many times; those that were never passed."""
    missed = []
    for point in points:
        for _ in range(times):
            victim = county.any_of(service, kind)
            if not await county.dies_at(victim, point, nth=county.dice.randrange(1, 4)):
                missed.append(f"{victim.name} never came to “{point}”")
            await county.ready(victim)
    return missed


@experiment("1", services=REGISTRY, sizes={"api": 2, "relay": 1}, finds=["publish-before-commit"])
async def api_dies_in_a_transaction(county: County) -> Sequence[str]:
    """An API process is killed between row and outbox, and between outbox and commit."""
    return await each_dies(county, "registry", "api", API[:3])


@experiment("2", services=REGISTRY, sizes={"api": 2, "relay": 1}, finds=["no-idempotency", "publish-after-commit"], tries=[8])
async def api_dies_before_it_answers(county: County) -> Sequence[str]:
    """An API process is killed between commit and answer; the client asks again under the same key."""
    return await each_dies(county, "registry", "api", API[3:], times=6)


@experiment("3", services=REGISTRY, sizes={"api": 1, "relay": 2}, finds=["unfenced"])
async def relay_dies_with_all_of_it_sent(county: County) -> Sequence[str]:
    """The relay is killed when the whole batch is acknowledged and not yet committed at the broker: nothing stands twice."""
    return await _leader_dies(county, "batch sent")


@experiment("3", services=WITH_ROOMS, people=3, pause=0.4, finds=["no-position-check"], strict=False)
async def relay_dies_between_two_commits(county: County) -> Sequence[str]:
    """The relay is killed between the broker's commit and its note: the batch is said again, and has its effect once."""
    return [wrong for service in ("registry", "forums") for wrong in await _leader_dies(county, "batch committed", service)]


@experiment("4", services=REGISTRY, sizes={"api": 1, "relay": 2}, finds=["delete-before-acknowledgement"])
async def relay_dies_before_sending(county: County) -> Sequence[str]:
    """The relay is killed with a batch in hand; a standby takes over."""
    return await _leader_dies(county, "batch read")


async def _leader_dies(county: County, point: str, service: str = "registry") -> list[str]:
    """Whichever of them leads: all are told to die there, and only a leader comes there."""
    relays = county.of(service, "relay")
    for _ in range(TIMES):
        await county.ready(*relays)
        for one in relays:
            one.at(point, "die")
        if not await passed(relays, point):
            return [f"no relay of {service} came to “{point}”"]
        county.count(point)
        for one in relays:
            one.no_more(point)
    return []


async def passed(replicas: Sequence[Replica], point: str, within: float = 60) -> list[Replica]:
    """Those that took what was put at the point, as soon as there is one."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        if came := [one for one in replicas if not (one.points / point).exists()]:
            return came
        await asyncio.sleep(0.05)
    return []


@experiment("5", services=REGISTRY, sizes={"api": 1, "relay": 3}, finds=["unfenced", "two-leaders"], people=10, pause=0.05)
async def leader_sleeps_while_another_leads(county: County) -> Sequence[str] | None:
    """Of three relays the leader is put to sleep with a batch in hand, longer than its session, and wakes after its successor."""
    relays = county.of("registry", "relay")
    for _ in range(2):
        for one in relays:
            one.at("batch read", "sleep")
        asleep = await passed(relays, "batch read")
        if not asleep:
            return ["no relay came to its batch"]
        for one in relays:
            one.no_more("batch read")
        await asyncio.sleep(9)  # its session ends after five; another one leads and sends what came since
        for one in asleep:
            one.wake()
        await asyncio.sleep(1)
    return None


@experiment("6", services=WITH_ROOMS, people=3, pause=0.4, finds=["no-position-check"])
async def worker_dies_after_its_effect(county: County) -> Sequence[str]:
    """A worker is killed between the commit of an effect and that of its offset."""
    return await each_dies(county, "facilities", "worker", WORKER[2:4], times=2)


@experiment("7", services=WITH_ROOMS, people=3, pause=0.4, finds=["offset-before-effect"])
async def worker_dies_before_its_effect(county: County) -> Sequence[str]:
    """A worker is killed with a fact in hand, and with the effect written and not committed."""
    return await each_dies(county, "facilities", "worker", WORKER[:2], times=2)


@experiment("a", services=("registry", "grants", "notifications"), finds=["no-position-check"], strict=False, rest=120)
async def dies_at_every_point(county: County) -> Sequence[str]:
    """Every pause point of every role of a service, and of the one that sends mail, while all the others go on."""
    missed = []
    for replica in county.of("grants") + county.of("notifications", "worker"):
        for point in replica.passes:
            if await county.dies_at(replica, point):
                await county.ready(replica)
            else:
                missed.append(f"{replica.name} never came to “{point}”")
    return missed
