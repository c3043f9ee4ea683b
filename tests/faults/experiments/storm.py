"""Any process, at any moment or at any point, again and again; the database and the broker now and then."""

import asyncio
from functools import partial

from tests.faults.county.county import TWO, County, Plan
from tests.faults.county.replicas import Replica
from tests.faults.experiments.catalogue import SERVICES, Experiment

ROUND = 40
"""Kills between two checks."""
REST = 240
"""Seconds: thirty processes come back on two cores that others use as well."""


def rounds(kills: int, heavy: int, *, seed: int) -> list[Experiment]:
    """The whole storm as experiments in one county: so many kills of processes, and of database and broker."""
    number = max(1, round(kills / ROUND))
    plan = Plan(SERVICES, TWO, seed=seed)
    return [
        Experiment(
            "a", f"storm {n + 1} of {number}", "Any process is killed at any moment or at any pause point; so are database and broker",
            partial(storm, kills=_share(kills, n, number), heavy=_share(heavy, n, number)), plan, [], rest=REST, strict=False,
        )
        for n in range(number)
    ]


def _share(total: int, n: int, number: int) -> int:
    return total * (n + 1) // number - total * n // number


async def storm(county: County, kills: int, heavy: int) -> None:
    """In an order that the seed draws; those who died are started anew at once, and may die again before they are ready."""
    victims = ["process"] * kills + ["database", "broker"] * (heavy // 2) + ["database"] * (heavy % 2)
    county.dice.shuffle(victims)
    for what in victims:
        await asyncio.sleep(county.dice.uniform(0.2, 2.5))
        if what == "process":
            await _one_dies(county, county.dice.choice(county.replicas))
        else:
            part = county.ground.postgres if what == "database" else county.dice.choice(county.ground.brokers)
            county.count(what)
            await asyncio.to_thread(part.kill)
            await asyncio.sleep(county.dice.uniform(0, 2))
            await county.ground.revive()


async def _one_dies(county: County, replica: Replica) -> None:
    """At once, or at one of its points if it comes there soon."""
    if county.dice.random() < 0.5 or not await county.dies_at(replica, county.dice.choice(replica.passes), within=3):
        await county.kill(replica)
