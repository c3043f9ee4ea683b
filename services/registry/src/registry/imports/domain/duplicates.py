"""Two bodies that may be one: proposed by the matching, decided by a person, and the answer is remembered. ORG-23."""

from enum import Enum
from uuid import UUID

from chassis.machine import Machine


class Status(Enum):
    """Waits, the same body (sama), or two bodies (eri)."""

    OPEN = "open"
    SAME = "same"
    APART = "apart"


class Action(Enum):
    CONFIRM = "confirm"
    REJECT = "reject"


MACHINE = Machine({
    (Status.OPEN, Action.CONFIRM): Status.SAME,
    (Status.OPEN, Action.REJECT): Status.APART,
})
"""What was confirmed has been merged or linked: it is undone there, not here."""


def pair(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    """The same two in the same order, whoever came first: the key under which an answer is remembered."""
    return (one, other) if one.int < other.int else (other, one)
