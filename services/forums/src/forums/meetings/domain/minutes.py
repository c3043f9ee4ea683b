"""The states of minutes (muistio). Pure. M7."""

from enum import Enum
from typing import Final

from chassis.machine import Machine


class MinutesStatus(Enum):
    DRAFT = "draft"
    OPEN = "open"
    """For remarks until a day (huomautettavana)."""
    APPROVED = "approved"
    """Never changed any more; only entries of correction are added."""


class MinutesAction(Enum):
    WRITE = "write"
    OPEN = "open"
    REMARK = "remark"
    APPROVE = "approve"
    CORRECT = "correct"


MINUTES: Final = Machine({
    (MinutesStatus.DRAFT, MinutesAction.WRITE): MinutesStatus.DRAFT,
    (MinutesStatus.DRAFT, MinutesAction.OPEN): MinutesStatus.OPEN,
    (MinutesStatus.OPEN, MinutesAction.WRITE): MinutesStatus.OPEN,
    (MinutesStatus.OPEN, MinutesAction.REMARK): MinutesStatus.OPEN,
    (MinutesStatus.OPEN, MinutesAction.APPROVE): MinutesStatus.APPROVED,
    (MinutesStatus.APPROVED, MinutesAction.CORRECT): MinutesStatus.APPROVED,
})
