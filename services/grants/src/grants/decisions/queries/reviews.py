"""Requests for review, one and many."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.paging import Items, Listing, paged
from chassis.values import Money
from chassis.work import Reader, Reads
from grants.decisions.domain import ReviewStatus
from grants.decisions.domain.reviewing import is_late
from grants.decisions.problems import NO_DOCUMENT
from grants.decisions.queries import facts, seen
from grants.decisions.queries.decisions import deadlines_of
from grants.decisions.schemas import DeadlineOut, ReviewOut
from grants.decisions.tables import ReviewRequest

KEYS = {"received_on": col(ReviewRequest.received_on), "registered_at": col(ReviewRequest.registered_at)}


async def review(db: Reads, id: UUID) -> ReviewRequest:
    """One that the caller may see."""
    visible = seen.reviews(db.actor, await seen.represented(db))
    return await db.one(select(ReviewRequest).where(col(ReviewRequest.id) == id, visible))


async def reviews(
    reader: Reader, page: Listing, call_id: UUID | None, decision_id: UUID | None, status: ReviewStatus | None
) -> Items[ReviewOut]:
    """Those that the caller may see, in the order in which they came."""
    asked = {"call_id": call_id, "decision_id": decision_id, "status": status}
    rows = select(ReviewRequest).where(seen.reviews(reader.actor, await seen.represented(reader)))
    rows = rows.filter_by(**{name: value for name, value in asked.items() if value is not None})
    found = await paged(reader, rows, page, keys=KEYS, id=col(ReviewRequest.id), show=lambda row: row)
    last = await facts.last_days(reader, found.items)
    return Items(items=[_shown(row, last[row.id]) for row in found.items], next=found.next, count=found.count)


async def document(reader: Reader, id: UUID) -> str:
    """The document of the decision on it, as it was served."""
    found = await review(reader, id)
    if found.document is None:
        raise NO_DOCUMENT()
    return found.document


async def deadlines(reader: Reader, id: UUID) -> list[DeadlineOut]:
    """Of each party that was served with the decision on it: until when it may appeal."""
    await review(reader, id)
    return await deadlines_of(reader, id)


async def shown(db: Reads, row: ReviewRequest) -> ReviewOut:
    return _shown(row, await facts.last_day(db, row))


def _shown(row: ReviewRequest, last_day: date | None) -> ReviewOut:
    return ReviewOut(
        id=row.id,
        version=row.version,
        application_id=row.application_id,
        decision_id=row.decision_id,
        call_id=row.call_id,
        organisation_id=row.organisation_id,
        demand=row.demand,
        received_on=row.received_on,
        last_day=last_day,
        late=is_late(row.received_on, last_day),
        status=row.status,
        grounds=row.grounds,
        granted=None if row.granted_cents is None else Money(cents=row.granted_cents),
        section=row.section,
        year=row.decided_year,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )
