"""HTTP: counts of meetings."""

from typing import Annotated

from fastapi import Query

from chassis.edge import Http, routes
from forums.meetings import queries
from forums.meetings.schemas import CadenceOut, CountsOut

router = routes("meeting-counts")
cadences = routes("meeting-cadences")

Year = Annotated[int, Query(ge=2000, le=2100, description="Calendar year in Finland.")]


@router.get("")
async def count_meetings(http: Http, year: Year) -> CountsOut:
    """Meetings held in a year, by structure and municipality, with participations by sector (tapaamisten määrät)."""
    return await http.read(queries.counts, year)


@cadences.get("")
async def list_meeting_cadences(
    http: Http, year: Year, breached: Annotated[bool, Query(description="Only breaches, and what is at risk.")] = False
) -> list[CadenceOut]:
    """How often structures meet in a year, against what is said of them (kokoontumistiheys)."""
    return await http.read(queries.cadences, year, breached=breached)
