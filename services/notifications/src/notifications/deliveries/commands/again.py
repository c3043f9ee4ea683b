"""Send on purpose what has failed."""

from uuid import UUID

from chassis.work import UnitOfWork
from notifications.access import Permission
from notifications.deliveries.domain.state import MACHINE, Action
from notifications.deliveries.tables import Mail


async def retry(uow: UnitOfWork, id: UUID) -> Mail:
    """Queued again, under the same Message-ID, with all its attempts before it: the address that stands now is used."""
    mail = await uow.target(Mail, id, may=Permission.MAIL_OPERATE, lock=True)
    mail.state = MACHINE.after(mail.state, Action.RETRY)
    mail.tried, mail.due_at, mail.settled_at, mail.useful_until = 0, uow.now, None, None
    return mail
