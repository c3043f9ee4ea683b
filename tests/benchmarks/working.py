"""From one outbox to the copies in another service, with one, two and four workers on two cores: 10,000 states, relay and all."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from time import perf_counter
from typing import Final

import asyncpg
from tests.architecture.code import SERVICES, service
from tests.benchmarks import county
from tests.benchmarks.costs import Meter, Round
from tests.benchmarks.hearing import grants
from tests.benchmarks.relaying import relaying
from tests.benchmarks.runner import Benchmark, Side, Stage, broker
from typing_extensions import override

from chassis.outbox import new_id
from chassis.testing import APP, address, cloned, settings_of
from chassis.topics import make_topics
from grants.main import SERVICE
from registry.events.organisation import TOPIC
from registry.main import SERVICE as REGISTRY
from yhdyspinta_local.parts import ServiceProcess, Surroundings

WORKERS: Final = (1, 2, 4)


class Worker(ServiceProcess):
    """One of several: each is known to the broker by its number."""

    number = 0

    @override
    def environment(self) -> dict[str, str]:
        return super().environment() | {"YHDYSPINTA_REPLICA": str(self.number)}


@asynccontextmanager
async def workers(stage: Stage, count: int) -> AsyncIterator[Side]:
    """So many of them over one database, with topics of their own."""
    kafka, prefix = await stage.ever(broker), f"{new_id().hex}."
    for name in SERVICES:
        await make_topics(service(name), settings_of(service(name), stage.admin, "none", kafka=kafka, topic_prefix=prefix))
    async with AsyncExitStack() as closing:
        copies = await closing.enter_async_context(cloned(stage.admin, await stage.ever(grants)))
        at = address(stage.admin, copies, SERVICE.name, APP)
        around = Surroundings("", "", at, kafka, "http://127.0.0.1:1", "", "only-for-benchmarks-only", env="test")
        started = []
        for number in range(count):
            log, more = stage.folder / f"worker-{count}-{number}.log", {"YHDYSPINTA_TOPIC_PREFIX": prefix}
            worker = Worker(SERVICE.name, "worker", around, log=log, more=more)
            worker.number = number
            worker.start()
            closing.callback(worker.stop)
            started.append(worker)
        for worker in started:
            worker.wait_ready()
        session = await asyncpg.connect(f"{stage.admin.rpartition('/')[0]}/{copies}")
        closing.push_async_callback(session.close)
        meter = Meter(tuple(worker.pid or 0 for worker in started), stage.postgres)
        await _copied(stage, prefix, session, meter)  # whoever has joined late has joined by then
        yield partial(_copied, stage, prefix, session, meter)


async def _copied(stage: Stage, prefix: str, session: asyncpg.Connection, meter: Meter) -> Round:
    kafka = await stage.ever(broker)
    async with cloned(stage.admin, await stage.ever(county.filled)) as name:
        registry = await asyncpg.connect(f"{stage.admin.rpartition('/')[0]}/{name}")
        await registry.execute(f"DELETE FROM registry.outbox WHERE topic <> '{TOPIC}.state'")
        wanted = await registry.fetchval("SELECT count(*) FROM registry.outbox")
        await registry.close()
        await session.execute("TRUNCATE grants.organisation_copy")
        before = meter.read()
        async with relaying(settings_of(REGISTRY, stage.admin, name, kafka=kafka, topic_prefix=prefix)), asyncio.timeout(300):
            began = perf_counter()
            while await session.fetchval("SELECT count(*) FROM grants.organisation_copy") < wanted:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.02)
            seconds = perf_counter() - began
    app, postgres = (1000 * (now - then) / wanted for now, then in zip(meter.read(), before, strict=True))
    return Round(wanted / seconds, app=app, postgres=postgres)


@asynccontextmanager
async def copying(stage: Stage) -> AsyncIterator[Mapping[str, Side]]:
    """One, two and four."""
    async with AsyncExitStack() as closing:
        yield {
            f"{count} worker{'s' if count > 1 else ''}": await closing.enter_async_context(workers(stage, count)) for count in WORKERS
        }


BENCHMARKS: Final = (Benchmark("replicas-worker", "Outbox to copies, by number of workers", "states/s", copying),)
