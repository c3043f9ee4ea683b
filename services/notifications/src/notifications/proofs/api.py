"""Proofs of service and letters to be posted, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from chassis.edge import Http, gives, routes
from chassis.paging import Items, Page
from notifications.proofs import commands, problems, queries
from notifications.proofs.domain import Status
from notifications.proofs.schemas import LetterOut, PostalTaskOut, Posted, ProofOut

tasks = routes("postal-tasks")
proofs = routes("proofs")

OfOrganisation = Annotated[UUID | None, Query(description="Only of this organisation.")]


@tasks.get("")
async def list_postal_tasks(
    http: Http,
    page: Page,
    organisation_id: OfOrganisation = None,
    status: Annotated[Status | None, Query(description="Only in this state.")] = None,
) -> Items[PostalTaskOut]:
    """Letters that a person must post because mail cannot tell a party, the oldest first (postitustehtävät)."""
    return await http.page(queries.postal_tasks, page, status, organisation_id)


@tasks.get("/{id}")
async def get_postal_task(id: UUID, http: Http) -> PostalTaskOut:
    """One letter to be posted (postitustehtävä)."""
    return await http.read(queries.postal_task, id).shown(queries.shown)


@tasks.get("/{id}/letter")
async def get_postal_task_letter(id: UUID, http: Http) -> LetterOut:
    """What the letter says, ready to be printed (kirje)."""
    return await http.read(queries.letter, id)


@tasks.post("/{id}/posted", responses=gives(problems.POSTED_IN_FUTURE, problems.POSTED_TOO_EARLY))
async def record_posting(id: UUID, body: Posted, http: Http) -> PostalTaskOut:
    """Record that a letter was posted (postitus): a decision counts as received on the seventh day after."""
    return await http.run(commands.record_posting, id, body).shown(queries.shown)


@proofs.get("")
async def list_proofs(
    http: Http,
    page: Page,
    organisation_id: OfOrganisation = None,
    decision_id: Annotated[UUID | None, Query(description="Only of this decision.")] = None,
) -> Items[ProofOut]:
    """When and how decisions were served on parties (tiedoksiannon todisteet)."""
    return await http.page(queries.proofs, page, decision_id, organisation_id)
