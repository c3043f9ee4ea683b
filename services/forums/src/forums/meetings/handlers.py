"""The saga of a meeting and its room: forums asks by `MeetingScheduled`, facilities answers with one of these."""

from chassis.listening import Listener
from chassis.work import Irrelevant, UnitOfWork
from forums.events.meeting import RoomFree
from forums.heard.facilities import BookingCancelled, BookingConfirmed, BookingMoved, BookingRefused
from forums.meetings import commands
from forums.meetings.commands.rooms import Booked

LISTENER = Listener("meetings", topics=["facilities.booking"])


@LISTENER.hears(BookingConfirmed)
async def on_booking_confirmed(uow: UnitOfWork, fact: BookingConfirmed) -> None:
    """The room is won."""
    await commands.take_room(uow, _booked(fact))


@LISTENER.hears(BookingMoved)
async def on_booking_moved(uow: UnitOfWork, fact: BookingMoved) -> None:
    """The new room is won and the old one free, in one step; or the space's owner moved the booking."""
    await commands.move_room(uow, _booked(fact))


@LISTENER.hears(BookingRefused)
async def on_booking_refused(uow: UnitOfWork, fact: BookingRefused) -> None:
    """There is no room; where there would be one."""
    if fact.meeting_id is None:
        raise Irrelevant("no_meeting")
    free = [
        RoomFree(
            space_id=each.space.space_id, place=each.space.line, starts_at=each.times[0].starts_at, ends_at=each.times[0].ends_at
        )
        for each in fact.alternatives if each.times
    ]
    reasons = [each.detail for each in fact.reasons] + ([fact.grounds] if fact.grounds else [])
    await commands.refuse_room(uow, fact.meeting_id, fact.schedule_version, reasons, free)


@LISTENER.hears(BookingCancelled)
async def on_booking_cancelled(uow: UnitOfWork, fact: BookingCancelled) -> None:
    """The room is lost again, or was given back by ourselves."""
    if fact.meeting_id is None:
        raise Irrelevant("no_meeting")
    await commands.lose_room(uow, fact.meeting_id, fact.booking_id, fact.grounds)


def _booked(fact: BookingConfirmed) -> Booked:
    if fact.meeting_id is None or not fact.times:
        raise Irrelevant("no_meeting")
    return Booked(
        fact.booking_id, fact.meeting_id, fact.schedule_version, fact.space.space_id, fact.space.line, fact.times[0].starts_at,
        fact.times[0].ends_at,
    )
