"""Drafted, offered, withdrawn: the states of a space, and of a version of the usage rules. Pure."""

from enum import Enum

from chassis.machine import Machine


class Status(Enum):
    DRAFT = "draft"
    """Seen by its owners only."""
    PUBLISHED = "published"
    """Offered to associations (tarjolla)."""
    WITHDRAWN = "withdrawn"


class Action(Enum):
    PUBLISH = "publish"
    WITHDRAW = "withdraw"


MACHINE = Machine({
    (Status.DRAFT, Action.PUBLISH): Status.PUBLISHED,
    (Status.WITHDRAWN, Action.PUBLISH): Status.PUBLISHED,
    (Status.PUBLISHED, Action.WITHDRAW): Status.WITHDRAWN,
})


class RulesStatus(Enum):
    DRAFT = "draft"
    PUBLISHED = "published"


class RulesAction(Enum):
    EDIT = "edit"
    PUBLISH = "publish"


RULES_MACHINE = Machine({
    (RulesStatus.DRAFT, RulesAction.EDIT): RulesStatus.DRAFT,
    (RulesStatus.DRAFT, RulesAction.PUBLISH): RulesStatus.PUBLISHED,
})
"""A published version never changes: a booking names it. FAC-01."""
