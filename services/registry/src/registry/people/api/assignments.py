"""HTTP: who holds which role, and which scopes have nobody."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query

from chassis.edge import Http, gives, routes
from chassis.paging import Items, Page
from registry.people.commands import assignments as commands
from registry.people.domain.role_types import ScopeKind
from registry.people.problems import (
    DEPUTY_OF_DEPUTY,
    DEPUTY_OUTSIDE,
    END_PAST,
    GRANTS_TO_ONESELF,
    HELD,
    HELD_ALREADY,
    HELD_FOR_NOW,
    NO_DEPUTIES,
    NOT_LONGER,
    NOT_YOURS,
    ROLE_UNKNOWN,
    SCOPE_UNKNOWN,
    TERM_ORDER,
    TERM_OVER,
    WITHOUT_END,
    WRONG_SCOPE_KIND,
)
from registry.people.queries import assignments as queries
from registry.people.queries import gaps as gap_queries
from registry.people.schemas import Assign, AssignmentOut, End, GapsOut, NameDeputy, Prolong, RoleTypeOut

router = routes("role-assignments")
role_types = routes("role-types")
gaps = routes("liaison-gaps")

_TAKEN = (HELD, HELD_FOR_NOW, HELD_ALREADY)
_TERM = (TERM_ORDER, TERM_OVER)
_WHO = (NOT_YOURS, GRANTS_TO_ONESELF)


@router.get("")
async def list_role_assignments(
    http: Http,
    page: Page,
    role: Annotated[str | None, Query(max_length=40, description="Only this role.")] = None,
    scope_kind: Annotated[ScopeKind | None, Query(description="Only roles held for this kind of scope.")] = None,
    scope_id: Annotated[str | None, Query(max_length=60, description="Only for this scope.")] = None,
    subject: Annotated[UUID | None, Query(description="Only this person's.")] = None,
    on: Annotated[date | None, Query(description="Only what is held on this day, Finnish time.")] = None,
    expires_within: Annotated[
        int | None, Query(ge=1, le=366, description="Only what is held now and is over within so many days.")
    ] = None,
) -> Items[AssignmentOut]:
    """Roles by the day they begin (tehtävät): one's own, and those that one answers for. Reading others' is audited."""
    wanted = queries.Filter(role, scope_kind, scope_id, subject, on, expires_within)
    return await http.page(queries.assignments, page, wanted)


@router.post(
    "", status_code=201, responses=gives(ROLE_UNKNOWN, WRONG_SCOPE_KIND, SCOPE_UNKNOWN, *_TERM, *_TAKEN, *_WHO)
)
async def assign_role(body: Assign, http: Http) -> AssignmentOut:
    """Give somebody a role for a scope and a time (tehtävään osoittaminen). ACT-01, ACT-03..06."""
    return await http.run(commands.assign, body).shown(queries.shown)


@router.get("/{id}")
async def get_role_assignment(id: UUID, http: Http) -> AssignmentOut:
    """One assignment. Reading another's is audited."""
    return await http.read(queries.assignment, id).shown(queries.shown)


@router.post(
    "/{id}/name-deputy", status_code=201,
    responses=gives(NO_DEPUTIES, DEPUTY_OF_DEPUTY, DEPUTY_OUTSIDE, HELD_ALREADY, *_TERM, *_WHO),
)
async def name_deputy(id: UUID, body: NameDeputy, http: Http) -> AssignmentOut:
    """Name somebody who stands in for the holder, within the holder's term (varahenkilö)."""
    return await http.run(commands.name_deputy, id, body).shown(
        queries.shown, location=lambda deputy: f"/v1/role-assignments/{deputy.id}"
    )


@router.post("/{id}/prolong", responses=gives(SCOPE_UNKNOWN, WITHOUT_END, NOT_LONGER, *_TERM, *_TAKEN, *_WHO))
async def prolong_role(id: UUID, body: Prolong, http: Http) -> AssignmentOut:
    """Let the role be held longer (tehtävän jatkaminen)."""
    return await http.run(commands.prolong, id, body).shown(queries.shown)


@router.post("/{id}/end", responses=gives(END_PAST, *_WHO))
async def end_role(id: UUID, body: End, http: Http) -> AssignmentOut:
    """End a role now, or fix an earlier end than was said (tehtävän päättäminen)."""
    return await http.run(commands.end, id, body).shown(queries.shown)


@role_types.get("")
async def list_role_types(http: Http) -> list[RoleTypeOut]:
    """Every role that is assigned here, and for what (tehtävätyypit)."""
    return await http.read(gap_queries.types)


@gaps.get("")
async def list_liaison_gaps(http: Http) -> GapsOut:
    """Scopes that have no primary holder now, for each role that one person holds (puuttuvat yhdyshenkilöt). ACT-03..06."""
    return await http.read(gap_queries.gaps)
