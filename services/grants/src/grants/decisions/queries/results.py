"""Who got what, once it is public (tulokset). Organisations only: names of persons never (GRO-13)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.sql import Select
from sqlmodel import col

from chassis.paging import Items, Listing, paged
from chassis.values import Money
from chassis.work import Reader, Reads
from grants.applications.domain import DECIDED, IN_HAND
from grants.applications.queries import parties_of_many
from grants.applications.tables import Application
from grants.appropriations.tables import Appropriation
from grants.calls import queries as calls
from grants.calls.domain import Status as CallStatus
from grants.calls.tables import Call
from grants.decisions.problems import NOT_PUBLISHED
from grants.decisions.schemas import PublishedOut, ResultOut
from grants.events.call import Result

KEYS = {
    "case_number": col(Application.case_number),
    "granted": col(Application.granted_cents),
    "sought": col(Application.sought_cents),
}


async def results(reader: Reader, page: Listing, call_id: UUID) -> Items[ResultOut]:
    """For everyone who has signed in, by case number. What a review changed is shown as it stands now."""
    call = await calls.call(reader, call_id)
    if call.status is not CallStatus.RESULTS_PUBLISHED:
        raise NOT_PUBLISHED()
    found = await paged(reader, _decided(call), page, keys=KEYS, id=col(Application.id), show=lambda row: row)
    lines = [_shown(line) for line in await _lines(reader, found.items)]
    return Items(items=lines, next=found.next, count=found.count)


async def to_publish(db: Reads, call: Call) -> list[Result]:
    """Every decided application of the call, by case number."""
    return await _lines(db, await db.all(_decided(call).order_by(col(Application.case_number))))


async def in_hand(db: Reads, call: Call) -> int:
    """How many were received and are not decided."""
    rows = select(func.count()).where(col(Application.handled_in) == call.id, col(Application.status).in_(IN_HAND))
    return await db.one(rows)


async def published(db: Reads, call: Call) -> PublishedOut:
    """What was published, in sums."""
    money = await db.one(select(Appropriation).where(col(Appropriation.id) == call.appropriation_id))
    lines = await to_publish(db, call)
    return PublishedOut(
        call_id=call.id,
        version=call.version,
        published_at=call.results_at or db.now,
        applications=len(lines),
        granted=Money(cents=sum(line.granted.cents for line in lines)),
        left=Money(cents=money.remaining_cents),
    )


def _decided(call: Call) -> Select[Application]:
    return select(Application).where(col(Application.handled_in) == call.id, col(Application.status).in_(DECIDED))


async def _lines(db: Reads, rows: Sequence[Application]) -> list[Result]:
    parties = await parties_of_many(db, rows)
    return [
        Result(
            application_id=row.id,
            case_number=row.case_number or "",
            parties=parties[row.id],
            activity=row.activity_title,
            outcome=row.status.value,
            sought=Money(cents=row.sought_cents),
            granted=Money(cents=row.granted_cents or 0),
        )
        for row in rows
    ]


def _shown(line: Result) -> ResultOut:
    return ResultOut(
        application_id=line.application_id,
        case_number=line.case_number,
        applicants=[party.name for party in line.parties],
        activity=line.activity,
        outcome=line.outcome,
        sought=line.sought,
        granted=line.granted,
    )
