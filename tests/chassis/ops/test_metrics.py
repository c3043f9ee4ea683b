"""What a process tells Prometheus: routes by template, the pool as it is, every promised name."""

import asyncio

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from sqlalchemy.ext.asyncio import create_async_engine
from starlette.types import ASGIApp, Receive, Scope, Send

from chassis import metrics
from chassis.database import driver_url
from chassis.testing import Parts

SEEN: list[str] = []


class Seeing:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)
        SEEN.append(metrics.route_of(scope))


def made() -> FastAPI:
    router = APIRouter(prefix="/calls")

    @router.get("/{id}")
    async def show(id: int) -> int:
        return id

    app = FastAPI()
    outer = APIRouter(prefix="/api/grants/v1")
    outer.include_router(router)
    app.include_router(outer)

    @app.get("/plain/{name}")
    async def plain(name: str) -> str:
        return name

    app.add_middleware(Seeing)
    return app


@pytest.mark.parametrize(("method", "path", "route"), [
    ("GET", "/api/grants/v1/calls/7", "/api/grants/v1/calls/{id}"),
    ("GET", "/api/grants/v1/calls/x", "/api/grants/v1/calls/{id}"),
    ("DELETE", "/api/grants/v1/calls/7", "/api/grants/v1/calls/{id}"),
    ("GET", "/plain/7", "/plain/{name}"),
    ("GET", "/wp-admin/setup.php", metrics.NO_ROUTE),
])
async def test_route__the_template_with_all_prefixes(method: str, path: str, route: str) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(made()), base_url="http://grants") as client:
        await client.request(method, path)
    assert SEEN.pop() == route


async def test_pool__in_use_and_waiting(parts: Parts) -> None:
    engine = create_async_engine(driver_url(parts.admin), pool_size=2, max_overflow=0)
    metrics.watch_pool(engine.pool, 2)

    def values() -> tuple[float | None, ...]:
        return tuple(metrics.REGISTRY.get_sample_value(f"db_pool_{name}") for name in ("size", "in_use", "waiting"))

    assert values() == (2, 0, 0)
    one, two = await engine.connect(), await engine.connect()
    third = asyncio.ensure_future(engine.connect().start())
    await asyncio.sleep(0.05)
    assert values() == (2, 2, 1)
    await one.close()
    await (await third).close()
    await two.close()
    assert values() == (2, 0, 0)
    await engine.dispose()


def test_metrics__the_promised_names() -> None:
    metrics.build("grants", "1", "abc")
    told = metrics.exposition().decode()
    for name in (
        "http_server_request_duration_seconds", "outbox_pending", "outbox_oldest_pending_seconds", "relay_published_total",
        "relay_state", "consumer_lag_records", "consumer_lag_seconds", "consumer_handled_total", "duplicates_dropped_total",
        "gaps_total", "parked_keys", "retry_total", "event_end_to_end_seconds", "audit_unsealed_age_seconds",
        "db_pool_in_use", "db_pool_waiting", "timers_run_total", "build_info",
    ):
        assert f"# TYPE {name} " in told, name
    assert 'build_info{revision="abc",service="grants",version="1"} 1.0' in told
