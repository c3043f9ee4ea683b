"""How a mail stands (lähetyksen tila). Pure."""

from enum import Enum

from chassis.machine import Machine


class State(Enum):
    QUEUED = "queued"
    """Waits for its first attempt, or for the next one."""
    SENDING = "sending"
    """A worker is at it; should the worker die, another takes over when the lease ends."""
    SENT = "sent"
    """The mail server has taken it."""
    DELIVERED = "delivered"
    """A report says that it lies in the recipient's mailbox (RFC 3464)."""
    FAILED = "failed"
    """Tried for as long as the parameters say, or refused for what it is."""
    BOUNCED = "bounced"
    """There is no such mailbox: said at once, or in a report later."""
    SUPPRESSED = "suppressed"
    """Not sent: no address any more, or one that mail came back from before (N9)."""
    SKIPPED_OLD = "skipped_old"
    """Not sent: its matter was over before its turn came."""


class Action(Enum):
    CLAIM = "claim"
    ACCEPT = "accept"
    PUT_OFF = "put_off"
    GIVE_UP = "give_up"
    BOUNCE = "bounce"
    CONFIRM = "confirm"
    SUPPRESS = "suppress"
    SKIP = "skip"
    RETRY = "retry"


class Lane(Enum):
    """Two ways to the mail server, so that a notice to thousands keeps no decision waiting (N13)."""

    DIRECT = "direct"
    """About somebody's own matter."""
    BULK = "bulk"
    """A notice to everybody who asked for it."""


MACHINE = Machine({
    (State.QUEUED, Action.CLAIM): State.SENDING,
    (State.QUEUED, Action.SUPPRESS): State.SUPPRESSED,
    (State.QUEUED, Action.SKIP): State.SKIPPED_OLD,
    (State.SENDING, Action.CLAIM): State.SENDING,
    (State.SENDING, Action.SUPPRESS): State.SUPPRESSED,
    (State.SENDING, Action.SKIP): State.SKIPPED_OLD,
    (State.SENDING, Action.ACCEPT): State.SENT,
    (State.SENDING, Action.PUT_OFF): State.QUEUED,
    (State.SENDING, Action.GIVE_UP): State.FAILED,
    (State.SENDING, Action.BOUNCE): State.BOUNCED,
    (State.SENDING, Action.CONFIRM): State.DELIVERED,
    (State.QUEUED, Action.BOUNCE): State.BOUNCED,
    (State.QUEUED, Action.CONFIRM): State.DELIVERED,
    (State.SENT, Action.CONFIRM): State.DELIVERED,
    (State.SENT, Action.BOUNCE): State.BOUNCED,
    (State.DELIVERED, Action.CONFIRM): State.DELIVERED,
    (State.DELIVERED, Action.BOUNCE): State.BOUNCED,
    (State.BOUNCED, Action.BOUNCE): State.BOUNCED,
    (State.FAILED, Action.RETRY): State.QUEUED,
    (State.BOUNCED, Action.RETRY): State.QUEUED,
    (State.SUPPRESSED, Action.RETRY): State.QUEUED,
})
"""A report may come before the worker has written down that the server took the mail: it counts, and ends the matter."""

UNDER_WAY = (State.QUEUED, State.SENDING)
ARRIVED = (State.SENT, State.DELIVERED)
