"""The gateway's one file: what it lets through, what it stops, what it says."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from tests.local.conftest import eventually
from typing_extensions import override

from chassis.openapi import PROBLEM
from yhdyspinta_local import gateway, ports
from yhdyspinta_local.parts import Caddy, Issuer
from yhdyspinta_local.parts.programs import get
from yhdyspinta_local.personas import SERVICES

UPSTREAM = """
import sys, uvicorn
from fastapi import FastAPI, Request
app = FastAPI()
@app.get("/readyz")
@app.get("/livez")
@app.get("/version")
@app.get("/metrics")
async def inside(): return {"secret": "of the inside"}
@app.get("/v1/seen")
async def seen(request: Request): return dict(request.headers) | {"port": sys.argv[1], "padding": "x" * 4000}
@app.post("/v1/{path:path}")
async def take(path: str, request: Request): return {"size": len(await request.body())}
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="critical", access_log=False)
"""


class Upstream(Issuer):
    """A service with an API and nothing else, in a process that can be killed."""

    @override
    def command(self) -> list[str]:
        return [sys.executable, "-c", UPSTREAM, str(self.port)]

    @override
    def ask(self) -> None:
        get(f"{self.url}/livez")


@pytest.fixture(scope="module")
def replicas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Upstream]]:
    both = [Upstream(tmp_path_factory.mktemp("upstream")) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.wait_ready(30)
    yield both
    for one in both:
        one.stop()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    (folder / "openapi.json").write_text('{"openapi": "3.1.0"}')
    for name, content in {
        "docs/index.html": "<h1>API</h1>",
        "schemas/grants/GrantApproved.v1.json": "{}",
        "problems/grants.call.closed.html": "<h1>Haku on päättynyt</h1>",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    return folder


@pytest.fixture(scope="module")
def caddy(replicas: list[Upstream], published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caddy]:
    """Registry has two replicas, forums is down, the others have one."""
    addresses = [f"127.0.0.1:{one.port}" for one in replicas]
    nobody = ports.reserve()
    upstreams = dict.fromkeys(SERVICES, addresses[:1]) | {
        "registry": addresses,
        "forums": [f"127.0.0.1:{nobody.number}"],
    }
    part = Caddy(tmp_path_factory.mktemp("caddy") / "data", upstreams, files=published)
    part.start()
    part.wait_ready(20)
    yield part
    part.stop()
    nobody.release()


def raw(caddy: Caddy, path: str, *words: str) -> tuple[int, dict[str, Any]]:
    """Ask with the path exactly as given; the status and the problem."""
    done = subprocess.run(
        ["curl", "--silent", "--noproxy", "*", "--path-as-is", *words, "--write-out", "\n%{http_code}", f"{caddy.url}{path}"],
        check=True, capture_output=True, text=True, timeout=30,
    )  # fmt: skip
    body, _, status = done.stdout.rpartition("\n")
    return int(status), json.loads(body)


def test_check__the_file_is_valid() -> None:
    assert gateway.check() == []


@pytest.mark.parametrize(
    ("other", "fault"),
    [
        ({"GRANTS_UPSTREAMS": ""}, "GRANTS_UPSTREAMS is missing or empty"),
        ({"GRANTS_UPSTREAMS": "  "}, "GRANTS_UPSTREAMS is missing or empty"),
        ({"FORUMS_UPSTREAMS": "forums-1:8000 forums-2"}, "FORUMS_UPSTREAMS: 'forums-2' is not host:port"),
        ({"YHDYSPINTA_ENV": ""}, "YHDYSPINTA_ENV is missing or empty"),
        ({"GATEWAY_RUN": "/tmp/" + "x" * 100}, "GATEWAY_RUN is too long"),  # noqa: S108 -- never made
        ({"GATEWAY_TRACING": "yes"}, "GATEWAY_TRACING must be on or off"),
    ],
)
def test_check__finds_what_caddy_takes(tmp_path: Path, other: dict[str, str], fault: str) -> None:
    (found,) = gateway.check(gateway.example(Path("/run")) | other)
    assert found.startswith(fault)


def test_check__finds_what_caddy_refuses(tmp_path: Path) -> None:
    broken = tmp_path / "Caddyfile"
    broken.write_text(gateway.CADDYFILE.read_text().replace("lb_policy round_robin", "lb_policy no_such_policy"))
    assert any("no_such_policy" in fault for fault in gateway.check(file=broken))
    untidy = tmp_path / "Untidy"
    untidy.write_text(gateway.CADDYFILE.read_text().replace("\tencode zstd gzip", "      encode zstd gzip"))
    assert gateway.check(file=untidy) == ["Untidy is not formatted: run `caddy fmt --overwrite`"]


def test_idle_connection__is_let_go_before_the_service_closes_it() -> None:
    """Otherwise a command meets the closing now and then, and nobody knows whether it was done: 503 (found by schemathesis)."""
    (seconds,) = re.findall(r"^\s*keepalive (\d+)s$", gateway.CADDYFILE.read_text(), re.MULTILINE)
    assert int(seconds) < uvicorn.Config("").timeout_keep_alive


def test_check__an_unknown_environment_does_not_start() -> None:
    assert gateway.check(gateway.example(Path("/run")) | {"YHDYSPINTA_ENV": "staging"})


@pytest.mark.parametrize(
    "path",
    [f"/api/registry/{name}" for name in ("livez", "readyz", "version", "metrics")]
    + [
        "/api/registry//livez",
        "/api/registry/%6Civez",
        "/api/registry/v1/../metrics",
        "/api/registry/livez/",
        "/api//registry/livez",
    ],
)
def test_health__is_for_the_inside(caddy: Caddy, path: str) -> None:
    status, problem = raw(caddy, path)
    assert (status, problem["code"]) == (404, "gateway.not_found")


@pytest.mark.parametrize("path", ["/api/unknown/v1/x", "/api/", "/api", "/nothing", "/metrics", "/problems/no.such", "/.env"])
def test_unknown__is_a_problem(caddy: Caddy, path: str) -> None:
    answer = httpx.get(f"{caddy.url}{path}", headers={"Accept-Language": "en"})
    told = answer.json()
    assert answer.status_code == told["status"] == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert told["type"] == "urn:yhdyspinta:problem:gateway.not_found"
    assert told["request_id"] == answer.headers["x-request-id"]
    assert set(PROBLEM["required"]) <= set(told)
    assert told["instance"] == f"urn:uuid:{told['request_id']}"


@pytest.mark.parametrize(
    ("asked", "language", "title"),
    [("sv-FI, en;q=0.5", "sv", "ingenting"), ("en-GB", "en", "nothing"), ("fi", "fi", "ei ole"), ("de", "fi", "ei ole")],
)
def test_problem__speaks_the_language(caddy: Caddy, asked: str, language: str, title: str) -> None:
    answer = httpx.get(f"{caddy.url}/nothing", headers={"Accept-Language": asked})
    assert answer.headers["content-language"] == language
    assert title in answer.json()["title"]


def test_request__gets_one_id_and_loses_forged_headers(caddy: Caddy) -> None:
    answer = httpx.get(
        f"{caddy.url}/api/grants/v1/seen",
        headers={"X-Request-Id": "mine", "X-User": "root", "X-Forwarded-For": "9.9.9.9"},
    )
    seen = answer.json()
    assert re.fullmatch(r"[0-9a-f-]{36}", seen["x-request-id"])
    assert answer.headers.get_list("x-request-id") == [seen["x-request-id"]]
    assert "x-user" not in seen
    assert seen["x-forwarded-for"] == "127.0.0.1"
    assert answer.headers["content-encoding"] in {"zstd", "gzip"}
    assert answer.headers["x-yhdyspinta-mode"] == "dev"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in answer.headers["content-security-policy"]


def test_mode__is_told_by_dev_only(published: Path, tmp_path: Path) -> None:
    part = Caddy(tmp_path / "data", dict.fromkeys(SERVICES, ("127.0.0.1:1",)), files=published, env="production")
    part.start()
    part.wait_ready(20)
    try:
        assert "x-yhdyspinta-mode" not in httpx.get(f"{part.url}/openapi.json").headers
    finally:
        part.stop()


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize(
    ("path", "megabytes", "status"),
    [
        ("/api/grants/v1/applications", 0.9, 200),
        ("/api/grants/v1/applications", 1.5, 413),
        ("/api/grants/v1/applications/1/attachments", 10.5, 200),
        ("/api/grants/v1/applications/1/attachments", 11.5, 413),
        ("/api/grants/v1/imports", 1.5, 413),
        ("/api/registry/v1/imports", 10.5, 200),
        ("/api/registry/v1/imports/1/file", 10.5, 200),
        ("/api/registry/v1/imports", 11.5, 413),
        ("/api/registry/v1/important", 1.5, 413),
    ],
)
def test_body__has_a_limit(caddy: Caddy, path: str, megabytes: float, status: int, chunked: bool) -> None:
    body = b"x" * int(megabytes * 1_000_000)
    content = (body[at : at + 65536] for at in range(0, len(body), 65536)) if chunked else body
    try:
        answer = httpx.post(f"{caddy.url}{path}", content=content, timeout=30)
    except httpx.WriteError:  # the connection is closed on those who go on sending
        assert status == 413
        return
    assert answer.status_code == status
    if status == 413:
        told = answer.json()
        assert (told["code"], told["request_id"]) == ("gateway.too_large", answer.headers["x-request-id"])
    else:
        assert answer.json()["size"] == len(body)


def test_body__oversized_ones_do_not_take_the_service_down(caddy: Caddy) -> None:
    """A client's fault is not counted as a failure of the service."""
    body = b"x" * 1_500_000
    for _ in range(6):
        with contextlib.suppress(httpx.WriteError):
            chunks = iter((body[:750_000], body[750_000:]))
            assert httpx.post(f"{caddy.url}/api/grants/v1/x", content=chunks, timeout=30).status_code == 413
    assert httpx.get(f"{caddy.url}/api/grants/v1/seen").status_code == 200


