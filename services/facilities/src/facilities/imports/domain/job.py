"""One import from upload to account (tuontiajo). Pure."""

from enum import Enum

from chassis.machine import ActionNotAllowed, Machine


class Mode(Enum):
    """Show what would happen (koeajo), or do it."""

    DRY_RUN = "dry_run"
    APPLY = "apply"


class ImportStatus(Enum):
    """Waits for a worker; or each row is accounted for."""

    QUEUED = "queued"
    DONE = "done"


class ImportAction(Enum):
    COMPLETE = "complete"
    APPLY = "apply"


MACHINE = Machine({
    (ImportStatus.QUEUED, ImportAction.COMPLETE): ImportStatus.DONE,
    (ImportStatus.DONE, ImportAction.APPLY): ImportStatus.QUEUED,
})
"""What cannot be read is refused when it is sent, and a batch is one transaction: there is nothing to give up half-way."""


def apply(status: ImportStatus, mode: Mode) -> ImportStatus:
    """Do what a dry run has shown (koeajon toteuttaminen); what was applied already is not applied again."""
    if mode is not Mode.DRY_RUN:
        raise ActionNotAllowed(status, ImportAction.APPLY, frozenset())
    return MACHINE.after(status, ImportAction.APPLY)
