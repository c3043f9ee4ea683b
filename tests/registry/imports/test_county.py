"""The demonstration county is furnished through the API, and a second time nothing happens."""

import asyncio
import contextlib

from tests.registry.conftest import Api

from chassis.clockwork import Clockwork
from registry.main import SERVICE
from yhdyspinta_local.demonstration.county import import_organisations


async def test_furnished__once(api: Api) -> None:
    api.http.headers.update(api.coordinator)
    working = asyncio.create_task(Clockwork("registry", SERVICE.house, api.house.database, timers=SERVICE.timers).run())
    try:
        counts = await import_organisations(api.http)
        assert (counts["create"], counts["reject"], counts["candidate_pairs"]) == (1243, 0, 1)
        said = len(await api.house.outbox())
        assert await import_organisations(api.http) == counts
        assert len(await api.house.outbox()) == said
        assert len((await api.http.get("/v1/imports")).json()["items"]) == 1
    finally:
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working
