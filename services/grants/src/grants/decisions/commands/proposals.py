"""Propose a sum, change one's own proposal, take it back."""

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.work import Irrelevant, UnitOfWork
from grants.access import Permission
from grants.applications import commands as applications
from grants.applications.domain import Status as ApplicationStatus
from grants.applications.queries import parties_of
from grants.applications.tables import Application
from grants.calls.tables import Call
from grants.decisions.domain import MACHINE, Action, Status, deciding
from grants.decisions.problems import OTHERS_PROPOSAL
from grants.decisions.queries import decisions as queries
from grants.decisions.queries.seen import is_disqualified
from grants.decisions.schemas import EditProposal, Propose, WithdrawProposal
from grants.decisions.tables import Decision
from grants.events.application import DecisionProposed, ProposalWithdrawn


async def propose_decision(uow: UnitOfWork, body: Propose) -> Decision:
    """Propose a sum for an application (päätösehdotus). Nobody else but officials learns the sum."""
    application = await uow.target(Application, body.application_id, may=Permission.DECISION_PROPOSE, lock=True)
    await _allowed(uow, application, body.amount.cents)
    applications.propose(application)
    call = await uow.load(Call, application.call_id)
    decision = uow.add(Decision(
        id=uow.new_id(),
        application_id=application.id,
        appropriation_id=call.appropriation_id,
        call_id=call.id,
        status=Status.PROPOSED,
        sought_cents=application.sought_cents,
        proposed_cents=body.amount.cents,
        proposed_by=uow.actor.id,
        proposed_at=uow.now,
        grounds=body.grounds,
    ))
    uow.because(body.grounds)
    uow.publish(application, DecisionProposed(
        application_id=application.id,
        case_number=application.case_number or "",
        call=call.named,
        parties=await parties_of(uow, application),
        decision_id=decision.id,
        proposed_at=uow.now,
    ))
    return decision


async def edit_proposal(uow: UnitOfWork, id: UUID, body: EditProposal) -> Decision:
    """Another sum or other grounds: by who proposed it (ehdotuksen muuttaminen)."""
    application, decision = await _held(uow, id)
    decision.status = MACHINE.after(decision.status, Action.EDIT)
    if decision.proposed_by != uow.actor.id:
        raise OTHERS_PROPOSAL()
    cents = decision.proposed_cents if body.amount is None else body.amount.cents
    await _allowed(uow, application, cents)
    decision.proposed_cents = cents
    decision.grounds = decision.grounds if body.grounds is None else body.grounds
    uow.because(decision.grounds)
    return decision


async def withdraw_proposal(uow: UnitOfWork, id: UUID, body: WithdrawProposal) -> Decision:
    """Take a proposal back, one's own or a colleague's: the application is weighed again (ehdotuksen peruminen)."""
    application, decision = await _held(uow, id)
    decision.status = MACHINE.after(decision.status, Action.WITHDRAW)
    applications.withdraw_proposal(application)
    call = await uow.load(Call, application.call_id)
    uow.because(body.grounds)
    uow.publish(application, ProposalWithdrawn(
        application_id=application.id,
        case_number=application.case_number or "",
        call=call.named,
        parties=await parties_of(uow, application),
        decision_id=decision.id,
        withdrawn_at=uow.now,
    ))
    return decision


async def withdraw_with_application(uow: UnitOfWork, application_id: UUID) -> None:
    """The application was taken back or referred: what was proposed for it goes with it."""
    application = await uow.load(Application, application_id, lock=True)
    pending = select(col(Decision.id)).where(
        col(Decision.application_id) == application_id, col(Decision.status) == Status.PROPOSED
    )
    id = await uow.maybe(pending)
    if id is None or application.status not in {ApplicationStatus.WITHDRAWN, ApplicationStatus.REFERRED}:
        raise Irrelevant("no_proposal")
    decision = await uow.load(Decision, id, lock=True)
    decision.status = MACHINE.after(decision.status, Action.WITHDRAW)


async def _held(uow: UnitOfWork, id: UUID) -> tuple[Application, Decision]:
    """Both, locked in their order; 404 for a disqualified person, as for a stranger."""
    seen = await queries.decision(uow, id)
    application = await uow.load(Application, seen.application_id, lock=True)
    return application, await uow.target(Decision, id, may=Permission.DECISION_PROPOSE, lock=True)


async def _allowed(uow: UnitOfWork, application: Application, cents: int) -> None:
    completing = application.complete_by if application.status is ApplicationStatus.RETURNED else None
    deciding.propose(
        cents,
        application.sought_cents,
        is_disqualified=await is_disqualified(uow, application),
        completing_until=completing,
        now=uow.now,
    )
