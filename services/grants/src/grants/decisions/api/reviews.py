"""Routes of requests for review."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from fastapi.responses import HTMLResponse

from chassis.edge import Http, gives, routes
from chassis.paging import Items, Page
from grants.appropriations.problems import APPROPRIATION_EXCEEDED, APPROPRIATION_SPENT
from grants.decisions import commands
from grants.decisions import problems as p
from grants.decisions.api.paper import paper
from grants.decisions.domain import ReviewStatus
from grants.decisions.queries import reviews as queries
from grants.decisions.schemas import DeadlineOut, DecideReview, ReviewOut

router = routes("review-requests", if_match=("decide",), idempotency_required=("decide",))


@router.get("")
async def list_review_requests(
    http: Http,
    page: Page,
    call_id: Annotated[UUID | None, Query(description="Only of this call.")] = None,
    decision_id: Annotated[UUID | None, Query(description="Only about this decision.")] = None,
    status: Annotated[ReviewStatus | None, Query(description="Only in this state.")] = None,
) -> Items[ReviewOut]:
    """Requests for review that one may see, in the order in which they came (oikaisuvaatimukset)."""
    return await http.page(queries.reviews, page, call_id, decision_id, status)


@router.get("/{id}")
async def get_review_request(id: UUID, http: Http) -> ReviewOut:
    """One request for review (oikaisuvaatimus)."""
    return await http.read(queries.review, id).shown(queries.shown)


@router.post("/{id}/decide", responses=gives(
    p.DISQUALIFIED, p.IS_LATE, p.NOT_LATE, p.NOT_SERVED, p.CHANGES_NOTHING, p.SUM_MISSING, p.SUM_NOT_WANTED, p.MORE_THAN_SOUGHT,
    APPROPRIATION_EXCEEDED, APPROPRIATION_SPENT,
))
async def decide_review(id: UUID, body: DecideReview, http: Http) -> ReviewOut:
    """Change the decision, let it stand, or find the request late (oikaisuvaatimuksen ratkaiseminen)."""
    return await http.run(commands.decide_review, id, body).shown(queries.shown)


@router.get("/{id}/document", response_class=HTMLResponse, responses=gives(p.NO_DOCUMENT))
async def get_review_document(id: UUID, http: Http) -> HTMLResponse:
    """The decision on the request as it was served, in Finnish (päätös oikaisuvaatimukseen)."""
    return paper(await http.ask(queries.document, id), f"oikaisu-{id}")


@router.get("/{id}/deadlines")
async def list_review_deadlines(id: UUID, http: Http) -> list[DeadlineOut]:
    """Until when each party that was served may appeal to the court (valitusaika)."""
    return await http.read(queries.deadlines, id)
