"""Who is invited to a meeting, moved or cancelled. `effects`: what happened before this listener first began is told to nobody."""

from chassis.listening import Listener
from chassis.work import UnitOfWork
from notifications.heard.forums import CalendarChanged, ParticipantsInvited
from notifications.invitations import commands

LISTENER = Listener("invitations", topics=("forums.internal.invitation",), effects=True)


@LISTENER.hears(ParticipantsInvited)
async def on_participants_invited(uow: UnitOfWork, fact: ParticipantsInvited) -> None:
    """An entry for the calendar of each (MTG-02, M3)."""
    await commands.tell(uow, fact)


@LISTENER.hears(CalendarChanged)
async def on_calendar_changed(uow: UnitOfWork, fact: CalendarChanged) -> None:
    """The entry anew, or taken away."""
    await commands.tell(uow, fact)
