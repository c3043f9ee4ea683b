"""A registry as large as a county's may become: reference data, and 10,000 organisations that an import brought."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import asyncpg
import httpx
from tests.benchmarks.imports import EDITION, FINNISH, generated
from tests.benchmarks.runner import Stage

from chassis.access import Held
from chassis.clockwork import Clockwork
from chassis.outbox import new_id
from chassis.testing import APP, House, address, cloned, make_template, person
from registry.areas import commands as areas
from registry.imports import commands, queries
from registry.imports.domain.job import Mode, Status
from registry.main import SERVICE
from yhdyspinta_local.issuer.app import PERSONA_GRANT
from yhdyspinta_local.parts import Issuer, ServiceProcess, Surroundings

ORGANISATIONS: Final = 10_000


@asynccontextmanager
async def filled(stage: Stage) -> AsyncIterator[str]:
    """The name of that database, to be cloned: nobody is connected to it."""
    bare, name = f"bench_{new_id().hex}", f"bench_{new_id().hex}"
    await make_template(stage.admin, bare, [SERVICE])
    administrator = await asyncpg.connect(stage.admin)
    await administrator.execute(f'CREATE DATABASE "{name}" TEMPLATE "{bare}"')
    await administrator.close()
    house = House.over(SERVICE, stage.admin, name)
    try:
        await house.run(areas.load_reference)
        coordinator = house.as_(person(SERVICE, Held("coordinator")))
        asked = await coordinator.run(commands.start, FINNISH, Mode.APPLY, generated(ORGANISATIONS), EDITION)
        await Clockwork("registry", SERVICE.house, house.database, timers=SERVICE.timers).run_timers()
        job = await coordinator.read(queries.job, asked.id)
        if (job.status, job.created) != (Status.DONE, ORGANISATIONS):
            raise RuntimeError(f"{job.created} organisations: {job.status}, {job.failures}")
    finally:
        await house.close()
    administrator = await asyncpg.connect(f"{stage.admin.rpartition('/')[0]}/{name}")
    await administrator.execute("VACUUM ANALYZE")  # as autovacuum does it within a minute or two
    await administrator.close()
    yield name


@dataclass(frozen=True, slots=True)
class Registry:
    """The API process of the registry, and its database."""

    port: int
    token: str
    """The coordinator's."""
    pool: asyncpg.Pool
    """As many connections as the process has, for the floors."""


@asynccontextmanager
async def registry(stage: Stage) -> AsyncIterator[Registry]:
    """One process as in production, but for the limit of requests for each client."""
    issuer = Issuer(stage.folder)
    issuer.start()
    async with cloned(stage.admin, await stage.once(filled)) as name:
        at = address(stage.admin, name, SERVICE.name, APP)
        around = Surroundings("", "", at, "", issuer.url, "", "only-for-benchmarks-only", env="test")
        many = {"YHDYSPINTA_RATE_PER_MINUTE": "100000000", "YHDYSPINTA_RATE_BURST": "1000000"}
        process = ServiceProcess("registry", "api", around, log=stage.folder / "registry.log", more=many)
        process.start()
        try:
            issuer.wait_ready()
            process.wait_ready()
            async with asyncpg.create_pool(at, min_size=10, max_size=10) as pool:
                yield Registry(process.port, signed_in(issuer), pool)
        finally:
            process.stop()
            issuer.stop()


def signed_in(issuer: Issuer) -> str:
    """The coordinator's token."""
    with httpx.Client(trust_env=False) as client:
        form = {"grant_type": PERSONA_GRANT, "persona": "coordinator"}
        answer = client.post(f"{issuer.url}/token", data=form).raise_for_status()
        return str(answer.json()["access_token"])
