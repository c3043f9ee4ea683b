"""What a process tells Prometheus: one registry, named in base units, no ids in labels (`reliability.md` 3.2).

A caller imports the object and moves it: `metrics.OUTBOX_PENDING.set(12)`.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from prometheus_client import CollectorRegistry, Counter, Enum, Gauge, Histogram, ProcessCollector, generate_latest

if TYPE_CHECKING:
    from sqlalchemy.pool import Pool

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
NO_ROUTE = "none"
"""Label of paths that no route knows: whatever strangers ask for stays one series."""
REGISTRY = CollectorRegistry(auto_describe=True)
ProcessCollector(registry=REGISTRY)

_FAST = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10)
_SLOW = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600)

BUILD_INFO = Gauge("build_info", "What runs here; always 1.", ["service", "version", "revision"], registry=REGISTRY)

HTTP_SECONDS = Histogram(
    "http_server_request_duration_seconds", "Requests by route template, from the first byte in to the last byte out.",
    ["method", "route", "status"], buckets=_FAST, registry=REGISTRY,
)

OUTBOX_PENDING = Gauge("outbox_pending", "Messages that wait for the relay.", registry=REGISTRY)
OUTBOX_OLDEST_SECONDS = Gauge(
    "outbox_oldest_pending_seconds", "Age of the oldest message that waits for the relay; 0 when none waits.",
    registry=REGISTRY,
)
RELAY_PUBLISHED = Counter("relay_published_total", "Messages the broker has taken.", registry=REGISTRY)
RELAY_STATE = Enum(
    "relay_state", "What this relay does: wait for the lock, publish, or wait for a broker that does not answer.",
    states=["standby", "leading", "broker_slow"], registry=REGISTRY,
)

CONSUMER_LAG = Gauge(
    "consumer_lag_records", "Records on the broker that this consumer has not taken.", ["consumer", "topic"],
    registry=REGISTRY,
)
CONSUMER_LAG_SECONDS = Gauge(
    "consumer_lag_seconds", "Age of the oldest record that this consumer has not taken; 0 when it has all.",
    ["consumer", "topic"], registry=REGISTRY,
)
CONSUMER_HANDLED = Counter(
    "consumer_handled_total", "Records by what became of them: applied, irrelevant, unknown, skipped, parked …",
    ["consumer", "result"], registry=REGISTRY,
)
DUPLICATES_DROPPED = Counter(
    "duplicates_dropped_total", "Records that were at or behind the position of their key.", ["consumer"],
    registry=REGISTRY,
)
GAPS = Counter("gaps_total", "Records that came before one that is missing.", ["consumer"], registry=REGISTRY)
PARKED_KEYS = Gauge("parked_keys", "Keys whose records wait for a retry or for a person.", ["consumer"], registry=REGISTRY)
RETRIES = Counter("retry_total", "Batches and parked records that were tried again.", ["consumer"], registry=REGISTRY)
REBALANCES = Counter("consumer_rebalances_total", "Times a consumer's partitions moved.", ["consumer"], registry=REGISTRY)
CONSUMER_BEGUN_ANEW = Counter(
    "consumer_begun_anew_total", "Times the Kafka client of a consumer had ended by itself and was begun anew.", ["consumer"],
    registry=REGISTRY,
)
END_TO_END_SECONDS = Histogram(
    "event_end_to_end_seconds", "From the time of an event to its effect.", ["consumer"], buckets=_SLOW,
    registry=REGISTRY,
)

TIMERS_RUN = Counter(
    "timers_run_total", "Commands that the clock has run, by how they ended: done, irrelevant, failed.",
    ["command", "result"], registry=REGISTRY,
)

AUDIT_UNSEALED_SECONDS = Gauge(
    "audit_unsealed_age_seconds", "Age of the oldest audit row outside the chain; 0 when all are sealed.",
    registry=REGISTRY,
)

POOL_SIZE = Gauge("db_pool_size", "Database connections this process may hold.", registry=REGISTRY)
POOL_IN_USE = Gauge("db_pool_in_use", "Database connections at work.", registry=REGISTRY)
POOL_WAITING = Gauge("db_pool_waiting", "Tasks that wait for a database connection.", registry=REGISTRY)


def build(service: str, version: str, revision: str) -> None:
    """Say what runs here."""
    BUILD_INFO.labels(service, version, revision).set(1)


def watch_pool(pool: "Pool", size: int) -> None:
    """Read the pool at each scrape instead of counting along."""
    POOL_SIZE.set(size)
    POOL_IN_USE.set_function(lambda: float(_checked_out(pool)))
    POOL_WAITING.set_function(lambda: float(_waiting(pool)))


def route_of(scope: Mapping[str, Any]) -> str:
    """The template of the route that took a request, `/api/sample/v1/things/{id}`; never the path: ids are no labels.

    FastAPI keeps the template of an included router, prefixes and all, beside the route; `route.path` lacks the prefixes.
    """
    included = (scope.get("fastapi") or {}).get("effective_route_context")
    template = getattr(included or scope.get("route"), "path_format", None)
    return template if isinstance(template, str) else NO_ROUTE


def exposition() -> bytes:
    """The answer of `/metrics`."""
    return generate_latest(REGISTRY)


def _checked_out(pool: Any) -> int:
    return max(0, int(pool.checkedout()))


def _waiting(pool: Any) -> int:
    """SQLAlchemy keeps no count of waiting tasks; its queue of free connections does."""
    return sum(not getter.done() for getter in pool._pool._queue._getters)  # noqa: SLF001
