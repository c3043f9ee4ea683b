"""What becomes of seats and convenors when an organisation ends, goes on, merges or stands apart again."""

from chassis.listening import Listener
from chassis.work import UnitOfWork
from forums.heard.registry import (
    OrganisationDissolutionReverted,
    OrganisationDissolved,
    OrganisationMergeUndone,
    OrganisationsMerged,
)
from forums.structures import commands

LISTENER = Listener("seats", topics=["registry.organisation"])


@LISTENER.hears(OrganisationDissolved)
async def on_organisation_dissolved(uow: UnitOfWork, fact: OrganisationDissolved) -> None:
    """The seats of its representatives become free (lakkautuminen)."""
    await commands.organisation_ended(uow, fact.organisation_id, fact.dissolved_on)


@LISTENER.hears(OrganisationDissolutionReverted)
async def on_dissolution_reverted(uow: UnitOfWork, fact: OrganisationDissolutionReverted) -> None:
    """What can be lifted is lifted (lakkautuminen peruttu)."""
    await commands.organisation_goes_on(uow, fact.organisation_id)


@LISTENER.hears(OrganisationsMerged)
async def on_organisations_merged(uow: UnitOfWork, fact: OrganisationsMerged) -> None:
    """Seats are found under the successor by whoever reads; the right to call meetings goes to it (fuusio)."""
    await commands.organisation_is_now(uow, fact.organisation_id, fact.into_id)


@LISTENER.hears(OrganisationMergeUndone)
async def on_merge_undone(uow: UnitOfWork, fact: OrganisationMergeUndone) -> None:
    """It calls together itself again what it did before (fuusio purettu)."""
    await commands.organisation_is_now(uow, fact.organisation_id, fact.organisation_id, instead_of=fact.was_into_id)
