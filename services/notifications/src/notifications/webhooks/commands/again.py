"""Send on purpose: a test, one message again, a period once more."""

import json
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import BigInteger, Executable, Text, Uuid, bindparam, case, func, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert

from chassis.outbox import instant
from chassis.problems import refuse_if_any
from chassis.tables import INSTANT
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
from notifications.webhooks.domain.attempt import Purpose, State
from notifications.webhooks.tables import Delivery, Endpoint

TEST = "notifications.WebhookTested"
_TEST_TYPE = f"fi.yhdyspinta.{TEST}.v1"

_d = Delivery.__table__.c
_RESENT, _REPLAYED, _QUEUED = (
    literal(Purpose.RESEND, _d.purpose.type), literal(Purpose.REPLAY, _d.purpose.type), literal(State.QUEUED, _d.state.type),
)
_WAITING = _d.state.in_([State.QUEUED, State.RETRYING])

_RESEND = update(Delivery).where(_d.id == bindparam("wanted"), _d.endpoint_id == bindparam("to_whom")).values(
    due_at=bindparam("at"),
    state=case((_d.state == State.RETRYING, _d.state), else_=_QUEUED),
    purpose=case((_WAITING, _d.purpose), else_=_RESENT),
    tried=case((_WAITING, _d.tried), else_=0),
)
"""What waits already only comes sooner and keeps its retries; what was done with goes once more."""


def _replaying() -> Executable:
    """All at once; positions keep the order of each subject (N7). The same `webhook-id` goes out again, by construction."""
    types = {"ids": Uuid, "positions": BigInteger, "subjects": Text}
    given = func.unnest(*(bindparam(name, type_=ARRAY(of)) for name, of in types.items()))
    message = given.table_valued("id", "position", "subject").render_derived().c
    queued = {
        _d.id: message.id, _d.position: message.position, _d.subject: message.subject,
        _d.endpoint_id: bindparam("to_whom", type_=Uuid), _d.due_at: bindparam("at", type_=INSTANT),
        _d.purpose: _REPLAYED, _d.state: _QUEUED, _d.tried: literal(0), _d.claims: literal(0),
    }
    asked = insert(Delivery).from_select(list(queued), select(*queued.values()))
    again = {name: asked.excluded[name] for name in ("purpose", "state", "tried", "due_at")}
    return asked.on_conflict_do_update(index_elements=[_d.endpoint_id, _d.position], set_=again, where=~_WAITING).returning(_d.id)


_REPLAY = _replaying()


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
    await uow.execute(_RESEND, {"wanted": delivery_id, "to_whom": id, "at": uow.now})
    return delivery_id


async def replay(uow: UnitOfWork, id: UUID, body: Period) -> Replayed:
    """All messages of a period that the endpoint wants now, in order, marked as a replay; also those it never was sent."""
    endpoint = await _active(uow, id)
    since = await kept_since(uow)
    if body.from_ < since:
        refuse_if_any([problems.PERIOD_TOO_OLD.at("/from", days=(await parameters(uow)).keep_days, since=since)])
    messages = await queries.messages_between(uow, body, endpoint.types)
    queued = await uow.execute(_REPLAY, {
        "ids": [uow.new_id() for _ in messages],
        "positions": [m.position for m in messages],
        "subjects": [m.subject for m in messages],
        "to_whom": endpoint.id, "at": uow.now,
    })
    return Replayed(queued=len(queued), waiting=len(messages) - len(queued))


async def _active(uow: UnitOfWork, id: UUID) -> Endpoint:
    endpoint = await uow.target(Endpoint, id, may=Permission.WEBHOOK_OPERATE)
    if not is_active(endpoint):
        raise problems.DISABLED()
    return endpoint
