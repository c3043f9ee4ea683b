"""Whatever is asked: no fault of ours, only documented answers, every problem of a declared code. After an idea of schemathesis."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from tests.architecture.code import SERVICES, service
from tests.chassis.edge.conftest import STRANGER
from tests.contracts import walks, walks_facilities, walks_forums, walks_grants
from tests.contracts.anything import RARELY, Asked, Requests
from tests.contracts.client import Client
from tests.contracts.conftest import client
from tests.contracts.documented import Documented, Operation
from tests.notifications.receiver import Receiver

from chassis.testing import Parts

SEED = 20270301
"""The same requests in every run; printed with what fails."""
EACH = 20
"""Requests for each operation: about half a minute for all services."""
OPERATIONS = [
    pytest.param(operation, id=f"{name}.{operation.name}") for name in SERVICES for operation in Documented(service(name)).operations
]


@dataclass(repr=False)
class Stranger:
    """A client that asks for anything, and remembers the ids and versions that it is told of."""

    client: Client
    ids: dict[str, list[str]] = field(default_factory=dict)
    etags: dict[str, str] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)

    def __repr__(self) -> str:
        return f"Stranger({dict(self.statuses)})"

    async def learn(self) -> None:
        """The ids in every list, merged ones included; of what lies under a thing, too."""
        merged = await self.client.api.http.get("/v1/organisations?status=merged", headers=self.client.headers)
        self.remember("/v1/organisations", merged)
        for operation in self.client.document.operations:
            if operation.method == "get" and "{" not in operation.path:
                self.remember(operation.path, await self.client.api.http.get(operation.path, headers=self.client.headers))
        for operation in self.client.document.operations:
            if operation.method == "get" and operation.path.count("{") == 1 and not operation.path.endswith("}"):
                for id in self.ids.get(operation.path.split("/")[2], ()):
                    path = operation.path.replace("{id}", id)
                    self.remember(path, await self.client.api.http.get(path, headers=self.client.headers))

    def remember(self, path: str, answer: httpx.Response) -> None:
        """Under the noun that the address ends with."""
        if answer.status_code not in {200, 201, 202} or not answer.headers["content-type"].startswith("application/json"):
            return
        found = answer.json()
        items = found.get("items", [found]) if isinstance(found, dict) else found
        noun = next(part for part in reversed(path.split("/")) if len(part) < 30)
        for item in items:
            if isinstance(item, dict) and isinstance(item.get("id"), str) and len(self.ids.setdefault(noun, [])) < 200:
                self.ids[noun].append(item["id"])

    async def ask(self, operation: Operation, asked: Asked, who: dict[str, str]) -> None:
        """Send it and hold the answer against the document."""
        path = operation.path
        for name, value in asked.path.items():
            path = path.replace("{" + name + "}", quote(value, safe=""))
        answer = await self.client.api.http.request(
            operation.method.upper(), path, params=asked.query, content=asked.body, data=asked.form, files=asked.files,
            headers=[(name.encode(), value.encode()) for name, value in (who | asked.headers).items()],
        )
        self.statuses[answer.status_code] += 1
        assert answer.status_code < 500, f"{asked} -> {answer.status_code} {answer.text}"
        operation.check(answer, asked)
        if "etag" in answer.headers and answer.is_success and "id" in asked.path:
            self.etags[asked.path["id"]] = answer.headers["etag"]
        if operation.method == "post" and "{" not in operation.path:
            self.remember(operation.path, answer)


@pytest.fixture(scope="module")
async def strangers(parts: Parts, all_database: str, receiver: Receiver) -> AsyncIterator[dict[str, Stranger]]:
    """To every service, once everything in it has been done with the examples: there is something of each kind."""
    async with AsyncExitStack() as stack:
        made = {name: Stranger(await stack.enter_async_context(client(parts, all_database, name))) for name in SERVICES}
        for name, stranger in made.items():
            if name == "registry":
                await walks.registry(stranger.client)
            elif name == "grants":
                await walks_grants.grants(stranger.client)
            elif name == "facilities":
                await walks_facilities.facilities(stranger.client)
            elif name == "forums":
                await walks_forums.forums(stranger.client)
            else:
                await walks.copies(stranger.client, stranger.client.api.coordinator)
            if name == "notifications":
                await walks.notifications(stranger.client, receiver)
                await start_again(stranger.client)
            await stranger.learn()
        yield made
        print(f"seed {SEED}", {name: dict(sorted(stranger.statuses.items())) for name, stranger in made.items()})


async def start_again(client: Client) -> None:
    """The walk removes its endpoint; this one stays, with a delivery."""
    made = await client.do("register_webhook")
    await client.do("test_webhook", id=made["id"])


@pytest.mark.parametrize("operation", OPERATIONS)
@seed(SEED)
@settings(
    max_examples=EACH, deadline=None, database=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)
@given(data=st.data())
async def test_anything__is_answered_as_documented(operation: Operation, strangers: dict[str, Stranger], data: Any) -> None:
    stranger = strangers[operation.document.service.name]
    who = stranger.client.headers
    if data.draw(RARELY):
        who = data.draw(st.sampled_from([{}, {"Authorization": "Bearer x"}, stranger.client.api.as_(STRANGER)]))
    asked = Requests(operation.document, stranger.ids, stranger.etags).of(operation, data.draw)
    await stranger.ask(operation, asked, who)
