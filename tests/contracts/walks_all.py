"""Every operation of every service once, with the example of its document."""

from collections.abc import Awaitable, Callable

from tests.contracts import walks, walks_applications, walks_bookings, walks_decisions, walks_facilities, walks_forums, walks_grants
from tests.contracts.client import Client
from tests.notifications.receiver import Receiver


async def _registry(client: Client, _: Receiver) -> None:
    await walks.registry(client)


async def _grants(client: Client, _: Receiver) -> None:
    call_id = await walks_grants.grants(client)
    application_id = await walks_applications.applications(client, call_id)
    await walks_decisions.decisions(client, application_id, call_id)


async def _facilities(client: Client, _: Receiver) -> None:
    space_id = await walks_facilities.facilities(client)
    await walks_bookings.bookings(client, space_id)


async def _forums(client: Client, _: Receiver) -> None:
    await walks_forums.forums(client)


async def _notifications(client: Client, receiver: Receiver) -> None:
    await walks.notifications(client, receiver)
    await walks.copies(client, client.api.coordinator)


WALKS: dict[str, Callable[[Client, Receiver], Awaitable[None]]] = {
    "registry": _registry,
    "grants": _grants,
    "facilities": _facilities,
    "forums": _forums,
    "notifications": _notifications,
}
"""By service, in an order that works."""
