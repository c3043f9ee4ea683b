"""From events to outbox rows: the envelope (`events.md`).

Rows are written at commit, after the root's own UPDATE has succeeded: the identity position is taken under the root's row
lock, so that for each key the order of positions is the order of commits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar, Protocol, TypeVar
from uuid import UUID

from uuid_utils.compat import uuid7

from chassis.access import Actor
from chassis.events import STATE_SUFFIX, Erased, Event, State
from chassis.work import Cause

MAX_PAYLOAD = 900_000
"""Bytes. Kafka's limit is a megabyte; what is larger is refused inside the transaction, not found out by the relay."""


class Speaks(Protocol):
    """What an envelope needs of a root."""

    __topic__: ClassVar[str]

    id: UUID
    sequence: int

    def public(self) -> State | Erased | None: ...


S = TypeVar("S", bound=Speaks)


class PayloadTooLarge(Exception):
    """An event or snapshot above `MAX_PAYLOAD`."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What all messages of one unit of work share."""

    tenant: str
    schema_base: str
    actor: Actor
    cause: Cause
    now: datetime
    shared: dict[str, str] = field(init=False)
    """Headers that are the same in each of its messages: a unit of an import has thousands."""

    def __post_init__(self) -> None:
        headers = {
            "ce_specversion": "1.0",
            "ce_time": instant(self.now),
            "content-type": "application/json",
            "ce_causationid": str(self.cause.id),
            "ce_correlationid": str(self.cause.correlation),
            "ce_actor": self.actor.name,
            "ce_tenant": self.tenant,
        }
        if self.cause.traceparent:
            headers["traceparent"] = self.cause.traceparent
        object.__setattr__(self, "shared", headers)

    def message(self, root: Speaks, said: Event | Erased, sequence: int) -> dict[str, Any]:
        """One outbox row for an event or a snapshot of the root; a null where it was erased."""
        kind = said.of if isinstance(said, Erased) else type(said)
        payload = None if isinstance(said, Erased) else said.model_dump_json()
        if payload is not None and len(payload.encode()) > MAX_PAYLOAD:
            raise PayloadTooLarge(f"{kind.ce_type()} of {root.id} has {len(payload)} characters")
        event_id, key = uuid7(), str(root.id)
        headers = {
            **self.shared,
            "ce_id": str(event_id),
            "ce_source": "/" + kind.topic.replace(".", "/"),
            "ce_type": kind.ce_type(),
            "ce_subject": key,
            "ce_dataschema": self._schema(kind),
            "ce_sequence": f"{sequence:010d}",
        }
        return {
            "event_id": str(event_id),
            "topic": kind.topic + STATE_SUFFIX if issubclass(kind, State) else kind.topic,
            "key": key,
            "sequence": sequence,
            "type": kind.ce_type(),
            "headers": headers,
            "payload": payload,
            "created_at": self.now.isoformat(),
        }

    def _schema(self, said: type[Event]) -> str:
        if not self.schema_base:
            return said.ce_dataschema()
        return f"{self.schema_base}/schemas/{said.said_by()}/{said.known_as()}.v{said.version}.json"


def instant(moment: datetime) -> str:
    """RFC 3339 in UTC with microseconds, as `ce_time` has it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def in_order(published: Iterable[tuple[S, Sequence[Event]]]) -> list[tuple[S, Sequence[Event]]]:
    """Several aggregates of one unit are written in (topic, id) order: two units never wait for each other crosswise."""
    return sorted(published, key=lambda said: (said[0].__topic__, said[0].id))


def new_id() -> UUID:
    """A UUIDv7: in order of time within a process."""
    return uuid7()
