"""From records to effects: what every consumer group has in common. Knows nothing of the client that fetched the records.

`Hearing` lets the facts of event topics cause commands; `Copying` keeps copies of state topics.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum
from typing import Protocol

from pydantic import ValidationError

from chassis import metrics
from chassis.envelope import Record
from chassis.faults import is_transient
from chassis.patience import pause

log = logging.getLogger(__name__)


class Result(Enum):
    """What became of a record."""

    APPLIED = "applied"
    IRRELEVANT = "irrelevant"
    DUPLICATE = "duplicate"
    UNKNOWN = "unknown"
    FOREIGN = "foreign_tenant"
    OLD = "skipped_old"
    ERASED = "erased"
    BEHIND = "parked_behind"
    GAP = "gap"
    PARKED = "parked"
    DEAD = "dead"


class UnknownVersion(Exception):
    """A known name with a version that we cannot read: never ignored silently."""


class Takes(Protocol):
    """Takes the batches of one consumer group."""

    @property
    def name(self) -> str: ...
    @property
    def topics(self) -> Sequence[str]: ...
    async def begin(self) -> None:
        """Before the first record."""

    async def take(self, records: Sequence[Record]) -> None:
        """Apply or park every record; returns when all of it is committed."""


async def patiently(consumer: str, attempt: Callable[[], Awaitable[None]]) -> None:
    """Run again and again while the fault is one that passes by itself; raise any other."""
    tried = 0
    while True:
        try:
            return await attempt()
        except Exception as fault:
            if not is_transient(fault):
                raise
            tried += 1
            metrics.RETRIES.labels(consumer).inc()
            log.warning("a fault that passes; trying again", extra={"consumer": consumer, "error": repr(fault)})
            await asyncio.sleep(pause(tried))


def said(fault: Exception) -> str:
    """A fault in words that may be stored: validation errors without the input that caused them."""
    if isinstance(fault, ValidationError):
        return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['type']}" for e in fault.errors(include_input=False))
    return f"{type(fault).__name__}: {fault}"
