"""Bodies in, answers out. Persons are the ids of their tokens; no text here names a person."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from chassis.values import Grounds, Instant, Line, Prose
from registry.people.domain import representation, terms
from registry.people.domain.representation import Capacity
from registry.people.domain.role_types import ScopeKind
from registry.people.domain.terms import Source

Role = Annotated[str, Field(pattern="^[a-z][a-z_]{1,39}$", description="A word of the list of role types.")]
ScopeId = Annotated[
    str,
    Field(
        min_length=1, max_length=60, pattern="^[0-9A-Za-z_-]+$",
        description="Official code of an area, id of an organisation or call.",
    ),
]
Subject = Annotated[UUID, Field(description="The person: the `sub` of the token.")]
Until = Annotated[Instant | None, Field(description="From when it is no longer held; none: until further notice.")]


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Assign(Closed):
    """Give somebody a role."""

    subject: Subject
    role: Role
    scope_kind: Annotated[ScopeKind, Field(description="What it is held for.")]
    scope_id: ScopeId
    valid_from: Annotated[Instant | None, Field(description="From when; none: from now.")] = None
    valid_until: Until = None
    capacity: Annotated[Capacity | None, Field(description="As what a representative acts. ACT-10.")] = None
    duties: Annotated[Prose | None, Field(description="Written duties and roles. ACT-06.")] = None
    time_share: Annotated[int | None, Field(ge=1, le=100, description="Share of working time, per cent. ACT-06.")] = None
    mandate: Annotated[Prose | None, Field(description="What the holder may decide or promise. ACT-06.")] = None
    place: Annotated[Line | None, Field(description="Place in the organisation, for instance the team. ACT-01, ACT-06.")] = None
    grounds: Annotated[Grounds | None, Field(description="Why, for instance the number of the decision.")] = None


class NameDeputy(Closed):
    """Name somebody who stands in for the holder."""

    subject: Subject
    valid_from: Annotated[Instant | None, Field(description="From when; none: from now, or with the holder's term.")] = None
    valid_until: Annotated[Instant | None, Field(description="Until when; none: as long as the holder's term.")] = None
    grounds: Annotated[Grounds | None, Field(description="Why.")] = None


class Prolong(Closed):
    """Let the role be held longer."""

    valid_until: Until = None
    grounds: Annotated[Grounds | None, Field(description="Why.")] = None


class End(Closed):
    """End a role before its time."""

    at: Annotated[Instant | None, Field(description="From when it gives nothing; none: from now.")] = None
    grounds: Annotated[Grounds, Field(description="Why.")]


class Ask(Closed):
    """Ask to act for an organisation."""

    organisation_id: Annotated[UUID, Field(description="The organisation.")]
    capacity: Annotated[Capacity, Field(description="As what: employee, elected person of trust, volunteer, experience expert.")]
    grounds: Annotated[Grounds, Field(description="Why, for instance the office held; no names of other persons.")]


class Approve(Closed):
    """Let the person act for the organisation."""

    valid_until: Until = None
    grounds: Annotated[Grounds, Field(description="What the decision rests on.")]


class Refuse(Closed):
    """Say no."""

    grounds: Annotated[Grounds, Field(description="Why not.")]


class NamesOut(BaseModel):
    """A title in the languages in which it is known."""

    fi: Annotated[str, Field(description="Finnish.")]
    en: Annotated[str, Field(description="English.")]


class RoleTypeOut(BaseModel):
    """One kind of role."""

    role: Annotated[str, Field(description="The word that assignments and permissions use.")]
    name: Annotated[NamesOut, Field(description="The title.")]
    scope_kinds: Annotated[list[ScopeKind], Field(description="What it may be held for.")]
    sole: Annotated[bool, Field(description="One primary holder for each scope at a time, deputies beside.")]
    local: Annotated[bool, Field(description="A liaison may give it within the own scope.")]
    duties: Annotated[list[str], Field(description="Duties of the plan.")]


class AssignmentOut(BaseModel):
    """A role that somebody holds, held or will hold."""

    id: Annotated[UUID, Field(description="The assignment.")]
    version: Annotated[int, Field(description="Grows with each change; the ETag.")]
    subject: Subject
    role: Annotated[str, Field(description="A word of the list of role types.")]
    scope_kind: Annotated[ScopeKind, Field(description="What it is held for.")]
    scope_id: Annotated[str, Field(description="Which one.")]
    deputy_of: Annotated[UUID | None, Field(description="The assignment whose holder this one stands in for.")]
    status: Annotated[terms.Status, Field(description="Given or ended.")]
    valid_from: Annotated[datetime, Field(description="From when.")]
    valid_until: Until
    source: Annotated[Source, Field(description="Given, or asked for and approved.")]
    assigned_by: Annotated[UUID, Field(description="Who gave it.")]
    assigned_at: Annotated[datetime, Field(description="When it was given.")]
    capacity: Annotated[Capacity | None, Field(description="As what a representative acts.")]
    duties: Annotated[str | None, Field(description="Written duties and roles.")]
    time_share: Annotated[int | None, Field(description="Share of working time, per cent.")]
    mandate: Annotated[str | None, Field(description="What the holder may decide or promise.")]
    place: Annotated[str | None, Field(description="Place in the organisation.")]


class RequestOut(BaseModel):
    """A request to act for an organisation."""

    id: Annotated[UUID, Field(description="The request.")]
    version: Annotated[int, Field(description="Grows with each change; the ETag.")]
    subject: Subject
    organisation_id: Annotated[UUID, Field(description="The organisation.")]
    capacity: Annotated[Capacity, Field(description="As what.")]
    grounds: Annotated[str, Field(description="Why, in the person's own words.")]
    status: Annotated[representation.Status, Field(description="Pending, approved, refused or withdrawn.")]
    asked_at: Annotated[datetime, Field(description="When it was asked.")]
    decided_at: Annotated[datetime | None, Field(description="When it was decided.")]
    decided_by: Annotated[UUID | None, Field(description="Who decided.")]
    decision_grounds: Annotated[str | None, Field(description="What the decision rests on.")]
    assignment_id: Annotated[UUID | None, Field(description="The role that came of it.")]


class MissingOut(BaseModel):
    """A scope without a primary holder today."""

    scope_id: Annotated[str, Field(description="Official code.")]
    name_fi: Annotated[str, Field(description="Finnish name.")]
    deputies: Annotated[int, Field(description="How many deputies stand in meanwhile.")]


class GapOut(BaseModel):
    """One role type: how many scopes there are, how many have a holder, and which have none."""

    role: Annotated[str, Field(description="The role.")]
    name: Annotated[NamesOut, Field(description="The title.")]
    scope_kind: Annotated[ScopeKind, Field(description="What it is held for.")]
    scopes: Annotated[int, Field(description="How many scopes there are today.")]
    held: Annotated[int, Field(description="How many of them have a primary holder; of municipalities, an indicator (ACT-06).")]
    missing: Annotated[list[MissingOut], Field(description="Those without one.")]


class GapsOut(BaseModel):
    """Scopes without a primary holder."""

    on: Annotated[date, Field(description="The day, Finnish time.")]
    gaps: Annotated[list[GapOut], Field(description="Each role that one person at a time holds for a scope.")]


class HeldOut(BaseModel):
    """A role held now."""

    role: Annotated[str, Field(description="The role.")]
    scope_kind: Annotated[str, Field(description="What it is held for; county: everywhere.")]
    scope_id: Annotated[str, Field(description="Which one; empty for the county.")]


class GrantedOut(BaseModel):
    """A permission held now, and where."""

    permission: Annotated[str, Field(description="The permission.")]
    everywhere: Annotated[bool, Field(description="For the whole county.")]
    within: Annotated[list[HeldOut], Field(description="The roles that give it for a scope.")]


class MeOut(BaseModel):
    """Who is signed in."""

    id: Annotated[UUID, Field(description="The `sub` of the token.")]
    actor: Annotated[str, Field(description="As events and the audit name it.")]
    roles: Annotated[list[HeldOut], Field(description="The roles held now.")]
    permissions: Annotated[list[GrantedOut], Field(description="What they allow in the registry; ask for these, not for roles.")]


class RuleOut(BaseModel):
    """One permission of the matrix."""

    permission: Annotated[str, Field(description="The permission.")]
    role: Annotated[str, Field(description="A role that has it.")]
    within: Annotated[str, Field(description="The kind of scope the role is held for; county: everywhere.")]


class MatrixOut(BaseModel):
    """Who may do what."""

    rules: Annotated[list[RuleOut], Field(description="One for each permission and role.")]
