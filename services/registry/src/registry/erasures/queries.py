"""What the rule asks about, and what is left."""

from uuid import UUID

from chassis.work import Reads
from registry.erasures.domain import Facts
from registry.erasures.schemas import ErasedOut
from registry.imports import queries as imports
from registry.organisations import queries as organisations
from registry.organisations.tables import ErasedOrganisation


async def facts(reads: Reads, id: UUID) -> Facts:
    """What hangs on the organisation."""
    return Facts(parts=len(await organisations.merged_into(reads, [id])), undecided=await imports.undecided(reads, id))


async def shown(_reads: Reads, row: ErasedOrganisation) -> ErasedOut:
    """Nothing but that it was there."""
    return ErasedOut(id=row.id, erased_at=row.erased_at)
