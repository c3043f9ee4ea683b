"""Reads of notices."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.paging import Items, Listing, paged
from chassis.work import Reader, Reads
from notifications.access import Permission
from notifications.notices.domain import Status
from notifications.notices.schemas import NoticeOut
from notifications.notices.tables import Notice


async def is_known(db: Reads, event_id: UUID, template: str) -> bool:
    """Whether this event is being told of already."""
    mine = (col(Notice.event_id) == event_id, col(Notice.template) == template)
    return await db.maybe(select(col(Notice.id)).where(*mine)) is not None


async def on_their_way(db: Reads, limit: int) -> Sequence[UUID]:
    """Published and not yet delivered, the oldest first."""
    mine = select(col(Notice.id)).where(col(Notice.status) == Status.PUBLISHED)
    return await db.all(mine.order_by(col(Notice.published_at)).limit(limit))


async def notice(reader: Reader, id: UUID) -> Notice:
    """One notice."""
    mine = reader.actor.sees(Permission.NOTICE_READ, Notice)
    return await reader.one(select(Notice).where(mine, col(Notice.id) == id))


async def notices(reader: Reader, page: Listing, status: Status | None) -> Items[NoticeOut]:
    """Notices, the newest last."""
    mine = select(Notice).where(reader.actor.sees(Permission.NOTICE_READ, Notice))
    if status is not None:
        mine = mine.where(col(Notice.status) == status)
    return await paged(reader, mine, page, keys={"began_at": col(Notice.began_at)}, id=col(Notice.id), show=shown)


def shown(notice: Notice) -> NoticeOut:
    return NoticeOut.model_validate(notice, from_attributes=True)
