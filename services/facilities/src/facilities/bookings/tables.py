"""Rows of bookings, of blocked times, and of the slots that both take."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Identity, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, ExcludeConstraint
from sqlmodel import Field
from typing_extensions import override

from chassis.problems import Problem
from chassis.tables import INSTANT, one_of
from facilities.access import Scope
from facilities.bookings.domain.states import Kept, Status
from facilities.bookings.domain.times import Occurrence
from facilities.bookings.problems import ENDS_BEFORE_START
from facilities.events import booking as events
from facilities.events.parts import Times
from facilities.schema import FacilitiesPlain, FacilitiesRoot, FacilitiesRow


class Booking(FacilitiesRoot, table=True):
    """A booking of a space (tilavaraus), single or recurring. FAC-11."""

    __tablename__ = "booking"
    __topic__: ClassVar[str] = events.TOPIC
    __table_args__ = (
        CheckConstraint("(status = 'held') <= (hold_until IS NOT NULL)", name="held_until"),
        CheckConstraint("(status = 'handover_offered') = (handover_until IS NOT NULL)", name="offered_until"),
        CheckConstraint("(meeting_id IS NULL) = (schedule_version IS NULL)", name="meeting"),
        CheckConstraint("visitor IS NULL OR organisation_id IS NULL", name="visitor"),
        Index("uq_booking_meeting_id_schedule_version", "meeting_id", "schedule_version", unique=True),
        Index("ix_booking_begins", "begins", "id"),
        Index("ix_booking_space_id_begins", "space_id", "begins"),
        Index("ix_booking_acting", "acting", postgresql_using="gin"),
    )
    __scopes__: ClassVar[Mapping[str, str]] = {
        Scope.ORGANISATION: "acting", Scope.CENTRE: "centre", Scope.MUNICIPALITY: "owner_municipality",
    }
    space_id: UUID
    """A meeting may ask for one that nobody knows, and is told so: so no foreign key."""
    centre: str | None = None
    """As the space has it, kept by a trigger: by it and the next follows who decides."""
    owner_municipality: str | None = None
    organisation_id: UUID | None = None
    """For whom; nobody where the county itself uses it, or a visitor."""
    acting: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    """The organisation, and what it became part of since: who acts for any of them acts for it."""
    visitor: str | None = None
    """The national organisation whose professionals come, once (vierailija). FAC-25."""
    purpose: str
    """What for."""
    persons: int | None = None
    free_use: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    """The tests of free use that its holder declared to pass. FAC-17."""
    usage_rules_id: UUID | None = None
    """The version of the usage rules under which it was made. FAC-01."""
    booked_by: UUID
    status: Status = Field(sa_type=one_of(Status))
    occurrences: list[dict[str, Any]] = Field(sa_type=JSONB)
    """Each `{n, day, starts_at, ends_at, kept, reasons, checked_in_at}`; `n` never changes. A time that the clock skips has no
    instants."""
    begins: datetime = Field(sa_type=INSTANT)
    """Of the first one."""
    ends: datetime = Field(sa_type=INSTANT)
    """Of the last one."""
    asked_at: datetime = Field(sa_type=INSTANT)
    decided_at: datetime | None = Field(default=None, sa_type=INSTANT)
    """When it was first given or refused. Null: not yet, or before this was kept."""
    hold_until: datetime | None = Field(default=None, sa_type=INSTANT)
    handover_until: datetime | None = Field(default=None, sa_type=INSTANT)
    handover_of: UUID | None = None
    """Whose end led to the offer: its organisation, or what that became part of. Kept when it was given up or taken over, so that a
    dissolution that is reverted finds what it cannot bring back."""
    handover_cause: UUID | None = None
    """`ce_id` of the fact that it ended."""
    handed_over_from: UUID | None = None
    """Whose it was before another took it over."""
    grounds: str | None = None
    """Why it was refused or cancelled. FAC-30."""
    reasons: list[dict[str, str]] = Field(default_factory=list, sa_type=JSONB)
    """Why the rules refused it: codes and Finnish sentences."""
    meeting_id: UUID | None = None
    schedule_version: int | None = None
    """Of the meeting: the newest that was answered."""
    before_minutes: int = 0
    """That a meeting needs around itself."""
    after_minutes: int = 0
    calendar_sequence: int = 0
    """SEQUENCE of its calendar entries."""
    changed_at: datetime = Field(sa_type=INSTANT)

    @property
    def kept(self) -> list[Occurrence]:
        """Its occurrences, without those that were skipped or cancelled."""
        return [occurrence_of(each) for each in self.occurrences if each["kept"] == Kept.KEPT.value]

    @property
    def unseen(self) -> list[Occurrence]:
        """Those of them at which nobody has said that they are there."""
        return [
            occurrence_of(each) for each in self.occurrences if each["kept"] == Kept.KEPT.value and each["checked_in_at"] is None
        ]

    @property
    def times(self) -> tuple[Times, ...]:
        """The same as events write them."""
        return as_times(self.kept)

    def ahead(self, now: datetime) -> list[Occurrence]:
        """Those that have not begun."""
        return [each for each in self.kept if each.starts_at > now]

    @override
    def public(self) -> events.BookingState:
        return events.BookingState(
            id=self.id,
            space_id=self.space_id,
            organisation_id=self.organisation_id,
            status=self.status.value,
            times=self.times,
            meeting_id=self.meeting_id,
            schedule_version=self.schedule_version,
        )


class Ended(FacilitiesPlain, table=True):
    """An organisation that has ended (lakkautunut järjestö), by the registry's own word. Gone when that is taken back."""

    __tablename__ = "ended_organisation"
    organisation_id: UUID = Field(primary_key=True)
    dissolved_on: date
    cause_id: UUID
    """`ce_id` of the fact."""


