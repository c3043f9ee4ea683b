"""What grants has heard of others, for a person to see."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import Field

from chassis.edge import MOVES, Http, routes
from chassis.paging import Items, Page
from grants.copies import queries
from grants.copies.schemas import OrganisationOut

router = routes("organisations")

Word = Annotated[str | None, Field(max_length=40)]


@router.get("")
async def list_organisations(
    http: Http,
    page: Page,
    kind: Annotated[Word, Query(description="Only this kind.")] = None,
    status: Annotated[Word, Query(description="Only in this state.")] = None,
    home_municipality: Annotated[Word, Query(description="Only those with their seat there: official code.")] = None,
) -> Items[OrganisationOut]:
    """Organisations that grants knows, by name (järjestöt)."""
    return await http.page(queries.organisations, page, kind, status, home_municipality)


@router.get("/{id}", responses=MOVES)
async def get_organisation(id: UUID, http: Http) -> OrganisationOut:
    """One organisation; a merged one answers 308 with its successor."""
    return await http.read(queries.organisation, id).shown(queries.shown)
