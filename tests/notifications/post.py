"""People, organisations and their addresses, spoken to over HTTP."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import text
from tests.chassis.edge.conftest import Api
from tests.journeys.said import assignment, heard, organisation, snapshot

from chassis.outbox import new_id
from chassis.testing import House
from notifications.links import Sender

SENDER = Sender("Hyvinvointialue", "kysy@alue.example", "http://notifications.test", b"only-for-tests-only-for-tests-only")
GROUNDS = "Järjestö pyysi sitä kirjeellä."


@dataclass
class Post:
    """What the tests of this folder do again and again."""

    house: House
    api: Api

    def person(self, id: UUID, *roles: str) -> dict[str, str]:
        return self.api.as_(id, *roles)

    @property
    def staff(self) -> dict[str, str]:
        return self.api.coordinator

    async def organisation(self, name: str = "Kylän ystävät", **others: Any) -> UUID:
        id = new_id()
        await heard(self.house, snapshot(organisation(name, id, **others)))
        return id

    async def representative(self, organisation: UUID) -> tuple[UUID, dict[str, str]]:
        id = new_id()
        await heard(self.house, snapshot(assignment(id, "representative", "organisation", organisation)))
        return id, self.person(id)

    async def mine(self, who: dict[str, str], address: str = "anna@esimerkki.example", **others: Any) -> httpx.Response:
        return await self.api.http.put("/v1/recipients/me", json={"address": address, **others}, headers=who)

    async def theirs(self, who: dict[str, str], id: UUID, address: str = "toimisto@esimerkki.example", **others: Any) -> httpx.Response:
        return await self.api.http.put(f"/v1/recipients/organisations/{id}", json={"address": address, **others}, headers=who)

    async def confirming(self, id: UUID, at: datetime | None = None) -> str:
        """The path of the link that its mail carries now."""
        ((asked, asked_at),) = await self.rows("SELECT asked_id, asked_at FROM notifications.recipient WHERE id = :id", id=id)
        return SENDER.confirm(id, asked, at or asked_at).removeprefix(SENDER.base)

    async def confirmed(self, id: UUID) -> None:
        answer = await self.api.http.post(await self.confirming(id))
        assert answer.status_code == 200, answer.text

    async def events(self, id: UUID) -> list[dict[str, Any]]:
        return [json.loads(record.value or b"") for record in await self.house.outbox(id)]

    async def rows(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        async with self.house.database.sessions() as session:
            return [tuple(row) for row in await session.execute(text(sql), values)]
