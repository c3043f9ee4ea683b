"""A decision on an application (avustuspäätös) and a request for its review (oikaisuvaatimus): states and what moves them."""

from enum import Enum

from chassis.machine import Machine


class Status(Enum):
    PROPOSED = "proposed"
    GRANTED = "granted"
    REFUSED = "refused"
    INADMISSIBLE = "inadmissible"
    WITHDRAWN = "withdrawn"
    """The proposal was taken back, or the application was."""


class Action(Enum):
    EDIT = "edit"
    GRANT = "grant"
    REFUSE = "refuse"
    DISMISS = "dismiss"
    WITHDRAW = "withdraw"


MACHINE = Machine({
    (Status.PROPOSED, Action.EDIT): Status.PROPOSED,
    (Status.PROPOSED, Action.GRANT): Status.GRANTED,
    (Status.PROPOSED, Action.REFUSE): Status.REFUSED,
    (Status.PROPOSED, Action.DISMISS): Status.INADMISSIBLE,
    (Status.PROPOSED, Action.WITHDRAW): Status.WITHDRAWN,
})


class ReviewStatus(Enum):
    """A request for review (oikaisuvaatimus)."""

    REGISTERED = "registered"
    CHANGED = "changed"
    DISMISSED = "dismissed"
    LATE = "late"
    """Not taken up: it came after the last day."""


class ReviewAction(Enum):
    CHANGE = "change"
    DISMISS = "dismiss"
    FIND_LATE = "find_late"


REVIEW_MACHINE = Machine({
    (ReviewStatus.REGISTERED, ReviewAction.CHANGE): ReviewStatus.CHANGED,
    (ReviewStatus.REGISTERED, ReviewAction.DISMISS): ReviewStatus.DISMISSED,
    (ReviewStatus.REGISTERED, ReviewAction.FIND_LATE): ReviewStatus.LATE,
})
