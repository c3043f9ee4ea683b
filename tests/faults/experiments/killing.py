"""1 to 7: processes die at the worst moments."""

import asyncio
from collections.abc import Sequence

from tests.faults.county.county import County
from tests.faults.county.replicas import Replica
from tests.faults.experiments.catalogue import REGISTRY, TWO, WITH_ROOMS, experiment
from tests.faults.inside.points import API, RELAY, WORKER

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


@experiment("1", services=REGISTRY, sizes={"api": 2, "relay": 1}, finds=["publish-before-commit", "publish-after-commit"])
async def api_dies_in_a_transaction(county: County) -> Sequence[str]:
    """An API process is killed between row and outbox, and between outbox and commit."""
    return await each_dies(county, "registry", "api", API[:3])


@experiment("2", services=REGISTRY, sizes={"api": 2, "relay": 1}, finds=["no-idempotency"], tries=[8])
async def api_dies_before_it_answers(county: County) -> Sequence[str]:
    """An API process is killed between commit and answer; the client asks again under the same key."""
    return await each_dies(county, "registry", "api", API[3:], times=6)


@experiment("3", services=REGISTRY, sizes={"api": 1, "relay": 2}, finds=["unfenced"])
async def relay_dies_between_sending_and_noting(county: County) -> Sequence[str]:
    """The relay is killed when all is sent and not committed at the broker, and when it is, and not yet noted."""
    return await _leader_dies(county, RELAY[1:])


@experiment("4", services=REGISTRY, sizes={"api": 1, "relay": 2}, finds=["delete-before-acknowledgement"])
async def relay_dies_before_sending(county: County) -> Sequence[str]:
    """The relay is killed with a batch in hand; a standby takes over."""
    return await _leader_dies(county, RELAY[:1])


async def _leader_dies(county: County, points: Sequence[str]) -> list[str]:
    """Whichever of them leads: all are told to die there, and only a leader comes there."""
    missed = []
    for point in points:
        for _ in range(TIMES):
            relays = county.of("registry", "relay")
            pids = {one.name: one.pid for one in relays}
            for one in relays:
                one.at(point, "die")
            dead = list[Replica]()
            for _ in range(400):
                if dead := [one for one in relays if one.pid != pids[one.name] or not one.alive]:
                    break
                await asyncio.sleep(0.05)
            for one in relays:
                one.no_more(point)
            if dead:
                county.count(point)
            else:
                missed.append(f"no relay came to “{point}”")
    return missed


@experiment("5", services=REGISTRY, sizes={"api": 1, "relay": 3}, finds=["unfenced", "two-leaders"], people=10, pause=0.05)
async def leader_sleeps_while_another_leads(county: County) -> Sequence[str] | None:
    """Of three relays the leader is put to sleep with a batch in hand, longer than its session, and wakes after its successor."""
    relays = county.of("registry", "relay")
    for _ in range(2):
        for one in relays:
            one.at("batch read", "sleep")
        asleep = await _asleep(county)
        for one in relays:
            one.no_more("batch read")
        await asyncio.sleep(9)  # its session ends after five; another one leads and sends what came since
        for one in asleep:
            one.wake()
        await asyncio.sleep(1)
    return None


async def _asleep(county: County) -> list[Replica]:
    """The one that took its point: it has gone to sleep there."""
    relays = county.of("registry", "relay")
    for _ in range(400):
        if slept := [one for one in relays if not (one.points / "batch read").exists()]:
            return slept
        await asyncio.sleep(0.05)
    raise AssertionError("no relay came to its batch")


@experiment("6", services=WITH_ROOMS, finds=["no-position-check"])
async def worker_dies_after_its_effect(county: County) -> Sequence[str]:
    """A worker is killed between the commit of an effect and that of its offset."""
    return await each_dies(county, "facilities", "worker", WORKER[2:4], times=2)


@experiment("7", services=WITH_ROOMS, finds=["offset-before-effect"])
async def worker_dies_before_its_effect(county: County) -> Sequence[str]:
    """A worker is killed with a fact in hand, and with the effect written and not committed."""
    return await each_dies(county, "facilities", "worker", WORKER[:2], times=2)


@experiment("a", sizes=TWO, finds=["publish-before-commit", "no-position-check"])
async def everything_dies_at_every_point(county: County) -> Sequence[str]:
    """Every pause point of every role of some service, once each, while all the others go on."""
    missed = []
    for replica in county.of("grants") + county.of("notifications", "worker"):
        for point in replica.passes:
            if await county.dies_at(replica, point, within=8):
                await county.ready(replica)
            else:
                missed.append(point)
    return [f"nobody came to “{point}”" for point in set(missed) if missed.count(point) > 3]