def test_unavailable__says_when_to_come_back(caddy: Caddy) -> None:
    answer = httpx.get(f"{caddy.url}/api/forums/v1/meetings", headers={"Accept-Language": "en"}, timeout=20)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert answer.json()["code"] == "gateway.unavailable"


@pytest.mark.parametrize(
    ("path", "kind", "content"),
    [
        ("/openapi.json", "application/json", "3.1.0"),
        ("/docs/", "text/html", "API"),
        ("/schemas/grants/GrantApproved.v1", "application/json", "{}"),
        ("/problems/grants.call.closed", "text/html", "päättynyt"),
    ],
)
def test_published__documents_are_served(caddy: Caddy, path: str, kind: str, content: str) -> None:
    answer = httpx.get(f"{caddy.url}{path}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(kind)
    assert content in answer.text


@pytest.mark.faults
def test_replica__killed_under_load_is_not_noticed(caddy: Caddy, replicas: list[Upstream]) -> None:
    """An answer of which the first bytes are through cannot be asked for anew: at most what was in flight is cut off."""
    statuses: list[int] = []
    cut_off: list[str] = []
    stop = threading.Event()

    def ask() -> None:
        with httpx.Client(base_url=caddy.url, timeout=10) as client:
            while not stop.is_set():
                try:
                    statuses.append(client.get("/api/registry/v1/seen").status_code)
                except httpx.RemoteProtocolError as cut:
                    cut_off.append(str(cut))
                stop.wait(0.02)

    askers = [threading.Thread(target=ask) for _ in range(4)]
    for one in askers:
        one.start()
    eventually(lambda: len(statuses) > 100, 20, "load")
    replicas[1].kill()
    before = len(statuses)
    eventually(lambda: len(statuses) > before + 400, 40, "load without the replica")
    replicas[1].start()
    replicas[1].wait_ready(30)
    stop.set()
    for one in askers:
        one.join()
    assert set(statuses) == {200}
    assert len(cut_off) <= len(askers), cut_off


def test_caddy__killed_comes_back_on_its_socket(caddy: Caddy) -> None:
    assert caddy.pid is not None
    os.kill(caddy.pid, signal.SIGKILL)
    eventually(lambda: not caddy.alive, 5, "it is dead")
    caddy.start()
    caddy.wait_ready(20)
    assert httpx.get(f"{caddy.url}/openapi.json").status_code == 200
