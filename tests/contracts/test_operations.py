"""What becomes of an operation: each change of a copy of a document, and what a client is spared."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from chassis.contracts.misread import Schema, Trouble
from chassis.contracts.operations import changes

Change = Callable[[Any], object]

DOCUMENT: Schema = {
    "openapi": "3.1.0",
    "paths": {
        "/v1/parcels": {
            "get": {
                "operationId": "list_parcels",
                "security": [{}],
                "parameters": [
                    {"name": "kind", "in": "query", "schema": {"anyOf": [{"type": "string", "maxLength": 40}, {"type": "null"}]}},
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 200}},
                    {"name": "Accept-Language", "in": "header", "schema": {"type": "string"}},
                ],
                "responses": {"200": {"content": {
                    "application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Parcel"}}},
                    "text/csv": {"schema": {"type": "string"}},
                }}},
            },
            "post": {
                "operationId": "pack_parcel",
                "security": [{"bearer": []}],
                "parameters": [{"name": "Idempotency-Key", "in": "header", "required": False, "schema": {"type": "string"}}],
                "requestBody": {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pack"}}}},
                "responses": {"201": {
                    "headers": {"ETag": {}, "Location": {}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Parcel"}}},
                }},
            },
        },
        "/v1/parcels/{id}/send": {
            "post": {
                "operationId": "send_parcel",
                "security": [{"bearer": []}],
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Parcel"}}}}},
            },
        },
    },
    "components": {"schemas": {
        "Pack": {
            "type": "object", "additionalProperties": False, "required": ["weight", "way"],
            "properties": {
                "weight": {"type": "integer", "maximum": 100},
                "way": {"type": "string", "enum": ["road", "sea"]},
                "note": {"type": "string", "maxLength": 200, "default": ""},
                "marks": {"type": "object", "additionalProperties": {"type": "string"}, "default": {}},
                "code": {"type": "string", "pattern": "^[A-Z]+$", "default": "A"},
            },
        },
        "Parcel": {
            "type": "object", "required": ["id", "weight"],
            "properties": {
                "id": {"type": "string"}, "weight": {"type": "integer"}, "way": {"type": "string", "enum": ["road", "sea"], "default": "road"},
            },
        },
    }},
}

LIST, PACK, SEND = "list_parcels (GET /v1/parcels)", "pack_parcel (POST /v1/parcels)", "send_parcel (POST /v1/parcels/{}/send)"


def at(path: str, method: str, change: Change) -> Change:
    return lambda document: change(document["paths"][path][method])


def listed(change: Change) -> Change:
    return at("/v1/parcels", "get", change)


def packed(change: Change) -> Change:
    return at("/v1/parcels", "post", change)


def asked(name: str, form: Any, *, required: bool = False) -> Change:
    """A field of the body, anew."""

    def change(document: Any) -> None:
        body = document["components"]["schemas"]["Pack"]
        body["properties"][name] = form
        body["required"] += [name] if required and name not in body["required"] else []

    return change


def answered(name: str, form: Any) -> Change:
    return lambda document: document["components"]["schemas"]["Parcel"]["properties"].update({name: form})


def optional(document: Any) -> None:
    document["components"]["schemas"]["Parcel"]["required"].remove("weight")


def forget(*way: str) -> Change:
    def change(node: Any) -> None:
        for step in way[:-1]:
            node = node[step]
        del node[way[-1]]

    return change


def parameter(**said: Any) -> Change:
    return lambda operation: operation["parameters"].append({"in": "query", "schema": {"type": "string"}, **said})


def other(name: str, **said: Any) -> Change:
    """A parameter of the list, changed."""
    return listed(lambda operation: next(p for p in operation["parameters"] if p["name"] == name).update(said))


def without(name: str) -> Change:
    return listed(lambda operation: operation.update(parameters=[p for p in operation["parameters"] if p["name"] != name]))


def rename_id(document: Any) -> None:
    item = document["paths"].pop("/v1/parcels/{id}/send")
    item["post"]["parameters"][0]["name"] = "parcel_id"
    document["paths"]["/v1/parcels/{parcel_id}/send"] = item


def move(document: Any) -> None:
    document["paths"]["/v1/boxes"] = document["paths"].pop("/v1/parcels/{id}/send")


BROKEN: dict[str, tuple[Change, str, str, str]] = {
    "an operation goes": (forget("paths", "/v1/parcels", "post"), PACK, "", "is gone"),
    "an operation moves": (move, SEND, "", "moved to POST /v1/boxes"),
    "an operation is renamed": (packed(lambda o: o.update(operationId="wrap_parcel")), PACK, "", "is now called wrap_parcel"),
    "a parameter that is required": (listed(parameter(name="year", required=True)), LIST, "year", "is newly required (query)"),
    "a header becomes required": (
        packed(lambda o: o["parameters"][0].update(required=True)), PACK, "Idempotency-Key", "is newly required (header)",
    ),
    "a query parameter goes": (without("kind"), LIST, "kind", "is no longer taken (query)"),
    "a parameter's type": (other("limit", schema={"type": "boolean"}), LIST, "limit", "may no longer be integer"),
    "a parameter's limit": (
        other("limit", schema={"type": "integer", "minimum": 5, "maximum": 200}), LIST, "limit", "has a narrower minimum, 5",
    ),
    "an id of another form": (
        at("/v1/parcels/{id}/send", "post", lambda o: o["parameters"][0].update(schema={"type": "string", "format": "uuid"})),
        SEND, "id", "may no longer be string without format uuid",
    ),
    "a body where there was none": (
        at("/v1/parcels/{id}/send", "post", lambda o: o.update(requestBody={"required": True, "content": {}})), SEND, "body", "is newly required",
    ),
    "a body goes": (packed(forget("requestBody")), PACK, "body", "is no longer taken as application/json"),
    "a body's field that is required": (asked("grounds", {"type": "string"}, required=True), PACK, "body.grounds", "is newly required"),
    "a body's field becomes required": (asked("note", {"type": "string", "maxLength": 200}, required=True), PACK, "body.note", "is newly required"),
    "a body's field goes": (forget("components", "schemas", "Pack", "properties", "note"), PACK, "body.note", "is no longer taken"),
    "a body's field is of another type": (asked("weight", {"type": "string"}), PACK, "body.weight", "may no longer be integer"),
    "a body's field is limited": (asked("weight", {"type": "integer", "maximum": 50}), PACK, "body.weight", "has a narrower maximum, 50"),
    "a body's field has another pattern": (
        asked("code", {"type": "string", "pattern": "^[A-Z]$", "default": "A"}), PACK, "body.code", "has a narrower pattern, ^[A-Z]$",
    ),
    "a body's free fields are fixed": (
        asked("marks", {"type": "object", "additionalProperties": False}), PACK, "body.marks", "no longer takes fields of any name",
    ),
    "a body's free fields are of another type": (
        asked("marks", {"type": "object", "additionalProperties": {"type": "integer"}}), PACK, "body.marks.*", "may no longer be string",
    ),
    "a word is taken no longer": (asked("way", {"type": "string", "enum": ["road"]}), PACK, "body.way", "may no longer be sea"),
    "only some words are taken": (
        asked("note", {"type": "string", "enum": ["", "fragile"], "maxLength": 200}), PACK, "body.note", "may no longer be any word",
    ),
    "another success": (packed(lambda o: o.update(responses={"202": o["responses"]["201"]})), PACK, "", "no longer answers 201, but 202"),
    "an answer's header goes": (packed(forget("responses", "201", "headers", "ETag")), PACK, "ETag", "is gone (header)"),
    "an answer's form goes": (
        listed(forget("responses", "200", "content", "text/csv")), LIST, "answer", "is no longer given as text/csv",
    ),
    "sign-in is asked for": (listed(lambda o: o.update(security=[{"bearer": []}])), LIST, "", "is no longer open to everybody"),
    "another sign-in": (packed(lambda o: o.update(security=[{"bearer": [], "stamp": []}])), PACK, "", "is no longer open to bearer"),
}

ANSWERS: dict[str, tuple[Change, str, str]] = {
    "a field goes": (forget("components", "schemas", "Parcel", "properties", "way"), "way", "is gone"),
    "a field is of another type": (answered("weight", {"type": "string"}), "weight", "may now be string"),
    "a field may be null": (answered("id", {"anyOf": [{"type": "string"}, {"type": "null"}]}), "id", "may now be null"),
    "a field is not always there": (optional, "weight", "is no longer always there"),
}

GREEN: dict[str, Change] = {
    "nothing": lambda _: None,
    "an operation more": lambda document: document["paths"].update({"/v2/parcels": {"get": document["paths"]["/v1/parcels"]["get"]}}),
    "an id under another name": rename_id,
    "a parameter more": listed(parameter(name="year")),
    "a header less": without("Accept-Language"),
    "a wider limit": other("limit", schema={"type": "integer", "maximum": 500}),
    "a wider parameter": other("kind", schema={"type": ["string", "null"]}),
    "an optional field of the body more": asked("sender", {"type": "string", "default": ""}),
    "a word more": asked("way", {"type": "string", "enum": ["road", "sea", "air"]}),
    "any word": asked("way", {"type": "string"}),
    "a wider type of the body": asked("weight", {"type": "number", "maximum": 100}),
    "a body that may be left out": packed(lambda o: o["requestBody"].update(required=False)),
    "a field of the answer more": answered("sender", {"type": "string"}),
    "a word of the answer more": answered("way", {"type": "string", "enum": ["road", "sea", "air"], "default": "road"}),
    "no sign-in": packed(lambda o: o.update(security=[{}])),
    "another sign-in beside": packed(lambda o: o["security"].append({"stamp": []})),
}


def found(change: Change) -> set[tuple[str, Trouble]]:
    made = deepcopy(DOCUMENT)
    change(made)
    return set(changes(DOCUMENT, made))


@pytest.mark.parametrize("name", BROKEN)
def test_change__is_told_once_and_where(name: str) -> None:
    change, operation, at, said = BROKEN[name]
    assert found(change) == {(operation, Trouble(at, said))}


@pytest.mark.parametrize("name", ANSWERS)
def test_answer__is_told_of_each_operation_that_gives_it(name: str) -> None:
    change, field, said = ANSWERS[name]
    one = Trouble(f"answer.{field}", said)
    assert found(change) == {(PACK, one), (SEND, one), (LIST, Trouble(f"answer[].{field}", said))}


@pytest.mark.parametrize("name", GREEN)
def test_change__breaks_nobody(name: str) -> None:
    assert found(GREEN[name]) == set()
