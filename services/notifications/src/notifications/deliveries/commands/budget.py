"""What the provider lets us send: one bucket for all workers. Whoever tells of a decision may overdraw it; a notice waits (N13)."""

from sqlalchemy import select, update
from sqlmodel import col

from chassis.work import UnitOfWork
from notifications.deliveries.domain.budget import filled
from notifications.deliveries.tables import MailBudget
from notifications.parameters.tables import MailParameters


async def allowance(uow: UnitOfWork, has: MailParameters, wanted: int, *, on_credit: bool) -> int:
    """How many of these may go now."""
    if has.per_second is None or on_credit:
        return wanted
    bucket = await uow.one(select(MailBudget).with_for_update().execution_options(populate_existing=True))
    tokens = filled(bucket.tokens, bucket.filled_at, now=uow.now, per_second=has.per_second, burst=has.burst)
    return max(0, min(wanted, int(tokens)))


async def spend(uow: UnitOfWork, has: MailParameters, sent: int) -> None:
    """So many go now."""
    if has.per_second is None or not sent:
        return
    bucket = await uow.one(select(MailBudget).with_for_update().execution_options(populate_existing=True))
    tokens = filled(bucket.tokens, bucket.filled_at, now=uow.now, per_second=has.per_second, burst=has.burst)
    values = {"tokens": tokens - sent, "filled_at": max(uow.now, bucket.filled_at)}
    await uow.execute(update(MailBudget.__table__).where(col(MailBudget.id) == 1).values(**values))
