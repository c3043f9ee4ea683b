"""The outermost layer of the API, plain ASGI: request id, headers of every answer, measure, and the last word on faults."""

import logging
import re
import time

from opentelemetry import trace
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis import context, metrics
from chassis.answers import No
from chassis.answers import problems as p
from chassis.answers.faults import no_of
from chassis.edge.desk import Undeclared, spoken_to
from chassis.health import PATHS, Health
from chassis.outbox import new_id
from chassis.settings import Settings

log = logging.getLogger(__name__)

MOST_HEADER_BYTES = 32_768
SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_HOST = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")


class Front:
    """Wraps the application."""

    def __init__(self, app: ASGIApp, health: Health, settings: Settings) -> None:
        self._app = app
        self._health = health
        self._base = settings.schema_base
        self._always = SECURITY if settings.env == "production" else {**SECURITY, "X-Yhdyspinta-Mode": settings.env}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"] in PATHS:
            await (await self._health.answer(scope["path"], scope["method"]))(scope, receive, send)
        else:
            await self._serve(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        began, headers, status = time.perf_counter(), Headers(scope=scope), 0
        given = headers.get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else str(new_id())
        in_hand = context.request_id.set(request_id), context.actor.set("")
        head = scope["method"] == "HEAD"
        if head:  # whatever answers GET answers HEAD the same, without the body
            scope = {**scope, "method": "GET"}

        async def with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._add(MutableHeaders(scope=message), request_id)
            elif head:
                message = {**message, "body": b""}
            await send(message)

        try:
            refused = _unfit(headers)
            app = self._app if refused is None else self._told(refused, scope)
            await app(scope, receive, with_headers)
        except Undeclared:
            raise
        except Exception as fault:
            if status:
                raise  # the answer has begun: only a broken connection says that it is not whole
            no = no_of(fault)
            log.exception("unexpected", extra={"path": scope["path"]})
            await self._told(no, scope)(scope, receive, with_headers)
        finally:
            self._note(scope, status, time.perf_counter() - began)
            context.request_id.reset(in_hand[0])
            context.actor.reset(in_hand[1])

    def _add(self, headers: MutableHeaders, request_id: str) -> None:
        headers["X-Request-Id"] = request_id
        span = trace.get_current_span().get_span_context()
        if span.is_valid:
            headers["Trace-Id"] = f"{span.trace_id:032x}"
        for name, value in self._always.items():
            headers.setdefault(name, value)

    def _told(self, no: No, scope: Scope) -> Response:
        request_id = context.request_id.get()
        return no.told(spoken_to(Request(scope)), instance=scope["path"], request_id=request_id, base=self._base)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        """By the route's template, never by the path: ids do not belong into labels."""
        route = getattr(scope.get("route"), "path", "none")
        metrics.HTTP_SECONDS.labels(scope["method"], route, str(status)).observe(seconds)
        told = {"method": scope["method"], "route": route, "status": status, "duration_ms": round(seconds * 1000, 1)}
        log.info("request", extra=told)


def _unfit(headers: Headers) -> No | None:
    """Headers that no honest client sends."""
    if sum(len(name) + len(value) for name, value in headers.raw) > MOST_HEADER_BYTES:
        return No(p.HEADERS_TOO_LARGE, headers={"Connection": "close"})
    host = headers.get("host")
    if host is not None and not _HOST.fullmatch(host):
        return No(p.BAD_HOST)
    return None
