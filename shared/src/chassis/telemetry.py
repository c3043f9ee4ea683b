"""Traces: one from the HTTP request through outbox and topic to the handler in another service (`reliability.md` 3.2).

The unit of work keeps `current_traceparent()` with what it announces; the relay *links* to it; the handler continues it. Who
was sampled at the edge is sampled to the end. Nothing leaves the process without `otlp_endpoint`.
"""

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.propagate import set_global_textmap
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, SpanLimits, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.sampling import (
    ALWAYS_OFF,
    ALWAYS_ON,
    ParentBased,
    Sampler,
    SamplingResult,
    TraceIdRatioBased,
)
from opentelemetry.trace import Link, Span, SpanKind, Status, TraceState
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from opentelemetry.util.types import Attributes
from typing_extensions import override

from chassis.settings import Settings

if TYPE_CHECKING:
    from fastapi.telemetry import TelemetryConfig

QUIET = frozenset({"/livez", "/readyz", "/version", "/metrics"})
"""Asked every few seconds by the platform: no traces."""
SECRET = frozenset({"url.query", "db.statement.parameters"})
"""Attributes that may hold what people wrote or searched for."""
FLUSH = 5_000
"""Milliseconds that a stopping process gives to its last spans."""

_propagator = TraceContextTextMapPropagator()
_tracer = trace.get_tracer("chassis")


class Carried(Protocol):
    """A record as a consumer sees it."""

    @property
    def topic(self) -> str: ...
    @property
    def traceparent(self) -> str | None: ...


def configure(service: str, settings: Settings, exporter: SpanExporter | None = None) -> TracerProvider:
    """Begin tracing in this process; once. Without an endpoint spans are only names that logs and events carry on."""
    given = trace.get_tracer_provider()
    if isinstance(given, TracerProvider):
        return given
    if exporter is None and settings.otlp_endpoint:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - 40 ms

        exporter = OTLPSpanExporter(endpoint=f"{settings.otlp_endpoint.rstrip('/')}/v1/traces")
    provider = TracerProvider(
        sampler=sampler(settings.trace_sample if exporter else 0),
        resource=Resource({
            "service.name": service,
            "service.namespace": "yhdyspinta",
            "service.version": settings.version,
            "service.instance.id": settings.replica,
            "deployment.environment.name": settings.env,
        }),
        span_limits=SpanLimits(max_span_attribute_length=1000),
        shutdown_on_exit=False,
    )
    if exporter:
        provider.add_span_processor(BatchSpanProcessor(Discreet(exporter)))
        _trace_database(provider)
    trace.set_tracer_provider(provider)
    set_global_textmap(_propagator)  # no baggage: what strangers send goes no further than their trace id
    return provider


def flush() -> None:
    """Send what is left, before the process ends."""
    provider = trace.get_tracer_provider()
    if isinstance(provider, TracerProvider):
        provider.force_flush(FLUSH)


def server_telemetry(provider: TracerProvider) -> "TelemetryConfig":
    """What `FastAPI(telemetry=…)` is given: one span for each request, nothing for its inner steps."""
    return {
        "tracer_provider": provider,
        "tracing": True,
        "metrics": False,
        "logs": False,
        "operation_spans": False,
        "auto_configure": False,
        "exclude": lambda scope: scope.get("path") in QUIET,
    }


def current_traceparent() -> str | None:
    """The W3C `traceparent` of the work in hand; none outside a trace."""
    return _traceparent(trace.get_current_span().get_span_context())


def _traceparent(context: trace.SpanContext) -> str | None:
    if not context.is_valid:
        return None
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"


def context_of(traceparent: str | None) -> Context:
    """The context that a `traceparent` names; an empty one where it is missing or malformed."""
    return _propagator.extract({"traceparent": traceparent} if traceparent else {}, context=Context())


