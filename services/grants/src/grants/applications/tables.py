"""Rows of applications. What was submitted is frozen: a trigger and missing rights refuse to change or delete it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field
from typing_extensions import override

from chassis.tables import CENTS, INSTANT, one_of
from chassis.values import Money
from grants.access import Permission, Scope
from grants.applications.domain import HOLDABLE, Status
from grants.events import application as events
from grants.events import reminder, sign_off
from grants.events.parts import Activity
from grants.schema import GrantsPlain, GrantsRoot, GrantsRow


class Application(GrantsRoot, table=True):
    """The application as it is now. Announced from its submission on; a draft has no event and no state."""

    __tablename__ = "application"
    __topic__: ClassVar[str] = events.TOPIC
    __table_args__ = (
        CheckConstraint("sought_cents >= 0", name="sought"),
        CheckConstraint("granted_cents BETWEEN 0 AND sought_cents", name="granted"),
        CheckConstraint("period_until > period_from", name="period"),
        CheckConstraint("(handled_in IS NULL) = (submitted_at IS NULL)", name="received"),
        UniqueConstraint("case_number"),
        Index("ix_application_acting", "acting", postgresql_using="gin"),
        Index("ix_application_call_id_status", "call_id", "status", "id"),
        Index("ix_application_activity_id", "activity_id"),
    )
    __scopes__: ClassVar[Mapping[str, str]] = {Scope.CALL: "handled_in", Scope.ORGANISATION: "acting"}
    __read__ = Permission.APPLICATION_READ
    call_id: UUID = Field(foreign_key="grants.call.id")
    handled_in: UUID | None = None
    """The call, once submitted: from then on its officials may see it, not before."""
    kind: str
    year: int
    lead_id: UUID
    """Who answers for it (päähakija)."""
    parties: list[UUID] = Field(sa_type=ARRAY(Uuid))
    """The lead, then its partners."""
    acting: list[UUID] = Field(sa_type=ARRAY(Uuid))
    """Whose representatives may act: the parties, and what each became part of (fuusio)."""
    held_for: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    """Of `acting`, those that have ended: while there is one it is not granted, nothing of it is paid. R3."""
    status: Status = Field(default=Status.DRAFT, sa_type=one_of(Status))
    case_number: str | None = None
    """From the first submission on (asiatunnus)."""
    activity_id: UUID
    activity_title: str
    activity_municipality: str | None = None
    """Where it is local, the official code: it may be the municipality's to fund (GRO-17)."""
    period_from: date
    period_until: date
    """The first day after it."""
    sought_cents: int = Field(default=0, sa_type=CENTS)
    granted_cents: int | None = Field(default=None, sa_type=CENTS)
    budget: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    """Lines of costs and income: each `{kind: cost|income, title, cents}`."""
    form: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    """Answers to the call's form."""
    submitted_at: datetime | None = Field(default=None, sa_type=INSTANT)
    frozen: int = 0
    """Number of the newest frozen version."""
    wanted: str | None = None
    """What the county asked to be completed."""
    requests: int = 0
    """How many times it did."""
    complete_by: datetime | None = Field(default=None, sa_type=INSTANT)
    """The first instant at which completion is too late."""
    referred_to: str | None = None
    """Official code of the municipality that it was referred to."""
    ended_because: str | None = None
    """Why it was withdrawn or referred."""
    copied_from: UUID | None = None
    created_by: UUID
    created_at: datetime = Field(sa_type=INSTANT)
    updated_at: datetime = Field(sa_type=INSTANT)

    @property
    def holds(self) -> list[UUID]:
        """`held_for`, while that means anything: what was refused or taken back meanwhile waits for nothing."""
        return self.held_for if self.status in HOLDABLE else []

    @override
    def public(self) -> events.ApplicationState | None:
        if self.case_number is None or self.submitted_at is None:
            return None
        return events.ApplicationState(
            id=self.id,
            call_id=self.call_id,
            kind=self.kind,
            year=self.year,
            case_number=self.case_number,
            status=self.status.value,
            parties=tuple(self.parties),
            activity=Activity(activity_id=self.activity_id, title=self.activity_title),
            period_from=self.period_from,
            period_until=self.period_until,
            sought=Money(cents=self.sought_cents),
            granted=None if self.granted_cents is None else Money(cents=self.granted_cents),
            submitted_at=self.submitted_at,
            held_for=tuple(self.holds),
        )


