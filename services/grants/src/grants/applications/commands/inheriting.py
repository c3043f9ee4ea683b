"""Whoever took an organisation over acts for its applications, and no longer when the merger is undone (fuusio)."""

from uuid import UUID

from chassis.work import UnitOfWork
from grants.applications import queries
from grants.applications.tables import Application


async def inherit(uow: UnitOfWork, id: UUID) -> None:
    """Let those act that its parties are today; who applies stays as it was written."""
    application = await uow.load(Application, id, lock=True)
    application.acting = await queries.lineage(uow, application.parties)
