"""The examples of the documents work: each is sent to the real service over the real database and answered as documented."""

from tests.contracts import walks, walks_applications, walks_bookings, walks_decisions, walks_facilities, walks_forums, walks_grants
from tests.contracts.conftest import client
from tests.notifications.receiver import Receiver

from chassis.testing import Parts


async def test_registry__every_operation(parts: Parts, all_database: str) -> None:
    async with client(parts, all_database, "registry") as registry:
        await walks.registry(registry)
        assert registry.left == set()


async def test_notifications__every_operation(parts: Parts, all_database: str, receiver: Receiver) -> None:
    async with client(parts, all_database, "notifications") as notifications:
        await walks.notifications(notifications, receiver)
        await walks.copies(notifications, notifications.api.coordinator)
        assert notifications.left == set()


async def test_grants__every_operation(parts: Parts, all_database: str) -> None:
    async with client(parts, all_database, "grants") as grants:
        call_id = await walks_grants.grants(grants)
        application_id = await walks_applications.applications(grants, call_id)
        await walks_decisions.decisions(grants, application_id, call_id)
        assert grants.left == set()


async def test_facilities__every_operation(parts: Parts, all_database: str) -> None:
    async with client(parts, all_database, "facilities") as facilities:
        space_id = await walks_facilities.facilities(facilities)
        await walks_bookings.bookings(facilities, space_id)
        assert facilities.left == set()


async def test_forums__every_operation(parts: Parts, all_database: str) -> None:
    async with client(parts, all_database, "forums") as forums:
        await walks_forums.forums(forums)
        assert forums.left == set()
