"""Proposals and decisions, one and many; their documents and deadlines."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.paging import Items, Listing, paged
from chassis.values import Money
from chassis.work import Reader, Reads
from grants.access import Permission
from grants.decisions.domain import Status
from grants.decisions.problems import NO_DOCUMENT
from grants.decisions.queries import seen
from grants.decisions.schemas import DeadlineOut, DecisionOut
from grants.decisions.tables import Decision, ReviewClock

KEYS = {
    "proposed_at": col(Decision.proposed_at),
    "decided_at": col(Decision.decided_at),
    "sought": col(Decision.sought_cents),
}


async def decision(db: Reads, id: UUID) -> Decision:
    """One that the caller may see."""
    visible = seen.decisions(db.actor, await seen.represented(db))
    return await db.one(select(Decision).where(col(Decision.id) == id, visible))


async def decisions(
    reader: Reader, page: Listing, call_id: UUID | None, application_id: UUID | None, status: Status | None
) -> Items[DecisionOut]:
    """Those that the caller may see, the oldest proposal first."""
    asked = {"call_id": call_id, "application_id": application_id, "status": status}
    rows = select(Decision).where(seen.decisions(reader.actor, await seen.represented(reader)))
    rows = rows.filter_by(**{name: value for name, value in asked.items() if value is not None})
    return await paged(reader, rows, page, keys=KEYS, id=col(Decision.id), show=lambda row: _shown(row, reader))


async def document(reader: Reader, id: UUID) -> str:
    """The decision document as it was served."""
    found = await decision(reader, id)
    if found.document is None:
        raise NO_DOCUMENT()
    return found.document


async def deadlines(reader: Reader, id: UUID) -> list[DeadlineOut]:
    """Of each party that has been served, by the last day; only the decision's own, not those of a review."""
    await decision(reader, id)
    return await deadlines_of(reader, id)


async def deadlines_of(db: Reads, id: UUID) -> list[DeadlineOut]:
    """The clocks of a decision, or of the decision on a review."""
    clocks: Sequence[ReviewClock] = await db.all(
        select(ReviewClock)
        .where(col(ReviewClock.decision_id) == id)
        .order_by(col(ReviewClock.last_day), col(ReviewClock.organisation_id))
    )
    return [
        DeadlineOut(
            decision_id=one.decision_id,
            organisation_id=one.organisation_id,
            remedy=one.remedy,
            way=one.way,
            served_on=one.served_on,
            last_day=one.last_day,
        )
        for one in clocks
    ]


async def shown(db: Reads, row: Decision) -> DecisionOut:
    return _shown(row, db)


def _shown(row: Decision, db: Reads) -> DecisionOut:
    is_official = db.actor.may(Permission.DECISION_READ, row)
    return DecisionOut(
        id=row.id,
        version=row.version,
        application_id=row.application_id,
        call_id=row.call_id,
        status=row.status,
        sought=Money(cents=row.sought_cents),
        proposed=Money(cents=row.proposed_cents) if is_official else None,
        proposed_by=row.proposed_by if is_official else None,
        granted=None if row.granted_cents is None else Money(cents=row.granted_cents),
        grounds=row.grounds,
        section=row.section,
        year=row.decided_year,
        principles_id=row.principles_id,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )
