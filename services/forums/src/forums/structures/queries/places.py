"""Where things lie, from registry's copies."""

from datetime import date

from sqlalchemy import select

from chassis.work import Reads
from forums.copies.tables import Area
from forums.structures.domain.areas import Areas


async def areas_on(db: Reads, day: date) -> Areas:
    """All areas that exist on the day."""
    return Areas.on(day, await db.all(select(Area)))
