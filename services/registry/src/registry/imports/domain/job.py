"""One import from upload to account (tuontiajo). A killed run is started again: rows already taken are then unchanged."""

from enum import Enum

from chassis.machine import Machine


class Status(Enum):
    """Received, previewed (esikatseltu), running, completed (valmis), failed, or given up."""

    RECEIVED = "received"
    PREVIEWED = "previewed"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    ABANDONED = "abandoned"


class Action(Enum):
    PREVIEW = "preview"
    RUN = "run"
    COMPLETE = "complete"
    FAIL = "fail"
    ABANDON = "abandon"


MACHINE = Machine({
    (Status.RECEIVED, Action.PREVIEW): Status.PREVIEWED,
    (Status.PREVIEWED, Action.PREVIEW): Status.PREVIEWED,
    (Status.RECEIVED, Action.RUN): Status.RUNNING,
    (Status.PREVIEWED, Action.RUN): Status.RUNNING,
    (Status.RUNNING, Action.RUN): Status.RUNNING,
    (Status.FAILED, Action.RUN): Status.RUNNING,
    (Status.RUNNING, Action.COMPLETE): Status.COMPLETED,
    (Status.RECEIVED, Action.FAIL): Status.FAILED,
    (Status.PREVIEWED, Action.FAIL): Status.FAILED,
    (Status.RUNNING, Action.FAIL): Status.FAILED,
    (Status.RECEIVED, Action.ABANDON): Status.ABANDONED,
    (Status.PREVIEWED, Action.ABANDON): Status.ABANDONED,
    (Status.FAILED, Action.ABANDON): Status.ABANDONED,
})
