"""What decisions do when others speak, and when an application goes its own way."""

from chassis.listening import Listener
from chassis.work import UnitOfWork
from grants.decisions import commands
from grants.heard.grants import ApplicationReferredToMunicipality, ApplicationWithdrawn
from grants.heard.notifications import DecisionServed

SERVICE_OF_DECISIONS = Listener("service", topics=["notifications.proof"])
PROPOSALS = Listener("proposals", topics=["grants.application"])


@SERVICE_OF_DECISIONS.hears(DecisionServed)
async def on_decision_served(uow: UnitOfWork, fact: DecisionServed) -> None:
    """The clock of this party's remedy starts (tiedoksisaanti)."""
    await commands.start_clock(uow, fact.decision_id, fact.organisation_id, way=fact.way, served_on=fact.deemed_on)


@PROPOSALS.hears(ApplicationWithdrawn)
async def on_application_withdrawn(uow: UnitOfWork, fact: ApplicationWithdrawn) -> None:
    """What was proposed for it goes with it (peruutus)."""
    await commands.withdraw_with_application(uow, fact.application_id)


@PROPOSALS.hears(ApplicationReferredToMunicipality)
async def on_application_referred(uow: UnitOfWork, fact: ApplicationReferredToMunicipality) -> None:
    """What was proposed for it goes with it (siirto kunnalle)."""
    await commands.withdraw_with_application(uow, fact.application_id)
