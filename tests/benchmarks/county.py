"""A registry as large as a county's may become: reference data, and 10,000 organisations that an import brought."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final

import asyncpg
import httpx
from tests.benchmarks.calling import Served
from tests.benchmarks.costs import Meter
from tests.benchmarks.imports import EDITION, FINNISH, generated, profiles
from tests.benchmarks.runner import Stage

from chassis.access import Held
from chassis.clockwork import Clockwork
from chassis.outbox import new_id
from chassis.testing import APP, House, address, cloned, make_template, person
from registry.areas import commands as areas
from registry.imports import commands, queries
from registry.imports.domain.job import Mode, Status
from registry.main import SERVICE
from registry.organisations.commands import Entry, register_many
from registry.organisations.domain.profile import Profile
from yhdyspinta_local.issuer.app import PERSONA_GRANT
from yhdyspinta_local.parts import Issuer, ServiceProcess, Surroundings

ORGANISATIONS: Final = 10_000
AT_ONCE: Final = 1000
"""Taken up by one command."""
MANY: Final = {"YHDYSPINTA_RATE_PER_MINUTE": "100000000", "YHDYSPINTA_RATE_BURST": "1000000"}
"""One client may ask as often as it can."""


@asynccontextmanager
async def filled(stage: Stage) -> AsyncIterator[str]:
    """The name of that database, to be cloned: nobody is connected to it."""
    async with _database(stage) as (name, house):
        coordinator = house.as_(person(SERVICE, Held("coordinator")))
        asked = await coordinator.run(commands.start, FINNISH, Mode.APPLY, generated(ORGANISATIONS), EDITION)
        await Clockwork("registry", SERVICE.house, house.database, timers=SERVICE.timers).run_timers()
        job = await coordinator.read(queries.job, asked.id)
        if (job.status, job.created) != (Status.DONE, ORGANISATIONS):
            raise RuntimeError(f"{job.created} organisations: {job.status}, {job.failures}")
    await _settled(stage, name)
    yield name


@lru_cache
def filled_with(count: int) -> Callable[[Stage], AbstractAsyncContextManager[str]]:
    """Makes a database with so many organisations, taken up in bulk; what is to be announced of them has been announced."""

    @asynccontextmanager
    async def made(stage: Stage) -> AsyncIterator[str]:
        async with _database(stage) as (name, house):
            entries = [Entry(new_id(), Profile(**each), "generated") for each in profiles(count)]
            for first in range(0, count, AT_ONCE):
                await house.run(register_many, entries[first : first + AT_ONCE])
        await _settled(stage, name, "TRUNCATE registry.outbox, registry.audit_unsealed")
        yield name

    return made


@asynccontextmanager
async def _database(stage: Stage) -> AsyncIterator[tuple[str, House]]:
    """A new one, with the reference data."""
    bare, name = f"bench_{new_id().hex}", f"bench_{new_id().hex}"
    await make_template(stage.admin, bare, [SERVICE])
    administrator = await asyncpg.connect(stage.admin)
    await administrator.execute(f'CREATE DATABASE "{name}" TEMPLATE "{bare}"')
    await administrator.close()
    house = House.over(SERVICE, stage.admin, name)
    try:
        await house.run(areas.load_reference)
        yield name, house
    finally:
        await house.close()


async def _settled(stage: Stage, name: str, *before: str) -> None:
    """Clean and analysed, as autovacuum has it within a minute or two."""
    administrator = await asyncpg.connect(f"{stage.admin.rpartition('/')[0]}/{name}")
    for statement in (*before, "VACUUM ANALYZE"):
        await administrator.execute(statement)
    await administrator.close()


@dataclass(frozen=True, slots=True)
class Registry:
    """The API process of the registry, and its database."""

    served: Served
    token: str
    """The coordinator's."""
    pool: asyncpg.Pool
    """As many connections as the process has, for the floors."""
    around: Surroundings
    """What another process over the same database is told."""


@asynccontextmanager
async def issuing(stage: Stage) -> AsyncIterator[Issuer]:
    """Who signs the tokens."""
    issuer = Issuer(stage.folder)
    issuer.start()
    try:
        issuer.wait_ready()
        yield issuer
    finally:
        issuer.stop()


@asynccontextmanager
async def _over(stage: Stage, template: Callable[[Stage], AbstractAsyncContextManager[str]]) -> AsyncIterator[Registry]:
    """One process as in production, but for the limit of requests for each client."""
    issuer = await stage.ever(issuing)
    async with cloned(stage.admin, await stage.ever(template)) as name:
        at = address(stage.admin, name, SERVICE.name, APP)
        around = Surroundings("", "", at, "", issuer.url, "", "only-for-benchmarks-only", env="test")
        process = ServiceProcess("registry", "api", around, log=stage.folder / f"{name}.log", more=MANY)
        process.start()
        try:
            process.wait_ready()
            async with asyncpg.create_pool(at, min_size=10, max_size=10) as pool:
                served = Served((process.port,), Meter((process.pid or 0,), stage.postgres))
                yield Registry(served, signed_in(issuer), pool, around)
        finally:
            process.stop()


def registry(stage: Stage) -> AbstractAsyncContextManager[Registry]:
    """Over what the import brought."""
    return _over(stage, filled)


@lru_cache
def registry_of(count: int) -> Callable[[Stage], AbstractAsyncContextManager[Registry]]:
    """Over so many organisations."""
    return partial(_over, template=filled_with(count))


def signed_in(issuer: Issuer) -> str:
    """The coordinator's token."""
    with httpx.Client(trust_env=False) as client:
        form = {"grant_type": PERSONA_GRANT, "persona": "coordinator"}
        answer = client.post(f"{issuer.url}/token", data=form).raise_for_status()
        return str(answer.json()["access_token"])
