"""Is it alive, is it ready, what is it, how is it doing. Inside the API process, or alone on a worker's or relay's port."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from chassis import metrics
from chassis.settings import Settings

log = logging.getLogger(__name__)

PATHS = frozenset({"/livez", "/readyz", "/version", "/metrics"})
PATIENCE = 1.0
"""Seconds within which the database answers, or counts as away."""
_UNREADY = 503


@dataclass(slots=True)
class Health:
    """What the process knows of itself. The broker is no part of an API's readiness: that is what the outbox is for."""

    ping: Callable[[], Awaitable[object]]
    """Asks the database something; raises when it is away."""
    at_head: Callable[[], Awaitable[bool]]
    """Whether the schema is as new as this code needs it."""
    settings: Settings
    service: str = ""
    draining: bool = False
    waits_for: dict[str, str] = field(default_factory=dict)
    """Consumer groups that could not begin yet, and why; once they hear, they wait for a broker without a word here."""

    def drain(self) -> None:
        """Say from now on that nothing more should come here; what comes is still answered."""
        self.draining = True

    async def answer(self, path: str, method: str) -> Response:
        """The answer of one of the four addresses."""
        if path not in PATHS:
            return _told({"status": "not found"}, 404)
        if method not in {"GET", "HEAD"}:
            return _told({"status": "method not allowed"}, 405, Allow="GET, HEAD")
        if path == "/livez":
            return _told({"status": "alive"})
        if path == "/readyz":
            return await self._ready()
        if path == "/version":
            return _told(self._version())
        return Response(metrics.exposition(), headers={"Content-Type": metrics.CONTENT_TYPE})

    async def _ready(self) -> Response:
        if self.draining:
            return _told({"status": "draining"}, _UNREADY)
        database = await _holds("database", self._pinged)
        migrations = database and await _holds("migrations", self.at_head)
        well = database and migrations and not self.waits_for
        told: dict[str, Any] = {"status": "ready" if well else "not ready", "database": database, "migrations": migrations}
        if self.waits_for:
            told["waits_for"] = self.waits_for
        return _told(told, 200 if well else _UNREADY)

    async def _pinged(self) -> bool:
        await self.ping()
        return True

    def _version(self) -> dict[str, str]:
        s = self.settings
        return {"service": self.service, "version": s.version, "revision": s.revision, "mode": s.env}


def health_app(health: Health) -> ASGIApp:
    """The four addresses alone, for processes that serve nothing else."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http":
            await (await health.answer(scope["path"], scope["method"]))(scope, receive, send)

    return app


async def _holds(name: str, check: Callable[[], Awaitable[bool]]) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            return await check()
    except Exception as fault:  # noqa: BLE001 - whatever it is, the answer is "not ready", and the log says what
        log.warning("not ready", extra={"check": name, "error": repr(fault)})
        return False


def _told(content: Any, status: int = 200, **headers: str) -> Response:
    return Response(json.dumps(content), status, {"Cache-Control": "no-store", **headers}, "application/json")


async def _lifespan(receive: Receive, send: Send) -> None:
    while (await receive())["type"] != "lifespan.shutdown":
        await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})
