"""From the answer of one service to the effect in another, at a steady rate: API, relay, Kafka and worker as in production.

The effect is the commit of the copy's row: a trigger that is put into the copying database tells it, and whoever listens hears
of it with the commit. All workers run at the same time, over databases of their own, and hear of the same organisations.
"""

import asyncio
import sys
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Final

import asyncpg
from tests.architecture.code import SERVICES, service
from tests.benchmarks import county
from tests.benchmarks.api import taken_up
from tests.benchmarks.calling import Connection
from tests.benchmarks.costs import Meter, Round
from tests.benchmarks.county import issuing, signed_in
from tests.benchmarks.runner import Benchmark, Side, Stage, broker
from typing_extensions import override

from chassis.outbox import new_id
from chassis.testing import APP, address, cloned, make_template, settings_of
from chassis.topics import make_topics
from registry.main import SERVICE as REGISTRY
from yhdyspinta_local.parts import ServiceProcess, Surroundings

RATE: Final = 50
"""Organisations taken up in a second."""
SPREAD: Final = 20
"""The same where four services hear of them."""
SECONDS: Final = 5
CLIENTS: Final = 8
SIZE: Final = 1_243
"""Organisations that are there already, and known to nobody."""
COPYING: Final = ("grants", "forums", "facilities", "notifications")
PLAIN: Final = "grants by getmany"
_TELLS: Final = """
CREATE FUNCTION public.tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_notify('effect', NEW.id::text); RETURN NULL; END $$;
CREATE TRIGGER tells AFTER INSERT ON {}.organisation_copy FOR EACH ROW EXECUTE FUNCTION public.tell()
"""


class ByHand(ServiceProcess):
    """The worker that fetches by `getmany`. It has no word for being ready: the first effect says so."""

    @override
    def command(self) -> Sequence[str | Path]:
        return [sys.executable, "-m", "tests.benchmarks.peers.getmany", self.service]

    @override
    def ask(self) -> None: ...


@dataclass
class Chain:
    """The registry and those who copy it."""

    port: int
    token: str
    answered: dict[str, float] = field(default_factory=dict)
    """When each organisation's answer had come."""
    heard: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    """Of whom: when its copy of each organisation was committed."""
    meters: dict[str, Meter] = field(default_factory=dict)
    """What each of them costs."""
    numbers: Iterator[int] = field(default_factory=count)

    def listen(self, whose: str) -> Callable[..., object]:
        """What a session calls with each effect."""
        return lambda _session, _pid, _channel, id: self.heard[whose].setdefault(id, perf_counter())

    async def run(self, rate: int, seconds: float, wanted: Sequence[str]) -> None:
        """So many a second, until all that are wanted have all of it."""
        self.answered.clear()
        self.heard.clear()
        loop = asyncio.get_running_loop()
        idle: asyncio.Queue[Connection] = asyncio.Queue()
        for _ in range(CLIENTS):
            idle.put_nowait((await loop.create_connection(Connection, "127.0.0.1", self.port))[1])
        began = perf_counter()
        async with asyncio.TaskGroup() as group:
            for number in range(int(rate * seconds)):
                await asyncio.sleep(max(0.0, began + number / rate - perf_counter()))
                group.create_task(self._take_up(idle))
        async with asyncio.timeout(60):
            while any(len(self.heard[each]) < len(self.answered) for each in wanted):  # noqa: ASYNC110 - the listener is no coroutine
                await asyncio.sleep(0.02)
        while not idle.empty():
            idle.get_nowait().close()

    async def _take_up(self, idle: asyncio.Queue[Connection]) -> None:
        connection = await idle.get()
        answer = await connection.ask(taken_up(self.token, next(self.numbers)), 201)
        at = perf_counter()
        idle.put_nowait(connection)
        self.answered[answer.partition(b'{"id":"')[2][:36].decode()] = at

    async def measured(self, rate: int, whose: Sequence[str]) -> dict[str, Round]:
        """Of each of them its median, and what it cost for each effect."""
        before = {each: (meter.memory(), *meter.read()) for each, meter in self.meters.items()}
        await self.run(rate, SECONDS, whose)
        found = {}
        for each, meter in self.meters.items():
            idle, app, postgres = before[each]
            spent, for_it = meter.read()
            effects = len(self.answered) / 1000
            costs = (spent - app) / effects, (for_it - postgres) / effects
            found[each] = Round(percentile(self.took(each), 50), app=costs[0], postgres=costs[1], memory=(idle, meter.memory()))
        return found

    def took(self, whose: str) -> list[float]:
        """Milliseconds; what was heard before the answer had come took none."""
        return [max(0.0, 1000 * (self.heard[whose][id] - at)) for id, at in self.answered.items()]

    def slowest(self, whose: Sequence[str]) -> list[float]:
        """Milliseconds until the last of them had it."""
        return [max(each) for each in zip(*(self.took(one) for one in whose), strict=True)]


