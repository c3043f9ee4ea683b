"""Keep what was heard; forget it when its time is over."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Text, delete, func, literal, select, text, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlmodel import col

from chassis.work import UnitOfWork
from notifications.messages import queries
from notifications.messages.tables import Message

LINE = 7_411_905
"""The advisory lock under which public messages get their positions, one transaction after the other."""


async def keep(
    uow: UnitOfWork,
    *,
    event_id: UUID,
    name: str,
    subject: str,
    body: bytes,
    happened_at: datetime,
    only_for: UUID | None = None,
) -> int | None:
    """The message's position; nothing where it is known already."""
    if only_for is None:
        # Without the lock a later position could be committed before an earlier one, and a reader would pass the earlier by.
        await uow.execute(select(func.pg_advisory_xact_lock(LINE)))
    values = {"event_id": event_id, "name": name, "subject": subject, "body": body, "happened_at": happened_at}
    new = insert(Message.__table__).values(**values, heard_at=uow.now, only_for=only_for).on_conflict_do_nothing()
    kept = await uow.execute(new.returning(Message.__table__.c.position))
    return kept[0].position if kept else None


async def empty(uow: UnitOfWork, subject: str) -> None:
    """What was said of it was erased: its messages keep their places and have no `data` any more."""
    kept = Message.__table__.c.body
    envelope = func.convert_from(kept, "UTF8").cast(JSONB)
    emptied = func.convert_to(func.jsonb_set(envelope, literal(["data"], ARRAY(Text)), text("'null'::jsonb")).cast(Text), "UTF8")
    await uow.execute(update(Message.__table__).where(col(Message.subject) == subject).values(body=emptied))


async def forget(uow: UnitOfWork, event_id: UUID) -> None:
    """Remove a message whose time is over, and its deliveries with it."""
    before = await queries.kept_since(uow)
    await uow.execute(delete(Message.__table__).where(col(Message.event_id) == event_id, col(Message.heard_at) < before))
