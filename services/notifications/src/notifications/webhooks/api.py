"""Webhooks over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from chassis.answers.problems import PERIOD_ORDER
from chassis.edge import Http, gives, routes
from chassis.paging import Items, Page
from chassis.values import Period
from notifications.webhooks import problems, queries
from notifications.webhooks.commands import again, endpoints, keys
from notifications.webhooks.domain.attempt import State
from notifications.webhooks.domain.endpoint import Status
from notifications.webhooks.schemas import (
    Change,
    DeliveryOut,
    DeliveryWithAttempts,
    Register,
    ReplayOut,
    Rotate,
    WebhookOut,
    WebhookWithSecret,
)

router = routes("webhooks", idempotency_required=("test", "resend", "replay"))

_WRONG = (problems.URL_FORM, problems.NOT_HTTPS, problems.INSIDE_ADDRESS, problems.UNKNOWN_HOST, problems.UNKNOWN_TYPE)


@router.post("", status_code=201, responses=gives(*_WRONG))
async def register_webhook(body: Register, http: Http) -> WebhookWithSecret:
    """Ask to be told of public events (webhook). The secret in the answer is shown this once."""
    return await http.run(endpoints.register, body).shown(queries.shown_with_secret)


@router.get("")
async def list_webhooks(
    http: Http, page: Page, status: Annotated[Status | None, Query(description="Only in this state.")] = None
) -> Items[WebhookOut]:
    """One's own endpoints; the coordinator sees all."""
    return await http.page(queries.webhooks, page, status)


@router.get("/{id}")
async def get_webhook(id: UUID, http: Http) -> WebhookOut:
    """One endpoint: its state, and why it is in it."""
    return await http.read(queries.webhook, id).shown(queries.shown)


@router.patch("/{id}", responses=gives(*_WRONG))
async def change_webhook(id: UUID, body: Change, http: Http) -> WebhookOut:
    """Another address, other events, another description."""
    return await http.run(endpoints.change, id, body).shown(queries.shown)


@router.post("/{id}/disable")
async def disable_webhook(id: UUID, http: Http) -> WebhookOut:
    """Send nothing there for now; what waits is cancelled and can be replayed."""
    return await http.run(endpoints.disable, id).shown(queries.shown)


@router.post("/{id}/enable")
async def enable_webhook(id: UUID, http: Http) -> WebhookOut:
    """Send there again, from now on."""
    return await http.run(endpoints.enable, id).shown(queries.shown)


@router.post("/{id}/remove", status_code=204)
async def remove_webhook(id: UUID, http: Http) -> None:
    """Send nothing there any more; its keys are deleted."""
    return await http.run(endpoints.remove, id).done()


@router.post("/{id}/rotate-secret", responses=gives(problems.TOO_MANY_KEYS))
async def rotate_webhook_secret(id: UUID, body: Rotate, http: Http) -> WebhookWithSecret:
    """A new secret; requests are signed with both until the overlap is over."""
    return await http.run(keys.rotate, id, body).shown(queries.shown_with_secret, current=queries.shown)


@router.post("/{id}/test", status_code=202, responses=gives(problems.DISABLED))
async def test_webhook(id: UUID, http: Http) -> DeliveryWithAttempts:
    """Send a test event; ask for the delivery to see the answer."""
    return await http.run(again.test, id).shown(queries.delivery_with_attempts)


@router.post("/{id}/replay", status_code=202, responses=gives(problems.DISABLED, problems.PERIOD_TOO_OLD, PERIOD_ORDER))
async def replay_webhook(id: UUID, body: Period, http: Http) -> ReplayOut:
    """Send all that happened in a period once more, in order, with the header `webhook-replay: true`."""
    return await http.run(again.replay, id, body).shown(lambda done: ReplayOut(queued=done.queued, waiting=done.waiting))


@router.get("/{id}/deliveries")
async def list_webhook_deliveries(
    id: UUID, http: Http, page: Page, state: Annotated[State | None, Query(description="Only those that stand so.")] = None
) -> Items[DeliveryOut]:
    """What was and will be sent, the newest first."""
    return await http.page(queries.deliveries, page, id, state)


@router.get("/{id}/deliveries/{delivery_id}")
async def get_webhook_delivery(id: UUID, delivery_id: UUID, http: Http) -> DeliveryWithAttempts:
    """One delivery with every request and its answer."""
    return await http.read(queries.delivery_seen, id, delivery_id)


@router.post("/{id}/deliveries/{delivery_id}/resend", status_code=202, responses=gives(problems.DISABLED))
async def resend_webhook_delivery(id: UUID, delivery_id: UUID, http: Http) -> DeliveryWithAttempts:
    """Send one message again, now. If this fails, nothing more is scheduled."""
    return await http.run(again.resend, id, delivery_id).shown(queries.delivery_with_attempts)
