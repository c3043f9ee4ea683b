"""To which bookings nobody came in time."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import Integer, Uuid, bindparam, column, select, text

from chassis.tables import INSTANT
from chassis.work import Reads

_MISSED: Final = text("""
SELECT b.id FROM facilities.booking AS b JOIN facilities.space AS s ON s.id = b.space_id
WHERE b.status = 'confirmed' AND b.meeting_id IS NULL AND b.begins <= :now AND b.ends > :now
    AND s.rules->>'check_in_minutes' IS NOT NULL AND EXISTS (
        SELECT FROM jsonb_array_elements(b.occurrences) AS each (o)
        WHERE o->>'kept' = 'kept' AND o->>'checked_in_at' IS NULL AND (o->>'ends_at')::timestamptz > :now
            AND (o->>'starts_at')::timestamptz + make_interval(mins => (s.rules->>'check_in_minutes')::int) <= :now
    )
ORDER BY b.id LIMIT :most
""").bindparams(bindparam("now", type_=INSTANT), bindparam("most", type_=Integer))


async def missed(db: Reads, limit: int) -> Sequence[UUID]:
    """Bookings of which an occurrence goes on, unseen for longer than their space waits."""
    found = _MISSED.bindparams(now=db.now, most=limit).columns(column("id", Uuid)).subquery("missed")
    return await db.all(select(found.c.id))
