"""Mail: recipients with addresses, facts of grants, a mail server, and the worker's rounds."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.journeys.said import heard, snapshot
from tests.journeys.said import organisation as known
from tests.notifications.deliveries.sink import Sink

from chassis import clock
from chassis.clockwork import Clockwork
from chassis.dispatcher import Result
from chassis.envelope import Record
from chassis.events import Event
from chassis.hearing import Hearing
from chassis.outbox import new_id
from chassis.testing import House, record
from grants.events.examples import EXAMPLES
from notifications.adapters.smtp import OFFICE
from notifications.deliveries import errands
from notifications.deliveries.errands import BULK, MAIL
from notifications.deliveries.handlers import LISTENER
from notifications.links import DESK, Sender
from notifications.main import SERVICE

LEAD, PARTNER = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01"), UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e02")
"""The parties of the examples."""
FIRST_VALUES = (
    "retry_waits = '{60,300,900,3600,7200,14400,28800,43200,86400}', jitter = 0.2, lease_seconds = 120, parcel = 20, slice = 500, "
    "per_second = NULL, burst = 100, email_days = 3, letter_days = 7, mail_days = 400, telling_days = 500"
)


def example(name: str, **other: Any) -> Event:
    """What grants says, from its own examples."""
    (found,) = [one for one in EXAMPLES if type(one).__name__ == name]
    return found.model_copy(update=other)


def alone(name: str) -> Event:
    """The same, of an application without partners."""
    event: Any = example(name)
    return example(name, parties=tuple(party for party in event.parties if party.lead))


def fact(event: Event, *, key: UUID | None = None, sequence: int = 1, at: datetime | None = None) -> Record:
    """An event as the relay of grants sends it."""
    moment = (at or clock.now()).isoformat(timespec="microseconds").replace("+00:00", "Z")
    payload = event.model_dump_json().encode()
    return record(event.ce_type(), key or new_id(), sequence, payload, topic=event.topic, ce_time=moment)


@dataclass
class Post:
    """What the tests do again and again: somebody has an address, something is heard, mails go out, one looks."""

    house: House
    sink: Sink
    hearing: Hearing
    clockwork: Clockwork
    settings: dict[str, Any] = field(default_factory=dict)

    async def hear(self, record: Record) -> Result:
        return await self.hearing.hear(record)

    async def send(self) -> int:
        """One round of both errands."""
        return await self.clockwork.run_errand(MAIL) + await self.clockwork.run_errand(BULK)

    async def send_all(self) -> int:
        sent = 0
        while done := await self.send():
            sent += done
        return sent

    async def organisation(self, id: UUID = LEAD, address: str | None = "lead@example.invalid", **more: Any) -> UUID:
        return await self._recipient(id, "organisation", address, **more)

    async def person(self, address: str, *organisations: UUID, id: UUID | None = None, **more: Any) -> UUID:
        """Somebody with an address, who acts for these organisations."""
        id = await self._recipient(id or new_id(), "person", address, **more)
        for organisation in organisations:
            await self.acts_for(id, organisation)
        return id

    async def acts_for(self, person: UUID, organisation: UUID) -> None:
        await self.execute(
            "INSERT INTO notifications.assignment (id, sequence, heard_at, subject, role, scope_kind, scope_id, valid_from)"
            " VALUES (:id, 1, now(), :subject, 'representative', 'organisation', :scope, now() - interval '1 day')",
            id=new_id(), subject=person, scope=str(organisation),
        )

    async def hear_of(self, organisation_id: UUID, sequence: int = 1, **more: Any) -> None:
        """What registry says of this organisation."""
        await heard(self.house, snapshot(known("Kylän ystävät", organisation_id, **more), sequence))

    async def _recipient(
        self, id: UUID, kind: str, address: str | None, *, language: str = "fi", consent: bool = True, verified: bool = True
    ) -> UUID:
        now = clock.now()
        own = kind == "organisation"
        await self.execute(
            "INSERT INTO notifications.recipient (id, version, sequence, kind, owner, organisation_id, address, language,"
            " consented_at, consented_by, verified_at, verified_by, created_at) VALUES (:id, 1, 1, :kind, :owner, :organisation,"
            " :address, :language, :consented, :by, :verified, :verifier, :now)",
            id=id, kind=kind, owner=None if own else f"person:{id}", organisation=id if own else None, address=address,
            language=language, consented=now if consent else None, by="person:x" if consent else None,
            verified=now if verified else None, verifier="link" if verified else None, now=now,
        )
        return id

    async def suppress(self, address: str) -> None:
        await self.execute(
            "INSERT INTO notifications.suppression (id, address, why, since) VALUES (:id, :address, 'hard_bounce', now())",
            id=new_id(), address=address,
        )

    async def rows(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        async with self.house.database.sessions() as session:
            return [tuple(row) for row in await session.execute(text(sql), values)]

    async def execute(self, sql: str, **values: Any) -> None:
        async with self.house.database.sessions() as session:
            await session.execute(text(sql), values)
            await session.commit()

    async def parameters(self, **values: Any) -> None:
        await self.execute(f"UPDATE notifications.mail_parameters SET {', '.join(f'{name} = :{name}' for name in values)}", **values)

    async def due_now(self) -> None:
        await self.execute("UPDATE notifications.mail SET due_at = now() - interval '1 second' WHERE state IN ('queued', 'sending')")

    async def states(self) -> list[str]:
        return [str(row[0]) for row in await self.rows("SELECT state FROM notifications.mail ORDER BY id")]

    async def letters(self) -> list[tuple[Any, ...]]:
        return await self.rows("SELECT organisation_id, reason, status FROM notifications.postal_task ORDER BY organisation_id")

    async def proofs(self) -> list[tuple[Any, ...]]:
        return await self.rows("SELECT organisation_id, way, deemed_on FROM notifications.proof ORDER BY organisation_id")


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    made = Sink()
    await made.start()
    yield made
    await OFFICE.close()
    await made.stop()


@pytest.fixture
async def post(notifications: House, sink: Sink) -> AsyncIterator[Post]:
    errands.may_send(sink.url, address="ei-vastauksia@pohde.example", name="Pohjois-Pohjanmaan hyvinvointialue", seconds=5)
    DESK.open(Sender("Pohjois-Pohjanmaan hyvinvointialue", "jarjestot@pohde.example", "https://pohde.example/api/notifications", b"k" * 32))
    database = notifications.database
    hearing = Hearing("notifications", LISTENER, database, SERVICE.house, "pohde")
    clockwork = Clockwork(
        "notifications", SERVICE.house, database, timers=SERVICE.timers, jobs=SERVICE.clock, errands=[MAIL, BULK]
    )
    made = Post(notifications, sink, hearing, clockwork)
    yield made
    await made.execute(f"UPDATE notifications.mail_parameters SET {FIRST_VALUES}")
    await made.execute("UPDATE notifications.mail_budget SET tokens = 0, filled_at = now()")


HOUR = timedelta(hours=1)
