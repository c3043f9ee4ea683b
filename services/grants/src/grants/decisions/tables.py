"""Rows of decisions. A trigger on `decision` moves the appropriation's `committed_cents` with every change of `granted_cents`."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from chassis.problems import Problem
from chassis.tables import CENTS, INSTANT, one_of
from grants.access import Permission, Scope
from grants.decisions.domain import ReviewStatus, Status
from grants.decisions.problems import ASKED_ALREADY, PROPOSED_ALREADY
from grants.schema import GrantsPlain, GrantsRow


class Decision(GrantsRow, table=True):
    """A proposal, then the decision of a named person (päätösehdotus, päätös). GRC-02."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint("granted_cents BETWEEN 0 AND sought_cents", name="granted"),
        CheckConstraint("(status = 'proposed' OR status = 'withdrawn') = (decided_at IS NULL)", name="decided_has_moment"),
        Index(
            "uq_decision_application_id", "application_id", unique=True, postgresql_where=text("status <> 'withdrawn'")
        ),
        UniqueConstraint("decided_year", "section"),
        Index("ix_decision_call_id", "call_id", "id"),
    )
    __refusals__: ClassVar[Mapping[str, Problem]] = {"uq_decision_application_id": PROPOSED_ALREADY}
    __scopes__: ClassVar[Mapping[str, str]] = {Scope.CALL: "call_id"}
    __read__ = Permission.DECISION_READ
    application_id: UUID = Field(foreign_key="grants.application.id")
    appropriation_id: UUID = Field(foreign_key="grants.appropriation.id")
    call_id: UUID = Field(foreign_key="grants.call.id")
    status: Status = Field(default=Status.PROPOSED, sa_type=one_of(Status))
    sought_cents: int = Field(sa_type=CENTS)
    proposed_cents: int = Field(sa_type=CENTS)
    proposed_by: UUID
    proposed_at: datetime = Field(sa_type=INSTANT)
    granted_cents: int | None = Field(default=None, sa_type=CENTS)
    """As it stands now: a review may have changed it."""
    grounds: str
    section: int | None = None
    """Of the decision maker's record (pykälä): 1, 2, 3 … in a year, without gaps."""
    decided_year: int | None = None
    principles_id: UUID | None = Field(default=None, foreign_key="grants.principles.id")
    decided_by: UUID | None = None
    decided_at: datetime | None = Field(default=None, sa_type=INSTANT)
    document: str | None = None
    """The decision document as it was served: HTML."""


class SectionBook(GrantsRow, table=True):
    """How many sections a year's record has (pykäläluettelo). Locked while a number is given, so that none is missing."""

    __tablename__ = "section_book"
    __table_args__ = (UniqueConstraint("year"),)
    year: int
    last: int = 0


class ReviewClock(GrantsPlain, table=True):
    """When one party was served with one decision, and until when it may use the remedy (muutoksenhakuaika).

    Served again after its mail came back, it has the later day; a trigger refuses an earlier one.
    """

    __tablename__ = "review_clock"
    decision_id: UUID = Field(primary_key=True)
    """Of the decision, or of the decision on a review."""
    organisation_id: UUID = Field(primary_key=True)
    application_id: UUID = Field(foreign_key="grants.application.id")
    remedy: str
    """review, appeal"""
    way: str
    served_on: date
    last_day: date


class ReviewRequest(GrantsRow, table=True):
    """A party asked for a review (oikaisuvaatimus), and what came of it."""

    __tablename__ = "review_request"
    __table_args__ = (
        Index("ix_review_request_application_id", "application_id"),
        Index("ix_review_request_call_id", "call_id", "id"),
        Index(
            "uq_review_request_decision_id", "decision_id", "organisation_id",
            unique=True, postgresql_where=text("status = 'registered'"),
        ),
        UniqueConstraint("decided_year", "section"),
    )
    __refusals__: ClassVar[Mapping[str, Problem]] = {"uq_review_request_decision_id": ASKED_ALREADY}
    __scopes__: ClassVar[Mapping[str, str]] = {Scope.CALL: "call_id", Scope.ORGANISATION: "organisation_id"}
    __read__ = Permission.DECISION_READ
    application_id: UUID = Field(foreign_key="grants.application.id")
    decision_id: UUID = Field(foreign_key="grants.decision.id")
    call_id: UUID = Field(foreign_key="grants.call.id")
    organisation_id: UUID
    """Who asks."""
    demand: str
    """What is asked for, and why."""
    received_on: date
    registered_by: UUID
    registered_at: datetime = Field(sa_type=INSTANT)
    status: ReviewStatus = Field(default=ReviewStatus.REGISTERED, sa_type=one_of(ReviewStatus))
    grounds: str | None = None
    granted_cents: int | None = Field(default=None, sa_type=CENTS)
    section: int | None = None
    decided_year: int | None = None
    decided_by: UUID | None = None
    decided_at: datetime | None = Field(default=None, sa_type=INSTANT)
    document: str | None = None
