"""What notifications has heard of others, for a person to see."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from chassis.edge import Http, routes
from chassis.paging import Items, Page
from notifications.copies import queries
from notifications.copies.schemas import OrganisationOut

router = routes("organisations")

Word = Annotated[str | None, Query(max_length=40)]


@router.get("")
async def list_organisations(
    http: Http, page: Page, kind: Word = None, status: Word = None, home_municipality: Word = None
) -> Items[OrganisationOut]:
    """Organisations that notifications knows, by name (järjestöt)."""
    return await http.page(queries.organisations, page, kind, status, home_municipality)


@router.get("/{id}")
async def get_organisation(id: UUID, http: Http) -> OrganisationOut:
    """One organisation; a merged one answers 308 with its successor."""
    return await http.read(queries.organisation, id).shown(queries.shown)
