"""Lists of applications, and those whose parties have become part of others."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Uuid, and_, any_, exists, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import aliased
from sqlmodel import col

from chassis.paging import Items, Listing, paged
from chassis.values import Money
from chassis.work import Reader, Reads
from grants.access import Permission
from grants.applications.domain import Status
from grants.applications.queries.one import shown_activity, shown_granted, shown_period
from grants.applications.queries.parties import parties_of_many
from grants.applications.schemas import ApplicationRow
from grants.applications.tables import Application
from grants.copies.tables import Organisation
from grants.events.parts import Party

_KEYS = {
    "created_at": col(Application.created_at),
    "submitted_at": col(Application.submitted_at),
    "sought": col(Application.sought_cents),
}


async def applications(
    reader: Reader, page: Listing, call_id: UUID | None, status: Status | None, organisation_id: UUID | None
) -> Items[ApplicationRow]:
    """Those that the caller may see, in the order in which they were begun."""
    rows = select(Application).where(reader.actor.sees(Permission.APPLICATION_READ, Application))
    if call_id is not None:
        rows = rows.where(col(Application.call_id) == call_id)
    if status is not None:
        rows = rows.where(col(Application.status) == status)
    if organisation_id is not None:
        rows = rows.where(col(Application.acting).bool_op("@>")(literal([organisation_id], ARRAY(Uuid))))
    found = await paged(reader, rows, page, keys=_KEYS, id=col(Application.id), show=_itself)
    parties = await parties_of_many(reader, found.items)
    return Items(items=[_row(row, parties[row.id]) for row in found.items], next=found.next, count=found.count)


async def inherited(db: Reads, limit: int) -> Sequence[UUID]:
    """Applications for which somebody acts who should not, or does not who should, after a merger or its undoing."""
    application, merged, onward = Application.__table__, Organisation.__table__.alias("merged"), aliased(Organisation)
    acts = merged.c.id == any_(application.c.acting)
    gained = exists().where(acts, merged.c.successor_id.is_not(None), merged.c.successor_id != func.all(application.c.acting))
    came = func.unnest(application.c.acting).column_valued("came")
    from_one = exists().where(col(onward.successor_id) == came, col(onward.id) == any_(application.c.acting))
    lost = exists(select(came).where(and_(came != func.all(application.c.parties), ~from_one)))
    return await db.all(select(col(Application.id)).where(or_(gained, lost)).order_by(col(Application.id)).limit(limit))


def _itself(row: Application) -> Application:
    return row


def _row(row: Application, parties: Sequence[Party]) -> ApplicationRow:
    lead, *partners = parties
    return ApplicationRow(
        id=row.id,
        call_id=row.call_id,
        kind=row.kind,
        year=row.year,
        status=row.status,
        case_number=row.case_number,
        lead=lead.name,
        lead_id=lead.organisation_id,
        partners=[party.name for party in partners],
        activity=shown_activity(row),
        period=shown_period(row),
        sought=Money(cents=row.sought_cents),
        granted=shown_granted(row),
        submitted_at=row.submitted_at,
        complete_by=row.complete_by,
        held=bool(row.holds),
    )
