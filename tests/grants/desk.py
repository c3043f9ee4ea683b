"""Grants over HTTP as people meet it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
from tests.chassis.edge.conftest import Api
from tests.grants import some

from chassis.outbox import new_id
from chassis.testing import House

Headers = dict[str, str]


@dataclass
class Desk:
    """The service's API with the people of `some.PEOPLE`: the coordinator, unless somebody else is named."""

    api: Api
    house: House

    def who(self, name: str) -> Headers:
        """The headers of somebody signed in; roles of the whole county come with the token, scoped ones from the registry."""
        roles = [name] if name in {"coordinator", "finance"} else []
        return self.api.as_(some.PEOPLE[name], *roles)

    async def represents(self, organisation: UUID, who: str = "representative") -> None:
        """The registry says that this person acts for the organisation."""
        await some.assigned(self.house, who, "representative", "organisation", organisation)

    async def post(self, path: str, body: Any = None, *, who: str = "coordinator", etag: str | None = None, key: bool = True) -> httpx.Response:
        headers = self.who(who) | ({"Idempotency-Key": str(new_id())} if key else {}) | ({"If-Match": etag} if etag else {})
        return await self.api.http.post(f"/v1/{path}", json=body, headers=headers)

    async def patch(self, path: str, body: Any, etag: str | None, *, who: str = "coordinator") -> httpx.Response:
        return await self.api.http.patch(f"/v1/{path}", json=body, headers=self.who(who) | ({"If-Match": etag} if etag else {}))

    async def get(self, path: str, *, who: str = "coordinator", **params: Any) -> httpx.Response:
        return await self.api.http.get(f"/v1/{path}", params=params, headers=self.who(who))

    async def made(self, path: str, body: Any, *, who: str = "coordinator") -> dict[str, Any]:
        """Something that was created, with its etag."""
        answer = await self.post(path, body, who=who)
        assert answer.status_code == 201, answer.text
        seen = await self.get(answer.headers["location"].removeprefix("/v1/"), who=who)
        assert seen.json() == answer.json()
        return {**answer.json(), "etag": answer.headers.get("etag")}


def codes(answer: httpx.Response) -> set[str]:
    """The reasons of a refusal, without their first two words."""
    return {one["code"].rpartition(".")[2] for one in answer.json()["errors"]}


def pointers(answer: httpx.Response) -> dict[str, str]:
    """Where each reason is."""
    return {one["pointer"]: one["code"].rpartition(".")[2] for one in answer.json()["errors"]}
