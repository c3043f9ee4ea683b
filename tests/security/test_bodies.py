"""Every body of every operation: a field that nobody knows is refused wherever it stands, and so is what is the server's to say.

Nobody need be allowed to do the thing: a body is looked at before it is asked who may (ASVS 15.3.3, 8.2.3).
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.architecture.code import SERVICES, service
from tests.chassis.edge.conftest import Api
from tests.contracts.client import Client
from tests.contracts.documented import Documented, Operation
from tests.security.reading import leaks

from chassis.outbox import new_id

SERVERS_OWN = (
    "id", "version", "sequence", "status", "owner", "owner_id", "tenant", "actor", "acting", "created_at", "created_by", "updated_at",
    "registered_at", "published_at", "asked_at", "asked_by", "decided_at", "decided_by", "approved_at", "approved_by", "verified_at",
    "verified_by", "assigned_at", "assigned_by", "committed", "committed_cents", "granted", "granted_cents", "remaining", "section",
    "__class__", "__proto__", "constructor",
)
"""What a service settles itself, by whatever name somebody may try."""
MEANT = {
    "facilities.add_site": {"owner"}, "facilities.edit_site": {"owner"}, "facilities.draft_usage_rules": {"owner"},  # county or municipality
    "notifications.preview_template": {"version"},  # of a text that is only shown
}
"""Words of that list that are said in a body, with another meaning; by hand."""


def bodies(name: str) -> Iterator[Operation]:
    yield from (op for op in Documented(service(name)).operations if op.asks is not None and "json" in op.asks[0])


def deep(value: Any, place: str = "") -> Iterator[tuple[dict[str, Any], str]]:
    """Every object in a body, with its place."""
    if isinstance(value, dict):
        yield value, place
        for key, inner in value.items():
            yield from deep(inner, f"{place}/{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from deep(inner, f"{place}/{number}")


async def sent(api: Api, operation: Operation, body: Any) -> set[tuple[str, str]]:
    """Code and place of every reason that was told."""
    client = Client(api, operation.document, {})
    places = {p["name"]: str(new_id()) for p in operation.parameters if p["in"] == "path"}
    headers = api.coordinator | {"If-Match": '"1"', "Idempotency-Key": str(new_id())}
    answer = await client.ask(operation, places, body, headers)
    assert answer.status_code == 422, f"{operation}: {answer.status_code} {answer.text}"
    assert leaks(answer) == []
    return {(reason["code"], reason["pointer"]) for reason in answer.json()["errors"]}


@pytest.mark.parametrize("name", SERVICES)
async def test_servers_own__is_said_by_no_client(apis: dict[str, Api], name: str) -> None:
    tried = 0
    for operation in bodies(name):
        assert operation.asks is not None
        known = set(operation.document.resolved(operation.asks[1]["schema"])["properties"])
        assert known & set(SERVERS_OWN) == MEANT.get(repr(operation), set()), f"{operation} takes what may be the server's own"
        extra = [field for field in SERVERS_OWN if field not in known]
        told = await sent(apis[name], operation, operation.example | dict.fromkeys(extra, "1"))
        assert {("chassis.body.unknown", f"/{field}") for field in extra} <= told, operation
        tried += len(extra)
    print(f"{name}: {tried} fields")
    assert tried > 0


@pytest.mark.parametrize("name", SERVICES)
async def test_unknown__is_refused_at_every_depth(apis: dict[str, Api], name: str) -> None:
    """Save where a body takes fields of any name: answers to a form, whose form says which there are."""
    for operation in bodies(name):
        body = json.loads(json.dumps(operation.example))
        objects = [(inner, place) for inner, place in deep(body) if not place.startswith(free(operation))]
        for inner, _ in objects:
            inner["unheard_of"] = 1
        told = {pointer for _, pointer in await sent(apis[name], operation, body)}
        missed = [place for _, place in objects if told.isdisjoint({f"{place}/unheard_of", place or "/"})]  # an amount is refused whole
        assert missed == [], operation


def free(operation: Operation) -> tuple[str, ...]:
    """Places in which a body takes fields of any name, by its document."""
    assert operation.asks is not None
    properties = operation.document.resolved(operation.asks[1]["schema"])["properties"]
    return tuple(f"/{name}" for name, said in properties.items() if said.get("additionalProperties"))
