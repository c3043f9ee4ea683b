"""Register an endpoint, change it, stop and start it."""

import logging
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlmodel import col

from chassis.problems import refuse_if_any
from chassis.work import UnitOfWork
from notifications.access import Permission
from notifications.adapters.http import WAY, Inside, UnknownHost
from notifications.events.endpoint import (
    EndpointChanged,
    EndpointDisabled,
    EndpointEnabled,
    EndpointRegistered,
    EndpointRemoved,
)
from notifications.webhooks import problems
from notifications.webhooks.commands.keys import add_key
from notifications.webhooks.domain.attempt import State
from notifications.webhooks.domain.endpoint import (
    MACHINE,
    Action,
    Status,
    Why,
    objections_to_types,
    objections_to_url,
    place,
)
from notifications.webhooks.schemas import Change, Register
from notifications.webhooks.tables import Delivery, Endpoint, EndpointFailure, EndpointKey

log = logging.getLogger(__name__)


async def register(uow: UnitOfWork, body: Register) -> Endpoint:
    """A regional system asks to be told."""
    uow.actor.must(Permission.WEBHOOK_REGISTER)
    await _refuse_wrong(body.url, body.types)
    endpoint = uow.add(Endpoint(
        id=uow.new_id(), owner=uow.actor.name, url=body.url, types=body.types, description=body.description,
        status_since=uow.now, created_at=uow.now,
    ))
    await add_key(uow, endpoint)
    said = EndpointRegistered(endpoint_id=endpoint.id, owner=endpoint.owner, types=tuple(body.types))
    uow.publish(endpoint, said)
    return endpoint


async def change(uow: UnitOfWork, id: UUID, body: Change) -> Endpoint:
    """Other events, another address, another description."""
    endpoint = await uow.target(Endpoint, id, may=Permission.WEBHOOK_CHANGE)
    endpoint.status = MACHINE.after(endpoint.status, Action.CHANGE)
    wanted = body.model_dump(exclude_none=True)
    changed = {name: value for name, value in wanted.items() if getattr(endpoint, name) != value}
    await _refuse_wrong(changed.get("url"), changed.get("types", []))
    for name, value in changed.items():
        setattr(endpoint, name, value)
    if changed:
        if "url" in changed:
            await _forgive(uow, id)
        uow.publish(endpoint, EndpointChanged(endpoint_id=id, owner=endpoint.owner, fields=tuple(sorted(changed))))
    return endpoint


async def disable(uow: UnitOfWork, id: UUID) -> Endpoint:
    """Nothing is sent there until it is enabled; what happens meanwhile can be replayed."""
    endpoint = await uow.target(Endpoint, id, may=Permission.WEBHOOK_OPERATE, lock=True)
    await stop(uow, endpoint, Why.BY_HAND)
    return endpoint


async def enable(uow: UnitOfWork, id: UUID) -> Endpoint:
    """Told again, with a clean memory."""
    endpoint = await uow.target(Endpoint, id, may=Permission.WEBHOOK_OPERATE, lock=True)
    endpoint.status, endpoint.why = MACHINE.after(endpoint.status, Action.ENABLE), None
    endpoint.status_since = uow.now
    await _cancel(uow, id)
    await _forgive(uow, id)
    uow.publish(endpoint, EndpointEnabled(endpoint_id=id, owner=endpoint.owner))
    return endpoint


async def remove(uow: UnitOfWork, id: UUID) -> None:
    """For good. Its log stays as long as messages do; its keys go at once."""
    endpoint = await uow.target(Endpoint, id, may=Permission.WEBHOOK_OPERATE, lock=True)
    endpoint.status, endpoint.why = MACHINE.after(endpoint.status, Action.REMOVE), None
    endpoint.status_since = uow.now
    await uow.execute(delete(EndpointKey.__table__).where(col(EndpointKey.endpoint_id) == id))
    await _cancel(uow, id)
    uow.publish(endpoint, EndpointRemoved(endpoint_id=id, owner=endpoint.owner))


async def stop(uow: UnitOfWork, endpoint: Endpoint, why: Why) -> None:
    """Disable a locked endpoint, and say so where its owner can hear it without being called at the address that fails."""
    endpoint.status, endpoint.why = MACHINE.after(endpoint.status, Action.DISABLE), why
    endpoint.status_since = uow.now
    await _cancel(uow, endpoint.id)
    uow.publish(endpoint, EndpointDisabled(endpoint_id=endpoint.id, owner=endpoint.owner, reason=why.value))
    log.warning("webhook disabled", extra={"endpoint": str(endpoint.id), "owner": endpoint.owner, "reason": why.value})


def is_active(endpoint: Endpoint) -> bool:
    """Whether anything is sent there."""
    return endpoint.status is Status.ACTIVE


async def _forgive(uow: UnitOfWork, id: UUID) -> None:
    """What failed before, or at another address, does not count against it."""
    await uow.execute(delete(EndpointFailure.__table__).where(col(EndpointFailure.endpoint_id) == id))


async def _cancel(uow: UnitOfWork, id: UUID) -> None:
    """What waits is done with; save a delivery whose answer is being written down at this moment, which ends as that says."""
    c = Delivery.__table__.c
    waiting = select(c.id).where(c.endpoint_id == id, c.state.in_([State.QUEUED, State.RETRYING]))
    free = waiting.with_for_update(skip_locked=True)
    await uow.execute(update(Delivery.__table__).where(c.id.in_(free)).values(state=State.CANCELLED))


async def _refuse_wrong(url: str | None, types: list[str]) -> None:
    """All reasons at once. The name is looked up while the transaction is open, for `LOOK_UP_SECONDS` at most: this is rare."""
    reasons = list(objections_to_types(types))
    where = None if url is None else place(url)
    if url is not None:
        may_be_plain = where is not None and WAY.reach.allows(*where)
        wrong = list(objections_to_url(url, may_be_plain=may_be_plain))
        reasons += wrong
        if where is not None and not wrong:
            try:
                await WAY.reach.addresses(*where)
            except Inside:
                reasons.append(problems.INSIDE_ADDRESS.at("/url"))
            except UnknownHost:
                reasons.append(problems.UNKNOWN_HOST.at("/url"))
    refuse_if_any(reasons)
