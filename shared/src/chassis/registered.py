"""What the house itself hears: role assignments, by which every service knows who may do what."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from chassis.events import Fact


class Assignment(Fact):
    """A role that a person holds for a scope (roolin haltija), as the registry announces it internally."""

    type: ClassVar[str] = "fi.yhdyspinta.registry.Assignment.state.v1"
    subject: UUID
    role: str
    scope_kind: str
    scope_id: str
    valid_from: datetime
    valid_until: datetime | None