class Blocked(FacilitiesRow, table=True):
    """A time in which nobody may book, by who decides about the space (suljettu aika)."""

    __tablename__ = "blocked_time"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="in_order"),
        Index("ix_blocked_time_space_id_starts_at", "space_id", "starts_at"),
        Index("ix_blocked_time_starts_at", "starts_at", "id"),
    )
    __scopes__: ClassVar[Mapping[str, str]] = {Scope.CENTRE: "centre", Scope.MUNICIPALITY: "owner_municipality"}
    __refusals__: ClassVar[Mapping[str, Problem]] = {"ck_blocked_time_in_order": ENDS_BEFORE_START}
    space_id: UUID = Field(foreign_key="facilities.space.id")
    centre: str | None = None
    owner_municipality: str | None = None
    starts_at: datetime = Field(sa_type=INSTANT)
    ends_at: datetime = Field(sa_type=INSTANT)
    grounds: str
    """Why, for everybody to read."""


class SlotRow(FacilitiesPlain, table=True):
    """One leaf taken for one occurrence. The two exclusions are the whole of the rule of overlap. F1, F4.

    Rows of one holder never meet: so a booking wins its new times before it lets the old ones go, and nobody waits in a circle.
    """

    __tablename__ = "slot"
    __table_args__ = (
        CheckConstraint("(booking_id IS NULL) <> (blocked_id IS NULL)", name="one_holder"),
        CheckConstraint("(booking_id IS NULL) = (occupied_from IS NULL) AND (booking_id IS NULL) = (occupied_until IS NULL)",
                        name="occupied"),
        CheckConstraint("ends_at > starts_at", name="in_order"),
        CheckConstraint("occupied_from <= starts_at AND occupied_until >= ends_at", name="around"),
        ExcludeConstraint(
            ("leaf_id", "="), (text("tstzrange(starts_at, ends_at)"), "&&"), (text("coalesce(booking_id, blocked_id)"), "<>"),
            name="ex_slot_core", using="gist",
        ),
        ExcludeConstraint(
            ("leaf_id", "="), (text("tstzrange(occupied_from, occupied_until)"), "&&"), ("booking_id", "<>"),
            name="ex_slot_occupied", using="gist", where=text("booking_id IS NOT NULL"),
        ),
        Index("ix_slot_booking_id", "booking_id"),
        Index("ix_slot_blocked_id", "blocked_id"),
    )
    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    leaf_id: UUID = Field(foreign_key="facilities.space.id")
    booking_id: UUID | None = Field(default=None, foreign_key="facilities.booking.id")
    blocked_id: UUID | None = Field(default=None, foreign_key="facilities.blocked_time.id")
    starts_at: datetime = Field(sa_type=INSTANT)
    ends_at: datetime = Field(sa_type=INSTANT)
    occupied_from: datetime | None = Field(default=None, sa_type=INSTANT)
    occupied_until: datetime | None = Field(default=None, sa_type=INSTANT)


class Parameters(FacilitiesPlain, table=True):
    """One row: numbers that the county may change without a new release."""

    __tablename__ = "parameters"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"), CheckConstraint("handover_days > 0", name="handover"))
    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    handover_days: int = 14
    """How long the booking of an organisation that ended is offered to others."""


def occurrence_of(stored: Mapping[str, Any]) -> Occurrence:
    """A stored occurrence as the rules see it."""
    return Occurrence(datetime.fromisoformat(stored["starts_at"]), datetime.fromisoformat(stored["ends_at"]))


def as_times(occurrences: Sequence[Occurrence]) -> tuple[Times, ...]:
    """Occurrences as events write them."""
    return tuple(Times(starts_at=each.starts_at, ends_at=each.ends_at) for each in occurrences)
