"""The form of a call: JSON Schema 2020-12, in the part of it that is safe to run on what anybody sends. INF-16.

No schema is fetched from anywhere, none runs in circles or grows without bound, and no regular expression takes longer than a
blink. `patternProperties`, `uniqueItems` and dynamic references are left out for the same reason.
"""

import json
import re
import warnings
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from jsonschema.exceptions import ValidationError  # type: ignore[import-untyped]
from jsonschema.validators import extend  # type: ignore[import-untyped]

from chassis.problems import Reason
from grants.calls.problems import FORM_KEYWORD, FORM_MALFORMED, FORM_PATTERN, FORM_REFERENCE, FORM_TOO_LARGE

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
MOST_CHARACTERS: Final = 64_000
MOST_PARTS: Final = 2_000
"""Schemas in schemas, references followed."""
MOST_STEPS: Final = 20_000_000
"""Of a regular expression, in the worst case: below a second."""
LONGEST_TEXT: Final = 200
"""Characters of a text that a pattern is held against; a longer one does not match."""
_FIRST: Final = 20
"""Faults of a schema that are said at once."""

_MANY = frozenset({"properties", "$defs"})
_LISTED = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_SINGLE = frozenset({"items", "additionalProperties", "not", "if", "then", "else", "contains"})
_PLAIN = frozenset({
    "$schema", "$id", "$comment", "$ref", "title", "description", "default", "examples", "type", "enum", "const", "required",
    "minLength", "maxLength", "pattern", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
    "minItems", "maxItems", "minContains", "maxContains", "minProperties", "maxProperties", "dependentRequired",
})
KEYWORDS: Final = _MANY | _LISTED | _SINGLE | _PLAIN
"""What a form may use; words that begin with `x-` are free for whoever draws it."""
_REFERENCE = re.compile(r"#/\$defs/([^/~%]+)")
_ESCAPE, _CLASS = re.compile(r"\\."), re.compile(r"\[\^?\]?[^\]]*\]")
_VARIABLE, _REPEATED_GROUP = re.compile(r"[*+]|\{\d*,\d*\}"), re.compile(r"\)[*+{]")

Schema = Mapping[str, Any]


def faults(schema: Schema) -> Iterator[Reason]:
    """Why this cannot be the form of a call."""
    if len(json.dumps(schema, ensure_ascii=False)) > MOST_CHARACTERS:
        yield FORM_TOO_LARGE.at("/form_schema")
        return
    malformed = [*_malformed(schema)]
    yield from malformed
    if malformed:
        return
    unsafe = [*_unsafe(schema, schema)]
    yield from unsafe[:_FIRST]
    if not unsafe:
        yield from _endless(schema)


def checker(schema: Schema) -> Any:
    """A validator of filled forms, for a schema that was found without fault. No pattern matches a text above `LONGEST_TEXT`."""
    return _safe()(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def pointer(steps: Any) -> str:
    """A JSON pointer."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def is_tame(pattern: str) -> bool:
    """Whether a regular expression, however it is fed, ends within `MOST_STEPS` on a text of `LONGEST_TEXT`.

    No group is repeated, nothing looks around or back; what is left costs a factor of the text's length for each open-ended
    repetition (and one for the search), and of two for each choice.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # `[[`: other languages read it otherwise
            re.compile(pattern)
    except (re.error, RecursionError, OverflowError, Warning):
        return False
    bare = _CLASS.sub("x", _ESCAPE.sub("x", pattern))
    if "(?" in bare or re.search(r"\\[1-9]", pattern) or _REPEATED_GROUP.search(bare):
        return False
    repetitions, choices = len(_VARIABLE.findall(bare)), bare.count("?") + bare.count("|")
    return bool(LONGEST_TEXT ** (repetitions + 1) * 2**choices <= MOST_STEPS)


@cache
def _safe() -> Any:
    return extend(Draft202012Validator, {"pattern": _pattern})


def _pattern(_validator: Any, pattern: str, text: Any, _schema: Any) -> Iterator[ValidationError]:
    if isinstance(text, str) and (len(text) > LONGEST_TEXT or re.search(pattern, text) is None):
        yield ValidationError("does not match")


def _malformed(schema: Schema) -> Iterator[Reason]:
    if schema.get("$schema", DIALECT) != DIALECT:
        yield FORM_MALFORMED.at("/form_schema/$schema", rule="$schema")
    if schema.get("type") != "object":
        yield FORM_MALFORMED.at("/form_schema/type", rule="type")
    errors = list(Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(schema))
    for error in errors[:_FIRST]:
        yield FORM_MALFORMED.at("/form_schema" + pointer(error.absolute_path), rule=str(error.validator))


def _unsafe(schema: Any, whole: Schema, at: str = "/form_schema") -> Iterator[Reason]:
    if not isinstance(schema, dict):
        return
    for word in schema:
        if word not in KEYWORDS and not word.startswith("x-"):
            yield FORM_KEYWORD.at(at + pointer([word]), keyword=word)
    if "$ref" in schema and _target(schema, whole) is None:
        yield FORM_REFERENCE.at(at + "/$ref")
    if "pattern" in schema and not is_tame(schema["pattern"]):
        yield FORM_PATTERN.at(at + "/pattern")
    for steps, part in _parts(schema):
        yield from _unsafe(part, whole, at + pointer(steps))


def _parts(schema: Any) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """The schemas in a schema and where they stand."""
    if not isinstance(schema, dict):
        return
    for word, value in schema.items():
        if word in _MANY:
            yield from (((word, name), part) for name, part in value.items())
        elif word in _LISTED:
            yield from (((word, place), part) for place, part in enumerate(value))
        elif word in _SINGLE:
            yield (word,), value


def _target(schema: Schema, whole: Schema) -> str | None:
    """The name under `$defs` that a reference means, if it means one."""
    found = _REFERENCE.fullmatch(schema["$ref"])
    return found[1] if found and found[1] in whole.get("$defs", {}) else None


def _endless(whole: Schema) -> Iterator[Reason]:
    """A reference that leads back to itself; or so many in one another that a small schema is a huge one."""
    sizes: dict[str, int] = {}
    try:
        size = _size(whole, whole, sizes, frozenset())
    except RecursionError:
        yield FORM_REFERENCE.at("/form_schema/$defs")
        return
    if size > MOST_PARTS:
        yield FORM_TOO_LARGE.at("/form_schema")


def _size(schema: Any, whole: Schema, sizes: dict[str, int], inside: frozenset[str]) -> int:
    """Parts of a schema with every reference written out. RecursionError: a reference leads to where it stands."""
    size = 1 + sum(_size(part, whole, sizes, inside) for steps, part in _parts(schema) if steps[0] != "$defs")
    name = _target(schema, whole) if isinstance(schema, dict) and "$ref" in schema else None
    if name is None:
        return size
    if name in inside:
        raise RecursionError(name)
    if name not in sizes:
        sizes[name] = _size(whole["$defs"][name], whole, sizes, inside | {name})
    return size + sizes[name]
