"""The documents explain themselves: every operation, field and parameter is described, every example is of its schema."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute
from pydantic import TypeAdapter
from tests.architecture.code import SERVICES, service
from tests.contracts.documented import Documented, Operation

from chassis.app import routes_of
from chassis.contracts import pretty
from chassis.handbook import pages

DOCUMENTS = {name: Documented(service(name)) for name in SERVICES}
OPERATIONS = [operation for document in DOCUMENTS.values() for operation in document.operations]
ROUTES = {(name, route.name): route for name in SERVICES for route in routes_of(service(name))}
each_operation = pytest.mark.parametrize("operation", [
    pytest.param(operation, id=f"{operation.document.service.name}.{operation.name}") for operation in OPERATIONS
])


def route_of(operation: Operation) -> APIRoute:
    return ROUTES[operation.document.service.name, operation.name]


@each_operation
def test_operation__says_what_it_is_for(operation: Operation) -> None:
    assert operation.said["summary"].strip()
    nameless = [parameter["name"] for parameter in operation.parameters if not parameter.get("description")]
    assert nameless == []


@pytest.mark.parametrize("name", SERVICES)
def test_fields__each_is_described(name: str) -> None:
    """Of bodies, of answers, and of what stands inside them."""
    schemas = DOCUMENTS[name].made["components"]["schemas"]
    assert [f"{of}.{field}" for of, field, said in fields(schemas) if not said.get("description", "").strip()] == []


def fields(schemas: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for of, schema in schemas.items():
        yield from ((of, field, said) for field, said in schema.get("properties", {}).items() if of != "Problem")


@each_operation
def test_body__its_example_is_taken_by_its_model(operation: Operation) -> None:
    """Also by the schema that others read; a form has its required parts."""
    if operation.asks is None:
        assert route_of(operation).body_field is None
        return
    kind, content = operation.asks
    if kind == "multipart/form-data":
        schema = operation.document.resolved(content["schema"])
        assert set(schema["required"]) <= set(operation.example) <= set(schema["properties"])
        return
    operation.document.validator(content["schema"]).validate(operation.example)
    body = route_of(operation).body_field
    assert body is not None
    assert body.field_info.annotation is not None
    model: TypeAdapter[Any] = TypeAdapter(body.field_info.annotation)
    taken = model.validate_json(json.dumps(operation.example))
    assert model.dump_python(taken, mode="json", by_alias=True, exclude_unset=True) == operation.example


@each_operation
def test_answer__its_example_is_of_its_schema(operation: Operation) -> None:
    status, content = operation.success
    if content is None:
        no_json = operation.said["responses"][str(status)].get("content", {})
        assert status == 204 or no_json, "a page or a document"
        return
    example = operation.document.example(content)
    operation.document.validator(content["schema"]).validate(example)
    model: TypeAdapter[Any] = TypeAdapter(route_of(operation).response_model)
    model.validate_json(json.dumps(example))


@pytest.mark.parametrize("name", SERVICES)
def test_examples__stand_once_and_each_is_shown(name: str) -> None:
    """No copy in each operation, and none that nobody points at."""
    made = DOCUMENTS[name].made
    text = pretty(made["paths"])
    assert [key for key in made["components"]["examples"] if f'"#/components/examples/{key}"' not in text] == []
    for operation in DOCUMENTS[name].operations:
        contents = [operation.asks[1] if operation.asks else None, operation.success[1]]
        shown = [example for content in contents if content for example in content["examples"].values()]
        assert all(set(example) == {"$ref"} for example in shown)


def test_handbook__shows_the_examples() -> None:
    page = dict(pages({"notifications": DOCUMENTS["notifications"].made}))["notifications.html"]
    assert "Example: what is sent" in page
    assert "https://kunta.example/hook" in page


@pytest.mark.parametrize(("fault", "said"), [
    ("field", "Additional properties"), ("status", "status is not documented"), ("code", "code is not documented"),
])  # fmt: skip
def test_check__sees_what_is_not_promised(fault: str, said: str) -> None:
    """The measure that the other tests use goes red."""
    operation = DOCUMENTS["grants"].operation("get_organisation")
    request = httpx.Request("GET", "http://grants.test/v1/organisations/1")
    good = operation.document.example(operation.success[1] or {})
    operation.check(httpx.Response(200, json=good, request=request))
    problem = {
        "type": "x", "title": "x", "status": 404, "code": "grants.x", "detail": "x", "instance": "/", "request_id": "x", "errors": [],
    }
    answers = {
        "field": httpx.Response(200, json=good | {"secret": 1}, request=request),
        "status": httpx.Response(418, json={}, request=request),
        "code": httpx.Response(404, json=problem, headers={"content-type": "application/problem+json"}, request=request),
    }
    with pytest.raises(AssertionError, match=said):
        operation.check(answers[fault])
