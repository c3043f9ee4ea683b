"""A public event was heard: keep it, and queue it for every endpoint that wants it, in one transaction."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from chassis.listening import Announcement
from chassis.work import Irrelevant, UnitOfWork
from notifications.heard.everyone import PUBLIC, is_internal, name_of
from notifications.heard.registry import OrganisationErased
from notifications.messages.commands import empty, keep
from notifications.messages.domain import cloud_event
from notifications.webhooks import queries
from notifications.webhooks.domain.attempt import Purpose

_QUEUE = text("""
    INSERT INTO notifications.delivery (id, endpoint_id, position, subject, purpose, state, tried, due_at, claims)
    SELECT fresh.id, fresh.endpoint_id, :position, :subject, :purpose, 'queued', 0, :now, 0
    FROM unnest(CAST(:ids AS uuid[]), CAST(:endpoints AS uuid[])) AS fresh (id, endpoint_id)
    ON CONFLICT (endpoint_id, position) DO NOTHING
""")
"""One statement for any number of endpoints. Deliveries are their own record: no audit row beside each."""


async def take_up(uow: UnitOfWork, said: Announcement) -> None:
    """Once for each event, however often its topic is read: a known message queues nothing anew (N1)."""
    if is_internal(said.topic) or said.topic not in PUBLIC:
        raise Irrelevant("not_public")
    if said.type == OrganisationErased.type:
        await empty(uow, said.key)
    name = name_of(said.type)
    position = await keep(
        uow, event_id=said.event_id, name=name, subject=said.key, body=cloud_event(said.headers, said.payload),
        happened_at=queries.instant(said.headers["ce_time"]),
    )
    if position is None:
        raise Irrelevant("known_already")
    await queue(uow, await queries.wanting(uow, name), position=position, subject=said.key, purpose=Purpose.EVENT)


async def queue(uow: UnitOfWork, endpoints: Sequence[UUID], *, position: int, subject: str, purpose: Purpose) -> None:
    """A delivery of this message to each of these endpoints, due now."""
    if endpoints:
        ids = [uow.new_id() for _ in endpoints]
        bound = {"ids": ids, "endpoints": list(endpoints), "position": position, "subject": subject}
        await uow.execute(_QUEUE.bindparams(**bound, purpose=purpose.value, now=uow.now))
