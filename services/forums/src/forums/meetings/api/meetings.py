"""HTTP: meetings."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query

from chassis.edge import Http, gives, routes
from chassis.paging import Items, Page
from forums.meetings import commands, queries
from forums.meetings import problems as p
from forums.meetings.domain import Status
from forums.meetings.schemas import Cancel, Change, DraftMeeting, Hold, MeetingItem, MeetingOut, Reschedule, Schedule

router = routes("meetings")

SETTING = (p.PAST, p.ENDS_FIRST, p.TOO_LONG, p.PLACE_OR_ROOM, p.PLACE_REMOTE, p.LINK_IN_PERSON)


@router.get("")
async def list_meetings(
    http: Http,
    page: Page,
    structure_id: Annotated[UUID | None, Query(description="Only those of this structure.")] = None,
    from_: Annotated[date | None, Query(alias="from", description="Only those that end on this day or later.")] = None,
    until: Annotated[date | None, Query(description="Only those that begin before this day.")] = None,
    status: Annotated[Status | None, Query(description="Only those in this state.")] = None,
    public: Annotated[bool | None, Query(description="Only those that public calendars show; or only the others.")] = None,
    area: Annotated[str | None, Query(max_length=60, description="Only of structures of this area and of what lies in it.")] = None,
) -> Items[MeetingItem]:
    """Meetings by the time when they begin (tapaamiset)."""
    return await http.page(
        queries.meetings, page, structure_id=structure_id, from_=from_, until=until, status=status, public=public, area=area
    )


@router.post("", status_code=201)
async def draft_meeting(body: DraftMeeting, http: Http) -> MeetingOut:
    """Begin to plan a meeting of a structure; nobody is told yet (luonnos)."""
    return await http.run(commands.draft_meeting, body).shown(queries.shown)


@router.get("/{id}")
async def get_meeting(id: UUID, http: Http) -> MeetingOut:
    """One meeting, as the caller may see it."""
    return await http.read(queries.meeting, id).shown(queries.shown)


@router.patch("/{id}", responses=gives(p.LINK_IN_PERSON, p.CAPACITY_BELOW))
async def change_meeting(id: UUID, body: Change, http: Http) -> MeetingOut:
    """Change texts, languages, accessibility, the remote link, and how many seats there are."""
    return await http.run(commands.change_meeting, id, body).shown(queries.shown)


@router.post("/{id}/schedule", responses=gives(*SETTING))
async def schedule_meeting(id: UUID, body: Schedule, http: Http) -> MeetingOut:
    """Give it its time, and the room that it asks for or a place; holidays and weekends are warned of (ajoitus)."""
    return await http.run(commands.schedule_meeting, id, body).shown(queries.shown)


@router.post("/{id}/reschedule", responses=gives(*SETTING))
async def reschedule_meeting(id: UUID, body: Reschedule, http: Http) -> MeetingOut:
    """Give it another time, room or place; the old room and calendars are kept until the new one is won (siirto)."""
    return await http.run(commands.reschedule_meeting, id, body).shown(queries.shown)


@router.post("/{id}/invite", responses=gives(p.BEGUN))
async def invite_participants(id: UUID, http: Http) -> MeetingOut:
    """Invite whoever the structure means at this moment; again, those who were not meant before (kutsu).

    They are told when time and place hold: at once where no room is awaited, otherwise when it is won.
    """
    return await http.run(commands.invite, id).shown(queries.shown)


@router.post("/{id}/cancel")
async def cancel_meeting(id: UUID, body: Cancel, http: Http) -> MeetingOut:
    """It will not be held; its room becomes free (peruminen)."""
    return await http.run(commands.cancel_meeting, id, body).shown(queries.shown)


@router.post("/{id}/hold", responses=gives(p.NOT_YET))
async def hold_meeting(id: UUID, body: Hold, http: Http) -> MeetingOut:
    """It was held: how many took part, by sector (tapaaminen pidetty)."""
    return await http.run(commands.hold_meeting, id, body).shown(queries.shown)
