"""One import from upload to account (tuontiajo). Killed at any point it goes on after the last batch that was committed."""

from enum import Enum
from typing import Protocol

from chassis.machine import ActionNotAllowed, Machine


class Mode(Enum):
    """Show what would happen (koeajo), or do it."""

    DRY_RUN = "dry_run"
    APPLY = "apply"


class Status(Enum):
    """Waits for a worker, runs, all rows are accounted for, or given up with its reasons."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Action(Enum):
    RUN = "run"
    COMPLETE = "complete"
    FAIL = "fail"
    APPLY = "apply"
    RESUME = "resume"


MACHINE = Machine({
    (Status.QUEUED, Action.RUN): Status.RUNNING,
    (Status.RUNNING, Action.RUN): Status.RUNNING,
    (Status.RUNNING, Action.COMPLETE): Status.DONE,
    (Status.RUNNING, Action.FAIL): Status.FAILED,
    (Status.DONE, Action.APPLY): Status.QUEUED,
    (Status.FAILED, Action.RESUME): Status.QUEUED,
})


class Job(Protocol):
    """What these rules see of an import."""

    @property
    def status(self) -> Status: ...
    @property
    def mode(self) -> Mode: ...


def is_waiting(job: Job) -> bool:
    """Whether a worker has something to do for it."""
    return job.status in {Status.QUEUED, Status.RUNNING}


def apply(job: Job) -> Status:
    """Do what a dry run has shown (koeajon toteuttaminen); what was applied already is not applied again."""
    if job.mode is not Mode.DRY_RUN:
        raise ActionNotAllowed(job.status, Action.APPLY, frozenset(MACHINE.allowed(job.status) - {Action.APPLY}))
    return MACHINE.after(job.status, Action.APPLY)


def resume(job: Job) -> Status:
    """Go on where it failed, once the reason is gone."""
    return MACHINE.after(job.status, Action.RESUME)
