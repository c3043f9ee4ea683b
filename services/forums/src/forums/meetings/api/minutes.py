"""HTTP: minutes."""

from uuid import UUID

from chassis.edge import Http, gives, routes
from forums.meetings import commands, queries
from forums.meetings import problems as p
from forums.meetings.schemas import Correct, MinutesOut, OpenForRemarks, Remark, WriteMinutes

of_meetings = routes("meetings")
router = routes("minutes", if_match=("approve",))


@of_meetings.post(
    "/{id}/minutes", status_code=201, responses=gives(p.MINUTES_EXIST, p.AGENDA_UNPUBLISHED, p.ITEM_UNKNOWN, p.ITEM_TWICE)
)
async def write_minutes(id: UUID, body: WriteMinutes, http: Http) -> MinutesOut:
    """Begin the minutes of a meeting that was held; they answer its newest agenda (muistio)."""
    return await http.run(commands.write_minutes, id, body).shown(
        queries.shown_minutes, location=lambda row: f"/v1/minutes/{row.id}"
    )


@router.get("/{id}")
async def get_minutes(id: UUID, http: Http) -> MinutesOut:
    """Minutes by their own id or by that of their meeting: what the caller may see of them."""
    return await http.read(queries.minutes, id)


@router.patch("/{id}", responses=gives(p.ITEM_UNKNOWN, p.ITEM_TWICE))
async def rewrite_minutes(id: UUID, body: WriteMinutes, http: Http) -> MinutesOut:
    """Write them anew, until they are approved."""
    return await http.run(commands.rewrite, id, body).shown(queries.shown_minutes)


@router.post("/{id}/open-for-remarks", responses=gives(p.REMARKS_PAST))
async def open_minutes_for_remarks(id: UUID, body: OpenForRemarks, http: Http) -> MinutesOut:
    """Let those who took part make remarks until a day (nähtäville)."""
    return await http.run(commands.open_for_remarks, id, body).shown(queries.shown_minutes)


@router.post("/{id}/remark", responses=gives(p.REMARKS_OVER, p.ITEM_UNKNOWN))
async def remark_on_minutes(id: UUID, body: Remark, http: Http) -> MinutesOut:
    """Say what should be otherwise (huomautus)."""
    return await http.run(commands.remark, id, body).shown(queries.shown_minutes)


@router.post("/{id}/approve", responses=gives(p.REMARKS_OPEN))
async def approve_minutes(id: UUID, http: Http) -> MinutesOut:
    """They stand as they are from now on (hyväksyminen)."""
    return await http.run(commands.approve, id).shown(queries.shown_minutes)


@router.post("/{id}/correct", responses=gives(p.ITEM_UNKNOWN))
async def correct_minutes(id: UUID, body: Correct, http: Http) -> MinutesOut:
    """Add an entry beside what was approved, which stays (korjausmerkintä)."""
    return await http.run(commands.correct, id, body).shown(queries.shown_minutes)
