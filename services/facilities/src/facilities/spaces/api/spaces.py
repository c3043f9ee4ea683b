"""HTTP: spaces."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query

from chassis.edge import Http, gives, routes
from chassis.paging import Items, Page
from facilities.spaces import commands, queries
from facilities.spaces.api.asked import Distance, Kind, Latitude, Longitude, Municipality, Owner, Q, Ways
from facilities.spaces.domain.kinds import UseForm
from facilities.spaces.domain.lifecycle import Status
from facilities.spaces.problems import (
    DAYS_OUT_OF_ORDER,
    FEATURE_UNKNOWN,
    HOURS_TOO_FAR,
    INTERVAL_NOT_QUARTERS,
    LENGTH_NOT_MULTIPLE,
    MOST_BELOW_LEAST,
    NEAR_INCOMPLETE,
    NO_USAGE_RULES,
    NO_USE_HOURS,
    PARENT_UNKNOWN,
    TREE_BOOKED,
    TREE_CIRCLE,
    TREE_PUBLISHED,
)
from facilities.spaces.queries import Near, SpacesWanted
from facilities.spaces.schemas import AddSpace, DaySpans, EditSpace, MoveSpace, SpaceOut, UsageRulesOut, WithdrawSpace

spaces = routes("spaces", if_match=("publish",))

_WRONG = (FEATURE_UNKNOWN, INTERVAL_NOT_QUARTERS, LENGTH_NOT_MULTIPLE, MOST_BELOW_LEAST)


@spaces.get("", responses=gives(NEAR_INCOMPLETE))
async def list_spaces(
    http: Http,
    page: Page,
    q: Q = None,
    municipality: Municipality = None,
    site_id: Annotated[UUID | None, Query(description="Only of this site.")] = None,
    kind: Kind = None,
    owner: Owner = None,
    status: Annotated[Status | None, Query(description="Only in this state; those on offer if none is given.")] = None,
    features: Annotated[list[str] | None, Query(max_length=20, description="Only with all of these features.")] = None,
    use_form: Annotated[UseForm | None, Query(description="Only given in this form. FAC-18.")] = None,
    capacity: Annotated[int | None, Query(ge=1, le=100_000, description="Only for at least so many persons.")] = None,
    ways: Ways = None,
    latitude: Latitude = None,
    longitude: Longitude = None,
    within_km: Distance = None,
) -> Items[SpaceOut]:
    """Spaces on offer by name (tarjolla olevat tilat). FAC-01, FAC-16."""
    return await http.page(queries.spaces, page, SpacesWanted(
        q=q,
        municipality=municipality,
        site_id=site_id,
        kind=kind,
        owner=owner,
        status=status or Status.PUBLISHED,
        features=tuple(features or ()),
        use_form=use_form,
        capacity=capacity,
        ways=tuple(ways or ()),
        near=Near(latitude, longitude, within_km),
    ))


@spaces.post("", status_code=201, responses=gives(*_WRONG, PARENT_UNKNOWN, TREE_PUBLISHED, TREE_BOOKED))
async def add_space(body: AddSpace, http: Http) -> SpaceOut:
    """Draft a space, alone or as a part of a larger one (tilan lisääminen). FAC-01."""
    return await http.run(commands.add_space, body).shown(queries.shown_space)


@spaces.get("/{id}")
async def get_space(id: UUID, http: Http) -> SpaceOut:
    """One space; a draft is for its owners only."""
    return await http.read(queries.space, id).shown(queries.shown_space)


@spaces.patch("/{id}", responses=gives(*_WRONG))
async def edit_space(id: UUID, body: EditSpace, http: Http) -> SpaceOut:
    """Change what is said of a space (tilan muuttaminen)."""
    return await http.run(commands.edit_space, id, body).shown(queries.shown_space)


@spaces.post("/{id}/move", responses=gives(PARENT_UNKNOWN, TREE_CIRCLE, TREE_PUBLISHED, TREE_BOOKED))
async def move_space(id: UUID, body: MoveSpace, http: Http) -> SpaceOut:
    """Let it be a part of another space of its site, or of none (tilan siirto)."""
    return await http.run(commands.move_space, id, body).shown(queries.shown_space)


@spaces.post("/{id}/publish", responses=gives(NO_USAGE_RULES, NO_USE_HOURS))
async def publish_space(id: UUID, http: Http) -> SpaceOut:
    """Offer it to associations under the usage rules in force (tilan julkaiseminen). FAC-01, FAC-16."""
    return await http.run(commands.publish_space, id).shown(queries.shown_space)


@spaces.post("/{id}/withdraw")
async def withdraw_space(id: UUID, body: WithdrawSpace, http: Http) -> SpaceOut:
    """Offer it no more, with the grounds (tilan poistaminen tarjolta)."""
    return await http.run(commands.withdraw_space, id, body).shown(queries.shown_space)


@spaces.get("/{id}/hours", responses=gives(DAYS_OUT_OF_ORDER, HOURS_TOO_FAR))
async def get_space_hours(
    id: UUID,
    http: Http,
    from_: Annotated[date | None, Query(alias="from", description="The first day; today if none is given.")] = None,
    until: Annotated[date | None, Query(description="The first day after; a week later if none is given.")] = None,
) -> DaySpans:
    """Opening and use hours of a space in real time (aukiolo- ja käyttöajat). FAC-09."""
    return await http.read(queries.space_hours, id, from_, until)


@spaces.get("/{id}/usage-rules")
async def get_space_usage_rules(id: UUID, http: Http) -> UsageRulesOut:
    """The usage rules in force for a space: a booking names this version (käyttöohjeet). FAC-01."""
    return await http.read(queries.space_usage_rules, id).shown(queries.shown_usage_rules)
