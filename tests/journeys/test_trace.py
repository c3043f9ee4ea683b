"""One request, three processes, one trace: the registry's API, its relay, and a handler in notifications."""

import gzip
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from tests.architecture.code import SERVICES
from tests.architecture.code import service as service_of
from tests.journeys.together import together
from typing_extensions import override

from chassis.outbox import new_id
from chassis.testing import Parts, address, cloned, settings_of, soon
from chassis.topics import make_topics
from yhdyspinta_local.parts import Issuer, ServiceProcess, Surroundings

TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


@dataclass
class Collector:
    """Spans by the service that sent them."""

    address: str = ""
    spans: list[tuple[str, Span]] = field(default_factory=list)

    def take(self, body: bytes) -> None:
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            told = {a.key: a.value.string_value for a in resource.resource.attributes}
            self.spans += [(told["service.name"], span) for scope in resource.scope_spans for span in scope.spans]

    def of_trace(self) -> set[tuple[str, str]]:
        return {(service, span.name) for service, span in self.spans if span.trace_id.hex() == TRACE}

    def linked(self) -> set[tuple[str, str]]:
        return {(s, span.name) for s, span in self.spans if any(link.trace_id.hex() == TRACE for link in span.links)}


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    collector = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            collector.take(gzip.decompress(body) if self.headers["Content-Encoding"] == "gzip" else body)
            self.send_response(200)
            self.end_headers()

        @override
        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    collector.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield collector
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
async def api(
    parts: Parts, all_template: str, collector: Collector, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[httpx.AsyncClient]:
    folder: Path = tmp_path_factory.mktemp("trace")
    prefix = f"t{new_id().hex}."
    async with cloned(parts.admin, all_template) as database:
        for service in map(service_of, SERVICES):  # notifications hears everybody
            await make_topics(service, settings_of(service, parts.admin, database, kafka=parts.kafka, topic_prefix=prefix))
        issuer = Issuer(folder)
        more = {
            "YHDYSPINTA_TOPIC_PREFIX": prefix,
            "YHDYSPINTA_OTLP_ENDPOINT": collector.address,
            "YHDYSPINTA_TRACE_SAMPLE": "0",
        }

        def process(service: str, role: Any) -> ServiceProcess:
            told = Surroundings(
                database_admin=address(parts.admin, database),
                database_owner=address(parts.admin, database, service, "owner"),
                database_app=address(parts.admin, database, service, "app"),
                kafka=parts.kafka,
                issuer=issuer.url,
                smtp="",
                cursor_key="only-for-tests-only-for-tests",
            )
            return ServiceProcess(service, role, told, log=folder / f"{service}-{role}.log", more=more)

        registry = process("registry", "api")
        workers = [process("registry", "worker"), process("notifications", "worker")]
        async with together(issuer, registry, *workers), httpx.AsyncClient(base_url=registry.url) as client:
            form = {"grant_type": "urn:yhdyspinta:grant:persona", "persona": "coordinator", "client_id": "cli"}
            token = await client.post(f"{issuer.url}/token", data=form)
            client.headers["Authorization"] = f"Bearer {token.json()['access_token']}"
            yield client


async def test_trace__request_relay_handler_and_copy(api: httpx.AsyncClient, collector: Collector) -> None:
    made = await api.post(
        "/v1/organisations",
        json={"name_fi": "Jäljitetty ry", "kind": "organisation", "legal_form": "association"},
        headers={"traceparent": f"00-{TRACE}-{PARENT}-01"},
    )
    assert made.status_code == 201
    assert made.headers["Trace-Id"] == TRACE

    async def whole() -> bool:
        handled = ("notifications", "process registry.organisation") in collector.of_trace()
        sent = ("registry", "send registry.organisation") in collector.linked()
        copied = ("notifications", "process notifications.copies") in collector.linked()
        asked = any(service == "registry" and "organisations" in name for service, name in collector.of_trace())
        return asked and handled and sent and copied

    await soon(whole, within=40)
