"""What every event of a meeting tells, and the calendars of those who were invited."""

from typing import Any
from uuid import UUID

from chassis.work import UnitOfWork
from forums.access import Permission
from forums.events.invitation import CalendarChanged
from forums.events.meeting import MeetingConfirmed, RoomWanted
from forums.meetings.domain import MACHINE, Action, Room, Status
from forums.meetings.tables import Invitation, Meeting
from forums.structures.tables import Structure


async def convened(uow: UnitOfWork, id: UUID, action: Action, *, lock: bool = False) -> tuple[Meeting, Structure, Status]:
    """The meeting on which somebody acts who may, its structure, and the state that follows."""
    meeting = await uow.target(Meeting, id, may=Permission.MEETING_CONVENE, lock=lock)
    return meeting, await uow.load(Structure, meeting.structure_id), MACHINE.after(meeting.status, action)


def told(meeting: Meeting, structure: Structure) -> dict[str, Any]:
    """What every event of `forums.meeting` tells."""
    return {**named(meeting, structure), "public": meeting.listed}


def named(meeting: Meeting, structure: Structure) -> dict[str, Any]:
    """The meeting and its time."""
    return {
        "meeting_id": meeting.id, "schedule_version": meeting.schedule_version, "structure": structure.named(),
        "title": meeting.words, "starts_at": meeting.starts_at, "ends_at": meeting.ends_at,
    }


def entry(meeting: Meeting, structure: Structure, invitation: Invitation) -> dict[str, Any]:
    """What stands in the calendar of somebody who was invited: never anything of the agenda (M6)."""
    return {
        **named(meeting, structure), "invitation_id": invitation.id, "mode": meeting.mode.value, "place": meeting.place,
        "remote_link": meeting.remote_link, "calendar_sequence": meeting.calendar_sequence,
    }


def wanted(meeting: Meeting) -> RoomWanted | None:
    """The room that it asks for."""
    return None if meeting.wanted is None else RoomWanted.model_validate(meeting.wanted)


def confirm(uow: UnitOfWork, meeting: Meeting, structure: Structure) -> None:
    """Say that time and place hold."""
    uow.publish(meeting, MeetingConfirmed(
        **told(meeting, structure), mode=meeting.mode.value, booking_id=meeting.booking_id if meeting.room is Room.WON else None,
        space_id=meeting.space_id, place=meeting.place,
    ))


async def calendars(
    uow: UnitOfWork, meeting: Meeting, structure: Structure, *, because: str | None = None, cancelled: bool = False
) -> None:
    """Whoever was invited gets the entry anew; before the invitation there is nobody to tell. M3."""
    if meeting.invitation_id is None:
        return
    invitation = await uow.load(Invitation, meeting.invitation_id)
    uow.publish(invitation, CalendarChanged(
        **entry(meeting, structure, invitation), cancelled=cancelled, because=because, persons=tuple(invitation.persons),
        organisations=tuple(invitation.organisations),
    ))
