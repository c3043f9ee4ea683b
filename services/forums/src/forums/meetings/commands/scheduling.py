"""A meeting gets a time and a place, another one, or is not held at all. The identity stays. MTG-01, MTG-07, M3.

A room that is won is kept until another one is (`kept`), and so is what stands in calendars. Refused, the new time stands without
a room, for a person chose it: the old room stays booked meanwhile, so the way back is to choose the old time again.
"""

from datetime import datetime
from uuid import UUID

from chassis.problems import refuse_if_any
from chassis.work import UnitOfWork
from forums.events.meeting import MeetingCancelled, MeetingRescheduled, MeetingScheduled
from forums.meetings import domain
from forums.meetings.commands.registering import reseat
from forums.meetings.commands.rooms import request_room
from forums.meetings.commands.telling import calendars, confirm, convened, told, wanted
from forums.meetings.domain import ROOM, Action, Room, RoomAction, Setting
from forums.meetings.schemas import Cancel, Reschedule, Schedule
from forums.meetings.tables import Meeting
from forums.structures import queries as structures


async def schedule_meeting(uow: UnitOfWork, id: UUID, body: Schedule) -> Meeting:
    """Give a draft its time and ask for its room; confirmed at once where it needs none (ajoitus)."""
    meeting, structure, after = await convened(uow, id, Action.SCHEDULE, lock=True)
    structures.active(structure)
    refuse_if_any(domain.objections(_setting(body), uow.now))
    meeting.status = after
    await _give(uow, meeting, body)
    uow.publish(meeting, MeetingScheduled(
        **told(meeting, structure), mode=meeting.mode.value, room=wanted(meeting), languages=tuple(meeting.languages),
        interpretation=tuple(meeting.interpretation),
    ))
    if meeting.room is Room.NOT_NEEDED:
        confirm(uow, meeting, structure)
    return meeting


async def reschedule_meeting(uow: UnitOfWork, id: UUID, body: Reschedule) -> Meeting:
    """Give it another time, room or place; calendars are told when it holds: at once, or when the new room is won (siirto)."""
    meeting, structure, after = await convened(uow, id, Action.RESCHEDULE, lock=True)
    structures.active(structure)
    refuse_if_any(domain.objections(_setting(body), uow.now))
    was_starts_at, was_ends_at, was = _time(meeting), meeting.ends_at, meeting.mode
    meeting.status, meeting.because = after, body.because
    await _give(uow, meeting, body)
    meeting.calendar_sequence += 1
    uow.publish(meeting, MeetingRescheduled(
        **told(meeting, structure), mode=meeting.mode.value, room=wanted(meeting), was_starts_at=was_starts_at,
        was_ends_at=was_ends_at, because=body.because,
    ))
    if meeting.room is Room.NOT_NEEDED:
        confirm(uow, meeting, structure)
    await calendars(uow, meeting, structure, because=body.because)
    if meeting.mode is not was:
        await reseat(uow, meeting, structure)
    uow.because(body.because)
    return meeting


async def cancel_meeting(uow: UnitOfWork, id: UUID, body: Cancel) -> Meeting:
    """It is not held; its room becomes free. Who was told of it is told; of a draft nobody is (peruminen)."""
    meeting, structure, after = await convened(uow, id, Action.CANCEL, lock=True)
    meeting.status, meeting.because = after, body.because
    meeting.room = ROOM.after(meeting.room, RoomAction.DROP)
    meeting.booking_id = meeting.kept = None
    if meeting.schedule_version:
        meeting.calendar_sequence += 1
        uow.publish(meeting, MeetingCancelled(**told(meeting, structure), because=body.because))
        await calendars(uow, meeting, structure, because=body.because, cancelled=True)
    uow.because(body.because)
    return meeting


def _setting(body: Schedule) -> Setting:
    return Setting(
        body.starts_at, body.ends_at, body.mode, None if body.room is None else body.room.space_id, body.place, body.remote_link
    )


async def _give(uow: UnitOfWork, meeting: Meeting, body: Schedule) -> None:
    """The time, and the room that is asked for or the place."""
    if body.room is not None and meeting.room is Room.WON:
        meeting.kept = {
            "place": meeting.place, "starts_at": _time(meeting).isoformat(),
            "ends_at": meeting.ends_at.isoformat() if meeting.ends_at else None,
        }
    if body.room is None:
        meeting.booking_id = meeting.kept = None
    meeting.room = ROOM.after(meeting.room, RoomAction.DROP if body.room is None else RoomAction.ASK)
    meeting.wanted = None if body.room is None else body.room.model_dump(mode="json")
    meeting.place, meeting.space_id, meeting.refusal = body.place, None, None
    meeting.starts_at, meeting.ends_at, meeting.mode = body.starts_at, body.ends_at, body.mode
    meeting.remote_link = body.remote_link
    meeting.schedule_version += 1
    if body.room is not None:
        await request_room(uow, meeting)


def _time(meeting: Meeting) -> datetime:
    """When a meeting begins that has a time."""
    if meeting.starts_at is None:
        raise ValueError(f"{meeting.id} is a draft")
    return meeting.starts_at
