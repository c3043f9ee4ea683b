"""What sources have said of a group goes with it."""

from uuid import UUID

from sqlalchemy import delete, or_, select, tuple_, update
from sqlmodel import col

from chassis.work import UnitOfWork
from registry.imports.tables import Duplicate, Import, ImportRow, SourceKey


async def forget(uow: UnitOfWork, organisation_id: UUID) -> None:
    """Its keys in the sources, its rows in the accounts of imports, the pairs that were decided. Numbers and outcomes stay."""
    mine = select(col(SourceKey.source), col(SourceKey.external_id)).where(col(SourceKey.organisation_id) == organisation_id)
    by_key = select(col(Import.id), col(ImportRow.number)).join(Import, col(Import.id) == col(ImportRow.import_id)).where(
        tuple_(col(Import.source), col(ImportRow.external_id)).in_(mine)
    )
    place = tuple_(col(ImportRow.import_id), col(ImportRow.number))
    rows = update(ImportRow).where(or_(col(ImportRow.organisation_id) == organisation_id, place.in_(by_key)))
    rows = rows.values(external_id=None, name=None, changes=[], kept=[], candidates=[], field=None, value=None)
    await uow.execute(rows)
    pairs = or_(col(Duplicate.one_id) == organisation_id, col(Duplicate.other_id) == organisation_id)
    await uow.execute(delete(Duplicate).where(pairs))
    await uow.execute(delete(SourceKey).where(col(SourceKey.organisation_id) == organisation_id))
