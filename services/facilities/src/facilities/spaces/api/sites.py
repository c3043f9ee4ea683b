"""HTTP: sites and the features of spaces."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from chassis.edge import Http, gives, routes
from chassis.paging import Items, Page
from facilities.spaces import commands, queries
from facilities.spaces.api.asked import Distance, Kind, Latitude, Longitude, Municipality, Owner, Q, Ways
from facilities.spaces.problems import (
    CENTRE_UNKNOWN,
    MUNICIPALITY_UNKNOWN,
    NEAR_INCOMPLETE,
    OWNER_INCOMPLETE,
    PLACE_INCOMPLETE,
)
from facilities.spaces.queries import Near, SitesWanted
from facilities.spaces.schemas import AddSite, EditSite, FeatureOut, SiteOut

sites = routes("sites")
features = routes("features")

_WRONG = (MUNICIPALITY_UNKNOWN, CENTRE_UNKNOWN, OWNER_INCOMPLETE, PLACE_INCOMPLETE)


@features.get("")
async def list_features(http: Http) -> list[FeatureOut]:
    """What an association may need of a space (tilan ominaisuudet). FAC-03, 05, 07, 08, 10, 12, 13."""
    return await http.read(queries.all_features)


@sites.get("", responses=gives(NEAR_INCOMPLETE))
async def list_sites(
    http: Http,
    page: Page,
    q: Q = None,
    municipality: Municipality = None,
    kind: Kind = None,
    owner: Owner = None,
    ways: Ways = None,
    source: Annotated[str | None, Query(max_length=60, description="Only those imported from this source.")] = None,
    latitude: Latitude = None,
    longitude: Longitude = None,
    within_km: Distance = None,
) -> Items[SiteOut]:
    """Sites by name (toimipaikat), the county's and others that are listed. FAC-19."""
    near = Near(latitude, longitude, within_km)
    return await http.page(
        queries.sites, page, SitesWanted(q, municipality, kind, owner, tuple(ways or ()), source, near)
    )


@sites.post("", status_code=201, responses=gives(*_WRONG))
async def add_site(body: AddSite, http: Http) -> SiteOut:
    """Take up a site (toimipaikan lisääminen)."""
    return await http.run(commands.add_site, body).shown(queries.shown_site)


@sites.get("/{id}")
async def get_site(id: UUID, http: Http) -> SiteOut:
    """One site, with its accessibility in structure and in words."""
    return await http.read(queries.site, id).shown(queries.shown_site)


@sites.patch("/{id}", responses=gives(*_WRONG))
async def edit_site(id: UUID, body: EditSite, http: Http) -> SiteOut:
    """Change a site (toimipaikan muuttaminen); what its spaces show of it changes with it."""
    return await http.run(commands.edit_site, id, body).shown(queries.shown_site)
