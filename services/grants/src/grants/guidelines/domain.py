"""A guideline (avustusohje): by which rules one kind of grant is applied for and decided, as numbered versions.

Two kinds of grant exist (GRC-25) and both are data: a further one is a row of `grant_kind` and a guideline, not a new path.
"""

from enum import Enum

from chassis.machine import Machine


class Way(Enum):
    """How a kind of grant begins."""

    CALL = "call"
    """Applied for in a yearly call (haku)."""
    NEGOTIATION = "negotiation"
    """Cannot be applied for: the county opens a negotiation (neuvottelu). GRP-02."""


class LegalForm(Enum):
    """Legal forms (oikeudelliset muodot) as the registry names them. ORG-03."""

    ASSOCIATION = "association"
    FOUNDATION = "foundation"
    PARISH = "parish"
    UNREGISTERED_GROUP = "unregistered_group"
    NETWORK = "network"
    COOPERATIVE = "cooperative"
    COMPANY = "company"
    UNIVERSITY = "university"
    PUBLIC_BODY = "public_body"
    OTHER = "other"
    """Of its own act."""


class Status(Enum):
    DRAFT = "draft"
    PUBLISHED = "published"


class Action(Enum):
    EDIT = "edit"
    PUBLISH = "publish"


MACHINE = Machine({
    (Status.DRAFT, Action.EDIT): Status.DRAFT,
    (Status.DRAFT, Action.PUBLISH): Status.PUBLISHED,
})