class Ended(GrantsPlain, table=True):
    """An organisation that has ended (lakkautunut järjestö), by the registry's own word. Gone when that is taken back.

    Not by the copy of its state: two topics have no order, and here the cause is named.
    """

    __tablename__ = "ended_organisation"
    organisation_id: UUID = Field(primary_key=True)
    dissolved_on: date
    cause_id: UUID
    """`ce_id` of the fact."""
    heard_at: datetime = Field(sa_type=INSTANT)


class Share(GrantsPlain, table=True):
    """A party's part of the sum (osuus), the lead's too."""

    __tablename__ = "share"
    __table_args__ = (CheckConstraint("share BETWEEN 0 AND 10000", name="share"),)
    application_id: UUID = Field(primary_key=True, sa_column_args=(ForeignKey("grants.application.id", ondelete="CASCADE"),))
    organisation_id: UUID = Field(primary_key=True)
    share: int
    """Hundredths of a per cent."""


class SignOff(GrantsRoot, table=True):
    """A partner's signature under what the draft said (allekirjoitus). It counts only while `hash` is still that of the draft."""

    __tablename__ = "sign_off"
    __topic__: ClassVar[str] = sign_off.TOPIC
    __table_args__ = (UniqueConstraint("application_id", "organisation_id"),)
    __scopes__: ClassVar[Mapping[str, str]] = {Scope.ORGANISATION: "organisation_id"}
    application_id: UUID = Field(foreign_key="grants.application.id")
    organisation_id: UUID
    asked_at: datetime = Field(sa_type=INSTANT)
    hash: str | None = None
    signed_by: UUID | None = None
    signed_at: datetime | None = Field(default=None, sa_type=INSTANT)

    @override
    def public(self) -> None:
        """The topic has no state."""
        return


class Reminder(GrantsRoot, table=True):
    """The applicants of a draft were reminded that the call closes (muistutus)."""

    __tablename__ = "reminder"
    __topic__: ClassVar[str] = reminder.TOPIC
    __table_args__ = (UniqueConstraint("application_id", "closes_at"),)
    application_id: UUID = Field(foreign_key="grants.application.id")
    closes_at: datetime = Field(sa_type=INSTANT)
    reminded_at: datetime = Field(sa_type=INSTANT)

    @override
    def public(self) -> None:
        """The topic has no state."""
        return


class Submission(GrantsPlain, table=True):
    """What was submitted, frozen (jätetty hakemus): version 1 at submission, then one for each completion. G7."""

    __tablename__ = "submission"
    application_id: UUID = Field(primary_key=True, sa_column_args=(ForeignKey("grants.application.id"),))
    number: int = Field(primary_key=True)
    content: dict[str, Any] = Field(sa_type=JSONB)
    """Everything the applicant said, with the hashes of attachments and sign-offs; persons are ids."""
    sha256: str
    """Of the content as RFC 8785 JSON."""
    submitted_by: UUID
    submitted_at: datetime = Field(sa_type=INSTANT)


class Attachment(GrantsRow, table=True):
    """A document of an application (liite). The bytes lie in the store under their hash."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_application_id", "application_id"),)
    application_id: UUID = Field(foreign_key="grants.application.id")
    code: str
    """Which of the wanted documents it is; `other` for any further one."""
    filename: str
    media_type: str
    """As sniffed from the bytes."""
    size: int
    sha256: str
    secret: bool = False
    """Kept from the public when the application becomes public (621/1999, 24 §)."""
    added_by: UUID
    added_at: datetime = Field(sa_type=INSTANT)
    removed_at: datetime | None = Field(default=None, sa_type=INSTANT)
    """Taken out of the application; a frozen version may still name it."""
