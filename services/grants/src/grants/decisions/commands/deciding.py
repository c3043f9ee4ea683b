"""Grant, refuse, not take up: by a named person, with grounds, under a number, in a document that stands."""

from dataclasses import dataclass
from uuid import UUID

from chassis.values import Money
from chassis.work import UnitOfWork
from grants.access import Permission
from grants.applications import commands as applications
from grants.applications.queries import parties_of
from grants.applications.tables import Application
from grants.appropriations.tables import Appropriation
from grants.calls.tables import Call
from grants.decisions.commands import record
from grants.decisions.documents.decision import decision as document
from grants.decisions.documents.values import Basis, Matter
from grants.decisions.domain import deciding
from grants.decisions.domain.deciding import Decided
from grants.decisions.queries import decisions as queries
from grants.decisions.queries import facts as read
from grants.decisions.schemas import Grant, Refuse
from grants.decisions.tables import Decision, SectionBook
from grants.events.application import DecisionMade, GrantApproved, GrantDeclined
from grants.events.parts import Activity, Party, Remedy, Words
from grants.guidelines.schemas import Parameters
from grants.guidelines.tables import Principles


@dataclass(frozen=True, slots=True)
class Case:
    """All that a decision is made of, held in the order of locks."""

    appropriation: Appropriation
    book: SectionBook
    application: Application
    decision: Decision
    principles: Principles | None


async def grant_application(uow: UnitOfWork, id: UUID, body: Grant) -> Decision:
    """Grant the whole or a part of what was sought (myöntää)."""
    case = await _held(uow, id)
    facts = await read.to_decide(uow, case.application, case.appropriation, case.principles, grants=True)
    decided = deciding.grant(case.decision, body.amount.cents, facts, now=uow.now, by=uow.actor.id)
    applications.grant(case.application, decided.granted_cents)
    await _say(uow, case, decided, body.grounds)
    return case.decision


async def refuse_application(uow: UnitOfWork, id: UUID, body: Refuse) -> Decision:
    """Refuse it (hylätä)."""
    case = await _held(uow, id)
    facts = await read.to_decide(uow, case.application, case.appropriation, case.principles, grants=False)
    decided = deciding.refuse(case.decision, facts, now=uow.now, by=uow.actor.id)
    applications.refuse(case.application)
    await _say(uow, case, decided, body.grounds)
    return case.decision


async def dismiss_application(uow: UnitOfWork, id: UUID, body: Refuse) -> Decision:
    """Not take it up (jättää tutkimatta)."""
    case = await _held(uow, id)
    facts = await read.to_decide(uow, case.application, case.appropriation, case.principles, grants=False)
    decided = deciding.dismiss(case.decision, facts, now=uow.now, by=uow.actor.id)
    applications.dismiss(case.application)
    await _say(uow, case, decided, body.grounds)
    return case.decision


async def _held(uow: UnitOfWork, id: UUID) -> Case:
    """404 for a disqualified person, as for a stranger; then the locks; then 403 and 412 on what is there now."""
    seen = await queries.decision(uow, id)
    appropriation = await uow.load(Appropriation, seen.appropriation_id, lock=True)
    book = await record.opened(uow)
    application = await uow.load(Application, seen.application_id, lock=True)
    decision = await uow.target(Decision, id, may=Permission.DECISION_DECIDE, lock=True)
    return Case(appropriation, book, application, decision, await read.principles(uow))


async def _say(uow: UnitOfWork, case: Case, decided: Decided, grounds: str) -> None:
    """Write it down, put it on paper, announce it. The trigger moves the appropriation."""
    application, decision, principles = case.application, case.decision, case.principles
    assert principles is not None  # noqa: S101 - the rules have refused otherwise
    call = await uow.load(Call, decision.call_id)
    guideline = await read.guideline(uow, call.guideline_id)
    parameters = Parameters.model_validate(guideline.parameters)
    parties = await parties_of(uow, application)
    section = record.next_section(case.book)
    remedy = Remedy(kind="review", days=parameters.review_days, addressee=Words(**parameters.review_body.model_dump()))
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
        decision_id=decision.id,
        decided_by=decided.decided_by,
        decided_at=decided.decided_at,
    )
    basis = Basis(principles.title["fi"], principles.agreed_on, guideline.title["fi"], call.guideline_number)
    granted = Money(cents=decided.granted_cents)
    decision.status = decided.status
    decision.granted_cents = decided.granted_cents
    decision.grounds = grounds
    decision.section = section
    decision.decided_year = case.book.year
    decision.principles_id = decided.principles_id
    decision.decided_by = decided.decided_by
    decision.decided_at = decided.decided_at
    decision.document = document(matter, decided.status, granted, basis, parameters.conditions)
    uow.because(grounds)
    _announce(uow, case, call, parties, DecisionMade(
        decision_id=decision.id,
        section=section,
        activity=Activity(activity_id=application.activity_id, title=application.activity_title),
        sought=matter.sought,
        grounds=grounds,
        principles_id=decided.principles_id,
        principles=basis.principles,
        guideline_id=guideline.id,
        guideline_number=call.guideline_number,
        remedy=remedy,
        decided_by=decided.decided_by,
        decided_at=decided.decided_at,
    ), parameters.conditions)


def _announce(
    uow: UnitOfWork, case: Case, call: Call, parties: tuple[Party, ...], made: DecisionMade, conditions: tuple[str, ...]
) -> None:
    application, decision = case.application, case.decision
    about = {
        "application_id": application.id,
        "case_number": application.case_number or "",
        "call": call.named,
        "parties": parties,
        "decision": made,
    }
    if decision.granted_cents:
        uow.publish(application, GrantApproved(
            **about,
            granted=Money(cents=decision.granted_cents),
            valid_from=application.period_from,
            valid_until=application.period_until,
            conditions=conditions,
        ))
    else:
        uow.publish(application, GrantDeclined(**about, outcome=decision.status.value))
