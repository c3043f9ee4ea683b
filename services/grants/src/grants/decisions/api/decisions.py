"""Routes of proposals and decisions."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import Query
from fastapi.responses import HTMLResponse

from chassis.edge import Http, gives, routes
from chassis.paging import Items, Page
from chassis.problems import Problem
from grants.applications import problems as a
from grants.appropriations.problems import APPROPRIATION_EXCEEDED, APPROPRIATION_SPENT
from grants.decisions import commands
from grants.decisions import problems as p
from grants.decisions.api.paper import paper
from grants.decisions.domain import Status
from grants.decisions.queries import decisions as queries
from grants.decisions.queries import reviews
from grants.decisions.schemas import (
    AskReview,
    DeadlineOut,
    DecisionOut,
    EditProposal,
    Grant,
    Propose,
    Refuse,
    ReviewOut,
    WithdrawProposal,
)

ELIGIBILITY: Final[tuple[Problem, ...]] = (
    a.BODY_UNKNOWN, a.NOT_ACTIVE, a.LEGAL_FORM, a.NOT_SOTE, a.SOTE_NOT_EVALUATED, a.NOT_NON_PROFIT, a.NON_PROFIT_NOT_ASSESSED,
    a.NON_PROFIT_LAPSED, a.AREA_UNKNOWN, a.AREA_TOO_NARROW, a.CALL_NOT_OPEN, a.CALL_CLOSED, a.CALL_CANCELLED, a.SHARES_NOT_100,
    a.NOT_SIGNED, a.ATTACHMENT_MISSING, a.SAME_ACTIVITY, a.ANSWER_MISSING, a.ANSWER_WRONG, a.NOTHING_SOUGHT, a.SOUGHT_TOO_MUCH,
)
"""What `eligibility.objections` may say."""
_OF_DECIDER: Final = (p.PROPOSER_DECIDES, p.DISQUALIFIED, p.NO_PRINCIPLES)

router = routes(
    "decisions",
    if_match=("grant", "refuse", "dismiss", "withdraw"),
    idempotency_required=("create", "grant", "refuse", "dismiss"),
)


@router.post("", status_code=201, responses=gives(
    p.DISQUALIFIED, p.BEING_COMPLETED, p.MORE_THAN_SOUGHT, p.PROPOSED_ALREADY,
))
async def propose_decision(body: Propose, http: Http) -> DecisionOut:
    """Propose a sum for an application (päätösehdotus): an assessor of the call, who does not decide it."""
    return await http.run(commands.propose_decision, body).shown(queries.shown)


@router.get("")
async def list_decisions(
    http: Http,
    page: Page,
    call_id: Annotated[UUID | None, Query(description="Only of this call.")] = None,
    application_id: Annotated[UUID | None, Query(description="Only on this application.")] = None,
    status: Annotated[Status | None, Query(description="Only in this state.")] = None,
) -> Items[DecisionOut]:
    """Proposals and decisions that one may see, the oldest proposal first (päätökset)."""
    return await http.page(queries.decisions, page, call_id, application_id, status)


@router.get("/{id}")
async def get_decision(id: UUID, http: Http) -> DecisionOut:
    """One proposal or decision (päätös): officials of the call; once decided also its parties."""
    return await http.read(queries.decision, id).shown(queries.shown)


@router.patch("/{id}", responses=gives(p.OTHERS_PROPOSAL, p.DISQUALIFIED, p.BEING_COMPLETED, p.MORE_THAN_SOUGHT))
async def edit_proposal(id: UUID, body: EditProposal, http: Http) -> DecisionOut:
    """Change one's own proposal (ehdotuksen muuttaminen)."""
    return await http.run(commands.edit_proposal, id, body).shown(queries.shown)


@router.post("/{id}/withdraw")
async def withdraw_proposal(id: UUID, body: WithdrawProposal, http: Http) -> DecisionOut:
    """Take a proposal back; the application is weighed again (ehdotuksen peruminen)."""
    return await http.run(commands.withdraw_proposal, id, body).shown(queries.shown)


@router.post("/{id}/grant", responses=gives(
    *_OF_DECIDER, p.NOTHING_GRANTED, p.MORE_THAN_SOUGHT, APPROPRIATION_EXCEEDED, APPROPRIATION_SPENT, *ELIGIBILITY,
))
async def grant_application(id: UUID, body: Grant, http: Http) -> DecisionOut:
    """Grant the whole or a part of what was sought (myöntää). GRC-02, GRC-03."""
    return await http.run(commands.grant_application, id, body).shown(queries.shown)


@router.post("/{id}/refuse", responses=gives(*_OF_DECIDER))
async def refuse_application(id: UUID, body: Refuse, http: Http) -> DecisionOut:
    """Refuse the application (hylätä)."""
    return await http.run(commands.refuse_application, id, body).shown(queries.shown)


@router.post("/{id}/dismiss", responses=gives(*_OF_DECIDER))
async def dismiss_application(id: UUID, body: Refuse, http: Http) -> DecisionOut:
    """Do not take the application up (jättää tutkimatta)."""
    return await http.run(commands.dismiss_application, id, body).shown(queries.shown)


@router.get("/{id}/document", response_class=HTMLResponse, responses=gives(p.NO_DOCUMENT))
async def get_decision_document(id: UUID, http: Http) -> HTMLResponse:
    """The decision document as it was served, in Finnish (päätösasiakirja)."""
    return paper(await http.ask(queries.document, id), f"paatos-{id}")


@router.get("/{id}/deadlines")
async def list_decision_deadlines(id: UUID, http: Http) -> list[DeadlineOut]:
    """Until when each party that was served may ask for a review (muutoksenhakuaika)."""
    return await http.read(queries.deadlines, id)


@router.post("/{id}/review-requests", status_code=201, responses=gives(
    p.NOT_DECIDED, p.NOT_A_PARTY, p.ASKED_ALREADY, p.RECEIVED_BY_OFFICE, p.RECEIVED_ON,
))
async def register_review_request(id: UUID, body: AskReview, http: Http) -> ReviewOut:
    """Ask for a review, or record a request on paper (oikaisuvaatimus). One that is late is registered and told so."""
    run = http.run(commands.register_review_request, id, body)
    return await run.shown(reviews.shown, location=lambda made: f"/v1/review-requests/{made.id}")
