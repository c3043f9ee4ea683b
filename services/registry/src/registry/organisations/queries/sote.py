"""Definitions of a social and health organisation, and who is still to be held against the one in force."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import col

from chassis.paging import Items, Listing, paged
from chassis.work import Reads
from registry.organisations.domain import sote
from registry.organisations.queries.shown import shown_definition
from registry.organisations.queries.standing import acting
from registry.organisations.schemas import DefinitionOut
from registry.organisations.tables import Organisation, SoteDefinition

KEYS = {"number": col(SoteDefinition.number)}


async def known_definitions(reads: Reads) -> list[sote.Definition]:
    """All versions as the rules see them."""
    return [row.definition for row in await reads.all(select(SoteDefinition).order_by(col(SoteDefinition.number)))]


async def definition(reads: Reads, id: UUID) -> SoteDefinition:
    """One version."""
    return await reads.one(select(SoteDefinition).where(col(SoteDefinition.id) == id))


async def definitions(reads: Reads, page: Listing) -> Items[DefinitionOut]:
    """All versions, the first one first."""
    return await paged(reads, select(SoteDefinition), page, keys=KEYS, id=col(SoteDefinition.id), show=shown_definition)


def due_for_evaluation(version: int, day: date) -> ColumnElement[bool]:
    """Alive, and not yet held against this version, or changed since it was."""
    return and_(
        acting(day),
        or_(col(Organisation.sote_due), col(Organisation.sote_definition_version).is_distinct_from(version)),
    )
