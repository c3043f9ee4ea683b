"""HTTP: "I act for this association"."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from chassis.edge import Http, gives, routes
from chassis.paging import Items, Page
from registry.people.commands import requests as commands
from registry.people.domain.representation import Status
from registry.people.problems import (
    ASKED_ALREADY,
    HELD_ALREADY,
    NOT_YOUR_REQUEST,
    NOT_YOURS,
    ONLY_PERSONS,
    ORGANISATION_UNKNOWN,
    OWN_REQUEST,
    REPRESENTS_ALREADY,
    SCOPE_UNKNOWN,
    TERM_ORDER,
    TERM_OVER,
)
from registry.people.queries import requests as queries
from registry.people.schemas import Approve, Ask, Refuse, RequestOut

router = routes("representation-requests", if_match=("approve",))


@router.get("")
async def list_representation_requests(
    http: Http,
    page: Page,
    status: Annotated[Status | None, Query(description="Only in this state.")] = None,
    organisation_id: Annotated[UUID | None, Query(description="Only for this organisation.")] = None,
) -> Items[RequestOut]:
    """Requests to act for an organisation, the oldest first: one's own, and those that one may decide."""
    return await http.page(queries.requests, page, status, organisation_id)


@router.post("", status_code=201, responses=gives(ONLY_PERSONS, ORGANISATION_UNKNOWN, REPRESENTS_ALREADY, ASKED_ALREADY))
async def ask_to_represent(body: Ask, http: Http) -> RequestOut:
    """Ask to act for an organisation (edustajaksi pyytäminen); asked twice, the pending request is the answer. ACT-10."""
    return await http.run(commands.ask, body).shown(queries.shown)


@router.get("/{id}")
async def get_representation_request(id: UUID, http: Http) -> RequestOut:
    """One request."""
    return await http.read(queries.request, id).shown(queries.shown)


@router.post(
    "/{id}/approve",
    responses=gives(OWN_REQUEST, ORGANISATION_UNKNOWN, HELD_ALREADY, NOT_YOURS, SCOPE_UNKNOWN, TERM_ORDER, TERM_OVER),
)
async def approve_representation(id: UUID, body: Approve, http: Http) -> RequestOut:
    """Let the person act for the organisation (edustajan hyväksyminen)."""
    return await http.run(commands.approve, id, body).shown(queries.shown)


@router.post("/{id}/refuse", responses=gives(OWN_REQUEST))
async def refuse_representation(id: UUID, body: Refuse, http: Http) -> RequestOut:
    """Say no, with grounds (edustajan hylkääminen)."""
    return await http.run(commands.refuse, id, body).shown(queries.shown)


@router.post("/{id}/withdraw", responses=gives(NOT_YOUR_REQUEST))
async def withdraw_representation(id: UUID, http: Http) -> RequestOut:
    """Take one's own request back (pyynnön peruminen)."""
    return await http.run(commands.withdraw, id).shown(queries.shown)
