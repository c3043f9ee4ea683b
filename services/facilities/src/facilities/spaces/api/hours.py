"""HTTP: periods of hours, versions of usage rules."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from chassis.edge import Http, gives, routes
from chassis.paging import Items, Page
from facilities.spaces import commands, queries
from facilities.spaces.domain.hours import Purpose
from facilities.spaces.domain.kinds import OwnerKind
from facilities.spaces.domain.lifecycle import RulesStatus
from facilities.spaces.problems import (
    DAYS_OUT_OF_ORDER,
    LONGER_THAN_A_DAY,
    MUNICIPALITY_UNKNOWN,
    OPENING_OF_SITE,
    OWNER_INCOMPLETE,
    RULES_IN_PAST,
    SPACE_ELSEWHERE,
    TIMES_OUT_OF_ORDER,
)
from facilities.spaces.schemas import (
    AddHolidays,
    AddHours,
    DraftUsageRules,
    EditHours,
    EditUsageRules,
    HolidaysOut,
    HoursOut,
    UsageRulesOut,
)

hours = routes("hours")
usage_rules = routes("usage-rules", if_match=("publish",))

_WRONG = (DAYS_OUT_OF_ORDER, TIMES_OUT_OF_ORDER, LONGER_THAN_A_DAY)

OfSite = Annotated[UUID | None, Query(description="Only of this site.")]


@hours.get("")
async def list_hours(
    http: Http,
    page: Page,
    site_id: OfSite = None,
    space_id: Annotated[UUID | None, Query(description="Only of this space itself.")] = None,
    purpose: Annotated[Purpose | None, Query(description="Only opening hours, or only use hours.")] = None,
) -> Items[HoursOut]:
    """Periods of hours as they were written down (aukiolojaksot)."""
    return await http.page(queries.periods, page, site_id, space_id, purpose)


@hours.post("", status_code=201, responses=gives(*_WRONG, OPENING_OF_SITE, SPACE_ELSEWHERE))
async def add_hours(body: AddHours, http: Http) -> HoursOut:
    """A further period of hours, ordinary or instead of the ordinary ones (poikkeus). FAC-09."""
    return await http.run(commands.add_hours, body).shown(queries.shown_hours)


@hours.post("/holidays", responses=gives(OPENING_OF_SITE, SPACE_ELSEWHERE))
async def add_holidays(body: AddHolidays, http: Http) -> HolidaysOut:
    """The public holidays of a year as overrides of a day each (pyhäpäivät)."""
    return await http.run(commands.add_holidays, body).shown(_as_it_is)


@hours.get("/{id}")
async def get_hours(id: UUID, http: Http) -> HoursOut:
    """One period of hours."""
    return await http.read(queries.period, id).shown(queries.shown_hours)


@hours.patch("/{id}", responses=gives(*_WRONG))
async def edit_hours(id: UUID, body: EditHours, http: Http) -> HoursOut:
    """Change a period of hours."""
    return await http.run(commands.edit_hours, id, body).shown(queries.shown_hours)


@hours.post("/{id}/remove", status_code=204)
async def remove_hours(id: UUID, http: Http) -> None:
    """Take a period of hours away."""
    return await http.run(commands.remove_hours, id).done()


@usage_rules.get("")
async def list_usage_rules(
    http: Http,
    page: Page,
    site_id: OfSite = None,
    owner: Annotated[OwnerKind | None, Query(description="Only of this owner.")] = None,
    status: Annotated[RulesStatus | None, Query(description="Only in this state.")] = None,
) -> Items[UsageRulesOut]:
    """Versions of usage rules (käyttöohjeet). FAC-01."""
    return await http.page(queries.versions, page, site_id, owner, status)


@usage_rules.post("", status_code=201, responses=gives(MUNICIPALITY_UNKNOWN, OWNER_INCOMPLETE))
async def draft_usage_rules(body: DraftUsageRules, http: Http) -> UsageRulesOut:
    """Begin the next version for a site, or for all sites of an owner (käyttöohjeluonnos)."""
    return await http.run(commands.draft_usage_rules, body).shown(queries.shown_usage_rules)


@usage_rules.get("/{id}")
async def get_usage_rules(id: UUID, http: Http) -> UsageRulesOut:
    """One version; a draft is for who may write it."""
    return await http.read(queries.usage_rules, id).shown(queries.shown_usage_rules)


@usage_rules.patch("/{id}")
async def edit_usage_rules(id: UUID, body: EditUsageRules, http: Http) -> UsageRulesOut:
    """Change a draft; a published version never changes."""
    return await http.run(commands.edit_usage_rules, id, body).shown(queries.shown_usage_rules)


@usage_rules.post("/{id}/publish", responses=gives(RULES_IN_PAST))
async def publish_usage_rules(id: UUID, http: Http) -> UsageRulesOut:
    """It comes out under the next number, and stands from then on (käyttöohjeen julkaiseminen)."""
    return await http.run(commands.publish_usage_rules, id).shown(queries.shown_usage_rules)


def _as_it_is(found: HolidaysOut) -> HolidaysOut:
    return found
