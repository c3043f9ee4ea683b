"""Rows of guidelines, kinds of grant and principles."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field
from typing_extensions import override

from chassis.tables import INSTANT, one_of
from grants.events import guideline as events
from grants.events.parts import Words
from grants.guidelines.domain import Status, Way
from grants.schema import GrantsPlain, GrantsRoot, GrantsRow


class GrantKind(GrantsPlain, table=True):
    """A kind of county grant (avustuslaji). GRC-25."""

    __tablename__ = "grant_kind"
    code: str = Field(primary_key=True)
    """operating (toiminta-avustus), partnership (kumppanuusavustus)"""
    names: dict[str, str] = Field(sa_type=JSONB)
    purpose: dict[str, str] = Field(sa_type=JSONB)
    """Whom it is for, in a sentence."""
    way: Way = Field(sa_type=one_of(Way))


class Criterion(GrantsPlain, table=True):
    """A criterion to choose from (kriteerikirjasto). GRO-02..06, GRO-15, GRO-18, GRC-22."""

    __tablename__ = "criterion"
    code: str = Field(primary_key=True)
    names: dict[str, str] = Field(sa_type=JSONB)
    mandatory_for: list[str] = Field(sa_type=JSONB)
    """Kinds of grant of whose guideline it must be a part."""
    source: str
    """Where the plan says it, or which region uses it."""


class Guideline(GrantsRoot, table=True):
    """One version of the guideline of one kind of grant. A published one never changes."""

    __tablename__ = "guideline"
    __topic__: ClassVar[str] = events.TOPIC
    __table_args__ = (
        CheckConstraint("(status = 'published') = (number > 0)", name="published_has_number"),
        CheckConstraint("(status = 'published') = (published_at IS NOT NULL)", name="published_has_moment"),
        Index("ix_guideline_kind_valid_from", "kind", "valid_from"),
        Index("uq_guideline_kind_number", "kind", "number", unique=True, postgresql_where=text("status = 'published'")),
    )
    kind: str = Field(foreign_key="grants.grant_kind.code")
    number: int = 0
    """1, 2, 3 … within its kind, given when it is published; a draft has none: 0."""
    title: dict[str, str] = Field(sa_type=JSONB)
    council_term: str
    """Code of the council term that it was made for (valtuustokausi)."""
    status: Status = Field(default=Status.DRAFT, sa_type=one_of(Status))
    valid_from: date
    criteria: list[dict[str, Any]] = Field(sa_type=JSONB)
    """Each `{code, weight, text}`: the library's code, its weight, and what the county asks for in detail."""
    parameters: dict[str, Any] = Field(sa_type=JSONB)
    """The numbers and lists of `schemas.Parameters`: legal forms, least service areas, days for completion and review …"""
    purposes: list[str] = Field(default_factory=list, sa_type=JSONB)
    """Purposes of support beside the associations' own activity: ihimiset (GRC-22)."""
    authors: list[dict[str, Any]] = Field(sa_type=JSONB)
    """Who prepared it: each `{kind, id, name}` — county, municipality, organisation; never a person's name. GRC-20."""
    co_planning: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    """How associations took part: each `{on, what, organisations, outcome}` (yhteissuunnittelu). GRO-14."""
    published_at: datetime | None = Field(default=None, sa_type=INSTANT)

    @override
    def public(self) -> events.GuidelineState:
        return events.GuidelineState(
            id=self.id,
            kind=self.kind,
            number=self.number,
            title=Words(**self.title),
            status=self.status.value,
            valid_from=self.valid_from,
        )


class Principles(GrantsRow, table=True):
    """Principles of support and division of work, agreed once per council term (tukemisen periaatteet). GRC-16.

    The coordinator records them until forums announces `PrinciplesAgreed`. In force: the newest agreed one whose days hold today.
    """

    __tablename__ = "principles"
    __table_args__ = (CheckConstraint("valid_until > valid_from", name="in_order"),)
    __scopes__: ClassVar[Mapping[str, str]] = {}
    council_term: str
    title: dict[str, str] = Field(sa_type=JSONB)
    text: str
    """What was agreed."""
    agreed_on: date
    agreed_by: list[dict[str, Any]] = Field(sa_type=JSONB)
    """The bodies that agreed: each `{kind, id, name}`."""
    valid_from: date
    valid_until: date
    recorded_by: UUID
    recorded_at: datetime = Field(sa_type=INSTANT)
