"""Of its own announcements: who holds which role, kept for its rights as every other service does; and which organisation ended."""

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


class OrganisationDissolved(Fact):
    """It has ended."""

    type: ClassVar[str] = "fi.yhdyspinta.registry.OrganisationDissolved.v1"
    organisation_id: UUID


class OrganisationsMerged(Fact):
    """It became part of another."""

    type: ClassVar[str] = "fi.yhdyspinta.registry.OrganisationsMerged.v1"
    organisation_id: UUID
