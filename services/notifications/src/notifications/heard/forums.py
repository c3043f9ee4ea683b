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


class OfMeeting(Fact):
    """What stands in the calendar of whoever comes."""

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


class Invitation(OfMeeting):
    """What both facts about an invitation tell. `persons` and `organisations`: whom it invites."""

    invitation_id: UUID
    persons: tuple[UUID, ...]
    organisations: tuple[UUID, ...]


class ParticipantsInvited(Invitation):
    type: ClassVar[str] = "fi.yhdyspinta.forums.ParticipantsInvited.v1"


class CalendarChanged(Invitation):
    """Moved, or cancelled; `because` is in Finnish."""

    type: ClassVar[str] = "fi.yhdyspinta.forums.CalendarChanged.v1"
    cancelled: bool
    because: str | None


class Registration(OfMeeting):
    """What the facts about a registration tell; the first ones told neither way nor place."""

    registration_id: UUID
    person: UUID
    persons: int
    """How many come together."""
    mode: str = "in_person"
    place: str | None = None
    remote_link: str | None = None
    calendar_sequence: int = 0


class RegistrationPromoted(Registration):
    """They got seats from the waiting list (jonosta paikalle)."""

    type: ClassVar[str] = "fi.yhdyspinta.forums.RegistrationPromoted.v1"


class RegistrationCalendarChanged(Registration):
    type: ClassVar[str] = "fi.yhdyspinta.forums.RegistrationCalendarChanged.v1"
    cancelled: bool
    because: str | None


class RegistrationLeft(Registration):
    """They do not come after all."""

    type: ClassVar[str] = "fi.yhdyspinta.forums.RegistrationLeft.v1"


class RoomFree(Part):
    place: str
    starts_at: datetime
    ends_at: datetime


class RoomKept(Part):
    place: str | None
    starts_at: datetime
    ends_at: datetime


class RoomMissing(Fact):
    """There is no room for a meeting; `person` asked for it, `reasons` are in Finnish."""

    type: ClassVar[str] = "fi.yhdyspinta.forums.RoomMissing.v1"
    meeting_id: UUID
    structure: StructureNamed
    title: Words
    starts_at: datetime
    ends_at: datetime
    person: UUID
    lost: bool
    reasons: tuple[str, ...]
    alternatives: tuple[RoomFree, ...] = ()
    kept: RoomKept | None = None
    untold: int


class StructureState(Fact):
    """A body (yhteistyörakenne)."""

    type: ClassVar[str] = "fi.yhdyspinta.forums.Structure.state.v1"
    names: Words


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


class SeatNotRestored(Fact):
    """Its organisation goes on, but the seat does not come back."""

    type: ClassVar[str] = "fi.yhdyspinta.forums.SeatNotRestored.v1"
    structure: StructureNamed
    organisation_id: UUID
    because: str


class ConvenorNotRestored(Fact):
    """The organisation goes on, but calls the structure together no more."""

    type: ClassVar[str] = "fi.yhdyspinta.forums.ConvenorNotRestored.v1"
    structure: StructureNamed
    organisation_id: UUID
