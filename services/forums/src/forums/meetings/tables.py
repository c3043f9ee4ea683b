"""Meetings, whom they invited, who comes, their agendas and minutes. Persons are ids: no names, no addresses."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field
from typing_extensions import override

from chassis.access import OWN
from chassis.problems import Problem
from chassis.tables import INSTANT, one_of
from forums.access import Permission, Scope
from forums.events import invitation, meeting, registration, room
from forums.events.meeting import MeetingState
from forums.events.parts import Words
from forums.meetings.domain import How, MinutesStatus, Mode, RegistrationStatus, Room, Status
from forums.meetings.problems import MINUTES_EXIST, REGISTERED_ALREADY
from forums.schema import ForumsRoot, ForumsRow

SCOPES: Mapping[str, str] = {
    Scope.AREA: "areas", Scope.CENTRE: "area", Scope.MUNICIPALITY: "area", Scope.DOMAIN: "domain",
}
"""As its structure has them."""
CONVENED: Mapping[str, str] = {**SCOPES, Scope.ORGANISATION: "convenors"}
"""Who convenes: those scopes, and the organisations that call the structure together now (kept equal by a trigger)."""


class Meeting(ForumsRoot, table=True):
    """A meeting (tapaaminen). Moved, it stays the same; cancelled, it stays too. MTG-01."""

    __tablename__ = "meeting"
    __topic__: ClassVar[str] = meeting.TOPIC
    __scopes__: ClassVar[Mapping[str, str]] = CONVENED
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="in_order"),
        CheckConstraint("(schedule_version = 0) = (starts_at IS NULL)", name="scheduled"),
        CheckConstraint("capacity > 0", name="capacity"),
        CheckConstraint("status <> 'held' OR attendance IS NOT NULL", name="attendance"),
        Index("ix_meeting_starts_at", "starts_at", "id"),
        Index("ix_meeting_structure_id", "structure_id", "starts_at"),
    )
    structure_id: UUID = Field(foreign_key="forums.structure.id")
    areas: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    area: str | None = None
    domain: str | None = None
    convenors: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    title: dict[str, str | None] = Field(sa_type=JSONB)
    description: str | None = None
    listed: bool = True
    """Shown in public calendars."""
    status: Status = Field(default=Status.DRAFT, sa_type=one_of(Status))
    room: Room = Field(default=Room.NOT_NEEDED, sa_type=one_of(Room))
    mode: Mode = Field(default=Mode.IN_PERSON, sa_type=one_of(Mode))
    starts_at: datetime | None = Field(default=None, sa_type=INSTANT)
    ends_at: datetime | None = Field(default=None, sa_type=INSTANT)
    schedule_version: int = 0
    """Times and rooms that it was given so far; 0: a draft, of which nothing is said."""
    calendar_sequence: int = 0
    """SEQUENCE of the calendar entry: grows with time, place, link and cancellation, never with a text. M3."""
    place: str | None = None
    """Name and address as one line: of the room once it is won, or of another place."""
    wanted: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    """The room that is asked for: `space_id`, `before_minutes`, `after_minutes`, `persons`."""
    booking_id: UUID | None = None
    """Of the room that is won; while another one is asked for or refused, of the one that is still kept."""
    space_id: UUID | None = None
    kept: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    """The old room while another one is not won: `place`, `starts_at`, `ends_at`."""
    refusal: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    """Why there is no room: `reasons`, `alternatives`."""
    remote_link: str | None = None
    """For who is invited or registered, never public."""
    languages: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    interpretation: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    accessibility: str | None = None
    capacity: int | None = None
    """Seats in the room; none: no limit. Taking part from afar has none."""
    waiting_capacity: int | None = None
    """Registrations that may wait at one time; none: no limit."""
    because: str | None = None
    """Why it was moved or cancelled last."""
    attendance: dict[str, int] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    """How many took part, by sector. MTG-05."""
    invitation_id: UUID | None = None

    @property
    def words(self) -> Words:
        return Words.model_validate(self.title)

    @override
    def public(self) -> MeetingState | None:
        if self.starts_at is None or self.ends_at is None:
            return None
        return MeetingState(
            id=self.id,
            structure_id=self.structure_id,
            title=Words.model_validate(self.title),
            status=self.status.value,
            room=self.room.value,
            mode=self.mode.value,
            public=self.listed,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            schedule_version=self.schedule_version,
            calendar_sequence=self.calendar_sequence,
            place=self.place,
        )


class Invitation(ForumsRoot, table=True):
    """Who was invited to a meeting: everybody whom its structure meant at one of the moments of inviting (kutsu). MTG-02.

    They are told when time and place hold; until then they are `untold`.
    """

    __tablename__ = "invitation"
    __topic__: ClassVar[str] = invitation.TOPIC
    __table_args__ = (UniqueConstraint("meeting_id"),)
    meeting_id: UUID = Field(foreign_key="forums.meeting.id")
    persons: list[UUID] = Field(sa_type=ARRAY(Uuid))
    organisations: list[UUID] = Field(sa_type=ARRAY(Uuid))
    untold_persons: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    """Of `persons`, who does not know yet."""
    untold_organisations: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    told_version: int = 0
    """`schedule_version` that the calendars of the others know; 0: nobody was told."""
    invited_at: datetime = Field(sa_type=INSTANT)
    """The last time."""

    @override
    def public(self) -> None:
        return None


class RoomRequest(ForumsRoot, table=True):
    """Who asked for the room of a meeting last: is told where there is none (tilapyyntö)."""

    __tablename__ = "room_request"
    __topic__: ClassVar[str] = room.TOPIC
    __table_args__ = (UniqueConstraint("meeting_id"),)
    meeting_id: UUID = Field(foreign_key="forums.meeting.id")
    person: UUID

    @override
    def public(self) -> None:
        return None


class Registration(ForumsRoot, table=True):
    """Somebody will take part, alone or with others, or waits for seats (ilmoittautuminen). M1."""

    __tablename__ = "registration"
    __topic__: ClassVar[str] = registration.TOPIC
    __read__ = Permission.REGISTRATION_KEEP
    __scopes__: ClassVar[Mapping[str, str]] = {**SCOPES, Scope.ORGANISATION: "organisation_id", OWN: "owner"}
    __table_args__ = (
        UniqueConstraint("meeting_id", "rank"),
        Index(
            "uq_registration_meeting_id_person", "meeting_id", "person", unique=True,
            postgresql_where=text("status NOT IN ('left', 'expired')"),
        ),
        CheckConstraint("persons > 0", name="persons"),
        CheckConstraint("(status = 'reserved') <= (reserved_until IS NOT NULL)", name="reserved"),
    )
    __refusals__: ClassVar[Mapping[str, Problem]] = {"uq_registration_meeting_id_person": REGISTERED_ALREADY}
    meeting_id: UUID = Field(foreign_key="forums.meeting.id")
    areas: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    area: str | None = None
    domain: str | None = None
    person: UUID
    owner: str
    """The same person as the caller's name."""
    organisation_id: UUID | None = None
    persons: int
    """How many come together."""
    how: How = Field(sa_type=one_of(How))
    status: RegistrationStatus = Field(sa_type=one_of(RegistrationStatus))
    rank: int
    """In the order of registering; never changes."""
    reserved_until: datetime | None = Field(default=None, sa_type=INSTANT)
    made_at: datetime = Field(sa_type=INSTANT)
    promoted_at: datetime | None = Field(default=None, sa_type=INSTANT)
    told_version: int = 0
    """`schedule_version` that the calendar of who was promoted knows; 0: they were not told."""

    @override
    def public(self) -> None:
        return None


