"""Things that became others. Nobody rewrites references: a copy's `successor_id` says what a thing is now, and readers follow it.

The copies of two things arrive in any order, so a chain may for a moment lead to something not yet heard of, or, after a merger was
undone and made the other way round, back to where it began. It then ends at the last thing known, or where it began.
"""

from collections.abc import Collection
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Uuid, any_, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from chassis.tables import Copied
from chassis.work import Reads

S = TypeVar("S", bound=Copied)


async def present(db: Reads, table: type[S], ids: Collection[UUID]) -> dict[UUID, S]:
    """What each of these is now, in one query; ids never heard of are left out. The table has a column `successor_id`."""
    kept, onward, further = table.__table__, table.__table__.alias("onward"), table.__table__.alias("further")
    begins = select(kept.c.id.label("asked"), kept.c.id, kept.c.successor_id)
    chain = begins.where(kept.c.id == any_(literal(list(ids), ARRAY(Uuid)))).cte("chain", recursive=True)
    follows = select(chain.c.asked, onward.c.id, onward.c.successor_id).join(onward, onward.c.id == chain.c.successor_id)
    chain = chain.union(follows)  # UNION, not UNION ALL: a circle brings no new row, and ends
    found = (
        select(chain.c.asked, table)
        .join(kept, kept.c.id == chain.c.id)
        .outerjoin(further, further.c.id == chain.c.successor_id)
        .ext(distinct_on(chain.c.asked))
        .order_by(chain.c.asked, further.c.id.is_(None).desc(), (chain.c.id == chain.c.asked).desc())
    )
    return dict(tuple(row) for row in await db.rows(found))
