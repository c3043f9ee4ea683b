"""Whether an address is right, and whether it takes mail."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlmodel import col

from chassis.work import Irrelevant, UnitOfWork
from notifications.access import Permission
from notifications.events.recipient import RecipientChanged
from notifications.links import CONFIRM_DAYS, DESK, Kind, opened
from notifications.recipients import problems
from notifications.recipients.commands.entering import blank
from notifications.recipients.domain.addressee import Why
from notifications.recipients.schemas import Keep
from notifications.recipients.tables import Recipient, Suppression

BY_LINK = "link"
_SUPPRESS = text("""
    INSERT INTO notifications.suppression (id, address, why, since) VALUES (:id, lower(:address), :why, :now)
    ON CONFLICT (address) WHERE lifted_at IS NULL DO NOTHING RETURNING id
""")


async def confirm(uow: UnitOfWork, link: str) -> Recipient:
    """Whoever reads mail at the address says that it is right. Once: a used link is as good as none (N11)."""
    token = opened(link, DESK.sender.key, Kind.CONFIRM, uow.now)
    if token is None:
        raise problems.LINK_GONE()
    asked = UUID(bytes=token.about)
    there = await uow.maybe(select(col(Recipient.id)).where(col(Recipient.id) == token.recipient_id))
    row = None if there is None else await uow.load(Recipient, there, lock=True)
    if row is None or row.asked_id != asked:
        raise problems.LINK_GONE()
    _verified(uow, row, BY_LINK)
    return row


async def verify(uow: UnitOfWork, id: UUID, body: Keep) -> Recipient:
    """Staff knows that the address is right, and says whence: a letter of the organisation, a call."""
    row = await uow.target(Recipient, id, may=Permission.RECIPIENT_KEEP, lock=True)
    if row.address is None:
        raise problems.NO_ADDRESS()
    uow.because(body.grounds)
    if row.verified_at is None:
        _verified(uow, row, uow.actor.name)
    return row


async def forget_unconfirmed(uow: UnitOfWork, id: UUID) -> None:
    """Nobody confirmed it in time: the address goes (N11)."""
    row = await uow.load(Recipient, id, lock=True)
    if row.asked_at is None or uow.now < row.asked_at + timedelta(days=CONFIRM_DAYS):
        raise Irrelevant("confirmed_or_asked_anew")
    blank(uow, row, "unconfirmed")


async def suppress(uow: UnitOfWork, id: UUID, why: Why) -> None:
    """The address of this recipient takes no more mail: it bounced for good, or somebody there complained. Twice is once."""
    there = await uow.maybe(select(col(Recipient.address)).where(col(Recipient.id) == id))
    if there is None:
        return
    row = await uow.load(Recipient, id, lock=True)
    bound = _SUPPRESS.bindparams(id=uow.new_id(), address=row.address, why=why.value, now=uow.now)
    if await uow.execute(bound):
        uow.publish(row, RecipientChanged(recipient_id=id, kind=row.kind.value, fields=("suppressed",)))


async def lift_suppression(uow: UnitOfWork, id: UUID, body: Keep) -> Recipient:
    """Mail goes there again; a person says why."""
    row = await uow.target(Recipient, id, may=Permission.RECIPIENT_KEEP, lock=True)
    in_force = (col(Suppression.address) == func.lower(row.address or "")) & col(Suppression.lifted_at).is_(None)
    uow.because(body.grounds)
    lifting = update(Suppression.__table__).where(in_force).values(lifted_at=uow.now, lifted_by=uow.actor.name)
    if not await uow.execute(lifting.returning(Suppression.__table__.c.id)):
        raise problems.NOT_SUPPRESSED()
    uow.publish(row, RecipientChanged(recipient_id=id, kind=row.kind.value, fields=("suppressed",)))
    return row


def _verified(uow: UnitOfWork, row: Recipient, by: str) -> None:
    row.verified_at, row.verified_by, row.asked_id, row.asked_at = uow.now, by, None, None
    uow.publish(row, RecipientChanged(recipient_id=row.id, kind=row.kind.value, fields=("verified",)))
