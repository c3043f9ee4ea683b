"""Who got seats from the waiting list gets a mail and the entry, hears of every change, gives it back on leaving. M1, M3."""

from sqlalchemy import update
from sqlmodel import col

from chassis.work import Irrelevant, UnitOfWork
from notifications.deliveries.commands.queueing import queue
from notifications.heard.forums import Registration, RegistrationCalendarChanged, RegistrationLeft, RegistrationPromoted
from notifications.invitations import queries
from notifications.invitations.commands.holding import begin, hold, mail
from notifications.invitations.domain import (
    LEFT,
    PROMOTED,
    Holding,
    gives_back,
    is_newer,
    raised_for_seats,
    template_for_guest,
)
from notifications.invitations.tables import CalendarEntry


async def promote(uow: UnitOfWork, fact: RegistrationPromoted) -> None:
    """They have seats: told also to who is invited and holds the entry already, for they could not know (paikka vapautui)."""
    held = await _held(uow, fact)
    raised = raised_for_seats(held, fact.calendar_sequence)
    if raised is None:
        raise Irrelevant("late")
    if await _tell(uow, fact, PROMOTED, raised):
        await hold(uow, fact, [(fact.person, raised, False)], registration_id=fact.registration_id)


async def change(uow: UnitOfWork, fact: RegistrationCalendarChanged) -> None:
    """The entry anew, or taken away; what they know by an invitation already is not told again."""
    held = await _held(uow, fact)
    if not is_newer(held, fact.calendar_sequence):
        raise Irrelevant("held_already")
    raised = held.raised if held else 0
    template = template_for_guest(held, fact, PROMOTED)
    if template is not None:
        await _tell(uow, fact, template, raised)
    await hold(uow, fact, [(fact.person, raised, fact.cancelled)], registration_id=fact.registration_id)


async def leave(uow: UnitOfWork, fact: RegistrationLeft) -> None:
    """The entry is taken back from them alone, under a SEQUENCE of their own that is higher: others are ignored (M3)."""
    held = await _held(uow, fact)
    if held is None or held.registration_id != fact.registration_id:
        raise Irrelevant("not_held")
    if gives_back(held, fact.registration_id):
        later = fact.model_copy(update={"calendar_sequence": max(held.sequence, fact.calendar_sequence)})
        await _tell(uow, later, LEFT, held.raised + 1)
        await hold(uow, later, [(fact.person, held.raised + 1, True)])
    mine = (col(CalendarEntry.meeting_id) == fact.meeting_id, col(CalendarEntry.recipient_id) == fact.person)
    await uow.execute(update(CalendarEntry.__table__).where(*mine).values(registration_id=None))


async def _held(uow: UnitOfWork, fact: Registration) -> Holding | None:
    await begin(uow, fact)
    return (await queries.holdings(uow, fact.meeting_id)).get(fact.person)


async def _tell(uow: UnitOfWork, fact: Registration, template: str, raised: int) -> bool:
    """Whether there is an address: without one a person gets nothing, and sees in forums how their registration stands."""
    to = await queries.reader(uow, fact.person)
    if to is not None:
        await queue(uow, [mail(uow, fact, template, to, raised=raised)])
    return to is not None
