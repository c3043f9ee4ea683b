"""Routes under a call: how its money is to be shared out, and who got what."""

from uuid import UUID

from chassis.edge import Http, gives, routes
from chassis.paging import Items, Page
from grants.decisions import commands
from grants.decisions import problems as p
from grants.decisions.queries import proposals, results
from grants.decisions.schemas import ProposalOut, PublishedOut, ResultOut, SumsOut, WhatIf

router = routes("calls", if_match=("publish-results",), idempotency_required=("publish-results",))


@router.get("/{id}/proposals")
async def list_proposals(id: UUID, http: Http, page: Page) -> Items[ProposalOut]:
    """Proposals and decisions of the call against the appropriation, by case number (jakolista). GRC-03."""
    return await http.page(proposals.proposals, page, id)


@router.post("/{id}/what-if", responses=gives(p.NOT_IN_HAND, p.SUPPOSED_TWICE))
async def suppose_distribution(id: UUID, body: WhatIf, http: Http) -> SumsOut:
    """What these sums would come to (jakolaskelma). Nothing is changed."""
    return await http.read(proposals.what_if, id, body)


@router.post("/{id}/publish-results", responses=gives(p.STILL_OPEN, p.STILL_IN_HAND))
async def publish_results(id: UUID, http: Http) -> PublishedOut:
    """Publish who got what, once everything is decided (tulosten julkaiseminen). GRO-13."""
    return await http.run(commands.publish_results, id).shown(results.published)


@router.get("/{id}/results", responses=gives(p.NOT_PUBLISHED))
async def list_results(id: UUID, http: Http, page: Page) -> Items[ResultOut]:
    """Who got what (tulokset): organisations and sums, never names of persons. GRO-13."""
    return await http.page(results.results, page, id)
