"""An application (avustushakemus): its states and what moves them. GRO-09."""

from enum import Enum

from chassis.machine import Machine


class Status(Enum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    """The county asked for completion (täydennettävänä)."""
    COMPLETED = "completed"
    PROPOSED = "proposed"
    GRANTED = "granted"
    REFUSED = "refused"
    INADMISSIBLE = "inadmissible"
    """Not taken up (jätetty tutkimatta)."""
    REFERRED = "referred"
    """The activity is a municipality's to fund (siirretty kunnalle)."""
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"
    """A draft that its applicant gave up; nobody else ever saw it."""


class Action(Enum):
    EDIT = "edit"
    SIGN = "sign"
    DISCARD = "discard"
    SUBMIT = "submit"
    REQUEST_COMPLETION = "request_completion"
    COMPLETE = "complete"
    WITHDRAW = "withdraw"
    REFER = "refer"
    PROPOSE = "propose"
    WITHDRAW_PROPOSAL = "withdraw_proposal"
    GRANT = "grant"
    REFUSE = "refuse"
    DISMISS = "dismiss"
    """Not take up (jättää tutkimatta)."""
    CHANGE_TO_GRANT = "change_to_grant"
    CHANGE_TO_REFUSAL = "change_to_refusal"


IN_HAND = (Status.SUBMITTED, Status.RETURNED, Status.COMPLETED, Status.PROPOSED)
"""Received and not decided."""
DECIDED = (Status.GRANTED, Status.REFUSED, Status.INADMISSIBLE)

MACHINE = Machine({
    (Status.DRAFT, Action.EDIT): Status.DRAFT,
    (Status.DRAFT, Action.SIGN): Status.DRAFT,
    (Status.DRAFT, Action.DISCARD): Status.DISCARDED,
    (Status.DRAFT, Action.SUBMIT): Status.SUBMITTED,
    (Status.SUBMITTED, Action.REQUEST_COMPLETION): Status.RETURNED,
    (Status.COMPLETED, Action.REQUEST_COMPLETION): Status.RETURNED,
    (Status.RETURNED, Action.EDIT): Status.RETURNED,
    (Status.RETURNED, Action.COMPLETE): Status.COMPLETED,
    **{(status, Action.WITHDRAW): Status.WITHDRAWN for status in IN_HAND},
    **{(status, Action.REFER): Status.REFERRED for status in IN_HAND},
    (Status.SUBMITTED, Action.PROPOSE): Status.PROPOSED,
    (Status.COMPLETED, Action.PROPOSE): Status.PROPOSED,
    (Status.RETURNED, Action.PROPOSE): Status.PROPOSED,
    (Status.PROPOSED, Action.WITHDRAW_PROPOSAL): Status.SUBMITTED,
    (Status.PROPOSED, Action.GRANT): Status.GRANTED,
    (Status.PROPOSED, Action.REFUSE): Status.REFUSED,
    (Status.PROPOSED, Action.DISMISS): Status.INADMISSIBLE,
    **{(status, Action.CHANGE_TO_GRANT): Status.GRANTED for status in DECIDED},
    (Status.GRANTED, Action.CHANGE_TO_REFUSAL): Status.REFUSED,
})
