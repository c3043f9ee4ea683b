"""Who comes to a meeting, and who convenes it. `effects`: what happened before this listener first began is told to nobody."""

from chassis.listening import Listener
from chassis.work import UnitOfWork
from notifications.heard.forums import (
    CalendarChanged,
    ParticipantsInvited,
    RegistrationCalendarChanged,
    RegistrationLeft,
    RegistrationPromoted,
    RoomMissing,
)
from notifications.invitations.commands import convening, inviting, seating

LISTENER = Listener(
    "invitations", topics=("forums.internal.invitation", "forums.internal.registration", "forums.internal.room"), effects=True
)


@LISTENER.hears(ParticipantsInvited)
async def on_participants_invited(uow: UnitOfWork, fact: ParticipantsInvited) -> None:
    """An entry for the calendar of each (MTG-02, M3)."""
    await inviting.tell(uow, fact)


@LISTENER.hears(CalendarChanged)
async def on_calendar_changed(uow: UnitOfWork, fact: CalendarChanged) -> None:
    """The entry anew, or taken away."""
    await inviting.tell(uow, fact)


@LISTENER.hears(RegistrationPromoted)
async def on_registration_promoted(uow: UnitOfWork, fact: RegistrationPromoted) -> None:
    """Seats from the waiting list (M1)."""
    await seating.promote(uow, fact)


@LISTENER.hears(RegistrationCalendarChanged)
async def on_registration_calendar_changed(uow: UnitOfWork, fact: RegistrationCalendarChanged) -> None:
    """The entry of who got them anew, or taken away."""
    await seating.change(uow, fact)


@LISTENER.hears(RegistrationLeft)
async def on_registration_left(uow: UnitOfWork, fact: RegistrationLeft) -> None:
    """They gave them back."""
    await seating.leave(uow, fact)


@LISTENER.hears(RoomMissing)
async def on_room_missing(uow: UnitOfWork, fact: RoomMissing) -> None:
    """Somebody has to choose another time or another space."""
    await convening.tell_convenor(uow, fact)
