"""Meetings by time."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.paging import Items, Listing, paged
from chassis.values import HELSINKI
from chassis.work import Reader
from forums.meetings.domain import Status
from forums.meetings.queries.one import item, visible
from forums.meetings.schemas import MeetingItem
from forums.meetings.tables import Meeting

KEYS = {"starts_at": col(Meeting.starts_at)}


async def meetings(
    reader: Reader,
    page: Listing,
    *,
    structure_id: UUID | None,
    from_: date | None,
    until: date | None,
    status: Status | None,
    public: bool | None,
    area: str | None,
) -> Items[MeetingItem]:
    """Meetings by the time when they begin; drafts, which have none, last."""
    equal = {"structure_id": structure_id, "status": status, "listed": public}
    rows = select(Meeting).where(visible(reader.actor)).filter_by(**{k: v for k, v in equal.items() if v is not None})
    if from_ is not None:
        rows = rows.where(col(Meeting.ends_at) > _begin(from_))
    if until is not None:
        rows = rows.where(col(Meeting.starts_at) < _begin(until))
    if area is not None:
        rows = rows.where(col(Meeting.areas).contains([area]))
    return await paged(reader, rows, page, keys=KEYS, id=col(Meeting.id), show=item)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), HELSINKI)
