"""Which codes of areas mean something today, by registry's areas."""

from datetime import date

from sqlalchemy import or_, select
from sqlmodel import col

from chassis.work import Reads
from facilities.copies.tables import Area


async def codes(db: Reads, kind: str, day: date) -> frozenset[str]:
    """Codes of the areas of a kind that exist on the day."""
    since, until = col(Area.valid_from), col(Area.valid_until)
    wanted = select(col(Area.code)).where(
        col(Area.kind) == kind, or_(since.is_(None), since <= day), or_(until.is_(None), until > day)
    )
    return frozenset(await db.all(wanted))
