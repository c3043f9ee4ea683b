"""Candidate pairs: who may be one with whom."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from chassis.paging import Items, Keys, Listing, paged_rows
from chassis.work import Reads
from registry.access import Permission
from registry.imports.domain.duplicates import Status
from registry.imports.schemas import BodyOut, DuplicateOut
from registry.imports.tables import Duplicate, WaitingRow
from registry.organisations.tables import Organisation

KEYS: Keys = {"proposed_at": col(Duplicate.proposed_at), "score": col(Duplicate.score)}
_ONE, _OTHER = aliased(Organisation), aliased(Organisation)


async def duplicates(reads: Reads, page: Listing, state: Status | None, source: str | None) -> Items[DuplicateOut]:
    """Pairs in the order in which they were proposed."""
    rows = _pairs(reads)
    if state is not None:
        rows = rows.where(col(Duplicate.status) == state)
    if source is not None:
        rows = rows.where(col(Duplicate.source) == source)
    return await paged_rows(reads, rows, page, keys=KEYS, id=col(Duplicate.id), show=lambda row: _shown(*row[:4]))


async def duplicate(reads: Reads, id: UUID) -> Duplicate:
    """One pair."""
    seen = reads.actor.sees(Permission.IMPORT_READ, Duplicate)
    return await reads.one(select(Duplicate).where(col(Duplicate.id) == id, seen))


async def undecided(reads: Reads, organisation_id: UUID) -> int:
    """How many pairs of an organisation wait for a person."""
    its = or_(col(Duplicate.one_id) == organisation_id, col(Duplicate.other_id) == organisation_id)
    return await reads.one(select(func.count()).select_from(Duplicate).where(its, col(Duplicate.status) == Status.OPEN))


async def shown_pair(reads: Reads, pair: Duplicate) -> DuplicateOut:
    """The pair with the names of both."""
    found = await reads.rows(_pairs(reads).where(col(Duplicate.id) == pair.id))
    _, one, other, row = found[0]
    return _shown(pair, one, other, row)


def _pairs(reads: Reads) -> "Select[Duplicate, str, str, str]":
    waiting = and_(
        col(WaitingRow.source) == col(Duplicate.source), col(WaitingRow.external_id) == col(Duplicate.external_id)
    )
    return (
        select(Duplicate, _name(_ONE), _name(_OTHER), col(WaitingRow.name))
        .join(_ONE, col(_ONE.id) == col(Duplicate.one_id))
        .outerjoin(_OTHER, col(_OTHER.id) == col(Duplicate.other_id))
        .outerjoin(WaitingRow, waiting)
        .where(reads.actor.sees(Permission.IMPORT_READ, Duplicate))
    )


def _name(of: Any) -> Any:
    return func.coalesce(of.name_fi, of.name_sv, of.name_en)


def _shown(pair: Duplicate, one: str, other: str | None, row: str | None) -> DuplicateOut:
    said = pair.model_dump(exclude={"one_id", "other_id", "status"})
    return DuplicateOut(
        **said,
        state=pair.status,
        one=BodyOut(id=pair.one_id, name=one),
        other=None if pair.other_id is None else BodyOut(id=pair.other_id, name=other or ""),
        row_name=row,
    )
