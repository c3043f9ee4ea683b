"""The states of a booking (tilavaraus) and what moves it. Pure."""

from datetime import timedelta
from enum import Enum
from typing import Final

from chassis.machine import Machine

HOLD: Final = timedelta(minutes=10)
"""How long a space is kept for who fills in the form. F16."""


class Status(Enum):
    HELD = "held"
    """Kept for ten minutes (alustava varaus)."""
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    """By the rules, where a meeting asked; or by who decides about the space (hylätty)."""
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    """Held and never confirmed (rauennut)."""
    HANDOVER_OFFERED = "handover_offered"
    """Its organisation ended: another may take it over (tarjolla toiselle)."""


TAKING: Final = frozenset({Status.HELD, Status.CONFIRMED, Status.HANDOVER_OFFERED})
"""In these it keeps its times from everybody else."""


class Action(Enum):
    CONFIRM = "confirm"
    EXPIRE = "expire"
    CANCEL = "cancel"
    REFUSE = "refuse"
    RESTORE = "restore"
    MOVE = "move"
    CHECK_IN = "check_in"
    OFFER = "offer"
    TAKE_OVER = "take_over"
    LIFT = "lift"


MACHINE = Machine({
    (Status.HELD, Action.CONFIRM): Status.CONFIRMED,
    (Status.HELD, Action.EXPIRE): Status.EXPIRED,
    (Status.HELD, Action.CANCEL): Status.CANCELLED,
    (Status.HELD, Action.REFUSE): Status.REFUSED,
    (Status.CONFIRMED, Action.CANCEL): Status.CANCELLED,
    (Status.CONFIRMED, Action.REFUSE): Status.REFUSED,
    (Status.CONFIRMED, Action.MOVE): Status.CONFIRMED,
    (Status.CONFIRMED, Action.CHECK_IN): Status.CONFIRMED,
    (Status.CONFIRMED, Action.OFFER): Status.HANDOVER_OFFERED,
    (Status.REFUSED, Action.RESTORE): Status.CONFIRMED,
    (Status.HANDOVER_OFFERED, Action.TAKE_OVER): Status.CONFIRMED,
    (Status.HANDOVER_OFFERED, Action.LIFT): Status.CONFIRMED,
    (Status.HANDOVER_OFFERED, Action.CANCEL): Status.CANCELLED,
})


class Because(Enum):
    """Why a booking was given up: words of `BookingCancelled`."""

    BY_HOLDER = "by_holder"
    BY_OWNER = "by_owner"
    BY_MEETING = "by_meeting"
    MEETING_MOVED = "meeting_moved"
    ORGANISATION_DISSOLVED = "organisation_dissolved"
    NOT_CHECKED_IN = "not_checked_in"
    """Nobody came in time (paikalle ei tultu)."""


class Lost(Enum):
    """Why a booking does not come back to an organisation that had not ended after all."""

    GIVEN_UP = "given_up"
    """Nobody took it over in time, or it was cancelled."""
    TAKEN_OVER = "taken_over"
    REFUSED = "refused"


class Kept(Enum):
    """What became of one occurrence."""

    KEPT = "kept"
    SKIPPED = "skipped"
    """Of a series: not possible, and the rest was wanted all the same. F13."""
    CANCELLED = "cancelled"
