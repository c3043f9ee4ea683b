"""What every answer carries, health, and the document."""

import asyncio
import json
import logging
import socket
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import APIRouter
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from openapi_spec_validator import validate
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from pydantic import BaseModel, RootModel
from tests.chassis.edge.conftest import Api, opened, settings_for
from tests.chassis.edge.issuer import Issuer
from tests.chassis.edge.parcel import METADATA, PERMISSIONS, SERVICE, Pack
from typing_extensions import override

from chassis import context, metrics
from chassis.app import Careless, bare_app
from chassis.bodies import Intake
from chassis.edge import Http, routes
from chassis.edge.routing import EdgeRoute
from chassis.front import Front
from chassis.health import Health, health_app
from chassis.openapi import document
from chassis.service import Service

# --- every answer


async def test_front__request_id_and_security_headers(api: Api) -> None:
    given = await api.http.get("/v1/parcels", headers=api.coordinator | {"X-Request-Id": "abcdef-12345678"})
    assert given.headers["x-request-id"] == "abcdef-12345678"
    assert given.headers["x-content-type-options"] == "nosniff"
    assert given.headers["content-security-policy"].startswith("default-src 'none'")
    assert given.headers["x-yhdyspinta-mode"] == "test"
    evil = await api.http.get("/v1/parcels", headers={"X-Request-Id": "a b\n"[:3]})
    assert evil.headers["x-request-id"] != "a b"
    assert evil.json()["request_id"] == evil.headers["x-request-id"]


async def test_front__head_is_get_without_its_body(api: Api) -> None:
    got = await api.http.get("/v1/parcels", headers=api.coordinator)
    asked = await api.http.head("/v1/parcels", headers=api.coordinator)
    assert (asked.status_code, asked.content) == (200, b"")
    assert asked.headers["content-length"] == got.headers["content-length"]
    unknown = await api.http.head("/v1/parcels/01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01", headers=api.coordinator)
    assert (unknown.status_code, unknown.content) == (404, b"")


async def test_front__request_id_and_actor_are_there_for_the_log(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    seen: list[tuple[str, str, Any]] = []

    class Keep(logging.Handler):
        @override
        def emit(self, record: logging.LogRecord) -> None:
            if record.getMessage() == "request":
                seen.append((context.request_id.get(), context.actor.get(), record.__dict__["route"]))

    logger = logging.getLogger("chassis.front")
    logger.addHandler(handler := Keep())
    logger.setLevel(logging.INFO)
    try:
        parcel = await api.packed()
        await api.http.get(f"/v1/parcels/{parcel['id']}", headers=api.coordinator | {"X-Request-Id": "abcdef-12345678"})
    finally:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)
    assert seen[-1] == ("abcdef-12345678", "person:00000000-0000-4000-8000-000000000001", "/v1/parcels/{id}")
    assert context.request_id.get() == ""


async def test_front__trace_id(api: Api) -> None:
    tracer = TracerProvider().get_tracer("t")
    with tracer.start_as_current_span("request") as span:
        answer = await api.http.post("/v1/parcels", json={"name": "t"}, headers=api.coordinator)
    assert len(answer.headers["trace-id"]) == 32
    assert trace.format_trace_id(span.get_span_context().trace_id) == answer.headers["trace-id"]


async def test_front__measured_by_template_never_by_path(api: Api) -> None:
    parcel = await api.packed()
    await api.http.get(f"/v1/parcels/{parcel['id']}", headers=api.coordinator)
    await api.http.get("/nothing/here", headers=api.coordinator)
    text = metrics.exposition().decode()
    assert 'route="/v1/parcels/{id}",status="200"' in text
    assert 'route="none",status="404"' in text
    assert parcel["id"] not in text


async def test_front__rate_limit(parcel_database: str, issuer: Issuer, empty: None) -> None:
    api = await opened(parcel_database, issuer, rate_burst=3, rate_per_minute=60)
    answers = [await api.http.get("/v1/parcels", headers=api.coordinator) for _ in range(4)]
    assert [a.status_code for a in answers] == [200, 200, 200, 429]
    assert answers[0].headers["ratelimit"] == '"default";r=2;t=0'
    assert answers[3].headers["retry-after"] == "1"
    assert answers[3].json()["code"] == "chassis.too_many"
    other = await api.http.get("/v1/parcels", headers=api.as_("11111111-1111-4111-8111-111111111111"))
    assert other.status_code == 200
    guesses = [await api.http.get("/v1/parcels", headers={"Authorization": f"Bearer {n}"}) for n in range(4)]
    assert [a.status_code for a in guesses] == [401, 401, 401, 429]
    await api.database.close()


