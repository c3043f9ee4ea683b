"""Versions of usage rules."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from chassis.tables import INSTANT, one_of
from facilities.access import Scope
from facilities.schema import FacilitiesRow
from facilities.spaces.domain.kinds import OwnerKind
from facilities.spaces.domain.lifecycle import RulesStatus


class UsageRules(FacilitiesRow, table=True):
    """One version of the rules by which an owner's sites, or one site, are used (käyttöohjeet). FAC-01.

    A published one never changes: a trigger sees to it.
    """

    __tablename__ = "usage_rules"
    __table_args__ = (
        CheckConstraint("(status = 'published') = (number > 0)", name="published_has_number"),
        CheckConstraint("(status = 'published') = (published_at IS NOT NULL)", name="published_has_moment"),
        Index("uq_usage_rules_scope_number", "scope", "number", unique=True, postgresql_where=text("status = 'published'")),
        Index("ix_usage_rules_scope", "scope", "valid_from"),
    )
    __scopes__: ClassVar[Mapping[str, str]] = {Scope.CENTRE: "centre", Scope.MUNICIPALITY: "owner_municipality"}
    scope: str
    """Whose: `county`, `municipality:<code>`, `other:<name>`, or `site:<id>`."""
    site_id: UUID | None = Field(default=None, foreign_key="facilities.site.id")
    """Of this site alone; None: of all sites of the owner."""
    owner: OwnerKind = Field(sa_type=one_of(OwnerKind))
    owner_municipality: str | None = None
    owner_name: str | None = None
    centre: str | None = None
    """Of a site that is a health centre: its liaison writes them."""
    number: int = 0
    """1, 2, 3 … given when it is published; a draft has none: 0."""
    text: dict[str, str] = Field(sa_type=JSONB)
    status: RulesStatus = Field(default=RulesStatus.DRAFT, sa_type=one_of(RulesStatus))
    valid_from: date
    published_at: datetime | None = Field(default=None, sa_type=INSTANT)
    published_by: UUID | None = None
