"""Forums over HTTP as people meet it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
from tests.chassis.edge.conftest import Api
from tests.forums import some

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
        return self.api.as_(some.PEOPLE[name], *(["coordinator"] if name == "coordinator" else []))

    async def represents(self, organisation: UUID, who: str = "representative") -> None:
        """The registry says that this person acts for the organisation."""
        await some.assigned(self.house, who, "representative", "organisation", organisation)

    async def post(self, path: str, body: Any = None, *, who: str = "coordinator", etag: str | None = None) -> httpx.Response:
        headers = self.who(who) | {"Idempotency-Key": str(new_id())} | ({"If-Match": etag} if etag else {})
        return await self.api.http.post(f"/v1/{path}", json=body, headers=headers)

    async def patch(self, path: str, body: Any, etag: str | None, *, who: str = "coordinator") -> httpx.Response:
        return await self.api.http.patch(f"/v1/{path}", json=body, headers=self.who(who) | ({"If-Match": etag} if etag else {}))

    async def get(self, path: str, *, who: str = "coordinator", **params: Any) -> httpx.Response:
        return await self.api.http.get(f"/v1/{path}", params=params, headers=self.who(who))

    async def done(self, path: str, body: Any = None, *, who: str = "coordinator", etag: str | None = None) -> dict[str, Any]:
        """A command that succeeded: what it shows, with its etag."""
        answer = await self.post(path, body, who=who, etag=etag)
        assert answer.status_code in {200, 201}, answer.text
        return {**answer.json(), "etag": answer.headers.get("etag")}

    async def seen(self, path: str, *, who: str = "coordinator", **params: Any) -> dict[str, Any]:
        """What is there."""
        answer = await self.get(path, who=who, **params)
        assert answer.status_code == 200, answer.text
        return {**answer.json(), "etag": answer.headers.get("etag")}

    async def refused(self, path: str, body: Any = None, *, who: str = "coordinator") -> tuple[int, set[str]]:
        """The status of a refusal, and its reasons without their first words."""
        answer = await self.post(path, body, who=who)
        return answer.status_code, codes(answer)


def codes(answer: httpx.Response) -> set[str]:
    """The reasons of a refusal, without their first two words; the code itself where it has no list."""
    found = answer.json()
    return {one["code"].rpartition(".")[2] for one in found.get("errors") or [found]}


def pointers(answer: httpx.Response) -> dict[str, str]:
    """Where each reason is."""
    return {one["pointer"]: one["code"].rpartition(".")[2] for one in answer.json()["errors"]}
