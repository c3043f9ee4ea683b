"""Sides of a benchmark run in turns on one machine: what disturbs one round disturbs both, and their ratio holds."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from yhdyspinta_local.parts import Postgres

Side = Callable[[], Awaitable[float]]
"""Does the work once, from the same beginning, and gives its rate (units per second)."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The parts that a benchmark stands on."""

    admin: str
    """Address of a durable PostgreSQL, as administrator."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """`sides` makes them ready: the measured one first, then its floor, then others for orientation."""

    name: str
    unit: str
    sides: Callable[[Stage], AbstractAsyncContextManager[Mapping[str, Side]]]
    aim: float | None = None
    """What the measured side should reach, in units per second."""


@dataclass(frozen=True, slots=True)
class Result:
    """Rates of each side, round by round, and what follows of them."""

    name: str
    unit: str
    aim: float | None
    rounds: dict[str, list[float]]
    medians: dict[str, float]
    ratios: dict[str, float]
    """Median of the measured side to the median of each other."""


async def measured(benchmark: Benchmark, stage: Stage, rounds: int) -> Result:
    """All sides, one after the other, so many times."""
    found: dict[str, list[float]] = {}
    async with benchmark.sides(stage) as sides:
        for _ in range(rounds):
            for name, side in sides.items():
                found.setdefault(name, []).append(await side())
    medians = {name: median(rates) for name, rates in found.items()}
    first, *others = medians
    ratios = {name: medians[first] / medians[name] for name in others}
    return Result(benchmark.name, benchmark.unit, benchmark.aim, found, medians, ratios)


@asynccontextmanager
async def stage() -> AsyncIterator[Stage]:
    """Parts of our own, durable as in production, gone afterwards."""
    with TemporaryDirectory(prefix="yhdyspinta-bench-") as folder:
        postgres = Postgres(Path(folder) / "postgres", durable=True)
        postgres.start()
        try:
            postgres.wait_ready(60)
            yield Stage(postgres.dsn())
        finally:
            postgres.stop()


def table(results: Sequence[Result]) -> str:
    """For people."""
    lines = [f"{'benchmark':<28} {'side':<34} {'median':>12} {'lowest':>12} {'highest':>12}  ratio"]
    for result in results:
        for name, rates in result.rounds.items():
            ratio = f"{result.ratios[name]:.3f}" if name in result.ratios else f"aim {result.aim:,.0f}" if result.aim else ""
            row = (result.medians[name], min(rates), max(rates))
            lines.append(f"{result.name:<28} {name:<34} " + " ".join(f"{rate:>12,.0f}" for rate in row) + f"  {ratio}")
        lines.append(f"{'':<28} in {result.unit}, {len(rates)} rounds in turns")
    return "\n".join(lines)


def as_json(results: Sequence[Result]) -> str:
    """For machines."""
    return json.dumps([asdict(result) for result in results], indent=1)
