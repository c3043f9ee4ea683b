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
    """organisation, area, structure, call; empty for the whole county"""
    scope_id: str
    valid_from: datetime
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


EVENTS: Final[tuple[type[Event], ...]] = (RoleAssigned, RoleEnded)
