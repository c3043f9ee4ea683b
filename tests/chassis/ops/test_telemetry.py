"""One trace from the request over the topic to the handler, sent to a real collector's address by a process of its own."""

import asyncio
import gzip
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from opentelemetry.sdk.trace.sampling import Decision
from opentelemetry.trace import Link, SpanContext, TraceFlags
from typing_extensions import override

from chassis.telemetry import context_of, sampler
from chassis.testing import Parts

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
SAMPLED, UNSAMPLED = f"00-{TRACE}-{PARENT}-01", f"00-{TRACE}-{PARENT}-00"


@dataclass
class Collector:
    """What was sent to `/v1/traces`."""

    address: str = ""
    bodies: list[bytes] = field(default_factory=list)

    def spans(self) -> list[Span]:
        requests = [ExportTraceServiceRequest.FromString(body) for body in self.bodies]
        return [s for r in requests for rs in r.resource_spans for ss in rs.scope_spans for s in ss.spans]

    def named(self, name: str) -> Span:
        (found,) = [span for span in self.spans() if span.name == name]
        return found


@pytest.fixture
def collector() -> Iterator[Collector]:
    collector = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            collector.bodies.append(gzip.decompress(body) if self.headers["Content-Encoding"] == "gzip" else body)
            assert self.path == "/v1/traces"
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


async def traced(parts: Parts, traceparent: str, **settings: Any) -> dict[str, str | None]:
    """Run the small process; what it saw as the trace of the work in hand."""
    given = {
        "admin": parts.admin,
        "traceparent": traceparent,
        "settings": {
            "env": "test", "database_url": parts.admin, "issuer": "http://127.0.0.1:1", "cursor_key": "x" * 16, **settings,
        },
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, Path(__file__).with_name("traced.py"), json.dumps(given), stdout=asyncio.subprocess.PIPE
    )
    told, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0
    kept: dict[str, str | None] = json.loads(told)
    return kept


async def test_trace__request_relay_handler(parts: Parts, collector: Collector) -> None:
    kept = await traced(parts, SAMPLED, otlp_endpoint=collector.address, trace_sample=0)
    server = collector.named("GET /things/{id}")
    assert server.kind == Span.SPAN_KIND_SERVER
    assert (server.trace_id.hex(), server.parent_span_id.hex()) == (TRACE, PARENT)
    assert kept["announced"] == f"00-{TRACE}-{server.span_id.hex()}-01"

    handler = collector.named("process grants.call")
    assert handler.kind == Span.SPAN_KIND_CONSUMER
    assert (handler.trace_id.hex(), handler.parent_span_id.hex()) == (TRACE, server.span_id.hex())
    assert kept["consuming"] == f"00-{TRACE}-{handler.span_id.hex()}-01"

    sending = collector.named("send grants.call")
    assert sending.kind == Span.SPAN_KIND_PRODUCER
    assert sending.trace_id.hex() != TRACE
    assert not sending.parent_span_id
    assert [(link.trace_id.hex(), link.span_id.hex()) for link in sending.links] == [(TRACE, server.span_id.hex())]

    statements = {s.parent_span_id: s for s in collector.spans() if s.kind == Span.SPAN_KIND_CLIENT}
    assert server.span_id in statements
    assert handler.span_id in statements
    assert all(s.trace_id.hex() == TRACE for s in statements.values())
    assert kept["outside"] is None
    assert kept["malformed"] is not None
    assert TRACE not in kept["malformed"]


async def test_trace__nothing_that_people_wrote(parts: Parts, collector: Collector) -> None:
    await traced(parts, SAMPLED, otlp_endpoint=collector.address)
    broken = collector.named("GET /broken")
    assert broken.status.code == 2
    assert not broken.status.message
    assert not any(span.events for span in collector.spans())
    assert not any("livez" in span.name for span in collector.spans())
    assert b"SELECT" in b"".join(collector.bodies)
    assert b"Aino" not in b"".join(collector.bodies)


async def test_trace__unsampled_goes_on_but_is_not_sent(parts: Parts, collector: Collector) -> None:
    kept = await traced(parts, UNSAMPLED, otlp_endpoint=collector.address, trace_sample=1)
    assert not [span for span in collector.spans() if span.trace_id.hex() == TRACE]
    for moment in ("announced", "consuming"):
        assert (kept[moment] or "").startswith(f"00-{TRACE}-"), moment
        assert (kept[moment] or "").endswith("-00"), moment
    assert kept["sending"] is None


async def test_trace__without_a_collector_names_go_on(parts: Parts, collector: Collector) -> None:
    kept = await traced(parts, SAMPLED)
    assert not collector.bodies
    assert (kept["announced"] or "").startswith(f"00-{TRACE}-")
    assert (kept["consuming"] or "").startswith(f"00-{TRACE}-")
    alone = await traced(parts, "")
    assert (alone["consuming"] or "")[3:35] == (alone["announced"] or "")[3:35] != ""


def test_sampler__a_share_of_what_begins_here_and_all_that_is_linked() -> None:
    tenth = sampler(0.1)
    taken = sum(tenth.should_sample(None, n * 2**54, "x").decision is Decision.RECORD_AND_SAMPLE for n in range(1000))
    assert 80 < taken < 120
    link = Link(SpanContext(1, 1, is_remote=True, trace_flags=TraceFlags(1)))
    assert sampler(0).should_sample(None, 2**63, "x", links=[link]).decision is Decision.RECORD_AND_SAMPLE
    assert sampler(0).should_sample(None, 1, "x").decision is Decision.DROP
    assert sampler(0).should_sample(context_of(SAMPLED), 1, "x").decision is Decision.RECORD_AND_SAMPLE
    assert sampler(1).should_sample(context_of(UNSAMPLED), 1, "x").decision is Decision.DROP
