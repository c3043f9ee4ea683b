"""13: cuts between the services and the database, and between the services and the broker."""

import asyncio
from collections.abc import Sequence

from tests.faults.county.county import County
from tests.faults.experiments.brokers import done, goes_on
from tests.faults.experiments.catalogue import WITH_GRANTS, experiment
from tests.faults.proxy import Way

CUT = 12
"""Seconds."""


async def cut(county: County, which: str, way: Way, seconds: float = CUT) -> Sequence[str]:
    """For so long; afterwards work goes on without anybody's doing."""
    proxy = county.ground.proxies[which]
    await asyncio.sleep(1)
    proxy.set(way)
    await asyncio.sleep(seconds)
    proxy.set(Way.OPEN)
    went_on = await goes_on(done, county, 30)
    return [] if went_on else [f"nothing was written within 30 s after the cut to the {which} was mended"]


@experiment("13", services=WITH_GRANTS, finds=["every-fault-is-500"], between=True, rest=90, strict=False)
async def database_connections_reset(county: County) -> Sequence[str]:
    """Every connection to the database is reset, for twelve seconds."""
    return await cut(county, "database", Way.RESET)


@experiment("13", services=WITH_GRANTS, finds=["never-gives-up"], between=True, rest=90, strict=False)
async def database_silent(county: County) -> Sequence[str]:
    """Connections to the database stay and nothing passes (half open): nobody hangs for ever, each is told 503 in time."""
    return await unanswered(county, Way.DROP)


async def unanswered(county: County, way: Way) -> Sequence[str]:
    """For as long as those who ask the database meanwhile may wait; afterwards work goes on."""
    proxy = county.ground.proxies["database"]
    await asyncio.sleep(1)
    proxy.set(way)
    hung = await _hung(county, 25)
    proxy.set(Way.OPEN)
    went_on = await goes_on(done, county, 30)
    return [*hung, *([] if went_on else ["nothing was written within 30 s after the cut was mended"])]


async def _hung(county: County, most: float) -> list[str]:
    """Requests that are not answered within these seconds while nothing passes."""

    async def one(n: int) -> int:
        body = {"name_fi": f"Hiljaisuus {n} ry"}
        answer = await county.client.attempt(
            "coordinator", "registry", "POST", "organisations", body, what="register", event="OrganisationRegistered"
        )
        return answer.status_code if answer is not None else 0

    asked = [asyncio.create_task(one(n)) for n in range(5)]
    _, waits = await asyncio.wait(asked, timeout=most)
    return [f"{len(waits)} of {len(asked)} requests hang after {most:.0f} s"] if waits else []


@experiment("13", services=WITH_GRANTS, finds=["never-gives-up"], between=True, rest=90, strict=False)
async def database_answers_lost(county: County) -> Sequence[str]:
    """What is asked of the database arrives, what it answers does not."""
    return await unanswered(county, Way.DROP_ANSWERS)


async def without_the_broker(county: County, way: Way, when: str) -> Sequence[str]:
    """Cut off for twelve seconds in this way; what went wrong meanwhile."""
    proxy = county.ground.proxies["broker"]
    await asyncio.sleep(1)
    proxy.set(way)
    wrote = await goes_on(done, county, CUT)
    await asyncio.sleep(CUT)
    proxy.set(Way.OPEN)
    return [] if wrote else [f"nothing was written while {when}"]


@experiment("13", services=WITH_GRANTS, finds=["needs-the-broker"], between=True, rest=120, strict=False)
async def broker_silent(county: County) -> Sequence[str]:
    """Connections to the broker stay and nothing passes, for twelve seconds: writes go on."""
    return await without_the_broker(county, Way.DROP, "the broker was silent")


@experiment("13", services=WITH_GRANTS, finds=["needs-the-broker"], between=True, rest=120, strict=False)
async def broker_connections_reset(county: County) -> Sequence[str]:
    """Every connection to the broker is reset, for twelve seconds: writes go on."""
    return await without_the_broker(county, Way.RESET, "the broker's connections were reset")


@experiment("14", services=WITH_GRANTS, finds=["no-idempotency"], between=True, rest=90, strict=False, tries=[8])
async def everything_takes_longer(county: County) -> Sequence[str]:
    """Each piece between services, database and broker takes 50 ms longer, each way, and processes die meanwhile."""
    for proxy in county.ground.proxies.values():
        proxy.delay = 0.05
    await asyncio.sleep(6)
    for one in county.of("registry", "api") * 2:
        if await county.dies_at(one, "committed"):
            await county.ready(one)
    for proxy in county.ground.proxies.values():
        proxy.delay = 0
    return []
