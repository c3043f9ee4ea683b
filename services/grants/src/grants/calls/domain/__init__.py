"""A call for applications (avustushaku): one window, one guideline, one appropriation."""

from datetime import datetime, timedelta
from enum import Enum
from typing import Final, Protocol

from chassis.machine import Machine
from chassis.values import HELSINKI


class Status(Enum):
    """What was said of it. Whether one may apply is asked of the clock, not of this: a job is never the guard."""

    DRAFT = "draft"
    PUBLISHED = "published"
    """Announced; not open yet."""
    OPEN = "open"
    CLOSED = "closed"
    RESULTS_PUBLISHED = "results_published"
    CANCELLED = "cancelled"


class Action(Enum):
    EDIT = "edit"
    PUBLISH = "publish"
    OPEN = "open"
    CLOSE = "close"
    PUBLISH_RESULTS = "publish_results"
    CANCEL = "cancel"


MACHINE = Machine({
    (Status.DRAFT, Action.EDIT): Status.DRAFT,
    (Status.DRAFT, Action.PUBLISH): Status.PUBLISHED,
    (Status.PUBLISHED, Action.OPEN): Status.OPEN,
    (Status.PUBLISHED, Action.CANCEL): Status.CANCELLED,
    (Status.OPEN, Action.CLOSE): Status.CLOSED,
    (Status.CLOSED, Action.PUBLISH_RESULTS): Status.RESULTS_PUBLISHED,
})

COUNTED: Final = timedelta(seconds=5)
"""So long after the window the end is announced: by then every application that came in time has been written and is counted."""
ANNOUNCED: Final = frozenset({Status.PUBLISHED, Status.OPEN, Status.CLOSED})
"""States in which the clock decides."""


class Window(Protocol):
    """What of a call the clock is asked about."""

    @property
    def status(self) -> Status: ...
    @property
    def opens_at(self) -> datetime: ...
    @property
    def closes_at(self) -> datetime: ...


def is_open(call: Window, now: datetime) -> bool:
    """Whether one may submit at this instant: half-open, by the clock (G6, GRO-12).

    That the opening or the end was announced decides nothing: a worker may be late, and a request that came in time may be
    written after the end was announced.
    """
    return call.status in ANNOUNCED and call.opens_at <= now < call.closes_at


def finnish(instant: datetime) -> str:
    """`26.2.2027 klo 12.00`: an instant as it is said in Finnish, in Finnish time."""
    local = instant.astimezone(HELSINKI)
    return f"{local.day}.{local.month}.{local.year} klo {local.hour}.{local.minute:02}"
