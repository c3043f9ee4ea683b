"""What facilities' answers do to a meeting. Late, twice, or about an older schedule: nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.work import Irrelevant, UnitOfWork
from forums.events.meeting import MeetingRoomRefused, RoomFree
from forums.meetings import domain
from forums.meetings.commands.telling import calendars, confirm, told
from forums.meetings.domain import ROOM, Room, RoomAction
from forums.meetings.tables import Meeting
from forums.structures.tables import Structure

LOST = "Tilan varaus on peruttu."
MOVED = "Tilan varaus on siirretty toiseen aikaan."


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


async def lose_room(uow: UnitOfWork, id: UUID, booking_id: UUID, grounds: str | None) -> None:
    """The booking was given up, not by us: the room that was won is lost, or the old one is not kept any more (varaus peruttu)."""
    meeting = await _meeting(uow, id)
    if meeting.booking_id != booking_id:
        raise Irrelevant("not_its_room")
    if meeting.room is Room.WON:
        await _lose(uow, meeting, " ".join([LOST, grounds or ""]).strip())
    else:
        meeting.booking_id = meeting.kept = None


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


async def _answered(uow: UnitOfWork, id: UUID, schedule_version: int | None) -> Meeting:
    meeting = await _meeting(uow, id)
    if not domain.is_answer_to(meeting, schedule_version):
        raise Irrelevant("older_schedule")
    return meeting


async def _meeting(uow: UnitOfWork, id: UUID) -> Meeting:
    if await uow.maybe(select(col(Meeting.id)).where(col(Meeting.id) == id)) is None:
        raise Irrelevant("meeting_unknown")
    return await uow.load(Meeting, id, lock=True)
