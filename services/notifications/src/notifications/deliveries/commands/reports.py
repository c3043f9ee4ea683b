"""A report of delivery came back (RFC 3464): the mail stands as it says, and an address that does not exist is not used again."""

from chassis.work import UnitOfWork
from notifications.access import Permission
from notifications.deliveries import problems
from notifications.deliveries.commands import metering
from notifications.deliveries.commands.settling import settle, write_off
from notifications.deliveries.domain.reports import Said, report
from notifications.deliveries.domain.state import MACHINE, Action
from notifications.deliveries.queries.log import exists
from notifications.deliveries.tables import Mail

_MEANS = {Said.DELIVERED: Action.CONFIRM, Said.BOUNCED: Action.BOUNCE}


async def take_report(uow: UnitOfWork, raw: bytes) -> Mail:
    """The mail that it is about. What is known already, or only says that servers still try, changes nothing."""
    uow.actor.must(Permission.MAIL_REPORT)
    found = report(raw)
    if found is None:
        raise problems.NO_REPORT()
    if not await exists(uow, found.mail_id):
        raise problems.UNKNOWN_MAIL(message_id=found.mail_id)
    mail = await uow.load(Mail, found.mail_id, lock=True)
    action = _MEANS.get(found.said)
    if action is None or action not in MACHINE.allowed(mail.state) or MACHINE.after(mail.state, action) is mail.state:
        return mail
    mail.state, mail.settled_at, mail.reply = MACHINE.after(mail.state, action), uow.now, f"report {found.status}".strip()
    metering.ended(mail.lane, mail.state)
    await settle(uow, mail, mail.state)
    if found.said is Said.BOUNCED and found.mailbox_gone:
        await write_off(uow, mail, mail.address_mark)
    return mail