async def test_front__the_application_s_own_fault_before_any_route() -> None:
    async def broken(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError("secret")

    front = Front(broken, health_for(), settings_for("x"))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(front), base_url="http://x.test") as http:
        answer = await http.get("/x")
    assert (answer.status_code, answer.json()["code"]) == (500, "chassis.unexpected")
    assert "secret" not in answer.text


async def test_public__without_a_token_and_never_with_a_bad_one(api: Api) -> None:
    assert (await api.http.get("/v1/parcels/count")).status_code == 200
    assert (await api.http.get("/v1/parcels/count", headers={"Authorization": "Bearer x"})).status_code == 401
    assert (await api.http.get("/v1/parcels")).headers["www-authenticate"] == 'Bearer realm="yhdyspinta"'


# --- a real server: what only a socket shows


@pytest.fixture
async def server(api: Api) -> AsyncIterator[int]:
    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    config = uvicorn.Config(api.app, log_config=None, access_log=False, lifespan="on")
    running = uvicorn.Server(config)
    running.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    task = asyncio.create_task(running.serve([sock]))
    while not running.started:  # noqa: ASYNC110 - the server offers no event
        await asyncio.sleep(0.01)
    yield sock.getsockname()[1]
    running.should_exit = True
    await task


async def raw(port: int, head: str, body: bytes = b"", *, rest: float = 0) -> bytes:
    """What a server says to exactly these bytes, until it closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body)
    await writer.drain()
    try:
        async with asyncio.timeout(5):
            return await reader.read()
    finally:
        writer.close()


async def test_slow_body__408_and_the_connection_ends(api: Api, server: int) -> None:
    head = f"POST /v1/parcels HTTP/1.1\nHost: x\nAuthorization: {api.coordinator['Authorization']}"
    answer = await raw(server, f"{head}\nContent-Type: application/json\nContent-Length: 50", b'{"name"')
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"chassis.body.slow" in answer


async def test_chunked_body_without_end__413_and_the_connection_ends(api: Api, server: int) -> None:
    head = f"POST /v1/parcels HTTP/1.1\nHost: x\nAuthorization: {api.coordinator['Authorization']}"
    chunk = b"1000\r\n" + b" " * 0x1000 + b"\r\n"
    answer = await raw(server, f"{head}\nContent-Type: application/json\nTransfer-Encoding: chunked", chunk * 10)
    assert answer.startswith(b"HTTP/1.1 413")


async def test_smuggling__length_and_chunks_at_once(api: Api, server: int) -> None:
    head = "POST /v1/parcels HTTP/1.1\nHost: x\nContent-Length: 5\nTransfer-Encoding: chunked\nConnection: close"
    answer = await raw(server, head, b"0\r\n\r\nGET /v1/parcels HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer.count(b"HTTP/1.1") == 1
    assert answer.split(b" ", 2)[1] in {b"400", b"401"}


async def test_paths_that_climb__404(api: Api, server: int) -> None:
    for path in ("//v1/parcels", "/v1/../v1/parcels", "/v1/%2e%2e/v1/parcels", "/v1/parcels/%2e%2e/parcels", "/v1/parcels/"):
        answer = await raw(server, f"GET {path} HTTP/1.1\nHost: x\nConnection: close")
        assert answer.startswith((b"HTTP/1.1 404", b"HTTP/1.1 401")), (path, answer[:100])
        assert b"location" not in answer.lower().split(b"\r\n\r\n")[0]


# --- health


class Away(Exception): ...


def health_for(**others: Any) -> Health:
    async def fine() -> None: ...
    async def yes() -> bool:
        return True

    return Health(**{"ping": fine, "at_head": yes, "settings": settings_for("x"), "service": "parcel", **others})


async def ask(health: Health, path: str) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(health_app(health)), base_url="http://h") as http:
        return await http.get(path)


async def test_health__ready_and_not() -> None:
    async def away() -> None:
        raise Away

    async def hangs() -> None:
        await asyncio.sleep(30)

    async def behind() -> bool:
        return False

    assert (await ask(health_for(), "/readyz")).status_code == 200
    for broken in ({"ping": away}, {"at_head": behind}, {"ping": hangs}):
        began = asyncio.get_running_loop().time()
        answer = await ask(health_for(**broken), "/readyz")
        assert answer.status_code == 503, broken
        assert asyncio.get_running_loop().time() - began < 1.5
        assert (await ask(health_for(**broken), "/livez")).status_code == 200
    drained = health_for()
    drained.drain()
    assert (await ask(drained, "/readyz")).json() == {"status": "draining"}


async def test_health__version_metrics_and_nothing_else() -> None:
    told = (await ask(health_for(), "/version")).json()
    assert told == {"service": "parcel", "version": "0.1.0", "revision": "unknown", "mode": "test"}
    assert "http_server_request_duration_seconds" in (await ask(health_for(), "/metrics")).text
    assert (await ask(health_for(), "/docs")).status_code == 404


async def test_health__in_the_api_without_a_token(api: Api) -> None:
    assert (await api.http.get("/readyz")).status_code == 200
    assert (await api.http.get("/version")).json()["service"] == "parcel"
    assert (await api.http.post("/livez")).status_code == 405


# --- what a service must not do


def service_with(router: APIRouter) -> Service:
    return Service("parcel", SERVICE.settings, METADATA, PERMISSIONS, [], [router])


class Open(BaseModel):
    name: str


class Deep(BaseModel):
    model_config = {"extra": "forbid"}
    inner: list[Open | None]


@pytest.mark.parametrize("body", [Open, Deep, RootModel[list[Open]]])
def test_app__a_body_that_takes_unknown_fields_does_not_start(body: Any) -> None:
    router = routes("things")

    @router.post("")
    async def make_thing(body: body, http: Http) -> None: ...

    with pytest.raises(Careless, match="extra='forbid'"):
        bare_app(service_with(router))


def test_app__a_route_of_another_making_does_not_start() -> None:
    router = APIRouter()

    @router.get("/v1/things")
    async def list_things() -> None: ...

    with pytest.raises(Careless, match=r"chassis\.edge\.routes"):
        bare_app(service_with(router))


def test_app__two_operations_of_one_name_do_not_start() -> None:
    router = routes("things")

    @router.get("/a")
    async def get_thing(http: Http) -> None: ...

    router.get("/b")(get_thing)
    with pytest.raises(Careless, match="get_thing"):
        bare_app(service_with(router))


# --- the document


def test_document__valid_and_complete() -> None:
    made = document(SERVICE)
    validate(made)
    assert made["openapi"].startswith("3.1")
    send = made["paths"]["/v1/parcels/{id}/send"]["post"]
    assert send["operationId"] == "send_parcel"
    assert send["summary"] == "Send it"
    headers = {p["name"]: p["required"] for p in send["parameters"] if p["in"] == "header"}
    assert headers == {"Accept-Language": False, "Idempotency-Key": True, "If-Match": True}
    codes = {code for answer in send["responses"].values() for code in answer.get("x-problem-codes", ())}
    assert {"parcel.too_heavy", "parcel.no_stamp", "chassis.stale", "chassis.if_match.missing"} <= codes
    assert send["responses"]["409"]["content"]["application/problem+json"]["schema"] == {"$ref": "#/components/schemas/Problem"}
    assert made["paths"]["/v1/parcels/count"]["get"]["security"] == [{}]
    assert set(made["paths"]["/v1/parcels"]["get"]["responses"]["200"]["content"]) == {
        "application/json", "text/csv", "application/x-ndjson",
    }  # fmt: skip
    assert "HTTPValidationError" not in json.dumps(made)
    assert made == document(SERVICE)


def test_document__every_answer_is_of_its_schema() -> None:
    """The examples of problems are problems."""
    made = document(SERVICE)
    check = Draft202012Validator(made["components"]["schemas"]["Problem"])
    for example in made["components"]["examples"].values():
        check.validate(example["value"])


def test_route__is_ours() -> None:
    assert all(isinstance(r, EdgeRoute) for router in SERVICE.routes for r in router.routes)
    assert EdgeRoute.rules.intake == Intake()
    assert Pack.model_config["extra"] == "forbid"


async def test_front__production_says_nothing_of_modes() -> None:
    settings = settings_for("x", env="production", issuer="https://issuer.example", schema_base="https://api.example")

    async def broken(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError

    front = Front(broken, health_for(settings=settings), settings)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(front), base_url="http://x.test") as http:
        answer = await http.get("/x")
    assert "x-yhdyspinta-mode" not in answer.headers
    assert answer.json()["type"] == "https://api.example/problems/chassis.unexpected"
