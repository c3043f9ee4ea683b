"""What becomes of applications when a party ends, goes on after all, becomes part of another, stands apart again."""

from chassis.listening import Listener
from chassis.work import UnitOfWork
from grants.applications import commands
from grants.heard.registry import (
    OrganisationDissolutionReverted,
    OrganisationDissolved,
    OrganisationMergeUndone,
    OrganisationsMerged,
)

HOLDS = Listener("holds", topics=["registry.organisation"])


@HOLDS.hears(OrganisationDissolved)
async def on_organisation_dissolved(uow: UnitOfWork, fact: OrganisationDissolved) -> None:
    """What it takes part in is held (lakkautuminen)."""
    await commands.organisation_ended(uow, fact.organisation_id, fact.dissolved_on)


@HOLDS.hears(OrganisationDissolutionReverted)
async def on_dissolution_reverted(uow: UnitOfWork, fact: OrganisationDissolutionReverted) -> None:
    """It goes on (lakkautumisen peruminen)."""
    await commands.organisation_goes_on(uow, fact.organisation_id)


@HOLDS.hears(OrganisationsMerged)
async def on_organisations_merged(uow: UnitOfWork, fact: OrganisationsMerged) -> None:
    """Whoever acts for the successor acts for its applications (fuusio)."""
    await commands.organisation_merged(uow, fact.organisation_id, fact.into_id)


@HOLDS.hears(OrganisationMergeUndone)
async def on_merge_undone(uow: UnitOfWork, fact: OrganisationMergeUndone) -> None:
    """And no longer (fuusion purku)."""
    await commands.organisation_apart(uow, fact.organisation_id)
