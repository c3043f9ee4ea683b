"""What sign-in, audit, idempotency, telemetry and the log line each cost: one left out at a time, all processes in turns.

Everything on means: an RS256 token of the coordinator, one request in ten traced to a collector, an Idempotency-Key with each write.
"""

import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from itertools import count, cycle
from pathlib import Path
from typing import Final

from tests.benchmarks import county
from tests.benchmarks.api import sample, taken_up
from tests.benchmarks.calling import Served, asked, head
from tests.benchmarks.collector import collector
from tests.benchmarks.costs import Meter
from tests.benchmarks.runner import Benchmark, Side, Stage
from typing_extensions import override

from chassis.outbox import new_id
from yhdyspinta_local.parts import ServiceProcess

ALL: Final = "everything on"
OF_ALL: Final = {"sign-in": "without sign-in", "telemetry": "without telemetry", "log-line": "without the log line"}
OF_WRITES: Final = {"audit": "without audit"}
MORE: Final = {"memory-of-tokens": "each token new to it"}
"""Left out is what spares the work: the difference says what a signature costs."""
ROUNDS: Final = 5
"""What each costs is less than what two rounds differ by."""
NO_KEY: Final = "without Idempotency-Key"


class Lacking(ServiceProcess):
    """A process that something was taken out of."""

    left_out = "everything"

    @override
    def command(self) -> Sequence[str | Path]:
        return [sys.executable, "-m", "tests.benchmarks.inside", self.left_out, self.service, self.role]


@asynccontextmanager
async def processes(stage: Stage) -> AsyncIterator[Mapping[str, Served]]:
    """By what each does without; all over one database."""
    registry, traces = await stage.once(county.registry), await stage.once(_collector)
    async with AsyncExitStack() as closing:
        found = {}
        for left_out in ("everything", *OF_ALL, *OF_WRITES, *MORE):
            process = Lacking(
                "registry", "api", registry.around, log=stage.folder / f"registry-{left_out}.log",
                more={**county.MANY, "YHDYSPINTA_OTLP_ENDPOINT": traces},
            )
            process.left_out = left_out
            process.start()
            closing.callback(process.stop)
            process.wait_ready()
            found[left_out] = Served((process.port,), Meter((process.pid or 0,), stage.postgres))
        yield found


@asynccontextmanager
async def _collector(_: Stage) -> AsyncIterator[str]:
    async with collector() as made:
        yield made.url


@asynccontextmanager
async def write(stage: Stage) -> AsyncIterator[Mapping[str, Side]]:
    """An organisation is taken up, as often as it goes."""
    registry, served, numbers = await stage.once(county.registry), await stage.once(processes), count()

    def request(*, key: bool = True) -> bytes:
        sent = taken_up(registry.token, next(numbers))
        once = f"\r\nIdempotency-Key: {new_id()}\r\n\r\n".encode()
        return sent.replace(b"\r\n\r\n", once, 1) if key else sent

    yield {
        ALL: partial(asked, served["everything"], request, 201),
        **_sides(served, {**OF_ALL, **OF_WRITES}, request, 201),
        NO_KEY: partial(asked, served["everything"], partial(request, key=False), 201),
        **_sides(served, MORE, request, 201),
    }


@asynccontextmanager
async def read(stage: Stage) -> AsyncIterator[Mapping[str, Side]]:
    """An organisation by its id. Who reads it is not written down, and no key comes with it."""
    registry, served = await stage.once(county.registry), await stage.once(processes)
    each = cycle([head("GET", f"/v1/organisations/{row['id']}", registry.token) for row in await sample(registry.pool)])
    yield {
        ALL: partial(asked, served["everything"], lambda: next(each)),
        **_sides(served, {**OF_ALL, **MORE}, lambda: next(each), 200),
    }


def _sides(
    served: Mapping[str, Served], named: Mapping[str, str], request: Callable[[], bytes], status: int
) -> dict[str, Side]:
    return {name: partial(asked, served[left_out], request, status) for left_out, name in named.items()}


BENCHMARKS: Final = (
    Benchmark("parts-write", "What each part of a write costs", "requests/s", write, rounds=ROUNDS),
    Benchmark("parts-get", "What each part of a read costs", "requests/s", read, rounds=ROUNDS),
)