class Agenda(ForumsRow, table=True):
    """The agenda of a meeting as it is being written (asialista). M6."""

    __tablename__ = "agenda"
    __scopes__: ClassVar[Mapping[str, str]] = CONVENED
    id: UUID = Field(
        primary_key=True, sa_column_args=(ForeignKey("forums.meeting.id", deferrable=True, initially="DEFERRED"),)
    )
    """Its meeting's; both are written together, in any order."""
    areas: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    area: str | None = None
    domain: str | None = None
    convenors: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    items: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    """In order, each `id`, `parent_id`, `kind`, `title`, `text`, `minutes`, `visibility`; a parent before its children."""
    published: int = 0
    """Number of the newest published version."""


class AgendaVersion(ForumsRow, table=True):
    """The agenda as it was published once; never changed. M6."""

    __tablename__ = "agenda_version"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)
    meeting_id: UUID = Field(foreign_key="forums.meeting.id")
    number: int
    items: list[dict[str, Any]] = Field(sa_type=JSONB)
    """As in the agenda, and `late`."""
    published_at: datetime = Field(sa_type=INSTANT)
    published_by: UUID


class Minutes(ForumsRow, table=True):
    """What was said and agreed (muistio). Approved, it is never changed: the database sees to it too. M7."""

    __tablename__ = "minutes"
    __table_args__ = (UniqueConstraint("meeting_id"),)
    __scopes__: ClassVar[Mapping[str, str]] = CONVENED
    __refusals__: ClassVar[Mapping[str, Problem]] = {"uq_minutes_meeting_id": MINUTES_EXIST}
    meeting_id: UUID = Field(foreign_key="forums.meeting.id")
    areas: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    area: str | None = None
    domain: str | None = None
    convenors: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    agenda_version: int
    """Number of the version that it answers."""
    items: list[dict[str, Any]] = Field(sa_type=JSONB)
    """Each `agenda_item_id`, `agenda_version`, `text`."""
    status: MinutesStatus = Field(default=MinutesStatus.DRAFT, sa_type=one_of(MinutesStatus))
    remarks_until: date | None = None
    """The last day of remarks."""
    approved_at: datetime | None = Field(default=None, sa_type=INSTANT)
    approved_by: UUID | None = None


class MinutesEntry(ForumsRow, table=True):
    """A remark on minutes, or a correction after they were approved (huomautus, korjausmerkintä). Never changed."""

    __tablename__ = "minutes_entry"
    __table_args__ = (Index("ix_minutes_entry_minutes_id", "minutes_id", "made_at"),)
    minutes_id: UUID = Field(foreign_key="forums.minutes.id")
    correction: bool
    agenda_item_id: UUID | None = None
    """Which item it is about; none: the whole."""
    text: str
    person: UUID
    made_at: datetime = Field(sa_type=INSTANT)
