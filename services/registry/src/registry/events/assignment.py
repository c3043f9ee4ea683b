"""Who holds which role, where and when (tehtävään osoittaminen). Internal: for our own services only, never in webhooks or feeds.

Who acts for which association can be secret (act on openness 621/1999, 24 §). `subject` is the token's `sub`: an id, never a name.
"""

from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from chassis.events import Event, State

TOPIC: Final = "registry.internal.assignment"


class RoleAssigned(Event):
    """Somebody was given a role for a scope and a time (tehtävä annettu)."""

    topic: ClassVar[str] = TOPIC
    assignment_id: UUID
    subject: UUID
    role: str
    scope_kind: str
    """county, domain, area, centre, municipality, organisation, call, rescue, rescue_area"""
    scope_id: str
    valid_from: datetime
    valid_until: datetime | None = None
    deputy_of: UUID | None = None
    """The assignment whose holder this one stands in for (varahenkilö)."""


class RoleTermChanged(Event):
    """The role is held longer, or ends on another day than was said (tehtäväkauden muutos)."""

    topic: ClassVar[str] = TOPIC
    assignment_id: UUID
    subject: UUID
    role: str
    scope_kind: str
    scope_id: str
    valid_from: datetime
    valid_until_before: datetime | None = None
    valid_until: datetime | None = None


class RoleEnded(Event):
    """The role ended (tehtävä päättynyt): from `ended_at` on it gives nothing."""

    topic: ClassVar[str] = TOPIC
    assignment_id: UUID
    subject: UUID
    role: str
    scope_kind: str
    scope_id: str
    ended_at: datetime


class AssignmentState(State):
    """The newest snapshot, kept by every service for its own permissions; half-open in time."""

    topic: ClassVar[str] = TOPIC
    id: UUID
    subject: UUID
    role: str
    scope_kind: str
    scope_id: str
    valid_from: datetime
    valid_until: datetime | None = None
    deputy_of: UUID | None = None


EVENTS: Final[tuple[type[Event], ...]] = (RoleAssigned, RoleTermChanged, RoleEnded)
