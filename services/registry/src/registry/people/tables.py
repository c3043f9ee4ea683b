"""Assignments of roles, and requests to act for an organisation. Persons are ids: no names, no addresses."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, ExcludeConstraint
from sqlmodel import Field
from typing_extensions import override

from chassis.problems import Problem
from chassis.tables import INSTANT, one_of
from registry.access import Scope
from registry.events.assignment import TOPIC, AssignmentState
from registry.people.domain import representation, terms
from registry.people.domain.representation import Capacity
from registry.people.domain.role_types import ScopeKind
from registry.people.problems import ASKED_ALREADY, HELD_ALREADY, HELD_FOR_NOW, TERM_ORDER
from registry.schema import RegistryRoot, RegistryRow

_SCOPES: Mapping[str, str] = {
    Scope.AREA: "areas",
    Scope.CENTRE: "areas",
    Scope.MUNICIPALITY: "areas",
    Scope.DOMAIN: "domain",
    Scope.ORGANISATION: "organisation_id",
}
"""Who is responsible for a row: whoever holds a role for the domain, for the organisation, or for an area around it."""

_GIVEN_WITH_IT = ForeignKey("registry.role_assignment.id", deferrable=True, initially="DEFERRED")
"""Checked at the commit: the role and the request that it came of are written together, in any order."""


class RoleAssignment(RegistryRoot, table=True):
    """A person holds a role for a scope and a time (tehtävään osoittaminen). ACT-01, ACT-03..06, ACT-10."""

    __tablename__ = "role_assignment"
    __topic__: ClassVar[str] = TOPIC
    __scopes__: ClassVar[Mapping[str, str]] = _SCOPES
    __table_args__ = (
        CheckConstraint("valid_from <= valid_until", name="term"),
        CheckConstraint("time_share BETWEEN 1 AND 100", name="time_share"),
        ExcludeConstraint(
            ("role", "="), ("scope_kind", "="), ("scope_id", "="), (text("tstzrange(valid_from, valid_until)"), "&&"),
            name="ex_role_assignment_sole", using="gist", where=text("sole AND deputy_of IS NULL"),
        ),
        ExcludeConstraint(
            ("subject", "="), ("role", "="), ("scope_kind", "="), ("scope_id", "="),
            (text("tstzrange(valid_from, valid_until)"), "&&"),
            name="ex_role_assignment_subject", using="gist",
        ),
        Index("ix_role_assignment_scope_id", "scope_kind", "scope_id", "role"),
        Index("ix_role_assignment_valid_until", "valid_until", postgresql_where=text("status = 'given'")),
    )
    __refusals__: ClassVar[Mapping[str, Problem]] = {
        "ck_role_assignment_term": TERM_ORDER,
        "ex_role_assignment_sole": HELD_FOR_NOW,
        "ex_role_assignment_subject": HELD_ALREADY,
    }
    subject: UUID
    """The person: the `sub` of a token."""
    role: str
    scope_kind: ScopeKind = Field(sa_type=one_of(ScopeKind))
    scope_id: str
    sole: bool = False
    """Of its role type, when it was given: one primary holder for each scope at a time."""
    deputy_of: UUID | None = Field(default=None, sa_column_args=(ForeignKey("registry.role_assignment.id"),))
    status: terms.Status = Field(default=terms.Status.GIVEN, sa_type=one_of(terms.Status))
    valid_from: datetime = Field(sa_type=INSTANT)
    valid_until: datetime | None = Field(default=None, sa_type=INSTANT)
    source: terms.Source = Field(default=terms.Source.ASSIGNED, sa_type=one_of(terms.Source))
    assigned_by: UUID
    assigned_at: datetime = Field(sa_type=INSTANT)
    capacity: Capacity | None = Field(default=None, sa_type=one_of(Capacity))
    duties: str | None = None
    """Written duties and roles. ACT-06."""
    time_share: int | None = Field(default=None, sa_type=SmallInteger)
    """Share of working time, per cent. ACT-06."""
    mandate: str | None = None
    """What the holder may decide or promise. ACT-06."""
    place: str | None = None
    """Place in the organisation, for instance the team. ACT-01, ACT-06."""
    areas: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    """Codes of the scope and of all areas around it on the day it was given."""
    domain: str | None = None
    organisation_id: UUID | None = None

    @override
    def public(self) -> AssignmentState:
        return AssignmentState(
            id=self.id,
            subject=self.subject,
            role=self.role,
            scope_kind=self.scope_kind.value,
            scope_id=self.scope_id,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            deputy_of=self.deputy_of,
        )


class RepresentationRequest(RegistryRow, table=True):
    """Somebody asks to act for an organisation (pyyntö toimia järjestön edustajana)."""

    __tablename__ = "representation_request"
    __scopes__: ClassVar[Mapping[str, str]] = _SCOPES
    __table_args__ = (
        Index(
            "uq_representation_request_pending", "subject", "organisation_id",
            unique=True, postgresql_where=text("status = 'pending'"),
        ),
        Index("ix_representation_request_organisation_id", "organisation_id"),
    )
    __refusals__: ClassVar[Mapping[str, Problem]] = {"uq_representation_request_pending": ASKED_ALREADY}
    subject: UUID
    organisation_id: UUID = Field(sa_column_args=(ForeignKey("registry.organisation.id"),))
    capacity: Capacity = Field(sa_type=one_of(Capacity))
    grounds: str
    """Why, in the person's own words."""
    status: representation.Status = Field(
        default=representation.Status.PENDING, sa_type=one_of(representation.Status)
    )
    asked_at: datetime = Field(sa_type=INSTANT)
    decided_at: datetime | None = Field(default=None, sa_type=INSTANT)
    decided_by: UUID | None = None
    decision_grounds: str | None = None
    assignment_id: UUID | None = Field(default=None, sa_column_args=(_GIVEN_WITH_IT,))
    areas: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    """Codes of the areas of the organisation when it was asked: their liaisons decide."""
    domain: str | None = None
