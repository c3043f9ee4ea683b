"""HTTP: how spaces are used."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query

from chassis.edge import Http, routes
from chassis.paging import Items, Page
from facilities.usage import queries
from facilities.usage.schemas import UseOut

router = routes("space-use")


@router.get("")
async def list_space_use(
    http: Http,
    page: Page,
    space_id: Annotated[UUID | None, Query(description="Only of this space itself.")] = None,
    site_id: Annotated[UUID | None, Query(description="Only of this site.")] = None,
    municipality: Annotated[str | None, Query(max_length=20, description="Only there: official code.")] = None,
    from_: Annotated[date | None, Query(alias="from", description="From the month of this day on.")] = None,
    until: Annotated[date | None, Query(description="Only months that begin before this day.")] = None,
) -> Items[UseOut]:
    """Use of spaces by month and kind of holder: asked, given, waiting, refused and why, and how fast (tilojen käyttö). FAC-15."""
    return await http.page(queries.use, page, space_id, site_id, municipality, from_, until)
