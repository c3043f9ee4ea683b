"""Reads of webhooks. Keys leave only by `signing` and, once, by `shown_with_secret`."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, literal, or_, select
from sqlalchemy import Row as Found
from sqlmodel import col

from chassis.paging import Items, Listing, paged_rows
from chassis.values import Period
from chassis.work import Reader, Reads
from notifications.access import Permission
from notifications.heard.everyone import wanted_by
from notifications.messages.queries import named
from notifications.messages.tables import Message
from notifications.webhooks.domain.attempt import State
from notifications.webhooks.domain.endpoint import Status
from notifications.webhooks.domain.signing import Key
from notifications.webhooks.schemas import (
    AttemptOut,
    DeliveryOut,
    DeliveryWithAttempts,
    KeyOut,
    WebhookOut,
    WebhookWithSecret,
)
from notifications.webhooks.tables import Attempt, Delivery, Endpoint, EndpointFailure, EndpointKey

_WAITING = (State.QUEUED, State.RETRYING)


def instant(text: str) -> datetime:
    """`ce_time` as an instant."""
    return datetime.fromisoformat(text)


async def wanting(db: Reads, name: str) -> Sequence[UUID]:
    """Active endpoints that want this event."""
    asked = col(Endpoint.types).bool_op("&&")(literal(list(wanted_by(name)), Endpoint.__table__.c.types.type))
    return await db.all(select(col(Endpoint.id)).where(col(Endpoint.status) == Status.ACTIVE, asked))


async def keys(db: Reads, id: UUID) -> Sequence[EndpointKey]:
    """The keys that sign now, the newest first."""
    mine = select(EndpointKey).where(col(EndpointKey.endpoint_id) == id, _signs(db.now))
    return await db.all(mine.order_by(col(EndpointKey.created_at).desc(), col(EndpointKey.id).desc()))


async def signing(db: Reads, ids: Collection[UUID]) -> Mapping[UUID, Sequence[Key]]:
    """The keys that sign now, of each of these endpoints, the newest first."""
    found: dict[UUID, list[Key]] = defaultdict(list)
    if ids:
        wanted = select(EndpointKey).where(col(EndpointKey.endpoint_id).in_(ids), _signs(db.now))
        for key in await db.all(wanted.order_by(col(EndpointKey.created_at).desc(), col(EndpointKey.id).desc())):
            found[key.endpoint_id].append(Key(key.value, key.expires_at))
    return found


async def webhook(reader: Reader, id: UUID) -> Endpoint:
    """One endpoint, for those who may see it."""
    mine = reader.actor.sees(Permission.WEBHOOK_READ, Endpoint)
    return await reader.one(select(Endpoint).where(mine, col(Endpoint.id) == id))


async def webhooks(reader: Reader, page: Listing, status: Status | None) -> Items[WebhookOut]:
    """Endpoints, the newest last; removed ones only when asked for."""
    mine = select(Endpoint).where(reader.actor.sees(Permission.WEBHOOK_READ, Endpoint))
    mine = mine.where(col(Endpoint.status) == status if status else col(Endpoint.status) != Status.REMOVED)
    order = {"created_at": col(Endpoint.created_at)}
    found = await paged_rows(reader, mine, page, keys=order, id=col(Endpoint.id), show=lambda row: row[0])
    ids = [endpoint.id for endpoint in found.items]
    failing, shown_keys = await _failing(reader, ids), await _keys_of(reader, ids)
    return Items(
        items=[_shown(endpoint, failing, shown_keys) for endpoint in found.items], next=found.next, count=found.count
    )


async def shown(db: Reads, endpoint: Endpoint) -> WebhookOut:
    return _shown(endpoint, await _failing(db, [endpoint.id]), await _keys_of(db, [endpoint.id]))


async def shown_with_secret(db: Reads, endpoint: Endpoint) -> WebhookWithSecret:
    """The one answer that shows the newest key."""
    newest = (await keys(db, endpoint.id))[0]
    return WebhookWithSecret(**(await shown(db, endpoint)).model_dump(), secret=newest.value)


async def deliveries(reader: Reader, page: Listing, id: UUID, state: State | None) -> Items[DeliveryOut]:
    """What was and will be sent to an endpoint, the newest first."""
    await webhook(reader, id)
    mine = _deliveries().where(col(Delivery.endpoint_id) == id)
    if state is not None:
        mine = mine.where(col(Delivery.state) == state)
    page = page if page.sort else replace(page, sort="-position")
    order = {"position": col(Delivery.position)}
    return await paged_rows(reader, mine, page, keys=order, id=col(Delivery.id), show=_delivery)


async def delivery(db: Reads, id: UUID, delivery_id: UUID) -> UUID:
    """A delivery of this endpoint; 404 for any other."""
    mine = (col(Delivery.endpoint_id) == id, col(Delivery.id) == delivery_id)
    return await db.one(select(col(Delivery.id)).where(*mine))


async def delivery_of(db: Reads, id: UUID, position: int) -> UUID:
    """The delivery of one message to one endpoint."""
    mine = (col(Delivery.endpoint_id) == id, col(Delivery.position) == position)
    return await db.one(select(col(Delivery.id)).where(*mine))


async def messages_between(db: Reads, period: Period, types: Sequence[str]) -> Sequence[Found[int, str]]:
    """Position and subject of the public messages of a period that are of these types."""
    c = Message.__table__.c
    happened = (c.happened_at >= period.from_, c.happened_at < period.until)
    return await db.rows(select(c.position, c.subject).where(*happened, named(types)).order_by(c.position))


async def delivery_seen(reader: Reader, id: UUID, delivery_id: UUID) -> DeliveryWithAttempts:
    """One delivery with its requests and answers."""
    await webhook(reader, id)
    return await delivery_with_attempts(reader, await delivery(reader, id, delivery_id))


async def delivery_with_attempts(db: Reads, delivery_id: UUID) -> DeliveryWithAttempts:
    (row,) = await db.rows(_deliveries().where(col(Delivery.id) == delivery_id))
    made = await db.all(select(Attempt).where(col(Attempt.delivery_id) == delivery_id).order_by(col(Attempt.id)))
    attempts = [
        AttemptOut(
            at=a.at, purpose=a.purpose, status=a.status, fault=a.fault, excerpt=a.excerpt, milliseconds=a.milliseconds
        )
        for a in made
    ]
    return DeliveryWithAttempts(**_delivery(row).model_dump(), attempts=attempts)


def _deliveries() -> Select[Delivery, UUID, str, datetime]:
    return select(Delivery, col(Message.event_id), col(Message.name), col(Message.happened_at)).join(
        Message, col(Message.position) == col(Delivery.position)
    )


def _delivery(row: Found[*tuple[Any, ...]]) -> DeliveryOut:
    it = row[0]
    return DeliveryOut(
        id=it.id, event_id=row[1], type=row[2], subject=it.subject, happened_at=row[3], purpose=it.purpose, state=it.state,
        tried=it.tried, next_attempt_at=it.due_at if it.state in _WAITING else None,
    )


def _shown(endpoint: Endpoint, failing: Mapping[UUID, datetime], keys: Mapping[UUID, Sequence[KeyOut]]) -> WebhookOut:
    return WebhookOut(
        id=endpoint.id, owner=endpoint.owner, url=endpoint.url, types=endpoint.types, description=endpoint.description,
        status=endpoint.status, reason=endpoint.why, status_since=endpoint.status_since,
        failing_since=failing.get(endpoint.id), keys=list(keys.get(endpoint.id, ())), created_at=endpoint.created_at,
    )


async def _failing(db: Reads, ids: Collection[UUID]) -> Mapping[UUID, datetime]:
    mine = select(EndpointFailure).where(col(EndpointFailure.endpoint_id).in_(ids))
    return {failure.endpoint_id: failure.since for failure in await db.all(mine)}


async def _keys_of(db: Reads, ids: Collection[UUID]) -> Mapping[UUID, Sequence[KeyOut]]:
    """Without their values, which are not even read."""
    c = EndpointKey.__table__.c
    mine = select(c.endpoint_id, c.created_at, c.expires_at).where(c.endpoint_id.in_(ids), _signs(db.now))
    found: dict[UUID, list[KeyOut]] = defaultdict(list)
    for row in await db.rows(mine.order_by(c.created_at.desc(), c.id.desc())):
        found[row.endpoint_id].append(KeyOut(created_at=row.created_at, expires_at=row.expires_at))
    return found


def _signs(now: datetime) -> ColumnElement[bool]:
    return or_(col(EndpointKey.expires_at).is_(None), col(EndpointKey.expires_at) > now)
