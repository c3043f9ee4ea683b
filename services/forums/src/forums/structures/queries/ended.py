"""Organisations that have ended and still hold something here: somebody was seated or appointed while the registry spoke. R3."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import col

from chassis.values import today
from chassis.work import Reads
from forums.copies import queries as copies
from forums.structures.domain import Status
from forums.structures.tables import Ended, Holding, Structure


async def still_there(db: Reads, limit: int) -> Sequence[UUID]:
    """Those that are represented in a seat, themselves or by what became part of them, or call a structure together."""
    ended = set(await db.all(select(col(Ended.organisation_id))))
    if not ended:
        return []
    seated = await db.all(select(col(Holding.organisation_id)).distinct().where(not_over(today(db.now))))
    present = await copies.present(db, {id for id in seated if id is not None})
    convening = await db.all(select(col(Structure.convenors)).where(col(Structure.status) == Status.ACTIVE))
    there = {*seated, *(now.id for now in present.values()), *(id for each in convening for id in each)}
    return sorted(ended & there)[:limit]


def not_over(day: date) -> ColumnElement[bool]:
    """Held on the day or after it."""
    return or_(col(Holding.until).is_(None), col(Holding.until) > day)
