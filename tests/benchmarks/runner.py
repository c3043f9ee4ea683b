"""Sides of a benchmark run in turns on one machine: what disturbs one round disturbs both, and their ratio holds."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from yhdyspinta_local.parts import Kafka, Postgres

Side = Callable[[], Awaitable[float]]
"""Does the work once, from the same beginning, and gives its rate (units per second), or its latency (ms)."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stage:
    """The parts that a benchmark stands on."""

    admin: str
    """Address of a durable PostgreSQL, as administrator."""
    folder: Path
    """For logs and data; gone afterwards."""
    closing: AsyncExitStack
    made: dict[Callable[..., Any], Any] = field(default_factory=dict)

    async def once(self, make: Callable[["Stage"], AbstractAsyncContextManager[T]]) -> T:
        """What several benchmarks share: made for the first of them, gone after the last."""
        if make not in self.made:
            self.made[make] = await self.closing.enter_async_context(make(self))
        found: T = self.made[make]
        return found


@dataclass(frozen=True, slots=True)
class Benchmark:
    """`sides` makes them ready: the measured one first, then its floor, then others for orientation."""

    name: str
    unit: str
    sides: Callable[[Stage], AbstractAsyncContextManager[Mapping[str, Side]]]
    aim: float | None = None
    """What the measured side should reach, in units per second."""
    goal: float | None = None
    """What it should reach of its floor."""


@dataclass(frozen=True, slots=True)
class Result:
    """Rates of each side, round by round, and what follows of them."""

    name: str
    unit: str
    aim: float | None
    goal: float | None
    rounds: dict[str, list[float]]
    medians: dict[str, float]
    ratios: dict[str, float]
    """The measured side to each other in the same round; the median of the rounds."""


async def measured(benchmark: Benchmark, stage: Stage, rounds: int) -> Result:
    """All sides, one after the other, so many times."""
    found: dict[str, list[float]] = {}
    async with benchmark.sides(stage) as sides:
        for _ in range(rounds):
            for name, side in sides.items():
                found.setdefault(name, []).append(await side())
    medians = {name: median(rates) for name, rates in found.items()}
    first, *others = medians
    ratios = {name: median(a / b for a, b in zip(found[first], found[name], strict=True)) for name in others}
    return Result(benchmark.name, benchmark.unit, benchmark.aim, benchmark.goal, found, medians, ratios)


@asynccontextmanager
async def stage() -> AsyncIterator[Stage]:
    """Parts of our own, durable as in production, gone afterwards."""
    with TemporaryDirectory(prefix="yhdyspinta-bench-") as folder:
        postgres = Postgres(Path(folder) / "postgres", durable=True)
        postgres.start()
        try:
            postgres.wait_ready(60)
            async with AsyncExitStack() as closing:
                yield Stage(postgres.dsn(), Path(folder), closing)
        finally:
            postgres.stop()


@asynccontextmanager
async def broker(stage: Stage) -> AsyncIterator[str]:
    """A Kafka of our own; where clients begin."""
    kafka = Kafka(stage.folder / "kafka")
    kafka.start()
    try:
        kafka.wait_ready(60)
        yield kafka.bootstrap
    finally:
        kafka.stop()


def table(results: Sequence[Result]) -> str:
    """For people."""
    lines = [f"{'benchmark':<18} {'side':<34} {'median':>10} {'lowest':>10} {'highest':>10}  ratio"]
    for result in results:
        rounds = 0
        for name, rates in result.rounds.items():
            rounds = len(rates)
            row = " ".join(f"{_figure(rate):>10}" for rate in (result.medians[name], min(rates), max(rates)))
            lines.append(f"{result.name:<18} {name:<34} {row}  {_beside(result, name)}".rstrip())
        lines.append(f"{'':<18} in {result.unit}, {rounds} rounds in turns")
    return "\n".join(lines)


def _figure(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 100 else f"{rate:.1f}"


def _beside(result: Result, name: str) -> str:
    """The ratio to this side, with its goal where it is the floor; what the measured side aims at."""
    if name not in result.ratios:
        return f"aim {result.aim:,.0f}" if result.aim else ""
    is_floor = result.goal is not None and name == next(iter(result.ratios))
    return f"{result.ratios[name]:.3f}" + (f" (goal {result.goal})" if is_floor else "")


def as_json(results: Sequence[Result]) -> str:
    """For machines."""
    return json.dumps([asdict(result) for result in results], indent=1)
