"""What becomes of roles when that for which they are held is no more. R3."""

from chassis.listening import Listener
from chassis.work import UnitOfWork
from registry.heard.registry import OrganisationDissolved, OrganisationsMerged
from registry.people.commands import assignments

LISTENER = Listener("roles", topics=["registry.organisation"])


@LISTENER.hears(OrganisationDissolved)
async def on_organisation_dissolved(uow: UnitOfWork, fact: OrganisationDissolved) -> None:
    """Roles held for it end now that its day has come (lakkautuminen)."""
    await assignments.end_within(uow, fact.organisation_id)


@LISTENER.hears(OrganisationsMerged)
async def on_organisations_merged(uow: UnitOfWork, fact: OrganisationsMerged) -> None:
    """Roles held for it end now (fuusio): who acted for a part has no right to act for the whole without being asked."""
    await assignments.end_within(uow, fact.organisation_id)
