"""Use case of erasures: each feature forgets what it holds, in one transaction."""

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.work import UnitOfWork
from registry.access import Permission
from registry.erasures import domain, queries
from registry.erasures.schemas import Erase
from registry.imports import commands as imports
from registry.organisations import commands as organisations
from registry.organisations.tables import ErasedOrganisation, Organisation
from registry.people.commands import forgetting as people


async def erase(uow: UnitOfWork, id: UUID, body: Erase) -> ErasedOrganisation:
    """It goes, and all that was said of it (tietojen poistaminen). Asked again, also at the same moment, it is gone already."""
    there = select(col(Organisation.id)).where(col(Organisation.id) == id).with_for_update()
    if await uow.maybe(there) is None:
        return await uow.target(ErasedOrganisation, id, may=Permission.ORGANISATION_ERASE)
    row = await uow.target(Organisation, id, may=Permission.ORGANISATION_ERASE)
    ends = domain.erase(row, await queries.facts(uow, id), grounds=body.grounds, now=uow.now)
    uow.because(body.grounds)
    await people.forget(uow, id)
    await imports.forget(uow, id)
    return await organisations.erase(uow, row, ends=ends)
