"""Notifications over a database of its own, and another system that it tells."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.chassis.edge.conftest import Api, opened
from tests.chassis.edge.issuer import Issuer
from tests.notifications.receiver import Receiver

from chassis import clock
from chassis.access import OWN, Actor, Held
from chassis.clockwork import Clockwork
from chassis.dispatcher import Result
from chassis.envelope import Record
from chassis.hearing import Hearing
from chassis.outbox import new_id
from chassis.testing import House, Parts, cloned, emptied, make_template, record
from notifications.adapters.http import WAY, Reach
from notifications.main import SERVICE
from notifications.webhooks.commands import endpoints
from notifications.webhooks.errands import WEBHOOKS
from notifications.webhooks.handlers import LISTENER
from notifications.webhooks.schemas import Register
from notifications.webhooks.tables import Endpoint

REGISTERED = "fi.yhdyspinta.registry.OrganisationRegistered.v1"
UPDATED = "fi.yhdyspinta.registry.OrganisationUpdated.v1"
KEPT = frozenset({
    "notifications.parameters", "notifications.mail_parameters", "notifications.mail_budget", "notifications.topic",
})
FIRST_VALUES = (
    "retry_waits = '{5,300,1800,7200,18000,36000,36000}', jitter = 0.2, least_wait = 60, failing_hours = 120, memory_hours = 240, "
    "lease_seconds = 60, per_endpoint = 8, most_old_keys = 10, keep_days = 30"
)


@pytest.fixture(scope="session")
async def notifications_template(parts: Parts) -> str:
    """A migrated database of the service."""
    name = "template_notifications"
    await make_template(parts.admin, name, [SERVICE])
    return name


@pytest.fixture(scope="module")
async def notifications_database(parts: Parts, notifications_template: str) -> AsyncIterator[str]:
    """One for this module."""
    async with cloned(parts.admin, notifications_template) as name:
        yield name


@pytest.fixture(scope="module")
async def module_notifications(parts: Parts, notifications_database: str) -> AsyncIterator[House]:
    house = House.over(SERVICE, parts.admin, notifications_database)
    yield house
    await house.close()


@pytest.fixture
async def notifications(
    module_notifications: House, parts: Parts, notifications_database: str
) -> AsyncIterator[House]:
    """The service, emptied afterwards; the parameters have their first values again."""
    yield module_notifications
    await emptied(parts.admin, notifications_database, KEPT)
    async with module_notifications.database.sessions() as session:
        await session.execute(text(f"UPDATE notifications.parameters SET {FIRST_VALUES}"))
        await session.commit()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """Another system; it alone may be inside."""
    made = Receiver()
    await made.start()
    WAY.open(Reach(inside=frozenset({made.place}), seconds=2))
    yield made
    await made.stop()


def system(client: str = "kunta") -> Actor:
    """A regional system, with the roles that its token gives it."""
    name, role = f"system:{client}", "regional_system"
    return Actor(new_id(), name, SERVICE.permissions, frozenset({Held(role), Held(role, OWN, name)}))


COORDINATOR = Actor(new_id(), f"person:{new_id()}", SERVICE.permissions, frozenset({Held("coordinator")}))


@dataclass
class Desk:
    """What the tests do again and again: register, hear, send, look."""

    house: House
    receiver: Receiver
    hearing: Hearing
    clockwork: Clockwork

    async def register(
        self, *types: str, client: str = "kunta", path: str = "/hook", url: str | None = None
    ) -> Endpoint:
        body = Register(url=url or self.receiver.url(path), types=list(types or ("registry.*",)))
        return await self.house.as_(system(client)).run(endpoints.register, body)

    async def secret(self, endpoint: Endpoint) -> str:
        """The newest one."""
        newest = "SELECT value FROM notifications.endpoint_key WHERE endpoint_id = :id ORDER BY created_at DESC, id DESC LIMIT 1"
        return str((await self.rows(newest, id=endpoint.id))[0][0])

    async def hear(self, record: Record) -> Result:
        return await self.hearing.hear(record)

    async def send(self) -> int:
        """One round of the errand."""
        return await self.clockwork.run_errand(WEBHOOKS)

    async def send_all(self) -> int:
        """Rounds until nothing is due."""
        sent = 0
        while done := await self.send():
            sent += done
        return sent

    async def rows(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        async with self.house.database.sessions() as session:
            return [tuple(row) for row in await session.execute(text(sql), values)]

    async def execute(self, sql: str, **values: Any) -> None:
        async with self.house.database.sessions() as session:
            await session.execute(text(sql), values)
            await session.commit()

    async def due_now(self) -> None:
        """Let the time pass until the next attempt of everything."""
        await self.execute("UPDATE notifications.delivery SET due_at = now() - interval '1 second'")

    async def states(self) -> list[str]:
        return [str(row[0]) for row in await self.rows("SELECT state FROM notifications.delivery ORDER BY position")]


@pytest.fixture
def desk(notifications: House, receiver: Receiver) -> Desk:
    database = notifications.database
    hearing = Hearing("notifications", LISTENER, database, SERVICE.house, "pohde")
    return Desk(notifications, receiver, hearing, Clockwork("notifications", SERVICE.house, database, errands=[WEBHOOKS]))


def said(
    key: UUID, sequence: int = 1, type: str = REGISTERED, *, topic: str = "registry.organisation", at: datetime | None = None,
    **data: Any,
) -> Record:
    """An event as the registry's relay would send it."""
    moment = (at or clock.now()).isoformat(timespec="microseconds").replace("+00:00", "Z")
    headers: dict[str, Any] = {
        "ce_specversion": "1.0", "ce_source": f"/{topic.replace('.', '/')}", "ce_actor": "person:0199", "ce_time": moment,
        "ce_dataschema": "urn:yhdyspinta:schema:registry:X:v1",
    }
    payload = json.dumps({"organisation_id": str(key), "names": {"fi": "Kyläyhdistys ä ”1”"}, **data}).encode()
    return record(type, key, sequence, payload, topic=topic, **headers)


@pytest.fixture(scope="session")
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
async def api(notifications: House, issuer: Issuer) -> AsyncIterator[Api]:
    """The service's API over the same database."""
    made = await opened(notifications.settings.database_url, issuer, SERVICE)
    yield made
    await made.http.aclose()
    await made.database.close()


def token(api: Api, client: str = "kunta") -> dict[str, str]:
    """The headers of a regional system, as its own client credentials give them."""
    return api.as_(client, "regional_system", azp=client)
