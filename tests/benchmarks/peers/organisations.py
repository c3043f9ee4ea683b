"""Both peers over databases of their own, each a clone of what ours begins with."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

from tests.benchmarks import county
from tests.benchmarks.calling import Served
from tests.benchmarks.peers import serving
from tests.benchmarks.runner import Stage

from chassis.database import driver_url
from chassis.testing import cloned


@asynccontextmanager
async def organisations(stage: Stage) -> AsyncIterator[Mapping[str, Served]]:
    """By what they are called; without Django only one."""
    template, issuer = await stage.ever(county.filled), await stage.ever(county.issuing)
    async with AsyncExitStack() as closing:
        at = f"{stage.admin.rpartition('/')[0]}/{await closing.enter_async_context(cloned(stage.admin, template))}"
        plain = serving.sqlmodel(stage, "plain_organisations", "/organisations/?q=a&limit=1", issuer, {"dsn": driver_url(at)})
        found = {serving.SQLMODEL: closing.enter_context(plain)}
        if serving.has_django():
            at = f"{stage.admin.rpartition('/')[0]}/{await closing.enter_async_context(cloned(stage.admin, template))}"
            drf = serving.django(stage, "drf_organisations", "/organisations/?limit=1", issuer, {"dsn": at})
            found = {serving.DRF: closing.enter_context(drf), **found}
        yield found
