"""An organisation's own rows go, each table of this feature in turn. Whether it may is decided elsewhere: feature `erasures`."""

from typing import Final

from sqlalchemy import delete
from sqlmodel import col

from chassis.values import today
from chassis.work import UnitOfWork
from registry.events.organisation import OrganisationDissolved, OrganisationErased
from registry.organisations import queries
from registry.organisations.tables import (
    ErasedOrganisation,
    FieldSource,
    NonProfitAssessment,
    Organisation,
    OrganisationIdentifier,
    OrganisationName,
    StatusChange,
    WorkforceOfYear,
)
from registry.search import commands as search

_HANG_ON_IT: Final = (OrganisationName, OrganisationIdentifier, FieldSource, WorkforceOfYear, NonProfitAssessment, StatusChange)
_WORDS: Final = "Ryhmän tiedot poistettiin rekisteristä."
"""Grounds of the end, as they are told. The reasons of an erasure may be somebody's own: they stay in the audit."""


async def erase(uow: UnitOfWork, row: Organisation, *, ends: bool) -> ErasedOrganisation:
    """It is gone. One that acted has ended with that: whoever hears of ends does what follows from one."""
    found_under = await queries.standing_for(uow, [row.id])
    await search.enter_again(uow, [row.id], {})
    for table in _HANG_ON_IT:
        await uow.execute(delete(table).where(col(table.organisation_id) == row.id))
    await uow.execute(delete(Organisation).where(col(Organisation.id) == row.id))
    if others := sorted(found_under - {row.id}):
        await search.enter_again(uow, others, await queries.names_by_id(uow, others))
    erased = uow.add(ErasedOrganisation(id=row.id, sequence=row.sequence, erased_at=uow.now))
    if ends:
        uow.publish(erased, OrganisationDissolved(organisation_id=row.id, dissolved_on=today(uow.now), grounds=_WORDS))
    uow.publish(erased, OrganisationErased(organisation_id=row.id))
    return erased
