"""HTTP: blocked times."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import AwareDatetime

from chassis.edge import Http, gives, routes
from chassis.paging import Items, Page
from facilities.bookings import commands, queries
from facilities.bookings import problems as p
from facilities.bookings.schemas import BlockedOut, BlockTime

blocked = routes("blocked-times")


@blocked.get("")
async def list_blocked_times(
    http: Http,
    page: Page,
    space_id: Annotated[UUID | None, Query(description="Only of this space itself.")] = None,
    since: Annotated[AwareDatetime | None, Query(alias="from", description="Only those that end later.")] = None,
    until: Annotated[AwareDatetime | None, Query(description="Only those that begin earlier.")] = None,
) -> Items[BlockedOut]:
    """Times in which nobody may book, with the grounds (suljetut ajat)."""
    return await http.page(queries.blocked_times, page, space_id, since, until)


@blocked.post("", status_code=201, responses=gives(p.TAKEN, p.SPACE_UNKNOWN, p.ENDS_BEFORE_START, p.NOT_WHOLE_MINUTES))
async def block_time(body: BlockTime, http: Http) -> BlockedOut:
    """Nobody may book then (ajan sulkeminen); what is booked must be cancelled first."""
    return await http.run(commands.block, body).shown(queries.shown_blocked)


@blocked.get("/{id}")
async def get_blocked_time(id: UUID, http: Http) -> BlockedOut:
    """One blocked time."""
    return await http.read(queries.blocked, id).shown(queries.shown_blocked)


@blocked.post("/{id}/remove", status_code=204)
async def unblock_time(id: UUID, http: Http) -> None:
    """One may book again (sulkemisen poistaminen)."""
    return await http.run(commands.unblock, id).done()
