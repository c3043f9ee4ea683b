"""How cost grows: with ten and a hundred times the organisations of the Finnish register, and with more processes on two cores."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from itertools import count, cycle
from typing import Final
from urllib.parse import quote

from tests.benchmarks import county
from tests.benchmarks.api import PAGE, sample, taken_up
from tests.benchmarks.calling import Served, asked, head
from tests.benchmarks.costs import Meter
from tests.benchmarks.county import Registry
from tests.benchmarks.runner import Benchmark, Side, Stage

from yhdyspinta_local.parts import ServiceProcess

REGISTER: Final = 1_243
"""Organisations of the Finnish transparency register."""
SIZES: Final = (REGISTER, 10 * REGISTER, 100 * REGISTER)
REPLICAS: Final = (1, 2, 4)

Ask = Callable[[Registry], Awaitable[Callable[[], bytes]]]


async def by_id(registry: Registry) -> Callable[[], bytes]:
    """A thousand organisations, one after the other."""
    each = cycle([head("GET", f"/v1/organisations/{row['id']}", registry.token) for row in await sample(registry.pool)])
    return lambda: next(each)


async def by_word(registry: Registry) -> Callable[[], bytes]:
    """The last word of the name of each, without the suffix: the hits grow with the registry."""
    typed = [quote(row["name_fi"].split()[-2]) for row in await sample(registry.pool)]
    each = cycle([head("GET", f"/v1/organisations?limit={PAGE}&q={text}", registry.token) for text in typed])
    return lambda: next(each)


async def new(registry: Registry) -> Callable[[], bytes]:
    """One more of them."""
    numbers = count()
    return lambda: taken_up(registry.token, next(numbers))


@asynccontextmanager
async def sizes(stage: Stage, ask: Ask, status: int) -> AsyncIterator[Mapping[str, Side]]:
    """The same request of registries of three sizes."""
    sides: dict[str, Side] = {}
    for size in SIZES:
        registry = await stage.once(county.registry_of(size))
        sides[f"{size:,} organisations"] = partial(asked, registry.served, await ask(registry), status)
    yield sides


@asynccontextmanager
async def replicas(stage: Stage) -> AsyncIterator[Mapping[int, Served]]:
    """So many processes over one database: the one that is there, and more."""
    registry = await stage.once(county.registry)
    async with AsyncExitStack() as closing:
        ports, pids = list(registry.served.ports), list(registry.served.meter.pids)
        for number in range(1, max(REPLICAS)):
            log = stage.folder / f"registry-{number}.log"
            process = ServiceProcess("registry", "api", registry.around, log=log, more=county.MANY)
            process.start()
            closing.callback(process.stop)
            process.wait_ready()
            ports.append(process.port)
            pids.append(process.pid or 0)
        yield {each: Served(tuple(ports[:each]), Meter(tuple(pids[:each]), stage.postgres)) for each in REPLICAS}


@asynccontextmanager
async def together(stage: Stage, ask: Ask, status: int) -> AsyncIterator[Mapping[str, Side]]:
    """The same sixteen clients over one, two and four processes."""
    registry, served = await stage.once(county.registry), await stage.once(replicas)
    request = await ask(registry)
    yield {f"{number} process{'es' if number > 1 else ''}": partial(asked, each, request, status) for number, each in served.items()}


BENCHMARKS: Final = (
    Benchmark("growth-get", "By id, by size of the registry", "requests/s", partial(sizes, ask=by_id, status=200)),
    Benchmark("growth-search", "Search, by size of the registry", "requests/s", partial(sizes, ask=by_word, status=200)),
    Benchmark("growth-write", "Write, by size of the registry", "requests/s", partial(sizes, ask=new, status=201)),
    Benchmark("replicas-get", "By id, by number of processes", "requests/s", partial(together, ask=by_id, status=200)),
    Benchmark("replicas-write", "Write, by number of processes", "requests/s", partial(together, ask=new, status=201)),
)
