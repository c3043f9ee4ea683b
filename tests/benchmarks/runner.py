"""Sides of a benchmark run in turns on one machine: what disturbs one round disturbs both, and their ratio holds."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from tests.benchmarks.costs import Meter, Round

from chassis import clock
from yhdyspinta_local.parts import Kafka, Postgres

Side = Callable[[], Awaitable[float | Round]]
"""Does the work once, from the same beginning, and gives its rate (units per second), or its latency (ms)."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stage:
    """The parts that a benchmark stands on."""

    admin: str
    """Address of a durable PostgreSQL, as administrator."""
    postgres: int
    """Its process."""
    folder: Path
    """For logs and data; gone afterwards."""
    closing: AsyncExitStack
    outer: "Stage | None" = None
    made: dict[Callable[..., Any], Any] = field(default_factory=dict)

    async def ever(self, make: Callable[["Stage"], AbstractAsyncContextManager[T]]) -> T:
        """What is costly to make and costs nothing while it stands: made when first wanted, gone at the very end."""
        return await self.once(make) if self.outer is None else await self.outer.ever(make)

    @asynccontextmanager
    async def inner(self) -> AsyncIterator["Stage"]:
        """For benchmarks that share processes; those are gone before others begin."""
        async with AsyncExitStack() as closing:
            yield replace(self, closing=closing, outer=self, made={})

    async def once(self, make: Callable[["Stage"], AbstractAsyncContextManager[T]]) -> T:
        """What several benchmarks of a group share: made for the first of them, gone after the last."""
        if make not in self.made:
            self.made[make] = await self.closing.enter_async_context(make(self))
        found: T = self.made[make]
        return found

    @property
    def own(self) -> Meter:
        """What this process itself spends, and the database for it: of a floor."""
        return Meter((os.getpid(),), self.postgres)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """`sides` makes them ready: the measured one first, then its floor, then others for orientation."""

    name: str
    title: str
    unit: str
    sides: Callable[[Stage], AbstractAsyncContextManager[Mapping[str, Side]]]
    goals: Mapping[str, float] = field(default_factory=dict)
    """What the measured side should reach of each of these sides."""
    aims: Mapping[str, float] = field(default_factory=dict)
    """What these sides should reach by themselves, in the unit."""
    less: bool = False
    """Less is better: the unit is a time."""
    against: Mapping[str, str | None] = field(default_factory=dict)
    """Which side is held against this one, where it is not the first; none where it stands for itself."""
    rounds: int | None = None
    """Where another number than that of all others is enough."""


@dataclass(frozen=True, slots=True)
class Result:
    """What each side gave, round by round, and what follows of it."""

    name: str
    title: str
    unit: str
    less: bool
    goals: Mapping[str, float]
    aims: Mapping[str, float]
    against: Mapping[str, str | None]
    rounds: dict[str, list[Round]]
    medians: dict[str, float]
    ratios: dict[str, float]
    """The measured side to each that stands beside it in the same round; the median of the rounds."""
    measured_at: str
    load: tuple[float, float]
    """Processes that ran or wanted to, on average over a minute, before and after."""

    def each_ratio(self, name: str) -> list[float]:
        """Of each round, what the measured side gave to what this one gave; none where nothing is held against it."""
        return ratios(self.rounds, self.against, name)


async def measured(benchmark: Benchmark, stage: Stage, rounds: int) -> Result:
    """All sides, one after the other, so many times."""
    found: dict[str, list[Round]] = {}
    began = os.getloadavg()[0]
    async with benchmark.sides(stage) as sides:
        for _ in range(benchmark.rounds or rounds):
            for name, side in sides.items():
                given = await side()
                found.setdefault(name, []).append(given if isinstance(given, Round) else Round(given))
    held = {name: ratios(found, benchmark.against, name) for name in found}
    return Result(
        benchmark.name, benchmark.title, benchmark.unit, benchmark.less, benchmark.goals, benchmark.aims, benchmark.against, found,
        medians={name: median(each.value for each in given) for name, given in found.items()},
        ratios={name: median(each) for name, each in held.items() if each},
        measured_at=clock.now().isoformat(timespec="seconds"),
        load=(began, os.getloadavg()[0]),
    )


def ratios(rounds: Mapping[str, Sequence[Round]], against: Mapping[str, str | None], name: str) -> list[float]:
    """Round by round."""
    first = next(iter(rounds))
    measured = against.get(name, first)
    if measured is None or name == first or name in against.values():
        return []
    return [mine.value / other.value for mine, other in zip(rounds[measured], rounds[name], strict=True)]


@asynccontextmanager
async def stage() -> AsyncIterator[Stage]:
    """Parts of our own, durable as in production, gone afterwards."""
    with TemporaryDirectory(prefix="yhdyspinta-bench-") as folder:
        postgres = Postgres(Path(folder) / "postgres", durable=True)
        postgres.start()
        try:
            postgres.wait_ready(60)
            async with AsyncExitStack() as closing:
                yield Stage(postgres.dsn(), postgres.pid or 0, Path(folder), closing)
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
