"""HTTP: what is free."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import AwareDatetime

from chassis.edge import Http, gives, routes
from facilities.bookings import queries
from facilities.bookings.problems import WINDOW_WRONG
from facilities.bookings.queries import MOST_DAYS, MOST_SPACES, Where
from facilities.bookings.schemas import AvailabilityOut, FirstFreeOut

availability = routes("availability")
first_free = routes("first-free")


@availability.get("", responses=gives(WINDOW_WRONG))
async def get_availability(
    http: Http,
    space_id: Annotated[list[UUID], Query(min_length=1, max_length=MOST_SPACES, description="Which spaces.")],
    from_: Annotated[date | None, Query(alias="from", description="The first day; today if none is given.")] = None,
    until: Annotated[date | None, Query(description="The first day after; a week later if none is given.")] = None,
) -> AvailabilityOut:
    """What is free of these spaces in their use hours, and when they are taken (vapaat ajat). FAC-11, FAC-15."""
    return await http.read(queries.availability, space_id, from_, until).written(AvailabilityOut)


@first_free.get("", responses=gives(WINDOW_WRONG))
async def get_first_free(
    http: Http,
    minutes: Annotated[int, Query(ge=15, le=1440, description="How long, in minutes.")],
    space_id: Annotated[list[UUID] | None, Query(max_length=MOST_SPACES, description="Only among these spaces.")] = None,
    municipality: Annotated[str | None, Query(max_length=20, description="Only there: official code.")] = None,
    site_id: Annotated[UUID | None, Query(description="Only at this site.")] = None,
    features: Annotated[list[str] | None, Query(max_length=20, description="Only with all of these features.")] = None,
    persons: Annotated[int | None, Query(ge=1, le=100_000, description="Only where so many have room.")] = None,
    since: Annotated[AwareDatetime | None, Query(alias="from", description="Not before; now if none is given.")] = None,
    days: Annotated[int, Query(ge=1, le=MOST_DAYS, description="How many days to look.")] = 28,
) -> FirstFreeOut:
    """The first time that so long a use can be booked, among many spaces; exact (ensimmäinen vapaa aika). FAC-11."""
    where = Where(tuple(space_id or ()), municipality, site_id, tuple(features or ()), persons)
    return await http.read(queries.first_free, where, minutes, since, days)
