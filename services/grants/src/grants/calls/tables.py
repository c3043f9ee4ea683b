"""Rows of calls."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint
from sqlmodel import Field
from typing_extensions import override

from chassis.problems import Problem
from chassis.tables import INSTANT, one_of
from grants.access import Scope
from grants.calls.domain import Status
from grants.calls.problems import CASE_NUMBER_TAKEN, WINDOW_TAKEN
from grants.events import call as events
from grants.events.parts import CallNamed, Words
from grants.schema import GrantsRoot, GrantsRow


class Call(GrantsRoot, table=True):
    """A call for applications. From its publication on its terms stand still."""

    __tablename__ = "call"
    __topic__: ClassVar[str] = events.TOPIC
    __table_args__ = (
        CheckConstraint("closes_at > opens_at", name="in_order"),
        ExcludeConstraint(
            ("kind", "="), (text("tstzrange(opens_at, closes_at)"), "&&"), name="ex_call_window", using="gist",
            where=text("status NOT IN ('draft', 'cancelled') AND overlaps_because IS NULL"),
        ),
        Index("uq_call_case_number", "case_number", unique=True, postgresql_where=text("status <> 'cancelled'")),
        Index("ix_call_kind_year", "kind", "year"),
        Index("ix_call_closes_at", "closes_at", "id"),
    )
    __scopes__: ClassVar[Mapping[str, str]] = {Scope.CALL: "id"}
    __refusals__: ClassVar[Mapping[str, Problem]] = {
        "ex_call_window": WINDOW_TAKEN,
        "uq_call_case_number": CASE_NUMBER_TAKEN,
    }
    kind: str = Field(foreign_key="grants.grant_kind.code")
    year: int
    """In which the money is used."""
    title: dict[str, str] = Field(sa_type=JSONB)
    guideline_id: UUID = Field(foreign_key="grants.guideline.id")
    guideline_number: int = 0
    """Of the version that stood when the call was published; 0 before."""
    appropriation_id: UUID = Field(foreign_key="grants.appropriation.id")
    opens_at: datetime = Field(sa_type=INSTANT)
    """The first instant at which one may submit."""
    closes_at: datetime = Field(sa_type=INSTANT)
    """The first instant at which it is too late."""
    status: Status = Field(default=Status.DRAFT, sa_type=one_of(Status))
    form_schema: dict[str, Any] = Field(sa_type=JSONB)
    """JSON Schema (2020-12) of the form. INF-16."""
    attachments: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    """The documents that an application must carry: each `{code, names: {fi, sv, en}}`."""
    overlaps_because: str | None = None
    """Why another call of the kind may be open at the same time (G18)."""
    case_number: str
    """Of the call in the county's register of matters (asiatunnus)."""
    last_case: int = 0
    """How many applications have got a case number."""
    results_at: datetime | None = Field(default=None, sa_type=INSTANT)

    @property
    def named(self) -> CallNamed:
        """The call as events name it."""
        return CallNamed(call_id=self.id, kind=self.kind, year=self.year, title=Words(**self.title))

    @override
    def public(self) -> events.CallState | None:
        return events.CallState(
            id=self.id,
            kind=self.kind,
            year=self.year,
            title=Words(**self.title),
            status=self.status.value,
            opens_at=self.opens_at,
            closes_at=self.closes_at,
        )


class Question(GrantsRow, table=True):
    """A question about a call and its answer; once answered, for everyone to read, without who asked (kysymys ja vastaus)."""

    __tablename__ = "question"
    __table_args__ = (Index("ix_question_call_id_asked_at", "call_id", "asked_at"),)
    __scopes__: ClassVar[Mapping[str, str]] = {Scope.CALL: "call_id", Scope.ORGANISATION: "organisation_id"}
    call_id: UUID = Field(foreign_key="grants.call.id")
    organisation_id: UUID
    """For whom it was asked."""
    asked_by: UUID
    asked_at: datetime = Field(sa_type=INSTANT)
    text: str
    answer: str | None = None
    answered_by: UUID | None = None
    answered_at: datetime | None = Field(default=None, sa_type=INSTANT)
