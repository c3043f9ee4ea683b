"""Tell those who answer for an organisation: of its end, of its going on, and of what it did not get back, in one mail."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlmodel import col

from chassis.work import Irrelevant, UnitOfWork
from notifications.copies.tables import Organisation
from notifications.deliveries.commands.forgetting import forget_mails_about
from notifications.deliveries.commands.queueing import direct, is_first, queue
from notifications.endings import queries
from notifications.endings.domain import GATHERED, Thing, lines
from notifications.endings.tables import NotRestored
from notifications.heard.registry import OrganisationDissolutionReverted, OrganisationDissolved
from notifications.templates.domain import TEMPLATES

GATHER: Final = "notifications.endings.gather"


async def ended(uow: UnitOfWork, fact: OrganisationDissolved) -> None:
    """It ended, and what follows from it by itself (lakkautuminen)."""
    values = {"dissolved_on": fact.dissolved_on, "grounds": fact.grounds}
    await _tell(uow, uow.cause.id, "organisation_ended", await _known(uow, fact.organisation_id), values)


async def goes_on(uow: UnitOfWork, fact: OrganisationDissolutionReverted) -> None:
    """It had not ended, and what comes back by itself (lakkautumisen peruminen)."""
    organisation = await _known(uow, fact.organisation_id)
    await _tell(uow, uow.cause.id, "organisation_goes_on", organisation, {"grounds": fact.grounds})


async def keep(uow: UnitOfWork, organisation_id: UUID, thing: Thing) -> None:
    """It did not get this back; others may follow."""
    organisation = await _known(uow, organisation_id)
    await uow.add_many(NotRestored, [{
        "event_id": uow.cause.id, "organisation_id": organisation.id, "lost": thing.lost, "name": thing.name,
    }])
    await uow.at(uow.now + GATHERED, GATHER, organisation.id)


async def gather(uow: UnitOfWork, organisation_id: UUID) -> None:
    """All of it in one mail, as nothing more has come for a while."""
    mine = col(NotRestored.organisation_id) == organisation_id
    rows = await uow.all(select(NotRestored).where(mine).order_by(col(NotRestored.event_id)).with_for_update())
    if not rows:
        raise Irrelevant("told_already")
    values = lines(Thing(row.lost, row.name) for row in rows)
    await _tell(uow, rows[-1].event_id, "not_restored", await _known(uow, organisation_id), values)
    await uow.execute(delete(NotRestored).where(col(NotRestored.event_id).in_([row.event_id for row in rows])))


async def erased(uow: UnitOfWork, organisation_id: UUID) -> None:
    """Nothing of it is kept, and no mail that names it (tietojen poistaminen)."""
    await uow.execute(delete(NotRestored).where(col(NotRestored.organisation_id) == organisation_id))
    await forget_mails_about(uow, organisation_id)


async def _known(uow: UnitOfWork, id: UUID) -> Organisation:
    found = await queries.present(uow, id)
    if found is None:
        raise Irrelevant("organisation_unknown")
    return found


async def _tell(uow: UnitOfWork, event_id: UUID, template: str, organisation: Organisation, values: Mapping[str, Any]) -> None:
    """Each of those who answer for it, in a language of their own; once for an event, whatever is replayed."""
    if not await is_first(uow, template):
        raise Irrelevant("told_already")
    of = TEMPLATES[template]
    filled = of.values(of.version).model_validate({"organisation": queries.name_of(organisation), **values}).model_dump(mode="json")
    await queue(uow, [
        direct(template, event_id=event_id, to=one.id, language=one.language, values=filled, organisations=[organisation.id])
        for one in await queries.answering(uow, organisation)
    ])
