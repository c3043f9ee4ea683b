"""Reads of appropriations: public money, for everybody who is signed in."""

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.paging import Items, Listing, paged
from chassis.values import Money
from chassis.work import Reader, Reads
from grants.appropriations.schemas import AppropriationOut
from grants.appropriations.tables import Appropriation

KEYS = {"year": col(Appropriation.year), "kind": col(Appropriation.kind)}


async def of(db: Reads, year: int, kind: str) -> Appropriation | None:
    """The money of this kind in this year, if any was set aside."""
    return await db.maybe(select(Appropriation).where(col(Appropriation.year) == year, col(Appropriation.kind) == kind))


async def appropriation(db: Reads, id: UUID) -> Appropriation:
    return await db.one(select(Appropriation).where(col(Appropriation.id) == id))


async def appropriations(reader: Reader, page: Listing, year: int | None, kind: str | None) -> Items[AppropriationOut]:
    """By year and kind."""
    asked = {"year": year, "kind": kind}
    rows = select(Appropriation).filter_by(**{name: value for name, value in asked.items() if value is not None})
    return await paged(reader, rows, page, keys=KEYS, id=col(Appropriation.id), show=shown)


def shown(row: Appropriation) -> AppropriationOut:
    return AppropriationOut(
        id=row.id,
        version=row.version,
        year=row.year,
        kind=row.kind,
        amount=Money(cents=row.amount_cents),
        committed=Money(cents=row.committed_cents),
        remaining=Money(cents=row.remaining_cents),
    )
