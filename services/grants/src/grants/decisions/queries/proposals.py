"""Proposals of a call as a list against the appropriation, and what other sums would come to. GRC-03."""

from uuid import UUID

from sqlalchemy import Row as Found
from sqlalchemy import case, func, select
from sqlmodel import col

from chassis.paging import Items, Listing, paged_rows
from chassis.values import Money
from chassis.work import Reader, Reads
from grants.access import Permission
from grants.applications.domain import IN_HAND
from grants.applications.queries import name_of
from grants.applications.tables import Application
from grants.appropriations.tables import Appropriation
from grants.calls import queries as calls
from grants.calls.tables import Call
from grants.copies.tables import Organisation
from grants.decisions.domain import Status, supposing
from grants.decisions.queries import seen
from grants.decisions.schemas import OverOut, ProposalOut, SumsOut, WhatIf
from grants.decisions.tables import Decision


async def proposals(reader: Reader, page: Listing, call_id: UUID) -> Items[ProposalOut]:
    """By case number, with what each line leaves of the appropriation; for officials of the call."""
    call = await _call(reader, call_id)
    money = await _appropriation(reader, call)
    counts = case((col(Decision.status) == Status.PROPOSED, col(Decision.proposed_cents)), else_=col(Decision.granted_cents))
    order = (col(Application.case_number), col(Decision.id))
    lines = (
        select(
            col(Decision.id).label("decision_id"),
            col(Decision.status).label("status"),
            col(Decision.sought_cents).label("sought"),
            col(Decision.proposed_cents).label("proposed"),
            col(Decision.granted_cents).label("granted"),
            col(Application.id).label("application_id"),
            col(Application.case_number).label("case_number"),
            col(Application.activity_title).label("activity"),
            col(Application.lead_id).label("lead_id"),
            func.sum(counts).over(order_by=order).label("running"),
            func.sum(func.coalesce(col(Decision.granted_cents), 0)).over().label("granted_here"),
        )
        .join(Application, col(Application.id) == col(Decision.application_id))
        .where(
            col(Decision.call_id) == call.id,
            col(Decision.status) != Status.WITHDRAWN,
            seen.decisions(reader.actor, await seen.represented(reader)),
        )
        .subquery()
    )

    def shown(row: Found[*tuple[object, ...]]) -> ProposalOut:
        one = row._mapping  # noqa: SLF001 - the columns by name, as SQLAlchemy documents it
        elsewhere = money.committed_cents - int(one["granted_here"])
        return ProposalOut(
            decision_id=one["decision_id"],
            application_id=one["application_id"],
            case_number=one["case_number"],
            applicant=name_of(one[Organisation], one["lead_id"]),
            activity=one["activity"],
            status=one["status"],
            sought=Money(cents=one["sought"]),
            proposed=Money(cents=one["proposed"]),
            granted=None if one["granted"] is None else Money(cents=one["granted"]),
            running=Money(cents=int(one["running"])),
            left=Money(cents=money.amount_cents - elsewhere - int(one["running"])),
        )

    keys = {"case_number": lines.c.case_number, "sought": lines.c.sought, "proposed": lines.c.proposed, "running": lines.c.running}
    rows = select(lines, Organisation).outerjoin(Organisation, col(Organisation.id) == lines.c.lead_id)
    return await paged_rows(reader, rows, page, keys=keys, id=lines.c.decision_id, show=shown)


async def what_if(reader: Reader, call_id: UUID, body: WhatIf) -> SumsOut:
    """The sums with these amounts; nothing is changed."""
    call = await _call(reader, call_id)
    money = await _appropriation(reader, call)
    sums = supposing.suppose(
        await _in_hand(reader, call), [(one.application_id, one.amount.cents) for one in body.amounts], money.remaining_cents
    )
    return SumsOut(
        appropriation=Money(cents=money.amount_cents),
        committed=Money(cents=money.committed_cents),
        sought=Money(cents=sums.sought),
        proposed=Money(cents=sums.proposed),
        supposed=Money(cents=sums.supposed),
        left=Money(cents=sums.left),
        fits=sums.left >= 0 and not sums.over,
        over=[
            OverOut(application_id=one.id, case_number=one.case_number, sought=Money(cents=one.sought_cents)) for one in sums.over
        ],
    )


async def _call(reader: Reader, id: UUID) -> Call:
    """The call, for its officials: 404 where it may not be seen, 403 for whom it is no office."""
    call = await calls.call(reader, id)
    reader.actor.must(Permission.DECISION_READ, call)
    return call


async def _appropriation(db: Reads, call: Call) -> Appropriation:
    return await db.one(select(Appropriation).where(col(Appropriation.id) == call.appropriation_id))


async def _in_hand(reader: Reader, call: Call) -> list[supposing.Sought]:
    """Received and undecided, those left out from which a disqualified person has to keep away."""
    proposed = (col(Decision.application_id) == col(Application.id)) & (col(Decision.status) == Status.PROPOSED)
    rows = await reader.rows(
        select(col(Application.id), col(Application.case_number), col(Application.sought_cents), col(Decision.proposed_cents))
        .outerjoin(Decision, proposed)
        .where(
            col(Application.handled_in) == call.id,
            col(Application.status).in_(IN_HAND),
            seen.handled(await seen.represented(reader)),
        )
    )
    return [supposing.Sought(id, number or "", sought, cents) for id, number, sought, cents in rows]
