"""Of its own announcements, the fields that the registry keeps for its own rights: as every other service does."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from chassis.events import Fact


class AssignmentState(Fact):
    """Who holds which role, for what, from when to before when."""

    type: ClassVar[str] = "fi.yhdyspinta.registry.Assignment.state.v1"
    subject: UUID
    role: str
    scope_kind: str
    scope_id: str
    valid_from: datetime
    valid_until: datetime | None = None
