"""What becomes of an event's schema within one version: each change of a copy, and what is said of it."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from chassis.contracts.breaks import reshaped
from chassis.contracts.misread import OURS, Schema, Side, Trouble, misread

Change = Callable[[Any], object]

STATE: Schema = {
    "title": "Parcel.state",
    "$defs": {
        "Stop": {
            "type": "object", "additionalProperties": False, "required": ["place"],
            "properties": {"place": {"type": "string"}, "before": {"anyOf": [{"$ref": "#/$defs/Stop"}, {"type": "null"}], "default": None}},
        },
    },
    "type": "object", "additionalProperties": False,
    "required": ["id", "weight", "status", "route", "due"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "weight": {"type": "integer", "maximum": 100},
        "status": {"enum": ["packed", "sent"], "type": "string"},
        "route": {"type": "array", "items": {"$ref": "#/$defs/Stop"}},
        "due": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
        "prices": {"type": "object", "additionalProperties": {"type": "integer"}, "default": {}},
        "span": {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "string"}], "default": [1, "day"]},
        "note": {"type": "string", "default": ""},
    },
}


def of(field: str) -> Callable[[Any], Any]:
    return lambda schema: schema["properties"][field]


def drop(field: str) -> Change:
    def change(schema: Any) -> None:
        del schema["properties"][field]
        schema["required"] = [name for name in schema["required"] if name != field]

    return change


def put(field: str, form: Any) -> Change:
    return lambda schema: schema["properties"].update({field: form})


def required(*names: str) -> Change:
    return lambda schema: schema.update(required=list(names))


def stop(change: Change) -> Change:
    return lambda schema: change(schema["$defs"]["Stop"])


BROKEN: dict[str, tuple[Change, str, str]] = {
    "a field goes": (drop("weight"), "weight", "is gone"),
    "a field that has a default goes": (drop("note"), "note", "is gone"),
    "a required field becomes optional": (required("id", "weight", "status", "route"), "due", "is no longer always there"),
    "another type": (put("weight", {"type": "string"}), "weight", "may now be string"),
    "a wider type": (put("weight", {"type": "number"}), "weight", "may now be number"),
    "a type more": (put("note", {"type": ["string", "null"]}), "note", "may now be null"),
    "anything": (put("note", {}), "note", "may now be anything"),
    "fewer types": (put("due", {"type": "string", "format": "date"}), "due", "may no longer be null, which older records still are"),
    "no format": (put("id", {"type": "string"}), "id", "may now be string without format uuid"),
    "another format": (put("id", {"type": "string", "format": "uri"}), "id", "may now be string without format uuid"),
    "a format where there was none": (
        put("note", {"type": "string", "format": "date"}), "note", "may no longer be string without format date, which older records still are",
    ),
    "a part's field goes": (stop(drop("place")), "route[].place route[].before.place", "is gone"),
    "a part's type": (stop(put("place", {"type": "integer"})), "route[].place route[].before.place", "may now be integer"),
    "the items": (put("route", {"type": "array", "items": {"type": "string"}}), "route[]", "may now be string"),
    "items of any kind": (put("route", {"type": "array"}), "route[]", "may now be anything"),
    "the values of a map": (put("prices", {"type": "object", "additionalProperties": {"type": "string"}}), "prices.*", "may now be string"),
    "a place in a row": (
        put("span", {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "integer"}]}), "span[1]", "may now be integer",
    ),
}

GREEN: dict[str, Change] = {
    "nothing": lambda _: None,
    "an optional field more": put("sender", {"type": "string", "default": ""}),
    "a required field more": lambda schema: (
        put("sender", {"type": "string"})(schema), required("id", "weight", "status", "route", "due", "sender")(schema)
    ),
    "an optional field is now always there": required("id", "weight", "status", "route", "due", "note"),
    "a word more": put("status", {"enum": ["packed", "sent", "lost"], "type": "string"}),
    "a word less": put("status", {"enum": ["packed"], "type": "string"}),
    "any word": put("status", {"type": "string"}),
    "other limits": put("weight", {"type": "integer", "minimum": 1, "maximum": 500}),
    "other words about it": lambda schema: of("weight")(schema).update(title="Heft", description="In grammes.", examples=[1]),
    "a part's field more": stop(put("platform", {"type": "string", "default": ""})),
    "the same under another name": lambda schema: (
        schema["$defs"].update(Halt=schema["$defs"]["Stop"]), of("route")(schema).update(items={"$ref": "#/$defs/Halt"})
    ),
}


def changed(change: Change) -> Schema:
    made = deepcopy(STATE)
    change(made)
    return made


@pytest.mark.parametrize("name", BROKEN)
def test_change__is_told_once_and_where(name: str) -> None:
    change, places, said = BROKEN[name]
    found = reshaped(STATE, changed(change))
    assert set(found) == {Trouble(at, said) for at in places.split(" ")}
    assert len(found) == len(set(found))


@pytest.mark.parametrize("name", GREEN)
def test_change__breaks_nobody(name: str) -> None:
    assert reshaped(STATE, changed(GREEN[name])) == []


READINGS: dict[str, tuple[Schema, list[Trouble]]] = {
    "what it needs": ({"type": "object", "properties": {"weight": {"type": "number"}, "due": {"type": ["string", "null"]}}}, []),
    "a null that it does not expect": (
        {"type": "object", "properties": {"due": {"type": "string", "format": "date"}}}, [Trouble("due", "may be null, which is not read")],
    ),
    "another type": ({"type": "object", "properties": {"note": {"type": "integer"}}}, [Trouble("note", "may be string, which is not read")]),
    "a format that nobody promised": (
        {"type": "object", "properties": {"note": {"type": "string", "format": "date"}}},
        [Trouble("note", "may be string without format date, which is not read")],
    ),
}


@pytest.mark.parametrize("name", READINGS)
def test_our_reading__takes_any_value_that_may_be_said(name: str) -> None:
    reads, troubles = READINGS[name]
    assert list(misread(Side(STATE, STATE), Side(reads, reads), OURS)) == troubles
