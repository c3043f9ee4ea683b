"""The long form: experiments one after the other, each on the ground that it needs, and what came of them written down.

`python -m tests.faults`            every experiment, then the storm
`python -m tests.faults mutants`    every experiment with each mistake that it must find: ends with 1 when one stays green
"""

import argparse
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from importlib import import_module
from itertools import groupby
from pathlib import Path

from tests.faults import report
from tests.faults.county.county import County, founded
from tests.faults.county.ground import Ground
from tests.faults.experiments import storm
from tests.faults.experiments.catalogue import EXPERIMENTS, Experiment, Outcome, conducted, found

for _each in ("killing", "brokers", "databases", "networks", "consumers", "people", "clients", "clocks"):
    import_module(f"tests.faults.experiments.{_each}")


def parser() -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    words.add_argument("what", nargs="?", choices=["experiments", "mutants", "storm", "all", "report"], default="all")
    words.add_argument("--only", nargs="*", default=[], help="names of experiments")
    words.add_argument("--kills", type=int, default=300, help="of api, worker and relay together, in the storm")
    words.add_argument("--heavy", type=int, default=30, help="of database and broker together, in the storm")
    words.add_argument("--minutes", type=float, default=60, help="no experiment begins later than this")
    words.add_argument("--seed", type=int, default=20261123)
    return words


async def main(arguments: Sequence[str] | None = None) -> int:
    asked = parser().parse_args(arguments)
    until = time.monotonic() + asked.minutes * 60
    chosen = [one for one in EXPERIMENTS.values() if not asked.only or one.name in asked.only]
    failed = 0
    if asked.what in {"experiments", "all"}:
        failed += await _all(chosen, until)
    if asked.what == "mutants":
        failed += await _mutants(chosen, until)
    if asked.what in {"storm", "all"} and not asked.only:
        failed += await _storm(storm.rounds(asked.kills, asked.heavy, seed=asked.seed), until)
    report.write()
    return 1 if failed else 0


async def _all(chosen: Sequence[Experiment], until: float) -> int:
    """How many found something."""
    failed = 0
    for ground, experiments in _by_ground(chosen):
        async with grounded(*ground) as stands:
            for one in experiments:
                if time.monotonic() < until:
                    failed += not await _one(stands, one)
    return failed


async def _one(ground: Ground, one: Experiment, mutant: str = "") -> bool:
    """Conduct it in a county of its own; whether it came out green. One that broke down itself proves nothing, either way."""
    wanted = one.with_mistake(mutant) if mutant else one
    try:
        async with founded(ground, wanted.plan) as county:
            outcome = await conducted(wanted, county)
    except Exception as broken:  # noqa: BLE001 - the others are conducted all the same
        print(f"{one.number:>3} {one.name} {mutant}: broke down, {broken!r}", flush=True)
        await ground.revive()
        return bool(mutant)
    _say(wanted, outcome, mutant)
    report.keep(wanted, outcome, mutant)
    return not found(mutant, outcome.found.broken) if mutant else not outcome.found.wrong


async def _mutants(chosen: Sequence[Experiment], until: float) -> int:
    """How many mistakes were not found."""
    green = 0
    for ground, experiments in _by_ground(chosen):
        async with grounded(*ground) as stands:
            for one in experiments:
                for mutant in one.finds:
                    if time.monotonic() < until:
                        green += await _one(stands, one, mutant)
    return green


async def _storm(rounds: Sequence[Experiment], until: float) -> int:
    failed = 0
    async with grounded(1, False) as ground, founded(ground, rounds[0].plan) as county:
        for one in rounds:
            if time.monotonic() < until:
                failed += not await _round(county, one)
    return failed


async def _round(county: County, one: Experiment) -> bool:
    try:
        outcome = await conducted(one, county)
    except Exception as broken:  # noqa: BLE001 - what it killed is checked after the next round
        print(f"{one.number:>3} {one.name}: broke down, {broken!r}", flush=True)
        await county.ground.revive()
        return False
    _say(one, outcome, "")
    report.keep(one, outcome, "")
    return not outcome.found.wrong


@asynccontextmanager
async def grounded(nodes: int, between: bool) -> AsyncIterator[Ground]:
    """A ground that stands while this lasts."""
    folder = Path(tempfile.mkdtemp(prefix="yhdyspinta-faults-"))
    ground = Ground.under(folder, nodes=nodes, between=between)
    try:
        await ground.start()
        yield ground
    finally:
        await ground.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _by_ground(chosen: Iterable[Experiment]) -> Iterable[tuple[tuple[int, bool], list[Experiment]]]:
    ordered = sorted(chosen, key=lambda one: (one.nodes, one.between))
    return [(ground, list(same)) for ground, same in groupby(ordered, key=lambda one: (one.nodes, one.between))]


def _say(one: Experiment, outcome: Outcome, mutant: str) -> None:
    colour = "green" if not outcome.found.wrong else "red" if not mutant or found(mutant, outcome.found.broken) else "red for another reason"
    kills = sum(outcome.kills.values())
    with_it = f" with {mutant}" if mutant else ""
    print(f"{one.number:>3} {one.name}{with_it}: {colour}, {kills} kills, {outcome.seconds:.0f} s, longest pause {outcome.pause:.1f} s", flush=True)
    if outcome.found.wrong or not mutant:
        print(outcome.found.said(), flush=True)
