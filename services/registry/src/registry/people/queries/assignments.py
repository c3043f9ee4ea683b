"""Who holds which role: lists, one assignment, and what a command must know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlmodel import col

from chassis.access import Actor
from chassis.paging import Items, Listing, paged
from chassis.values import DAY, HELSINKI
from chassis.work import Reader, Reads
from registry.access import Permission
from registry.people.domain.role_types import ScopeKind
from registry.people.domain.terms import Facts, Holding, Status, Term
from registry.people.schemas import AssignmentOut
from registry.people.tables import RoleAssignment

_MOMENT = timedelta(microseconds=1)
"""The shortest time that PostgreSQL knows."""
_KEYS = {
    "valid_from": col(RoleAssignment.valid_from),
    "valid_until": col(RoleAssignment.valid_until),
    "role": col(RoleAssignment.role),
    "scope_id": col(RoleAssignment.scope_id),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which assignments are asked for; what is none does not matter."""

    role: str | None = None
    scope_kind: ScopeKind | None = None
    scope_id: str | None = None
    subject: UUID | None = None
    on: date | None = None
    """Held at some moment of that day, Finnish time."""
    expires_within: int | None = None
    """Held now, and over within so many days. R4."""


def visible(actor: Actor) -> ColumnElement[bool]:
    """What one may see: one's own roles, and those that one answers for."""
    return or_(col(RoleAssignment.subject) == actor.id, actor.sees(Permission.PEOPLE_READ, RoleAssignment))


async def assignments(reader: Reader, page: Listing, wanted: Filter) -> Items[AssignmentOut]:
    rows = _chosen(select(RoleAssignment).where(visible(reader.actor)), wanted, reader.now)
    found = await paged(reader, rows, page, keys=_KEYS, id=col(RoleAssignment.id), show=shown)
    note(reader, [item.subject for item in found.items])
    return found


async def assignment(reader: Reader, id: UUID) -> RoleAssignment:
    found = await reader.one(select(RoleAssignment).where(col(RoleAssignment.id) == id, visible(reader.actor)))
    note(reader, [found.subject])
    return found


async def facts(reads: Reads, row: RoleAssignment, *, scope_known: bool = True) -> Facts:
    """What deciding about this row needs: what the actor may, and who else holds the role for the scope."""
    others = select(RoleAssignment).where(
        col(RoleAssignment.role) == row.role,
        col(RoleAssignment.scope_kind) == row.scope_kind,
        col(RoleAssignment.scope_id) == row.scope_id,
        col(RoleAssignment.id) != row.id,
        or_(col(RoleAssignment.valid_until).is_(None), col(RoleAssignment.valid_until) > row.valid_from),
    )
    return Facts(
        may_name=reads.actor.may(Permission.PEOPLE_ASSIGN, row),
        may_name_locally=reads.actor.may(Permission.PEOPLE_ASSIGN_LOCALLY, row),
        scope_known=scope_known,
        held=[_holding(other) for other in await reads.all(others) if other.valid_from != other.valid_until],
    )


def given_for(kind: ScopeKind, id: str) -> ColumnElement[bool]:
    """Held for this scope now or from a later day on."""
    mine = and_(col(RoleAssignment.scope_kind) == kind, col(RoleAssignment.scope_id) == id)
    return and_(mine, col(RoleAssignment.status) == Status.GIVEN)


def note(reader: Reader, subjects: Sequence[UUID]) -> None:
    """Reading who holds a role is reading personal data, save of oneself."""
    reader.has_read(*sorted({subject for subject in subjects if subject != reader.actor.id}))


def shown(row: RoleAssignment) -> AssignmentOut:
    return AssignmentOut(
        id=row.id,
        version=row.version,
        subject=row.subject,
        role=row.role,
        scope_kind=row.scope_kind,
        scope_id=row.scope_id,
        deputy_of=row.deputy_of,
        status=row.status,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        source=row.source,
        assigned_by=row.assigned_by,
        assigned_at=row.assigned_at,
        capacity=row.capacity,
        duties=row.duties,
        time_share=row.time_share,
        mandate=row.mandate,
        place=row.place,
    )


def in_force(now: datetime) -> ColumnElement[bool]:
    """Held at this moment."""
    return _between(now, now + _MOMENT)


def _holding(row: RoleAssignment) -> Holding:
    return Holding(row.subject, Term(row.valid_from, row.valid_until), deputy=row.deputy_of is not None)


def _between(since: datetime, until: datetime) -> ColumnElement[bool]:
    """Held at some moment of this half-open time."""
    ends = col(RoleAssignment.valid_until)
    return and_(col(RoleAssignment.valid_from) < until, or_(ends.is_(None), ends > since))


def _chosen(rows: Select[RoleAssignment], wanted: Filter, now: datetime) -> Select[RoleAssignment]:
    equal = {
        col(RoleAssignment.role): wanted.role,
        col(RoleAssignment.scope_kind): wanted.scope_kind,
        col(RoleAssignment.scope_id): wanted.scope_id,
        col(RoleAssignment.subject): wanted.subject,
    }
    rows = rows.where(*(column == value for column, value in equal.items() if value is not None))
    if wanted.on is not None:
        begins = datetime.combine(wanted.on, time(), HELSINKI)
        rows = rows.where(_between(begins, datetime.combine(wanted.on + DAY, time(), HELSINKI)))
    if wanted.expires_within is not None:
        last = now + timedelta(days=wanted.expires_within)
        rows = rows.where(
            in_force(now), col(RoleAssignment.status) == Status.GIVEN, col(RoleAssignment.valid_until) <= last
        )
    return rows
