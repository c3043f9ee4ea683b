"""What facilities' answers do to a meeting. Late, twice, or about an older schedule: nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.work import Irrelevant, UnitOfWork
from forums.events.meeting import MeetingRoomRefused, RoomFree
from forums.events.room import RoomKept, RoomMissing
from forums.meetings import domain
from forums.meetings.commands.telling import calendars, confirm, named, told
from forums.meetings.domain import ROOM, Room, RoomAction
from forums.meetings.tables import Invitation, Meeting, RoomRequest
from forums.structures.tables import Structure

LOST = "Tilan varaus on peruttu."
MOVED = "Tilan varaus on siirretty toiseen aikaan."


async def request_room(uow: UnitOfWork, meeting: Meeting) -> None:
    """Who asks for its room now is told if there is none (tilapyyntö)."""
    found = await uow.maybe(select(col(RoomRequest.id)).where(col(RoomRequest.meeting_id) == meeting.id))
    if found is None:
        uow.add(RoomRequest(id=uow.new_id(), meeting_id=meeting.id, person=uow.actor.id))
    else:
        (await uow.load(RoomRequest, found)).person = uow.actor.id


@dataclass(frozen=True, slots=True)
class Booked:
    """A room that was booked: for which schedule, where, from when until when."""

    booking_id: UUID
    meeting_id: UUID
    schedule_version: int | None
    space_id: UUID
    place: str
    starts_at: datetime
    ends_at: datetime


async def take_room(uow: UnitOfWork, booked: Booked) -> None:
    """The room is won: time and place hold (tila saatu)."""
    meeting = await _answered(uow, booked.meeting_id, booked.schedule_version)
    if meeting.room is not Room.ASKED:
        raise Irrelevant("answered_already")
    await _take(uow, meeting, booked, RoomAction.WIN)


async def move_room(uow: UnitOfWork, booked: Booked) -> None:
    """Won in place of the old one; or whoever decides about the space gave another one later (varaus siirretty)."""
    meeting = await _answered(uow, booked.meeting_id, booked.schedule_version)
    if meeting.room is Room.ASKED:
        await _take(uow, meeting, booked, RoomAction.WIN)
    elif meeting.room is not Room.WON or meeting.booking_id != booked.booking_id:
        raise Irrelevant("answered_already")
    elif meeting.starts_at is None or meeting.ends_at is None or not (
        booked.starts_at <= meeting.starts_at and meeting.ends_at <= booked.ends_at
    ):
        await _lose(uow, meeting, MOVED)
    elif (meeting.space_id, meeting.place) == (booked.space_id, booked.place):
        raise Irrelevant("answered_already")
    else:
        await _take(uow, meeting, booked, RoomAction.MOVE)


async def refuse_room(
    uow: UnitOfWork, id: UUID, schedule_version: int | None, reasons: Sequence[str], alternatives: Sequence[RoomFree]
) -> None:
    """There is no room: somebody chooses another time or another space (tila evätty). The old room is kept, if there was one."""
    meeting = await _answered(uow, id, schedule_version)
    if meeting.room is not Room.ASKED:
        raise Irrelevant("answered_already")
    structure = await uow.load(Structure, meeting.structure_id)
    meeting.room = ROOM.after(meeting.room, RoomAction.REFUSE)
    meeting.refusal = {
        "reasons": list(reasons), "alternatives": [each.model_dump(mode="json") for each in alternatives],
    }
    uow.publish(meeting, MeetingRoomRefused(
        **told(meeting, structure), reasons=tuple(reasons), alternatives=tuple(alternatives)
    ))
    await _tell_convenor(uow, meeting, structure, reasons, alternatives)


async def lose_room(uow: UnitOfWork, id: UUID, booking_id: UUID, grounds: str | None) -> None:
    """The booking was given up, not by us: the room that was won is lost, or the old one is not kept any more (varaus peruttu).

    Who still has the old time and room in their calendar is told then, though there is no new room yet.
    """
    meeting = await _meeting(uow, id)
    if meeting.booking_id != booking_id:
        raise Irrelevant("not_its_room")
    reason = " ".join([LOST, grounds or ""]).strip()
    if meeting.room is Room.WON:
        await _lose(uow, meeting, reason)
        return
    structure = await uow.load(Structure, meeting.structure_id)
    meeting.booking_id = meeting.kept = None
    await calendars(uow, meeting, structure, because=reason, void=True)
    if meeting.room is Room.REFUSED:
        await _tell_convenor(uow, meeting, structure, [reason], lost=True)


async def _take(uow: UnitOfWork, meeting: Meeting, booked: Booked, action: RoomAction) -> None:
    structure = await uow.load(Structure, meeting.structure_id)
    meeting.room = ROOM.after(meeting.room, action)
    meeting.booking_id, meeting.space_id, meeting.place = booked.booking_id, booked.space_id, booked.place
    meeting.kept = meeting.refusal = None
    meeting.calendar_sequence += 1
    confirm(uow, meeting, structure)
    await calendars(uow, meeting, structure)


async def _lose(uow: UnitOfWork, meeting: Meeting, reason: str) -> None:
    structure = await uow.load(Structure, meeting.structure_id)
    meeting.room = ROOM.after(meeting.room, RoomAction.LOSE)
    meeting.booking_id = meeting.space_id = meeting.place = None
    meeting.refusal = {"reasons": [reason], "alternatives": []}
    meeting.calendar_sequence += 1
    uow.publish(meeting, MeetingRoomRefused(**told(meeting, structure), reasons=(reason,)))
    await calendars(uow, meeting, structure, because=reason)
    await _tell_convenor(uow, meeting, structure, [reason], lost=True)


async def _tell_convenor(
    uow: UnitOfWork, meeting: Meeting, structure: Structure, reasons: Sequence[str], alternatives: Sequence[RoomFree] = (), *,
    lost: bool = False,
) -> None:
    """Whoever asked for the room has to choose another time or another space, and nobody else would notice."""
    request = await uow.take(select(RoomRequest).where(col(RoomRequest.meeting_id) == meeting.id))
    for each in request:
        uow.publish(each, RoomMissing(
            **named(meeting, structure), request_id=each.id, person=each.person, lost=lost, reasons=tuple(reasons),
            alternatives=tuple(alternatives), kept=None if meeting.kept is None else RoomKept.model_validate(meeting.kept),
            untold=await _untold(uow, meeting),
        ))


async def _untold(uow: UnitOfWork, meeting: Meeting) -> int:
    """Who is invited and does not know."""
    if meeting.invitation_id is None:
        return 0
    invitation = await uow.load(Invitation, meeting.invitation_id)
    return len(invitation.untold_persons) + len(invitation.untold_organisations)


async def _answered(uow: UnitOfWork, id: UUID, schedule_version: int | None) -> Meeting:
    meeting = await _meeting(uow, id)
    if not domain.is_answer_to(meeting, schedule_version):
        raise Irrelevant("older_schedule")
    return meeting


async def _meeting(uow: UnitOfWork, id: UUID) -> Meeting:
    if await uow.maybe(select(col(Meeting.id)).where(col(Meeting.id) == id)) is None:
        raise Irrelevant("meeting_unknown")
    return await uow.load(Meeting, id, lock=True)
