"""The list of organisations: filters by field, search by name, Finnish order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Text, Uuid, any_, bindparam, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped
from sqlalchemy.sql import Select
from sqlmodel import col

from chassis.paging import Items, Keys, Listing, paged
from chassis.values import today
from chassis.work import Reads
from registry.areas import queries as areas
from registry.organisations.domain.kinds import AreaClass, Field, Group, Kind, LegalForm, Support
from registry.organisations.domain.lifecycle import Status
from registry.organisations.domain.nonprofit import NonProfit
from registry.organisations.domain.sote import SoteStatus
from registry.organisations.queries.shown import shown_on
from registry.organisations.queries.standing import stands_as
from registry.organisations.schemas import OrganisationOut
from registry.organisations.tables import Organisation
from registry.search import queries as search

KEYS: Keys = {
    "name": col(Organisation.sort_key),
    "registered_at": col(Organisation.registered_at),
    "updated_at": col(Organisation.updated_at),
}
IDS: Final = ARRAY(Uuid())
WIDE = (AreaClass.REGION, AreaClass.COUNTRY)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which organisations a list is about; what is not said asks nothing."""

    q: str | None = None
    home_municipality: str | None = None
    acts_in: str | None = None
    area: str | None = None
    kind: Kind | None = None
    legal_form: LegalForm | None = None
    status: Status | None = None
    field: Field | None = None
    group: Group | None = None
    supports_others: Support | None = None
    sote_status: SoteStatus | None = None
    non_profit: bool | None = None
    updated_since: datetime | None = None
    ids: tuple[UUID, ...] = ()


async def organisations(reads: Reads, page: Listing, wanted: Wanted) -> Items[OrganisationOut]:
    """Those that are wanted; merged ones are found under what stands in their place, unless they are asked for."""
    show = partial(shown_on, day=today(reads.now))
    if wanted.q is None or not wanted.q.strip():
        rows = select(Organisation).where(*await _conditions(reads, wanted))
        return await paged(reads, rows, page, keys=KEYS, id=col(Organisation.id), show=show)
    if wanted == Wanted(q=wanted.q):  # who is merged away is not among what is searched: nothing else to look up
        rows, keys, values = *FOUND, {"listed": await search.found(reads, wanted.q)}
    else:
        conditions = await _conditions(reads, wanted)
        ids = await search.found(reads, wanted.q, select(col(Organisation.id)).where(*conditions))
        rows, keys, values = *_listed(literal(ids, IDS), *conditions), None
    return await paged(reads, rows, page, keys=keys, id=col(Organisation.id), show=show, values=values)


def _listed(ids: ColumnElement[Sequence[UUID]], *conditions: ColumnElement[bool]) -> tuple[Select[Organisation], Keys]:
    """Those with these ids, and the orders they may have: the one of the ids first."""
    rows = select(Organisation).where(col(Organisation.id) == any_(ids), *conditions)
    return rows, {"relevance": func.array_position(ids, col(Organisation.id), type_=Integer()), **KEYS}


FOUND: Final = _listed(bindparam("listed", type_=IDS), col(Organisation.status) != Status.MERGED)


async def _conditions(reads: Reads, wanted: Wanted) -> list[ColumnElement[bool]]:
    plain = {
        "kind": wanted.kind,
        "legal_form": wanted.legal_form,
        "supports_others": wanted.supports_others,
        "sote_status": wanted.sote_status,
    }
    return [
        *(getattr(Organisation, name) == value for name, value in plain.items() if value is not None),
        *_of_status(wanted.status, today(reads.now)),
        *(_has_any(col(Organisation.fields), [f.value]) for f in [wanted.field] if f),
        *(_has_any(col(Organisation.groups), [g.value]) for g in [wanted.group] if g),
        *(col(Organisation.updated_at) >= since for since in [wanted.updated_since] if since),
        *(col(Organisation.id).in_(wanted.ids) for _ in wanted.ids[:1]),
        *_non_profit(reads, wanted.non_profit),
        *await _places(reads, wanted),
    ]


def _of_status(status: Status | None, day: date) -> list[ColumnElement[bool]]:
    return [col(Organisation.status) != Status.MERGED if status is None else stands_as(status, day)]


def _non_profit(reads: Reads, holds: bool | None) -> list[ColumnElement[bool]]:
    """Whether an assessment with that outcome is in force today."""
    if holds is None:
        return []
    until = col(Organisation.non_profit_until)
    in_force = or_(until.is_(None), until > today(reads.now))
    passed = (col(Organisation.non_profit_status) == NonProfit.NON_PROFIT) & in_force
    return [passed if holds else ~passed]


async def _places(reads: Reads, wanted: Wanted) -> list[ColumnElement[bool]]:
    """Seat and operating area apart (ORG-06); a code of old means what came after it (XCT-04)."""
    if wanted.home_municipality is None and wanted.acts_in is None and wanted.area is None:
        return []
    tree, day = await areas.tree(reads), today(reads.now)
    found: list[ColumnElement[bool]] = []
    if wanted.home_municipality is not None:
        code = tree.resolve(wanted.home_municipality, day).code
        found.append(col(Organisation.home_municipality).in_([code, *tree.predecessors(code)]))
    if wanted.acts_in is not None:
        code = tree.resolve(wanted.acts_in, day).code
        there = _has_any(col(Organisation.municipalities), [code, *tree.predecessors(code)])
        found.append(or_(there, col(Organisation.area_class).in_(WIDE)))
    if wanted.area is not None:
        found.append(_has_any(col(Organisation.area_codes), [tree.resolve(wanted.area, day).code]))
    return found


def _has_any(column: Mapped[list[str]], codes: list[str]) -> ColumnElement[bool]:
    """Whether the arrays share a member: what a GIN index answers."""
    return column.bool_op("&&")(literal(codes, ARRAY(Text)))
