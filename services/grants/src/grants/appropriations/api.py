"""HTTP: appropriations."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from chassis.edge import Http, gives, routes
from chassis.paging import Items, Page
from grants.appropriations import commands, queries
from grants.appropriations import problems as p
from grants.appropriations.schemas import AppropriationOut, ChangeAppropriation, SetAppropriation

router = routes("appropriations", idempotency_required=("create",))


@router.get("")
async def list_appropriations(
    http: Http,
    page: Page,
    year: Annotated[int | None, Query(ge=2000, le=2100, description="Only of this year.")] = None,
    kind: Annotated[str | None, Query(max_length=40, description="Only of this kind of grant.")] = None,
) -> Items[AppropriationOut]:
    """Appropriations by year, with what was granted and what is left (määrärahat)."""
    return await http.page(queries.appropriations, page, year, kind)


@router.get("/{id}")
async def get_appropriation(id: UUID, http: Http) -> AppropriationOut:
    """One appropriation (määräraha)."""
    return await http.read(queries.appropriation, id).shown(queries.shown)


@router.post("", status_code=201, responses=gives(p.APPROPRIATION_KNOWN, p.KIND_UNKNOWN))
async def set_appropriation(body: SetAppropriation, http: Http) -> AppropriationOut:
    """Set money aside for one kind of grant in one year (määrärahan asettaminen)."""
    return await http.run(commands.set_appropriation, body).shown(queries.shown)


@router.patch("/{id}", responses=gives(p.APPROPRIATION_BELOW_COMMITTED, p.APPROPRIATION_SPENT))
async def change_appropriation(id: UUID, body: ChangeAppropriation, http: Http) -> AppropriationOut:
    """Change how much it is, with grounds (määrärahan muuttaminen)."""
    return await http.run(commands.change_appropriation, id, body).shown(queries.shown)