@contextmanager
def consuming(consumer: str, record: Carried) -> Iterator[Span]:
    """A handler at work on one record: continues the trace of whoever announced it."""
    with _tracer.start_as_current_span(
        f"process {record.topic}",
        context=context_of(record.traceparent),
        kind=SpanKind.CONSUMER,
        attributes={
            "messaging.system": "kafka",
            "messaging.operation.type": "process",
            "messaging.destination.name": record.topic,
            "messaging.consumer.group.name": consumer,
        },
        record_exception=False,
    ) as span:
        yield span


@contextmanager
def consuming_batch(consumer: str, records: Iterable[Carried]) -> Iterator[Span]:
    """Many records taken at once: a span of its own that links to every sampled trace that announced one of them."""
    said = {record.traceparent for record in records if record.traceparent}
    announced = [trace.get_current_span(context_of(traceparent)).get_span_context() for traceparent in sorted(said)]
    links = [Link(context) for context in announced if context.is_valid and context.trace_flags.sampled]
    with _tracer.start_as_current_span(
        f"process {consumer}",
        context=Context(),
        kind=SpanKind.CONSUMER,
        links=links,
        attributes={
            "messaging.system": "kafka",
            "messaging.operation.type": "process",
            "messaging.consumer.group.name": consumer,
        },
        record_exception=False,
    ) as span:
        yield span


@contextmanager
def sending(topic: str, headers: Mapping[str, str]) -> Iterator[Span]:
    """The relay at work on one record: a trace of its own that links to the one that announced it, if that is sampled."""
    announced = trace.get_current_span(context_of(headers.get("traceparent"))).get_span_context()
    if not announced.trace_flags.sampled:
        yield trace.INVALID_SPAN
        return
    with _tracer.start_as_current_span(
        f"send {topic}",
        context=Context(),
        kind=SpanKind.PRODUCER,
        links=[Link(announced)],
        attributes={
            "messaging.system": "kafka",
            "messaging.operation.type": "send",
            "messaging.destination.name": topic,
        },
        record_exception=False,
    ) as span:
        yield span


def sampler(ratio: float) -> Sampler:
    """A share of all traces that begin here; those that came in or are linked to go on as they were decided."""
    return ParentBased(root=_LinkOrRatio(ratio))


class _LinkOrRatio(Sampler):
    def __init__(self, ratio: float) -> None:
        self._otherwise: Sampler = TraceIdRatioBased(ratio) if ratio else ALWAYS_OFF

    @override
    def should_sample(
        self,
        parent_context: Context | None,
        trace_id: int,
        name: str,
        kind: SpanKind | None = None,
        attributes: Attributes = None,
        links: Sequence[Link] | None = None,
        trace_state: TraceState | None = None,
    ) -> SamplingResult:
        linked = any(link.context.trace_flags.sampled for link in links or ())
        chosen = ALWAYS_ON if linked else self._otherwise
        return chosen.should_sample(parent_context, trace_id, name, kind, attributes, links, trace_state)

    @override
    def get_description(self) -> str:
        return f"LinkOr{{{self._otherwise.get_description()}}}"


class Discreet(SpanExporter):
    """Passes spans on without what people wrote: no query strings, no words of exceptions (they quote values)."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter

    @override
    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        return self._exporter.export([_discreet(span) for span in spans])

    @override
    def shutdown(self) -> None:
        self._exporter.shutdown()

    @override
    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        return self._exporter.force_flush(timeout_millis)


def _discreet(span: ReadableSpan) -> ReadableSpan:
    return ReadableSpan(
        name=span.name,
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes={name: value for name, value in (span.attributes or {}).items() if name not in SECRET},
        links=span.links,
        kind=span.kind,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


@functools.cache
def _trace_database(provider: TracerProvider) -> None:
    """A span for each statement, named by its verb, with its text and without its values."""
    from opentelemetry.instrumentation.asyncpg import AsyncPGInstrumentor  # noqa: PLC0415 - only where traces go anywhere

    AsyncPGInstrumentor().instrument(tracer_provider=provider)  # type: ignore[no-untyped-call]
