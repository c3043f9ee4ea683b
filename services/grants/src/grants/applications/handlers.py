"""What becomes of applications when a party ends, or goes on after all."""

from chassis.listening import Listener
from chassis.work import UnitOfWork
from grants.applications import commands
from grants.heard.registry import OrganisationDissolutionReverted, OrganisationDissolved

HOLDS = Listener("holds", topics=["registry.organisation"])


@HOLDS.hears(OrganisationDissolved)
async def on_organisation_dissolved(uow: UnitOfWork, fact: OrganisationDissolved) -> None:
    """What it takes part in is held (lakkautuminen)."""
    await commands.organisation_ended(uow, fact.organisation_id, fact.dissolved_on)


@HOLDS.hears(OrganisationDissolutionReverted)
async def on_dissolution_reverted(uow: UnitOfWork, fact: OrganisationDissolutionReverted) -> None:
    """It goes on (lakkautumisen peruminen)."""
    await commands.organisation_goes_on(uow, fact.organisation_id)
