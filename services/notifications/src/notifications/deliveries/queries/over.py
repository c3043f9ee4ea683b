"""What has been kept for long enough: mails that came to their end, and the memory of what was told."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlmodel import col

from chassis.work import Reads
from notifications.deliveries.domain.state import UNDER_WAY
from notifications.deliveries.tables import Mail, Telling
from notifications.notices.domain import Status
from notifications.notices.tables import Notice
from notifications.parameters.queries import mail_parameters


async def mails(db: Reads) -> Select[UUID]:
    """Ended before their days were counted out. Those of a notice stay until it has been counted up."""
    before = db.now - timedelta(days=(await mail_parameters(db)).mail_days)
    counted = select(col(Notice.id)).where(col(Notice.status) == Status.DELIVERED)
    ended = func.coalesce(col(Mail.settled_at), col(Mail.sent_at))
    return select(col(Mail.id)).where(
        col(Mail.state).not_in(UNDER_WAY), ended < before, or_(col(Mail.notice_id).is_(None), col(Mail.notice_id).in_(counted))
    ).order_by(ended)


async def tellings(db: Reads) -> Select[UUID]:
    """Told so long ago that no topic keeps the event any more."""
    before = db.now - timedelta(days=(await mail_parameters(db)).telling_days)
    return select(col(Telling.event_id)).where(col(Telling.at) < before).order_by(col(Telling.at))


async def first_mail(db: Reads, _limit: int) -> Sequence[UUID]:
    """The one that has been over for longest: the slice begins with it."""
    return await db.all((await mails(db)).limit(1))


async def first_telling(db: Reads, _limit: int) -> Sequence[UUID]:
    """The oldest of those that may be forgotten."""
    return await db.all((await tellings(db)).limit(1))
