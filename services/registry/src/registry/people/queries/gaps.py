"""Which scopes have nobody today who answers for them (puuttuvat yhdyshenkilöt). ACT-03..06; R4."""

from collections.abc import Mapping

from sqlalchemy import Boolean, func, select
from sqlmodel import col

from chassis.values import today
from chassis.work import Reader
from registry.people.domain.role_types import RoleType, ScopeKind, role_types
from registry.people.queries.assignments import in_force
from registry.people.queries.scopes import scopes
from registry.people.schemas import GapOut, GapsOut, MissingOut, NamesOut, RoleTypeOut
from registry.people.tables import RoleAssignment

_Held = Mapping[tuple[str, str], tuple[bool, int]]
"""Role and scope -> whether there is a primary holder, and how many deputies."""


async def gaps(reader: Reader) -> GapsOut:
    """For each role that one person at a time holds: how many scopes have a holder now, and which have none."""
    known, held = await scopes(reader), await _held(reader)
    found = [
        _gap(kind, scope_kind, known[scope_kind], held)
        for kind in role_types().values()
        if kind.sole
        for scope_kind in kind.scope_kinds & known.keys()
    ]
    return GapsOut(on=today(reader.now), gaps=found)


async def types(_reader: Reader) -> list[RoleTypeOut]:
    """Every role that is assigned here."""
    return [
        RoleTypeOut(
            role=kind.role,
            name=NamesOut(fi=kind.name_fi, en=kind.name_en),
            scope_kinds=sorted(kind.scope_kinds, key=lambda k: k.value),
            sole=kind.sole,
            local=kind.local,
            duties=list(kind.duties),
        )
        for kind in role_types().values()
    ]


def _gap(kind: RoleType, scope_kind: ScopeKind, known: Mapping[str, str], held: _Held) -> GapOut:
    missing = [
        MissingOut(scope_id=code, name_fi=name, deputies=held.get((kind.role, code), (False, 0))[1])
        for code, name in known.items()
        if not held.get((kind.role, code), (False, 0))[0]
    ]
    return GapOut(
        role=kind.role,
        name=NamesOut(fi=kind.name_fi, en=kind.name_en),
        scope_kind=scope_kind,
        scopes=len(known),
        held=len(known) - len(missing),
        missing=missing,
    )


async def _held(reader: Reader) -> _Held:
    primary = col(RoleAssignment.deputy_of).is_(None)
    rows = await reader.rows(
        select(
            col(RoleAssignment.role),
            col(RoleAssignment.scope_id),
            func.bool_or(primary, type_=Boolean),
            func.count().filter(~primary),
        )
        .where(in_force(reader.now), col(RoleAssignment.sole))
        .group_by(col(RoleAssignment.role), col(RoleAssignment.scope_id))
    )
    return {(role, scope_id): (has, deputies) for role, scope_id, has, deputies in rows}