def percentile(took: Sequence[float], which: int) -> float:
    """Of a hundred."""
    return quantiles(took, n=100)[which - 1]


@asynccontextmanager
async def chain(stage: Stage, workers: Sequence[str]) -> AsyncIterator[Chain]:
    """All processes; ready when each worker has heard of something."""
    kafka, issuer, prefix = await stage.ever(broker), await stage.ever(issuing), f"{new_id().hex}."
    for name in SERVICES:
        await make_topics(service(name), settings_of(service(name), stage.admin, "none", kafka=kafka, topic_prefix=prefix))
    around = Surroundings("", "", "", kafka, issuer.url, "", "only-for-benchmarks-only", env="test")
    more = {**county.MANY, "YHDYSPINTA_TOPIC_PREFIX": prefix}
    async with AsyncExitStack() as closing:
        database = await closing.enter_async_context(cloned(stage.admin, await stage.ever(county.filled_with(SIZE))))
        own = replace(around, database_app=address(stage.admin, database, REGISTRY.name, APP))
        api = ServiceProcess("registry", "api", own, log=stage.folder / "reach-api.log", more=more)
        started: list[ServiceProcess] = [api, ServiceProcess("registry", "worker", own, log=stage.folder / "reach-relay.log", more=more)]
        made = Chain(api.port, signed_in(issuer))
        for whose in workers:
            name = whose.partition(" ")[0]
            copies = await closing.enter_async_context(_copies(stage, name))
            session = await asyncpg.connect(f"{stage.admin.rpartition('/')[0]}/{copies}")
            closing.push_async_callback(session.close)
            await session.add_listener("effect", made.listen(whose))
            theirs = replace(around, database_app=address(stage.admin, copies, name, APP))
            kind = ByHand if whose == PLAIN else ServiceProcess
            started.append(kind(name, "worker", theirs, log=stage.folder / f"reach-{whose}.log", more=more))
        for process in started:
            process.start()
            closing.callback(process.stop)
        for process in started:
            process.wait_ready()
        made.meters |= {whose: Meter((process.pid or 0,), stage.postgres) for whose, process in zip(workers, started[2:], strict=True)}
        await made.run(5, 1, workers)
        yield made


@asynccontextmanager
async def _copies(stage: Stage, name: str) -> AsyncIterator[str]:
    """An empty database of a service that tells of each organisation it copies."""
    template = f"bench_{new_id().hex}"
    await make_template(stage.admin, template, [service(name)])
    async with cloned(stage.admin, template) as copies:
        session = await asyncpg.connect(f"{stage.admin.rpartition('/')[0]}/{copies}")
        await session.execute(_TELLS.format(name))
        await session.close()
        yield copies


@asynccontextmanager
async def reach(stage: Stage) -> AsyncIterator[Mapping[str, Side]]:
    """The grants service hears of an organisation: through FastStream, and beside it by the plain client."""
    async with chain(stage, ["grants", PLAIN]) as made:
        found: dict[str, Round] = {}

        async def ours() -> Round:
            found.update(await made.measured(RATE, ["grants", PLAIN]))
            return found["grants"]

        async def plain() -> Round:
            return found[PLAIN]

        async def p99(whose: str) -> float:
            return percentile(made.took(whose), 99)

        yield {
            "worker, p50": ours,
            "plain getmany, p50": plain,
            "worker, p99": partial(p99, "grants"),
            "plain getmany, p99": partial(p99, PLAIN),
        }


@asynccontextmanager
async def spread(stage: Stage) -> AsyncIterator[Mapping[str, Side]]:
    """Four services hear of it: until the first of them and the last has it."""
    async with chain(stage, COPYING) as made:

        async def last() -> float:
            await made.run(SPREAD, SECONDS, COPYING)
            return percentile(made.slowest(COPYING), 50)

        async def of(whose: Sequence[str], which: int) -> float:
            return percentile(made.slowest(whose), which)

        yield {
            "the last of four, p50": last,
            "one of them (grants), p50": partial(of, ["grants"], 50),
            "the last of four, p99": partial(of, COPYING, 99),
        }


BENCHMARKS: Final = (
    Benchmark(
        "reach", "From the answer to the effect in another service", f"ms at {RATE} a second", reach,
        aims={"worker, p50": 15, "worker, p99": 75}, less=True, against={"plain getmany, p99": "worker, p99"},
    ),
    Benchmark(
        "spread", "From the answer to the effect in four services", f"ms at {SPREAD} a second", spread,
        less=True, against={"the last of four, p99": None},
    ),
)
