"""What the rules ask about, read in the command's own transaction."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.problems import Reason
from chassis.values import today
from chassis.work import Reads
from grants.applications.domain.eligibility import objections
from grants.applications.queries import eligibility_facts
from grants.applications.tables import Application
from grants.appropriations.tables import Appropriation
from grants.copies import queries as copies
from grants.copies.tables import Area
from grants.decisions.domain import ReviewStatus, deciding, reviewing
from grants.decisions.queries.seen import is_disqualified
from grants.decisions.tables import Decision, ReviewClock, ReviewRequest
from grants.guidelines import queries as guidelines
from grants.guidelines.tables import Guideline, Principles

COUNTY = "county"
UNNAMED = "Hyvinvointialue"


async def to_decide(
    db: Reads, application: Application, appropriation: Appropriation, principles: Principles | None, *, grants: bool
) -> deciding.Facts:
    """Eligibility is run again where money is given."""
    return deciding.Facts(
        remaining_cents=appropriation.remaining_cents,
        principles_id=principles.id if principles else None,
        is_disqualified=await is_disqualified(db, application),
        objections=await _objections(db, application) if grants else (),
    )


async def to_register(
    db: Reads, decision: Decision, parties: Sequence[UUID], organisation_id: UUID, received_on: date, *, by_office: bool
) -> reviewing.Asked:
    """Of a request for review."""
    pending = select(col(ReviewRequest.id)).where(
        col(ReviewRequest.decision_id) == decision.id,
        col(ReviewRequest.organisation_id) == organisation_id,
        col(ReviewRequest.status) == ReviewStatus.REGISTERED,
    )
    return reviewing.Asked(
        decided=decision.status,
        decided_on=decision.decided_at and today(decision.decided_at),
        today=today(db.now),
        received_on=received_on,
        is_party=organisation_id in parties,
        is_pending=await db.maybe(pending) is not None,
        by_office=by_office,
    )


async def to_review(
    db: Reads, request: ReviewRequest, decision: Decision, application: Application, appropriation: Appropriation
) -> reviewing.Facts:
    """Of the decision on it."""
    return reviewing.Facts(
        sought_cents=decision.sought_cents,
        granted_cents=decision.granted_cents or 0,
        remaining_cents=appropriation.remaining_cents,
        last_day=await last_day(db, request),
        is_disqualified=await is_disqualified(db, application),
    )


async def last_day(db: Reads, request: ReviewRequest) -> date | None:
    """Of the time in which this party may ask for a review; none before it was served."""
    return (await last_days(db, [request]))[request.id]


async def last_days(db: Reads, requests: Sequence[ReviewRequest]) -> dict[UUID, date | None]:
    """The same of many, in two queries. A party may since have become part of another: its clock is found all the same."""
    clocks = await db.all(
        select(ReviewClock).where(col(ReviewClock.decision_id).in_([one.decision_id for one in requests]))
    )
    ids = {*(one.organisation_id for one in requests), *(one.organisation_id for one in clocks)}
    now = {id: one.id for id, one in (await copies.present(db, ids)).items()}
    found: dict[tuple[UUID, UUID], date] = {}
    for one in sorted(clocks, key=lambda clock: clock.last_day, reverse=True):
        found[one.decision_id, now.get(one.organisation_id, one.organisation_id)] = one.last_day
    return {one.id: found.get((one.decision_id, now.get(one.organisation_id, one.organisation_id))) for one in requests}


async def principles(db: Reads) -> Principles | None:
    """In force today. GRC-16."""
    return await guidelines.principles_in_force(db, today(db.now))


async def guideline(db: Reads, id: UUID) -> Guideline:
    """The version under which the call was held."""
    return await db.one(select(Guideline).where(col(Guideline.id) == id))


async def county(db: Reads) -> str:
    """The county's name in Finnish, as the registry has it."""
    return await db.maybe(select(col(Area.name_fi)).where(col(Area.kind) == COUNTY)) or UNNAMED


async def _objections(db: Reads, application: Application) -> list[Reason]:
    return objections(await eligibility_facts(db, application))
