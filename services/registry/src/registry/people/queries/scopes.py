"""What a role may be held for: which scopes there are today, and which areas lie around one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.values import today
from chassis.work import Reads
from registry.areas import queries as areas
from registry.areas.domain import COUNTY, Kind, Tree
from registry.areas.tables import SoteDomain
from registry.organisations.queries import acting
from registry.organisations.tables import Organisation
from registry.people.domain.role_types import ScopeKind

_LEVELS: Mapping[ScopeKind, Kind] = {
    ScopeKind.COUNTY: Kind.COUNTY,
    ScopeKind.AREA: Kind.SERVICE_AREA,
    ScopeKind.CENTRE: Kind.HEALTH_CENTRE,
    ScopeKind.MUNICIPALITY: Kind.MUNICIPALITY,
}
_RESCUE = "rescue"
"""The county has one rescue service. Its areas are not divided yet: any code is taken (ACT-07)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a scope lies, in the columns by which others answer for it."""

    known: bool
    areas: list[str] = field(default_factory=list)
    domain: str | None = None
    organisation_id: UUID | None = None


async def place(reads: Reads, kind: ScopeKind, id: str) -> Place:
    """The scope of this kind and id; unknown where there is none today."""
    if kind in _LEVELS:
        tree, day = await areas.tree(reads), today(reads.now)
        known = id in _of_level(tree, reads, _LEVELS[kind])
        return Place(known, [area.code for area in tree.path(id, day)] if known else [])
    if kind is ScopeKind.DOMAIN:
        known = await reads.maybe(select(col(SoteDomain.code)).where(col(SoteDomain.code) == id)) is not None
        return Place(known, domain=id if known else None)
    if kind is ScopeKind.ORGANISATION:
        return await _organisation(reads, _uuid(id))
    if kind is ScopeKind.CALL:
        return Place(_uuid(id) is not None)
    return Place(kind is ScopeKind.RESCUE_AREA or id == _RESCUE)


async def scopes(reads: Reads) -> Mapping[ScopeKind, Mapping[str, str]]:
    """The scopes that the county has today, with their Finnish names, for each kind that it knows all of."""
    tree = await areas.tree(reads)
    found = {kind: _of_level(tree, reads, level) for kind, level in _LEVELS.items()}
    domains = await reads.all(select(SoteDomain).order_by(col(SoteDomain.code)))
    return {**found, ScopeKind.DOMAIN: {domain.code: domain.name_fi for domain in domains}}


def _of_level(tree: Tree, reads: Reads, level: Kind) -> dict[str, str]:
    if COUNTY not in tree:
        return {}
    day = today(reads.now)
    here = [tree.area(COUNTY), *tree.below(COUNTY, day)]
    return {area.code: area.name_fi for area in here if area.kind is level}


async def _organisation(reads: Reads, id: UUID | None) -> Place:
    """One that has ended is none any more: nobody is given a role for it."""
    wanted = (col(Organisation.id) == id, acting(today(reads.now)))
    found = await reads.rows(select(col(Organisation.area_codes)).where(*wanted))
    return Place(known=True, areas=list(found[0][0]), organisation_id=id) if found else Place(known=False)


def _uuid(id: str) -> UUID | None:
    """An id as we write it; nothing where it is none."""
    try:
        found = UUID(id)
    except ValueError:
        return None
    return found if str(found) == id else None
