"""8: the broker is away; and what happens to one of three."""

import asyncio
import os
import shutil
import signal
import time
from collections.abc import Awaitable, Callable, Sequence

from tests.faults.county.county import County
from tests.faults.experiments.catalogue import ONE, WITH_GRANTS, WRITES, experiment
from tests.faults.promises import sums

from yhdyspinta_local.parts import Kafkas
from yhdyspinta_local.parts.kafkas import KafkaNode


async def done(county: County, service: str = "registry") -> int:
    """Changes that this service has committed so far."""
    return int((await sums.rows(county, service, f"SELECT count(*) FROM {service}.audit WHERE actor LIKE 'person:%'"))[0][0])


async def sent(county: County, service: str = "registry") -> int:
    """Messages that its relay has sent and noted so far."""
    return int((await sums.rows(county, service, f"SELECT count(*) FROM {service}.outbox_sent"))[0][0])


async def goes_on(number: Callable[[County], Awaitable[int]], county: County, seconds: float) -> bool:
    """Whether a number grows within these seconds."""
    before, until = await number(county), time.monotonic() + seconds
    while time.monotonic() < until:
        if await number(county) > before:
            return True
        await asyncio.sleep(0.2)
    return False


async def broker_away(county: County, seconds: float) -> Sequence[str]:
    """Killed, started again after so many seconds; meanwhile everybody writes as before."""
    await asyncio.sleep(1)
    county.count("broker")
    for part in county.ground.brokers:
        await asyncio.to_thread(part.kill)
    began, before = time.monotonic(), await done(county)
    written = await goes_on(done, county, max(seconds, 10))
    await asyncio.sleep(max(0.0, seconds - (time.monotonic() - began)))
    meanwhile = await done(county) - before
    await county.ground.revive()
    await asyncio.sleep(2)
    return [] if written else [f"nothing was written while the broker was away ({meanwhile} in {seconds} s)"]


@experiment("8", services=WITH_GRANTS, finds=["needs-the-broker"], strict=False)
async def broker_killed_for_a_second(county: County) -> Sequence[str]:
    """The broker is killed and comes back after one second; writes go on."""
    return await broker_away(county, 1)


@experiment("8", services=WITH_GRANTS, finds=["needs-the-broker"], rest=90, strict=False)
async def broker_killed_for_half_a_minute(county: County) -> Sequence[str]:
    """The broker is killed and comes back after thirty seconds; writes go on, and all is sent afterwards."""
    return await broker_away(county, 30)


# --- three nodes


def cluster(county: County) -> Kafkas:
    assert isinstance(county.ground.broker, Kafkas)
    return county.ground.broker


async def one_away(county: County, node: KafkaNode, *, wiped: bool = False) -> Sequence[str]:
    """One of three is killed, perhaps with its disk; what is written meanwhile is also sent meanwhile."""
    await asyncio.sleep(1)
    county.count("broker")
    await asyncio.to_thread(node.kill)
    if wiped:
        await asyncio.to_thread(shutil.rmtree, node.data)
    flows = await goes_on(sent, county, 25)
    node.start()
    await asyncio.to_thread(node.wait_ready, 90)
    return [] if flows else [f"nothing was sent while {node.name} was away"]


@experiment("b", services=WITH_GRANTS, sizes=ONE, finds=["every-copy"], nodes=3, rest=90, strict=False)
async def one_of_three_killed(county: County) -> Sequence[str]:
    """A broker of three is killed under load; the others go on at once."""
    return await one_away(county, county.dice.choice(cluster(county).nodes))


@experiment("c", services=WITH_GRANTS, sizes=ONE, finds=["every-copy"], nodes=3, rest=90, strict=False)
async def controller_killed(county: County) -> Sequence[str]:
    """The node that leads the quorum is killed under load."""
    return await one_away(county, await asyncio.to_thread(cluster(county).controller))


@experiment("9", services=WITH_GRANTS, sizes=ONE, finds=["one-copy"], nodes=3, rest=120, strict=False)
async def one_of_three_loses_its_disk(county: County) -> Sequence[str]:
    """Two brokers of three lose their disks one after the other; each gets all of it back from the others."""
    found: list[str] = []
    for node in cluster(county).nodes[:2]:
        found += await one_away(county, node, wiped=True)
        await asyncio.sleep(8)  # until it has caught up
    return found


@experiment("d", services=WITH_GRANTS, sizes=ONE, finds=["every-copy"], nodes=3, rest=90, strict=False)
async def three_restart_in_turn(county: County) -> Sequence[str]:
    """A rolling restart of the three, each asked to end in order."""
    found: list[str] = []
    for node in cluster(county).nodes:
        await asyncio.to_thread(node.stop)
        if not await goes_on(sent, county, 25):
            found.append(f"nothing was sent while {node.name} restarted")
        node.start()
        await asyncio.to_thread(node.wait_ready, 90)
        await asyncio.sleep(3)
    return found


@experiment("e", services=("registry",), sizes=WRITES, finds=["every-copy"], nodes=3, rest=90, strict=False)
async def broker_sleeps(county: County) -> Sequence[str]:
    """The controller's node is put to sleep for longer than its session, and wakes: it leads nothing any more."""
    node = await asyncio.to_thread(cluster(county).controller)
    await asyncio.sleep(1)
    os.kill(node.pid or 0, signal.SIGSTOP)
    await asyncio.sleep(10)
    flows = await goes_on(sent, county, 25)
    await asyncio.sleep(6)
    os.kill(node.pid or 0, signal.SIGCONT)
    await asyncio.sleep(2)
    return [] if flows else [f"nothing was sent while {node.name} slept"]
