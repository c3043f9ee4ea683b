"""Ask for a review, and decide it (oikaisuvaatimus). The appropriation follows the decision, up and down."""

from typing import assert_never
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.problems import NOT_ALLOWED
from chassis.values import Money, today
from chassis.work import UnitOfWork
from grants.access import Permission
from grants.applications import commands as applications
from grants.applications.queries import parties_of
from grants.applications.tables import Application
from grants.appropriations.tables import Appropriation
from grants.calls.tables import Call
from grants.copies import queries as copies
from grants.decisions.commands import record
from grants.decisions.documents.review import Asked, review
from grants.decisions.documents.values import Matter
from grants.decisions.domain import ReviewStatus, reviewing
from grants.decisions.problems import SUM_MISSING, SUM_NOT_WANTED
from grants.decisions.queries import decisions as known
from grants.decisions.queries import facts as read
from grants.decisions.queries import reviews as queries
from grants.decisions.queries import seen
from grants.decisions.schemas import AskReview, DecideReview, Outcome
from grants.decisions.tables import Decision, ReviewRequest, SectionBook
from grants.events.application import DecisionReviewed
from grants.events.parts import Remedy, Words
from grants.guidelines.schemas import Parameters


async def register_review_request(uow: UnitOfWork, decision_id: UUID, body: AskReview) -> ReviewRequest:
    """Ask for a review, or record a request on paper (oikaisuvaatimuksen kirjaaminen). A late one is registered and told so."""
    decision = await known.decision(uow, decision_id)
    application = await uow.load(Application, decision.application_id, lock=True)
    now = await copies.present(uow, {body.organisation_id, *application.parties})
    party = now[body.organisation_id].id if body.organisation_id in now else body.organisation_id
    by_office = uow.actor.may(Permission.REVIEW_REGISTER)
    if not by_office and party not in await seen.represented(uow):
        raise NOT_ALLOWED()
    received_on = body.received_on or today(uow.now)
    parties = [now[id].id if id in now else id for id in application.parties]
    asked = await read.to_register(uow, decision, parties, party, received_on, by_office=by_office)
    return uow.add(ReviewRequest(
        id=uow.new_id(),
        application_id=application.id,
        decision_id=decision.id,
        call_id=decision.call_id,
        organisation_id=party,
        demand=body.demand,
        received_on=received_on,
        registered_by=uow.actor.id,
        registered_at=uow.now,
        status=reviewing.register(asked),
    ))


async def decide_review(uow: UnitOfWork, id: UUID, body: DecideReview) -> ReviewRequest:
    """Change the decision, let it stand, or find the request late (oikaisuvaatimuksen ratkaiseminen)."""
    request_seen = await queries.review(uow, id)
    money = select(col(Decision.appropriation_id)).where(col(Decision.id) == request_seen.decision_id)
    appropriation = await uow.load(Appropriation, await uow.one(money), lock=True)
    book = await record.opened(uow)
    application = await uow.load(Application, request_seen.application_id, lock=True)
    decision = await uow.load(Decision, request_seen.decision_id, lock=True)
    request = await uow.target(ReviewRequest, id, may=Permission.DECISION_DECIDE, lock=True)
    facts = await read.to_review(uow, request, decision, application, appropriation)
    status = _status(request, body, facts)
    before = Money(cents=facts.granted_cents)
    after = body.amount if status is ReviewStatus.CHANGED and body.amount is not None else before
    if status is ReviewStatus.CHANGED:
        applications.change(application, after.cents)
        decision.granted_cents = after.cents
    await _say(uow, (book, application, decision, request), status, before, after, body.grounds)
    return request


def _status(request: ReviewRequest, body: DecideReview, facts: reviewing.Facts) -> ReviewStatus:
    if body.outcome is not Outcome.CHANGED and body.amount is not None:
        raise SUM_NOT_WANTED()
    match body.outcome:
        case Outcome.CHANGED:
            if body.amount is None:
                raise SUM_MISSING()
            return reviewing.change(request, body.amount.cents, facts)
        case Outcome.DISMISSED:
            return reviewing.dismiss(request, facts)
        case Outcome.LATE:
            return reviewing.find_late(request, facts)
        case _:
            assert_never(body.outcome)


async def _say(
    uow: UnitOfWork,
    held: tuple[SectionBook, Application, Decision, ReviewRequest],
    status: ReviewStatus,
    before: Money,
    after: Money,
    grounds: str,
) -> None:
    """Write it down, put it on paper, announce it: a decision of its own, with a number and a remedy of its own."""
    book, application, decision, request = held
    call = await uow.load(Call, decision.call_id)
    guideline = await read.guideline(uow, call.guideline_id)
    parameters = Parameters.model_validate(guideline.parameters)
    parties = await parties_of(uow, application)
    remedy = Remedy(kind="appeal", days=parameters.appeal_days, addressee=Words(**parameters.appeal_body.model_dump()))
    section = record.next_section(book)
    names = {one.organisation_id: one.name for one in parties}
    matter = Matter(
        county=await read.county(uow),
        case_number=application.case_number or "",
        section=section,
        call=call.title["fi"],
        parties=parties,
        activity=application.activity_title,
        period_from=application.period_from,
        period_until=application.period_until,
        sought=Money(cents=decision.sought_cents),
        grounds=grounds,
        remedy=remedy,
        decision_id=request.id,
        decided_by=uow.actor.id,
        decided_at=uow.now,
    )
    asked = Asked(
        party=names.get(request.organisation_id, str(request.organisation_id)),
        received_on=request.received_on,
        demand=request.demand,
        corrects=f"{decision.section} §/{decision.decided_year}",
        granted_before=before,
    )
    request.status = status
    request.grounds = grounds
    request.granted_cents = after.cents
    request.section = section
    request.decided_year = book.year
    request.decided_by = uow.actor.id
    request.decided_at = uow.now
    request.document = review(matter, asked, status, after)
    uow.because(grounds)
    uow.publish(application, DecisionReviewed(
        application_id=application.id,
        case_number=matter.case_number,
        call=call.named,
        parties=parties,
        decision_id=request.id,
        corrects=decision.id,
        section=section,
        outcome=status.value,
        granted_before=before,
        granted=after,
        grounds=grounds,
        remedy=remedy,
        decided_by=uow.actor.id,
        decided_at=uow.now,
    ))
