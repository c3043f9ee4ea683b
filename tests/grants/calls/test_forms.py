"""The form of a call: JSON Schema 2020-12 in its safe part, and what of a filled form does not fit it."""

import re
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from tests.grants import some

from grants.calls.domain.forms import LONGEST_TEXT, MOST_PARTS, checker, faults, is_tame


def form(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def reasons(schema: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each.pointer, each.problem.code.rpartition("_")[2]) for each in faults(schema)]


@pytest.mark.parametrize("schema", [
    some.FORM,
    form(),
    form(pattern={"type": "string", "description": "A property may have any name."}, properties={"type": "object"}),
    form(postal={"type": "string", "pattern": "^[0-9]{5}$"}, email={"type": "string", "pattern": "^[^@ ]+@[^@ ]+$"}),
    form(a={"anyOf": [{"type": "string"}, {"type": "null"}]}, b={"type": "array", "items": {"$ref": "#/$defs/cost"}}) | {
        "$defs": {"cost": form(sum={"$ref": "#/$defs/euro"}), "euro": {"type": "string", "x-widget": "money"}},
    },
    form(a={"type": "boolean"}) | {"if": {"properties": {"a": {"const": True}}}, "then": {"required": ["b"]}},
    form(a={"enum": ["fi", "sv"]}, b={"type": "string", "format": "date"}, c=True),
])
def test_faults__none(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert reasons(schema) == []


@pytest.mark.parametrize(("schema", "said"), [
    ({}, [("/form_schema/type", "malformed")]),
    ({"type": "array"}, [("/form_schema/type", "malformed")]),
    ({"type": "object", "properties": []}, [("/form_schema/properties", "malformed")]),
    (form(a={"type": "text"}), [("/form_schema/properties/a/type", "malformed")]),
    (form(a={"minLength": -1}), [("/form_schema/properties/a/minLength", "malformed")]),
    (form() | {"$schema": "http://json-schema.org/draft-07/schema#"}, [("/form_schema/$schema", "malformed")]),
    (form(a={"$ref": "https://example.org/schema"}), [("/form_schema/properties/a/$ref", "reference")]),
    (form(a={"$ref": "file:///etc/passwd"}), [("/form_schema/properties/a/$ref", "reference")]),
    (form(a={"$ref": "#"}), [("/form_schema/properties/a/$ref", "reference")]),
    (form(a={"$ref": "#/$defs/none"}), [("/form_schema/properties/a/$ref", "reference")]),
    (form(a={"$dynamicRef": "#x"}), [("/form_schema/properties/a/$dynamicRef", "keyword")]),
    (form(a={"patternProperties": {"(a+)+$": {}}}), [("/form_schema/properties/a/patternProperties", "keyword")]),
    (form(a={"uniqueItems": True}), [("/form_schema/properties/a/uniqueItems", "keyword")]),
    (form(a={"maxLenght": 3}), [("/form_schema/properties/a/maxLenght", "keyword")]),
    (form(a={"items": {"pattern": "("}}), [("/form_schema/properties/a/items/pattern", "pattern")]),
    (form(a={"oneOf": [True, {"pattern": "(a+)+$"}]}), [("/form_schema/properties/a/oneOf/1/pattern", "pattern")]),
    (form(a={"title": "x" * 64_000}), [("/form_schema", "large")]),
])
def test_faults__where_and_why(schema: dict[str, Any], said: list[tuple[str, str]]) -> None:
    assert reasons(schema) == said


def test_faults__all_at_once() -> None:
    assert reasons(form(a={"$ref": "#/x"}, b={"pattern": "(a*)*"}, c={"uniqueItems": True})) == [
        ("/form_schema/properties/a/$ref", "reference"), ("/form_schema/properties/b/pattern", "pattern"),
        ("/form_schema/properties/c/uniqueItems", "keyword"),
    ]


@pytest.mark.parametrize("circle", [
    {"a": {"$ref": "#/$defs/a"}},
    {"a": {"$ref": "#/$defs/b"}, "b": {"anyOf": [{"$ref": "#/$defs/a"}]}},
    {"a": {"type": "object", "properties": {"again": {"$ref": "#/$defs/a"}}}},
])
def test_faults__circles(circle: dict[str, Any]) -> None:
    assert reasons(form(x={"$ref": "#/$defs/a"}) | {"$defs": circle}) == [("/form_schema/$defs", "reference")]


def test_faults__a_small_schema_that_is_a_huge_one() -> None:
    layers = {f"n{n}": {"anyOf": [{"$ref": f"#/$defs/n{n + 1}"}] * 3} for n in range(20)}
    began = time.perf_counter()
    assert reasons(form(x={"$ref": "#/$defs/n0"}) | {"$defs": {**layers, "n20": {"type": "string"}}}) == [("/form_schema", "large")]
    assert time.perf_counter() - began < 1
    assert reasons(form(**{f"p{n}": {} for n in range(MOST_PARTS)})) == [("/form_schema", "large")]


@pytest.mark.parametrize("pattern", [
    "^[0-9]{7}-[0-9]$", "^FI[0-9]{2}( ?[0-9]{4}){3}$", "^(a+)+$", "(a|a)*", "(x+x+)+y", r"(.)\1", "(?=a)b", "a*a*a*b", "(", "a{2,1}",
    "^[^@ ]+@[^@ ]+$", r"^\+?[0-9 ]{5,20}$", "[(?*+]{3}", r"\(\?\*", "|".join("a" * 40), "a?" * 30, "",
])
def test_is_tame(pattern: str) -> None:
    tame = {"^[0-9]{7}-[0-9]$", "^[^@ ]+@[^@ ]+$", r"^\+?[0-9 ]{5,20}$", "[(?*+]{3}", r"\(\?\*", ""}
    assert is_tame(pattern) is (pattern in tame)


@given(st.text(alphabet="ab.*+?|()[]{},12\\^$", max_size=24), st.sampled_from(["a" * LONGEST_TEXT, "ab" * (LONGEST_TEXT // 2), "a" * (LONGEST_TEXT - 1) + "b"]))
def test_is_tame__what_is_tame_ends(pattern: str, text: str) -> None:
    if is_tame(pattern):
        began = time.perf_counter()
        re.search(pattern, text)
        assert time.perf_counter() - began < 5


def wrong(schema: dict[str, Any], filled: Any) -> list[tuple[str, str]]:
    """Where and by which word of the schema a filled form is wrong."""
    return [(each.json_path, each.validator) for each in checker(schema).iter_errors(filled)]


def test_checker__what_fits_and_what_does_not() -> None:
    assert wrong(some.FORM, some.FILLED) == []
    assert sorted(wrong(some.FORM, {"participants": 0, "x": 1, "goal": "x" * 2001})) == [
        ("$", "additionalProperties"), ("$.goal", "maxLength"), ("$.participants", "minimum"),
    ]


def test_checker__pattern_and_format() -> None:
    schema = form(code={"type": "string", "pattern": "^[a-z]+$"}, day={"type": "string", "format": "date"})
    assert wrong(schema, {"code": "abc", "day": "2027-02-28"}) == []
    assert wrong(schema, {"code": "ABC", "day": "2027-02-29"}) == [("$.code", "pattern"), ("$.day", "format")]


def test_checker__no_pattern_meets_a_long_text() -> None:
    """Or a tame pattern would still take a while."""
    schema = form(code={"type": "string", "pattern": "^[^@]+[^@]+@$"})
    assert is_tame("^[^@]+[^@]+@$")
    assert wrong(schema, {"code": "a" * (LONGEST_TEXT - 1) + "@"}) == []
    began = time.perf_counter()
    assert wrong(schema, {"code": "a" * 300_000}) == [("$.code", "pattern")]
    assert time.perf_counter() - began < 0.1


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "properties", "$ref", "$defs", "items", "pattern", "anyOf", "a", "allOf", "required"]), inner, max_size=4), max_leaves=12))
def test_faults__whatever_is_sent(value: Any) -> None:
    """Any object is answered, and what has no fault can be run."""
    schema = {"type": "object", "properties": {"x": value}} | (value if isinstance(value, dict) else {})
    if not list(faults(schema)):
        wrong(schema, {"x": {"a": [1, "x"]}})
