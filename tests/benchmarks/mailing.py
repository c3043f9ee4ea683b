"""A notice to 6,700 recipients, from the heard fact to the mail server; a decision beside it; against the bare client.

The mail server is that of the local platform, a process of its own: it flushes each message to the disk before it answers, and
shares the machine's two cores with the worker and the database. What it can take at most is the floor.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import asyncpg
from tests.benchmarks.runner import Benchmark, Side, Stage

from chassis import clock
from chassis.clockwork import Clockwork
from chassis.events import Event
from chassis.hearing import Hearing
from chassis.outbox import new_id
from chassis.testing import APP, House, address, cloned, make_template, record, soon
from grants.events.examples import EXAMPLES
from notifications.adapters.smtp import OFFICE, Letter, Office, Server
from notifications.deliveries import errands
from notifications.deliveries.handlers import LISTENER
from notifications.links import DESK, Sender
from notifications.main import SERVICE
from yhdyspinta_local.parts.programs import MailSink

RECIPIENTS: Final = 6_700
DECISIONS: Final = 10
"""Of one round, one after the other."""
PARTY: Final = "01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01"
CONNECTIONS: Final = errands.BULK.at_once


@asynccontextmanager
async def template(stage: Stage) -> AsyncIterator[str]:
    """A database in which 6,700 organisations have an address, one of which has consented to be served by mail."""
    name = f"bench_{new_id().hex}"
    await make_template(stage.admin, name, [SERVICE])
    async with cloned(stage.admin, name) as filled:
        session = await asyncpg.connect(address(stage.admin, filled, SERVICE.name, APP))
        await session.execute(
            "INSERT INTO notifications.recipient (id, version, sequence, kind, organisation_id, address, language, verified_at,"
            " verified_by, created_at) SELECT g.id, 1, 1, 'organisation', g.id, 'o' || g.n || '@example.invalid', 'fi', now(),"
            f" 'link', now() FROM (SELECT gen_random_uuid() AS id, n FROM generate_series(2, {RECIPIENTS}) n) g"
        )
        await session.execute(
            "INSERT INTO notifications.recipient (id, version, sequence, kind, organisation_id, address, language, consented_at,"
            f" consented_by, verified_at, verified_by, created_at) VALUES ('{PARTY}', 1, 1, 'organisation', '{PARTY}',"
            " 'party@example.invalid', 'fi', now(), 'person:x', now(), 'link', now())"
        )
        await session.close()
        yield filled


@asynccontextmanager
async def post(stage: Stage) -> AsyncIterator[MailSink]:
    """The mail server of the local platform."""
    sink = MailSink(stage.folder / "mail")
    sink.start()
    try:
        sink.wait_ready(20)
        yield sink
    finally:
        sink.stop()


@asynccontextmanager
async def working(stage: Stage, sink: MailSink) -> AsyncIterator[tuple[House, Hearing]]:
    """A worker on a database of its own."""
    errands.may_send(sink.url, address="ei-vastauksia@example.invalid", name="Hyvinvointialue")
    DESK.open(Sender("Hyvinvointialue", "jarjestot@example.invalid", "https://example.invalid/api/notifications", b"k" * 32))
    async with cloned(stage.admin, await stage.ever(template)) as name:
        house = House.over(SERVICE, stage.admin, name)
        clockwork = Clockwork(
            SERVICE.name, SERVICE.house, house.database, timers=SERVICE.timers, jobs=SERVICE.clock,
            errands=[errands.MAIL, errands.BULK],
        )
        running = asyncio.create_task(clockwork.run())
        try:
            yield house, Hearing(SERVICE.name, LISTENER, house.database, SERVICE.house, house.settings.tenant)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await OFFICE.close()
            await house.close()


async def hear(hearing: Hearing, event: Event) -> None:
    key = new_id()
    await hearing.hear(record(event.ce_type(), key, 1, event.model_dump_json().encode(), topic=event.topic))


def example(name: str, **other: Any) -> Any:
    (found,) = [one for one in EXAMPLES if type(one).__name__ == name]
    return found.model_copy(update=other)


def call() -> Event:
    opened: Event = example("GrantCallOpened", closes_at=clock.now() + timedelta(days=30))
    return opened


def decision() -> Event:
    approved: Event = example("GrantApproved", parties=example("GrantApproved").parties[:1])
    return approved


async def count(house: House, where: str) -> int:
    async with house.database.engine.connect() as connection:
        found = await connection.exec_driver_sql(f"SELECT count(*) FROM notifications.mail WHERE {where}")
        return int(found.scalar_one())


@asynccontextmanager
async def notice(stage: Stage) -> AsyncIterator[Mapping[str, Side]]:
    """A call opens and 6,700 are told; the floor hands as many finished messages over with the bare client."""
    sink = await stage.once(post)

    async def told() -> float:
        async with working(stage, sink) as (house, hearing):
            began = perf_counter()
            await hear(hearing, call())

            async def done() -> bool:
                await asyncio.sleep(0.2)
                return await count(house, "state = 'sent'") == RECIPIENTS

            await soon(done, within=120)
            return RECIPIENTS / (perf_counter() - began)

    async def bare() -> float:
        office = Office()
        office.open(Server(sink.host, sink.port, "ei-vastauksia@example.invalid"))
        body = await asyncio.to_thread(_any_message, sink.folder)
        shares = [RECIPIENTS // CONNECTIONS] * CONNECTIONS
        began = perf_counter()
        letters = [Letter("o@example.invalid", body)]
        await asyncio.gather(*(office.send(letters * share, within=600) for share in shares))
        rate = sum(shares) / (perf_counter() - began)
        await office.close()
        return rate

    yield {"heard, queued, sent, written down": told, "the bare client, finished messages": bare}


@asynccontextmanager
async def beside(stage: Stage) -> AsyncIterator[Mapping[str, Side]]:
    """Milliseconds from hearing of a decision until the server has taken its mail: the slowest of ten, beside a notice and alone."""
    sink = await stage.once(post)

    async def slowest(house: House, hearing: Hearing) -> float:
        worst = 0.0
        for number in range(1, DECISIONS + 1):
            began = perf_counter()
            await hear(hearing, decision())

            async def served(wanted: int = number) -> bool:
                return await count(house, "lane = 'direct' AND state = 'sent'") == wanted

            await soon(served, within=60)
            worst = max(worst, perf_counter() - began)
        return worst * 1000

    async def while_it_runs() -> float:
        async with working(stage, sink) as (house, hearing):
            await hear(hearing, call())

            async def under_way() -> bool:
                return await count(house, "state = 'sent'") > 200

            await soon(under_way, within=60)
            worst = await slowest(house, hearing)
            if await count(house, "lane = 'bulk' AND state IN ('queued', 'sending')") == 0:
                raise AssertionError("the notice was over before the decisions were")
            return worst

    async def alone() -> float:
        async with working(stage, sink) as (house, hearing):
            return await slowest(house, hearing)

    yield {"slowest of 10 beside a notice": while_it_runs, "slowest of 10 alone": alone}


def _any_message(folder: Path) -> bytes:
    """One that the worker has made, without what the sink has put before it."""
    kept = next(iter(sorted(folder.glob("*.eml")))).read_bytes()
    return b"Message-ID:" + kept.partition(b"Message-ID:")[2]


BENCHMARKS: Final = (
    Benchmark("mail-notice", "A notice to 6,700 recipients", "mails/s", notice, {"the bare client, finished messages": 0.5}, {"heard, queued, sent, written down": 1000}),
    Benchmark("mail-decision", "A decision while a notice goes out", "ms", beside, aims={"slowest of 10 beside a notice": 10_000}, less=True),
)
