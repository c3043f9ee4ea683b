"""Whom a structure means as its members, found among roles and organisations at a moment (kohderyhmä). MTG-02, STR-02."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlmodel import col

from chassis.values import today
from chassis.work import Reads
from forums.copies import queries as copies
from forums.copies.tables import Organisation
from forums.schema import HOUSE
from forums.structures.domain import Group, OrganisationReach, RoleReach, Where, groups_in
from forums.structures.domain.areas import Areas
from forums.structures.queries.places import areas_on
from forums.structures.tables import Holding, Seat, Structure

ACTIVE = "active"
SOTE = "sote"


@dataclass(frozen=True, slots=True)
class ScopedRole:
    """Whoever holds this role for one of these scopes; nothing: for any."""

    role: str
    scope_kind: str
    scope_ids: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class ScopedOrganisations:
    """Organisations that a condition means, in these municipalities; nothing: wherever they are."""

    condition: OrganisationReach
    municipalities: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Described:
    """A described group with the scopes of one structure put in."""

    group: Group
    roles: tuple[ScopedRole, ...]
    organisations: tuple[ScopedOrganisations, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """Who a group is at a moment."""

    group: Group
    persons: frozenset[UUID]
    organisations: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Audience:
    """Who all of them are: by described group, and by seat. One may stand in several groups."""

    groups: tuple[Reached, ...]
    members: frozenset[UUID]
    """Persons in seats."""
    deputies: frozenset[UUID]
    represented: frozenset[UUID]
    """Organisations that somebody in a seat represents."""

    @property
    def persons(self) -> frozenset[UUID]:
        return self.members.union(*(each.persons for each in self.groups))

    @property
    def organisations(self) -> frozenset[UUID]:
        return self.represented.union(*(each.organisations for each in self.groups))


async def groups_of(db: Reads, structure: Structure, at: datetime | None = None) -> Sequence[Described]:
    """The described groups, each as roles with their scopes and conditions on organisations, as areas lie on the day."""
    places = await areas_on(db, today(at or db.now))
    return [_described(group, structure, places) for group in groups_in(structure.groups)]


async def audience(db: Reads, structure: Structure, at: datetime | None = None) -> Audience:
    """Who is meant at this moment; now if none is given. Paused and ended organisations are left out."""
    moment = at or db.now
    described = await groups_of(db, structure, moment)
    holders = await _holders(db, {role.role for each in described for role in each.roles}, moment)
    organisations = await _organisations(db, [wanted for each in described for wanted in each.organisations])
    members, deputies, represented = await _seated(db, structure, moment)
    return Audience(
        tuple(
            Reached(
                each.group,
                frozenset(holder.subject for holder in holders if any(_holds(role, holder) for role in each.roles)),
                frozenset(one.id for one in organisations if any(_means(wanted, one) for wanted in each.organisations)),
            )
            for each in described
        ),
        members, deputies, represented,
    )


def _described(group: Group, structure: Structure, places: Areas) -> Described:
    own = structure.domain or structure.area
    within = places.within(structure.area) if structure.area else None
    scopes = {Where.EVERYWHERE: None, Where.HERE: frozenset({own} if own else ()), Where.WITHIN: within}
    return Described(
        group,
        tuple(ScopedRole(r.role, r.scope_kind, scopes[r.where]) for r in group.who if isinstance(r, RoleReach)),
        tuple(
            ScopedOrganisations(r, within if r.where is Where.WITHIN else None)
            for r in group.who if isinstance(r, OrganisationReach)
        ),
    )


async def _holders(db: Reads, roles: Iterable[str], at: datetime) -> Sequence[Any]:
    held = HOUSE.assignment.c
    return await db.rows(
        select(held.subject, held.role, held.scope_kind, held.scope_id).where(
            held.role.in_(roles), held.valid_from <= at, or_(held.valid_until.is_(None), held.valid_until > at)
        )
    )


def _holds(wanted: ScopedRole, held: Any) -> bool:
    return (wanted.role, wanted.scope_kind) == (held.role, held.scope_kind) and (
        wanted.scope_ids is None or held.scope_id in wanted.scope_ids
    )


async def _organisations(db: Reads, wanted: Sequence[ScopedOrganisations]) -> Sequence[Organisation]:
    """Those of which one of the conditions may be true; which one is seen in the rows."""
    if not wanted:
        return []
    anyhow = or_(*(_condition(each) for each in wanted))
    return await db.all(select(Organisation).where(col(Organisation.status) == ACTIVE, anyhow))


def _condition(wanted: ScopedOrganisations) -> ColumnElement[bool]:
    kind = col(Organisation.kind).in_(wanted.condition.kinds)
    if wanted.municipalities is None:
        return kind
    codes = sorted(wanted.municipalities)
    acts = func.jsonb_exists_any(col(Organisation.operating_area)["municipalities"], literal(codes, ARRAY(TEXT)))
    return and_(kind, or_(col(Organisation.home_municipality).in_(codes), acts))


def _means(wanted: ScopedOrganisations, one: Organisation) -> bool:
    condition, area = wanted.condition, one.operating_area or {}
    return (
        one.kind in condition.kinds
        and (not condition.sote or one.sote_status == SOTE)
        and (not condition.producers or one.is_service_producer)
        and (not (condition.fields or condition.groups) or _speaks(condition, one))
        and (not condition.classes or area.get("area_class") in {None, *condition.classes})
        and (
            wanted.municipalities is None
            or not wanted.municipalities.isdisjoint({one.home_municipality, *area.get("municipalities", ())})
        )
    )


def _speaks(condition: OrganisationReach, one: Organisation) -> bool:
    return not (set(condition.fields).isdisjoint(one.fields) and set(condition.groups).isdisjoint(one.groups))


async def _seated(db: Reads, structure: Structure, at: datetime) -> tuple[frozenset[UUID], frozenset[UUID], frozenset[UUID]]:
    day = today(at)
    found = await db.rows(
        select(col(Holding.person), col(Holding.organisation_id), col(Seat.deputy_of))
        .join(Seat, col(Seat.id) == col(Holding.seat_id))
        .where(
            col(Holding.structure_id) == structure.id, col(Holding.since) <= day,
            or_(col(Holding.until).is_(None), col(Holding.until) > day),
        )
    )
    represented = {organisation for _, organisation, _ in found if organisation is not None}
    present = await copies.present(db, represented)
    return (
        frozenset(person for person, _, deputy_of in found if deputy_of is None),
        frozenset(person for person, _, deputy_of in found if deputy_of is not None),
        frozenset(present[id].id if id in present else id for id in represented),
    )
