"""Every read with every parameter of its document: none is endless, none writes a header, none asks for more than a page (ASVS 1.2.1, 15.2.2)."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from tests.architecture.code import SERVICES, service
from tests.chassis.edge.conftest import Api
from tests.contracts.client import Client
from tests.contracts.documented import Documented, Operation
from tests.security.reading import leaks

from chassis.outbox import new_id

BOUNDS = frozenset({"enum", "const", "format", "pattern", "maxLength"})
"""Any of them ends a text."""
KNOWN = frozenset({"cursor", "sort", "types"})
"""One that we have signed ourselves, columns by name, events by name: nothing else is taken."""
COMPARED = frozenset({"features"})
"""Only compared with what there is; the gateway ends every address at 16 kB."""
BREAKS = ("x\r\nInjected: 1", "x\nInjected: 1", "x\r\n\r\n<html>", "\u560a\u560dInjected: 1")


def reads(name: str) -> Iterator[Operation]:
    yield from (op for op in Documented(service(name)).operations if op.method == "get")


def asked_for(operation: Operation) -> dict[str, dict[str, Any]]:
    """Its parameters in the address, with their schemas; what may also be null or a list, as what else it may be."""
    found = {}
    for parameter in operation.parameters:
        if parameter["in"] == "query":
            said = parameter["schema"]
            options = [one for one in said.get("anyOf", [said]) if one.get("type") != "null"]
            found[parameter["name"]] = options[0].get("items", options[0])
    return found


async def get(api: Api, operation: Operation, **query: object) -> httpx.Response:
    places = {p["name"]: str(new_id()) for p in operation.parameters if p["in"] == "path"}
    answer = await Client(api, operation.document, {}).ask(operation, places | query, None, api.coordinator)
    assert answer.status_code in {200, 400, 403, 404, 422}, f"{operation} {query}: {answer.status_code} {answer.text}"
    assert leaks(answer) == []
    assert "injected" not in answer.headers
    assert not any(b"\r" in value or b"\n" in value for _, value in answer.headers.raw)
    return answer


@pytest.mark.parametrize("name", SERVICES)
async def test_text__breaks_no_header(apis: dict[str, Api], name: str) -> None:
    asked = 0
    for operation in reads(name):
        for parameter in asked_for(operation):
            for text in BREAKS:
                await get(apis[name], operation, **{parameter: text})
                asked += 1
    print(f"{name}: {asked} requests")
    assert asked > 20


@pytest.mark.parametrize("name", SERVICES)
async def test_text__has_an_end(apis: dict[str, Api], name: str) -> None:
    """By the document; and what is longer is refused."""
    endless = []
    for operation in reads(name):
        for parameter, said in asked_for(operation).items():
            schema = operation.document.resolved(said)
            bounded = schema.get("type") != "string" or BOUNDS & schema.keys()
            if not bounded and parameter not in KNOWN | COMPARED:
                endless.append(f"{operation}: {parameter}")
            answer = await get(apis[name], operation, **{parameter: "x" * 3000})
            assert answer.status_code in {400, 404, 422} or parameter in COMPARED, f"{operation}: {parameter}"
    assert endless == []


@pytest.mark.parametrize("name", SERVICES)
async def test_page__is_a_page(apis: dict[str, Api], name: str) -> None:
    lists = [operation for operation in reads(name) if "limit" in asked_for(operation)]
    for operation in lists:
        for limit in ("0", "-1", "201", "1000000000", "1e3", "x"):
            answer = await get(apis[name], operation, limit=limit)
            assert answer.status_code == 422, f"{operation}: {limit}"
    assert lists
