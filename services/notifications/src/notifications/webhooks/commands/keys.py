"""Signing keys: the first one, and its successors (N4)."""

import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import col

from chassis.problems import refuse_if_any
from chassis.work import UnitOfWork
from notifications.access import Permission
from notifications.events.endpoint import EndpointSecretRotated
from notifications.parameters.queries import parameters
from notifications.webhooks import queries
from notifications.webhooks.domain.endpoint import MACHINE, Action, objections_to_rotation
from notifications.webhooks.domain.signing import KEY_BYTES, secret_of
from notifications.webhooks.schemas import Rotate
from notifications.webhooks.tables import Endpoint, EndpointKey


async def add_key(uow: UnitOfWork, endpoint: Endpoint) -> None:
    """A new random key."""
    value = secret_of(secrets.token_bytes(KEY_BYTES))
    row = {"id": uow.new_id(), "endpoint_id": endpoint.id, "value": value, "created_at": uow.now}
    await uow.execute(EndpointKey.__table__.insert().values(**row))


async def rotate(uow: UnitOfWork, id: UUID, body: Rotate) -> Endpoint:
    """A new key signs from now on, and the old one beside it for a while."""
    endpoint = await uow.target(Endpoint, id, may=Permission.WEBHOOK_CHANGE, lock=True)
    endpoint.status = MACHINE.after(endpoint.status, Action.CHANGE)
    if body.overlap_seconds:
        signing = await queries.keys(uow, id)
        refuse_if_any(objections_to_rotation(signing, most=(await parameters(uow)).most_old_keys))
    mine = EndpointKey.__table__.c.endpoint_id == id
    newest = (mine, col(EndpointKey.expires_at).is_(None))
    expires_at = uow.now + timedelta(seconds=body.overlap_seconds)
    await uow.execute(update(EndpointKey.__table__).where(*newest).values(expires_at=expires_at))
    cut_over = mine if body.overlap_seconds == 0 else mine & (col(EndpointKey.expires_at) <= uow.now)
    await uow.execute(delete(EndpointKey.__table__).where(cut_over))
    await add_key(uow, endpoint)
    uow.publish(endpoint, EndpointSecretRotated(endpoint_id=id, owner=endpoint.owner, overlap_seconds=body.overlap_seconds))
    return endpoint
