"""Reads of copies; a merged organisation answers as its successor."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.successors import present
from chassis.work import Reads
from notifications.copies.tables import Area, Organisation


async def organisations(db: Reads, ids: Collection[UUID]) -> Mapping[UUID, Organisation]:
    """What each of these organisations is now, by the id asked about; those never heard of are left out."""
    return await present(db, Organisation, ids)


async def organisation(db: Reads, id: UUID) -> Organisation | None:
    """What one organisation is now."""
    return (await organisations(db, [id])).get(id)


async def areas(db: Reads, codes: Collection[str]) -> Mapping[str, Area]:
    """Areas by their official code."""
    found = await db.all(select(Area).where(col(Area.code).in_(codes)))
    return {area.code: area for area in found}
