"""Of what forums says, the fields that notifications reads: who is invited to which meeting, and what everybody may know of it."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from chassis.events import Fact


class Part(BaseModel):
    """A part of a fact."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Words(Part):
    fi: str
    sv: str | None = None
    en: str | None = None


class StructureNamed(Part):
    """The body that meets (yhteistyörakenne)."""

    structure_id: UUID
    names: Words


class Invitation(Fact):
    """What both facts about an invitation tell. `persons` and `organisations`: whom it invites."""

    invitation_id: UUID
    meeting_id: UUID
    structure: StructureNamed
    title: Words
    starts_at: datetime
    ends_at: datetime
    mode: str
    """in_person, remote, hybrid; further words may come."""
    place: str | None
    remote_link: str | None
    calendar_sequence: int
    persons: tuple[UUID, ...]
    organisations: tuple[UUID, ...]


class ParticipantsInvited(Invitation):
    type: ClassVar[str] = "fi.yhdyspinta.forums.ParticipantsInvited.v1"


class CalendarChanged(Invitation):
    """Moved, or cancelled; `because` is in Finnish."""

    type: ClassVar[str] = "fi.yhdyspinta.forums.CalendarChanged.v1"
    cancelled: bool
    because: str | None


class MeetingState(Fact):
    type: ClassVar[str] = "fi.yhdyspinta.forums.Meeting.state.v1"
    structure_id: UUID
    title: Words
    status: str
    room: str
    mode: str
    public: bool
    starts_at: datetime
    ends_at: datetime
    calendar_sequence: int
    place: str | None = None
