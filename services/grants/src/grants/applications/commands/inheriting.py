"""Whoever took an organisation over acts for its applications, and no longer when the merger is undone (fuusio)."""

from uuid import UUID

from chassis.work import UnitOfWork
from grants.applications import queries
from grants.applications.tables import Application


async def inherit(uow: UnitOfWork, id: UUID) -> None:
    """Let those act that its parties are today; who applies stays as it was written."""
    application = await uow.load(Application, id, lock=True)
    application.acting = await queries.lineage(uow, application.parties)


async def organisation_merged(uow: UnitOfWork, id: UUID, into_id: UUID) -> None:
    """At once, by the fact: the copy of its state may not tell of the successor yet (fuusio)."""
    further = await queries.lineage(uow, [into_id])
    for each in await queries.applications_of(uow, id):
        application = await uow.load(Application, each, lock=True)
        application.acting = list(dict.fromkeys([*application.acting, *further]))


async def organisation_apart(uow: UnitOfWork, id: UUID) -> None:
    """At once, by the fact (fuusion purku)."""
    for each in await queries.applications_of(uow, id):
        application = await uow.load(Application, each, lock=True)
        application.acting = await queries.lineage(uow, application.parties, apart=id)
