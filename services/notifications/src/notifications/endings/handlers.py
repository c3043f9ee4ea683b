"""That an organisation ended, goes on, or did not get something back.

`effects`: what happened before this listener first began is told to nobody.
"""

from chassis.listening import Listener
from chassis.work import UnitOfWork
from notifications.endings import commands, domain
from notifications.endings.domain import Lost, Thing
from notifications.heard.facilities import BookingNotRestored
from notifications.heard.forums import ConvenorNotRestored, SeatNotRestored
from notifications.heard.grants import ApplicationNotRestored
from notifications.heard.registry import OrganisationDissolutionReverted, OrganisationDissolved, OrganisationErased

LISTENER = Listener(
    "endings",
    topics=("registry.organisation", "forums.structure", "facilities.booking", "grants.application"),
    effects=True,
)


@LISTENER.hears(OrganisationDissolved)
async def on_organisation_dissolved(uow: UnitOfWork, fact: OrganisationDissolved) -> None:
    """Those who answer for it are told (lakkautuminen)."""
    await commands.ended(uow, fact)


@LISTENER.hears(OrganisationDissolutionReverted)
async def on_dissolution_reverted(uow: UnitOfWork, fact: OrganisationDissolutionReverted) -> None:
    """They are told that it goes on (lakkautumisen peruminen)."""
    await commands.goes_on(uow, fact)


@LISTENER.hears(OrganisationErased)
async def on_organisation_erased(uow: UnitOfWork, fact: OrganisationErased) -> None:
    """After its end, which the same key has told: mails about it go too."""
    await commands.erased(uow, fact.organisation_id)


@LISTENER.hears(SeatNotRestored)
async def on_seat_not_restored(uow: UnitOfWork, fact: SeatNotRestored) -> None:
    await commands.keep(uow, fact.organisation_id, domain.seat(fact.because, fact.structure.names.fi))


@LISTENER.hears(ConvenorNotRestored)
async def on_convenor_not_restored(uow: UnitOfWork, fact: ConvenorNotRestored) -> None:
    await commands.keep(uow, fact.organisation_id, Thing(Lost.CONVENING, fact.structure.names.fi))


@LISTENER.hears(BookingNotRestored)
async def on_booking_not_restored(uow: UnitOfWork, fact: BookingNotRestored) -> None:
    thing = domain.booking(fact.because, fact.space.names.fi, fact.space.site.fi)
    await commands.keep(uow, fact.was_organisation_id, thing)


@LISTENER.hears(ApplicationNotRestored)
async def on_application_not_restored(uow: UnitOfWork, fact: ApplicationNotRestored) -> None:
    await commands.keep(uow, fact.organisation_id, Thing(Lost.APPLICATIONS, fact.case_number))
