"""How a notice stands. Pure."""

from enum import Enum

from chassis.machine import Machine


class Status(Enum):
    PREPARING = "preparing"
    """Its mails are being queued, slice by slice."""
    PUBLISHED = "published"
    """All are queued; some are under way."""
    DELIVERED = "delivered"
    """None is under way any more."""


class Action(Enum):
    PUBLISH = "publish"
    DELIVER = "deliver"


MACHINE = Machine({
    (Status.PREPARING, Action.PUBLISH): Status.PUBLISHED,
    (Status.PUBLISHED, Action.DELIVER): Status.DELIVERED,
})
