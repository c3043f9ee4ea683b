"""What follows from one attempt to deliver (toimitusyritys): N2 and N3 of `peers.md`. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol

GONE = 410
TOO_MANY = 429


class State(Enum):
    """Of a delivery. `queued` waits for its first attempt, and for those before it on the same subject."""

    QUEUED = "queued"
    RETRYING = "retrying"
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"
    """The endpoint was disabled or removed before it could be delivered."""


class Purpose(Enum):
    """Why it is sent. Only an event as it happens is retried (N2)."""

    EVENT = "event"
    TEST = "test"
    RESEND = "resend"
    REPLAY = "replay"


class Answered(Protocol):
    """What the rule reads of an answer."""

    @property
    def status(self) -> int | None: ...
    @property
    def timed_out(self) -> bool: ...
    @property
    def retry_after(self) -> float | None: ...


class Waits(Protocol):
    """What the rule reads of the parameters."""

    @property
    def retry_waits(self) -> Sequence[int]: ...
    @property
    def jitter(self) -> float: ...
    @property
    def least_wait(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of the delivery, and of the endpoint's good name."""

    state: State
    due_at: datetime | None = None
    gone: bool = False
    exhausted: bool = False
    """The last retry of an event has failed."""


def outcome(answer: Answered, *, purpose: Purpose, tried: int, waits: Waits, chance: float, now: datetime) -> Outcome:
    """After attempt number `tried` (1, 2, …) of this delivery; `chance` in [0, 1) is drawn for the jitter."""
    if is_success(answer):
        return Outcome(State.DELIVERED)
    if answer.status == GONE:
        return Outcome(State.FAILED, gone=True)
    if purpose is not Purpose.EVENT:
        return Outcome(State.FAILED)
    if tried > len(waits.retry_waits):
        return Outcome(State.FAILED, exhausted=True)
    wait = retry_wait(answer, waits.retry_waits[tried - 1], waits=waits, chance=chance)
    return Outcome(State.RETRYING, now + timedelta(seconds=wait))


def is_success(answer: Answered) -> bool:
    """Only 2xx. A redirect is a failure: it is not followed."""
    return answer.status is not None and 200 <= answer.status < 300


def retry_wait(answer: Answered, planned: int, *, waits: Waits, chance: float) -> float:
    """Seconds until the next try: as planned, give or take the jitter; what the receiver asks counts within [base, 2 x base]."""
    least = waits.least_wait if answer.status == TOO_MANY or answer.timed_out else 0
    base = float(max(planned, least))
    if answer.retry_after is not None:
        return min(max(answer.retry_after, base), 2 * base)
    return max(least, base * (1 + waits.jitter * (2 * chance - 1)))


def failed_too_long(failing_since: datetime, *, now: datetime, hours: int) -> bool:
    """Whether an endpoint is given up when a message has had its last retry."""
    return now - failing_since > timedelta(hours=hours)
