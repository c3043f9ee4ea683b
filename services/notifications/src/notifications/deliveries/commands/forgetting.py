"""Forget mails and tellings whose time is over, a slice in each transaction. Proofs of service and letters are not touched."""

from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col

from chassis.work import UnitOfWork
from notifications.deliveries.queries import over
from notifications.deliveries.tables import Mail, Telling
from notifications.parameters.queries import mail_parameters


async def forget_mails(uow: UnitOfWork, _first: UUID) -> None:
    """The oldest slice of mails."""
    most = (await mail_parameters(uow)).slice
    old = await uow.all((await over.mails(uow)).limit(most).with_for_update(skip_locked=True))
    await uow.execute(delete(Mail.__table__).where(col(Mail.id).in_(old)))


async def forget_mails_about(uow: UnitOfWork, organisation_id: UUID) -> None:
    """All mail to or about an organisation that was erased. What is not sent yet is not sent; a later answer meets no row."""
    await uow.execute(delete(Mail.__table__).where(col(Mail.organisations).contains([organisation_id])))


async def forget_tellings(uow: UnitOfWork, _first: UUID) -> None:
    """The oldest slice of what was told."""
    most = (await mail_parameters(uow)).slice
    old = await uow.all((await over.tellings(uow)).limit(most).with_for_update(skip_locked=True))
    await uow.execute(delete(Telling.__table__).where(col(Telling.event_id).in_(old)))
