"""Send on purpose: a test, one message again, a period once more."""

import json
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from chassis.outbox import instant
from chassis.problems import refuse_if_any
from chassis.values import Period
from chassis.work import UnitOfWork
from notifications.access import Permission
from notifications.messages.commands import keep
from notifications.messages.domain import cloud_event
from notifications.messages.queries import kept_since
from notifications.parameters.queries import parameters
from notifications.webhooks import problems, queries
from notifications.webhooks.commands.endpoints import is_active
from notifications.webhooks.commands.taking import queue
from notifications.webhooks.domain.attempt import Purpose
from notifications.webhooks.tables import Endpoint

TEST = "notifications.WebhookTested"
_TEST_TYPE = f"fi.yhdyspinta.{TEST}.v1"

_RESEND = text("""
    UPDATE notifications.delivery SET due_at = :now,
        state = CASE WHEN state = 'retrying' THEN state ELSE 'queued' END,
        purpose = CASE WHEN state IN ('queued', 'retrying') THEN purpose ELSE :purpose END,
        tried = CASE WHEN state IN ('queued', 'retrying') THEN tried ELSE 0 END
    WHERE id = :id AND endpoint_id = :endpoint RETURNING id
""")
"""What waits already only comes sooner and keeps its retries; what was done with goes once more."""

_REPLAY = text("""
    INSERT INTO notifications.delivery (id, endpoint_id, position, subject, purpose, state, tried, due_at, claims)
    SELECT m.id, :endpoint, m.position, m.subject, :purpose, 'queued', 0, :now, 0
    FROM unnest(CAST(:ids AS uuid[]), CAST(:positions AS bigint[]), CAST(:subjects AS text[])) AS m (id, position, subject)
    ON CONFLICT (endpoint_id, position) DO UPDATE
        SET purpose = excluded.purpose, state = 'queued', tried = 0, due_at = excluded.due_at
        WHERE delivery.state NOT IN ('queued', 'retrying')
    RETURNING id
""")
"""All at once; positions keep the order of each subject (N7). The same `webhook-id` goes out again, by construction."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many messages of the period go out again, and how many were waiting already."""

    queued: int
    waiting: int


async def test(uow: UnitOfWork, id: UUID) -> UUID:
    """A message of its own for this endpoint alone; the delivery's id."""
    endpoint = await _active(uow, id)
    event_id = uow.new_id()
    headers = {
        "ce_specversion": "1.0", "ce_id": str(event_id), "ce_source": "/notifications/webhook", "ce_type": _TEST_TYPE,
        "ce_subject": str(id), "ce_time": instant(uow.now),
    }
    body = cloud_event(headers, json.dumps({"webhook_id": str(id)}).encode())
    position = await keep(
        uow, event_id=event_id, name=TEST, subject=str(event_id), body=body, happened_at=uow.now, only_for=endpoint.id
    )
    if position is None:
        raise RuntimeError("a new event is known already")
    await queue(uow, [endpoint.id], position=position, subject=str(event_id), purpose=Purpose.TEST)
    return await queries.delivery_of(uow, endpoint.id, position)


async def resend(uow: UnitOfWork, id: UUID, delivery_id: UUID) -> UUID:
    """One message again, now; a failure of this attempt schedules no further retries (N2)."""
    await _active(uow, id)
    await queries.delivery(uow, id, delivery_id)
    bound = {"id": delivery_id, "endpoint": id, "now": uow.now, "purpose": Purpose.RESEND.value}
    await uow.execute(_RESEND.bindparams(**bound))
    return delivery_id


async def replay(uow: UnitOfWork, id: UUID, body: Period) -> Replayed:
    """All messages of a period that the endpoint wants now, in order, marked as a replay; also those it never was sent."""
    endpoint = await _active(uow, id)
    since = await kept_since(uow)
    if body.from_ < since:
        refuse_if_any([problems.PERIOD_TOO_OLD.at("/from", days=(await parameters(uow)).keep_days, since=since)])
    messages = await queries.messages_between(uow, body, endpoint.types)
    queued = await uow.execute(_REPLAY.bindparams(
        ids=[uow.new_id() for _ in messages], positions=[m.position for m in messages], subjects=[m.subject for m in messages],
        endpoint=endpoint.id, purpose=Purpose.REPLAY.value, now=uow.now,
    ))
    return Replayed(queued=len(queued), waiting=len(messages) - len(queued))


async def _active(uow: UnitOfWork, id: UUID) -> Endpoint:
    endpoint = await uow.target(Endpoint, id, may=Permission.WEBHOOK_OPERATE)
    if not is_active(endpoint):
        raise problems.DISABLED()
    return endpoint
