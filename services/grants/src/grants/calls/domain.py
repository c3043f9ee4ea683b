"""A call for applications (avustushaku): one window, one guideline, one appropriation."""

from enum import Enum

from chassis.machine import Machine


class Status(Enum):
    """What was said of it. Whether one may apply is asked of the clock, not of this: a job is never the guard."""

    DRAFT = "draft"
    PUBLISHED = "published"
    """Announced; not open yet."""
    OPEN = "open"
    CLOSED = "closed"
    RESULTS_PUBLISHED = "results_published"
    CANCELLED = "cancelled"


class Action(Enum):
    EDIT = "edit"
    PUBLISH = "publish"
    OPEN = "open"
    CLOSE = "close"
    PUBLISH_RESULTS = "publish_results"
    CANCEL = "cancel"


MACHINE = Machine({
    (Status.DRAFT, Action.EDIT): Status.DRAFT,
    (Status.DRAFT, Action.PUBLISH): Status.PUBLISHED,
    (Status.PUBLISHED, Action.OPEN): Status.OPEN,
    (Status.PUBLISHED, Action.CANCEL): Status.CANCELLED,
    (Status.OPEN, Action.CLOSE): Status.CLOSED,
    (Status.CLOSED, Action.PUBLISH_RESULTS): Status.RESULTS_PUBLISHED,
})
