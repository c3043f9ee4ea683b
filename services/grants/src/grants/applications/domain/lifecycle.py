"""An application (avustushakemus): its states and what moves them. GRO-09, G12."""

from datetime import date
from enum import Enum

from chassis.machine import Machine


class Status(Enum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    REOPENED = "reopened"
    """A draft again: a party left after the submission and before the call closed (palautettu luonnokseksi)."""
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
    """Words, documents; of an open one also the sum, the budget and the activity."""
    SIGN = "sign"
    SET_PARTIES = "set_parties"
    """Say who takes part, and with what share."""
    CHANGE_LEAD = "change_lead"
    LEAVE = "leave"
    """One party goes, the others stay."""
    DISCARD = "discard"
    SUBMIT = "submit"
    REQUEST_COMPLETION = "request_completion"
    RELEASE_PARTY = "release_party"
    """After the call has closed an official lets a party go."""
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


OPEN = (Status.DRAFT, Status.REOPENED)
"""The applicants still write it; it has to be submitted before the call closes."""
IN_HAND = (Status.SUBMITTED, Status.RETURNED, Status.COMPLETED, Status.PROPOSED)
"""Received and not decided."""
HOLDABLE = (*OPEN, *IN_HAND, Status.GRANTED)
"""Held while a party has ended: what could still be granted, and what was granted and may still have to be paid. R3."""
DECIDED = (Status.GRANTED, Status.REFUSED, Status.INADMISSIBLE)
_WRITING = (Action.EDIT, Action.SIGN, Action.SET_PARTIES, Action.CHANGE_LEAD, Action.LEAVE)
_HANDLED = (Status.SUBMITTED, Status.RETURNED, Status.COMPLETED)

MACHINE = Machine({
    **{(status, action): status for status in OPEN for action in _WRITING},
    **{(status, Action.SUBMIT): Status.SUBMITTED for status in OPEN},
    (Status.DRAFT, Action.DISCARD): Status.DISCARDED,
    (Status.REOPENED, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.SUBMITTED, Action.LEAVE): Status.REOPENED,
    (Status.SUBMITTED, Action.REQUEST_COMPLETION): Status.RETURNED,
    (Status.COMPLETED, Action.REQUEST_COMPLETION): Status.RETURNED,
    **{(status, Action.RELEASE_PARTY): Status.RETURNED for status in _HANDLED},
    (Status.RETURNED, Action.EDIT): Status.RETURNED,
    (Status.RETURNED, Action.SIGN): Status.RETURNED,
    (Status.RETURNED, Action.COMPLETE): Status.COMPLETED,
    **{(status, Action.WITHDRAW): Status.WITHDRAWN for status in IN_HAND},
    **{(status, Action.REFER): Status.REFERRED for status in IN_HAND},
    **{(status, Action.PROPOSE): Status.PROPOSED for status in _HANDLED},
    (Status.PROPOSED, Action.WITHDRAW_PROPOSAL): Status.SUBMITTED,
    (Status.PROPOSED, Action.GRANT): Status.GRANTED,
    (Status.PROPOSED, Action.REFUSE): Status.REFUSED,
    (Status.PROPOSED, Action.DISMISS): Status.INADMISSIBLE,
    **{(status, Action.CHANGE_TO_GRANT): Status.GRANTED for status in DECIDED},
    (Status.GRANTED, Action.CHANGE_TO_REFUSAL): Status.REFUSED,
})


def is_held(status: Status, period_until: date, dissolved_on: date) -> bool:
    """Whether the end of a party holds it: it could still be granted; or it was, for a time that the party did not live to see."""
    return status in HOLDABLE and (status is not Status.GRANTED or period_until > dissolved_on)
