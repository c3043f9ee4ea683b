"""Claim what is due, and write down what came of it. In between, without a transaction, it is sent."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from chassis.work import UnitOfWork
from notifications.adapters.http import Answer, Fault
from notifications.parameters.queries import parameters
from notifications.parameters.tables import Parameters
from notifications.webhooks import queries
from notifications.webhooks.commands.endpoints import is_active, stop
from notifications.webhooks.domain.attempt import Outcome, Purpose, failed_too_long, is_success, outcome
from notifications.webhooks.domain.endpoint import Why
from notifications.webhooks.domain.signing import Key
from notifications.webhooks.tables import Endpoint

_CLAIM = text("""
    WITH chosen AS (
        SELECT due.id FROM notifications.endpoint e
        CROSS JOIN LATERAL (
            SELECT count(*) AS places FROM notifications.delivery d WHERE d.endpoint_id = e.id AND d.leased_until > :now
        ) taken
        CROSS JOIN LATERAL (
            SELECT d.id, d.due_at, d.position FROM notifications.delivery d
            WHERE d.endpoint_id = e.id AND d.state IN ('queued', 'retrying') AND d.due_at <= :now
                AND (d.leased_until IS NULL OR d.leased_until <= :now)
                AND (d.state = 'retrying' OR NOT EXISTS (
                    SELECT FROM notifications.delivery before WHERE before.endpoint_id = d.endpoint_id
                        AND before.subject = d.subject AND before.state = 'queued' AND before.position < d.position))
            ORDER BY d.due_at, d.position LIMIT greatest(:each - taken.places, 0) FOR UPDATE SKIP LOCKED
        ) due
        WHERE e.status = 'active' ORDER BY due.due_at, due.position LIMIT :most
    ), mine AS (
        UPDATE notifications.delivery d SET leased_until = :until, claims = d.claims + 1 FROM chosen WHERE d.id = chosen.id
        RETURNING d.id, d.endpoint_id, d.position, d.purpose, d.claims, d.tried
    )
    SELECT mine.*, m.event_id, m.body, e.url FROM mine
    JOIN notifications.message m ON m.position = mine.position JOIN notifications.endpoint e ON e.id = mine.endpoint_id
    ORDER BY mine.position
""")
"""Of each endpoint only as many as it has places left, so that a slow one keeps nobody else waiting; a queued one only when no
earlier one of its subject is still without a first attempt (N7)."""

_RECORD = text("""
    WITH told AS (
        UPDATE notifications.delivery d
        SET state = CASE WHEN :state = 'delivered' OR d.state IN ('queued', 'retrying') THEN :state ELSE d.state END,
            due_at = coalesce(CAST(:due_at AS timestamptz), d.due_at), leased_until = NULL, tried = d.tried + 1
        WHERE d.id = :id AND d.claims = :claims AND d.leased_until IS NOT NULL RETURNING d.id
    ), forgiven AS (
        DELETE FROM notifications.endpoint_failure f USING told WHERE f.endpoint_id = :endpoint AND :state = 'delivered'
    )
    INSERT INTO notifications.attempt (id, delivery_id, purpose, at, milliseconds, status, fault, excerpt)
    SELECT :attempt, told.id, :purpose, :now, :milliseconds, CAST(:status AS integer), CAST(:fault AS text), :excerpt
    FROM told RETURNING delivery_id
""")
"""An answer that comes after its lease went to another, or a second time, changes nothing.
Any success clears the memory of failures (N3)."""

_REMEMBER = text("""
    INSERT INTO notifications.endpoint_failure AS f (endpoint_id, since, latest) VALUES (:endpoint, :now, :now)
    ON CONFLICT (endpoint_id) DO UPDATE SET latest = :now, since = CASE WHEN f.since < :forgotten THEN :now ELSE f.since END
    RETURNING since
""")


@dataclass(frozen=True, slots=True)
class Call:
    """One attempt that a worker has claimed, with all that it needs to make it."""

    delivery_id: UUID
    claims: int
    endpoint_id: UUID
    url: str
    purpose: Purpose
    tried: int
    """Attempts before this one."""
    event_id: UUID
    body: bytes = field(repr=False)
    keys: Sequence[Key] = field(repr=False)
    parameters: Parameters = field(repr=False)


@dataclass(frozen=True, slots=True)
class Result:
    """An answer as the rule of retries reads it."""

    answer: Answer

    @property
    def status(self) -> int | None:
        return self.answer.status

    @property
    def timed_out(self) -> bool:
        return self.answer.fault is Fault.TIMEOUT

    @property
    def retry_after(self) -> float | None:
        return self.answer.retry_after


async def claim(uow: UnitOfWork, limit: int) -> Sequence[Call]:
    """What is due now, leased to this worker."""
    has = await parameters(uow)
    until = uow.now + timedelta(seconds=has.lease_seconds)
    rows = await uow.execute(_CLAIM.bindparams(now=uow.now, each=has.per_endpoint, most=limit, until=until))
    signing = await queries.signing(uow, {row.endpoint_id for row in rows})
    return [
        Call(
            row.id, row.claims, row.endpoint_id, row.url, Purpose(row.purpose), row.tried, row.event_id, row.body,
            signing.get(row.endpoint_id, ()), has,
        )
        for row in rows
    ]


async def record(uow: UnitOfWork, call: Call, answer: Answer) -> None:
    """What follows from the answer: done, again later, or given up; and what it says of the endpoint."""
    chance = random.random()  # noqa: S311 - jitter
    result = Result(answer)
    becomes = outcome(
        result, purpose=call.purpose, tried=call.tried + 1, waits=call.parameters, chance=chance, now=uow.now
    )
    final = becomes.gone or becomes.exhausted
    # Whoever may have to disable the endpoint holds it before the delivery: in any other order two of them wait for each other.
    endpoint = await uow.load(Endpoint, call.endpoint_id, lock=True) if final else None
    if not await _write(uow, call, answer, becomes) or is_success(result):
        return
    forgotten = uow.now - timedelta(hours=call.parameters.memory_hours)
    remembered = await uow.execute(_REMEMBER.bindparams(endpoint=call.endpoint_id, now=uow.now, forgotten=forgotten))
    too_long = failed_too_long(remembered[0].since, now=uow.now, hours=call.parameters.failing_hours)
    moved = endpoint is not None and endpoint.url != call.url  # its new address has not failed
    if endpoint is not None and is_active(endpoint) and not moved and (becomes.gone or too_long):
        await stop(uow, endpoint, Why.GONE if becomes.gone else Why.FAILING)


async def _write(uow: UnitOfWork, call: Call, answer: Answer, becomes: Outcome) -> bool:
    fault = answer.fault.value if answer.fault else None
    written = await uow.execute(_RECORD.bindparams(
        id=call.delivery_id, endpoint=call.endpoint_id, claims=call.claims, state=becomes.state.value, due_at=becomes.due_at,
        attempt=uow.new_id(), purpose=call.purpose.value, now=uow.now, milliseconds=answer.milliseconds, status=answer.status,
        fault=fault, excerpt=answer.excerpt,
    ))
    return bool(written)

