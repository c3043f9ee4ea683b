"""Answers to the call's form (lomake): merged as RFC 7396 says, held against the form's JSON Schema (2020-12). INF-16."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from jsonschema.exceptions import ValidationError  # type: ignore[import-untyped]

from chassis.canonical import canonical_line
from chassis.problems import Reason
from grants.applications import problems as p
from grants.calls.domain.forms import checker

LARGEST = 400_000
"""Bytes of all answers together: with everything else a frozen version stays well below what one row should hold."""

_MOST = 100


@dataclass(frozen=True, slots=True)
class Misfit:
    """One place where an answer does not fit."""

    pointer: str
    missing: bool = False


def merged(before: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """JSON Merge Patch (RFC 7396): null removes, objects are merged, anything else replaces."""
    result = dict(before)
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        elif isinstance(value, Mapping):
            inside = result.get(name)
            result[name] = merged(inside if isinstance(inside, Mapping) else {}, value)
        else:
            result[name] = value
    return result


def objections(answers: Mapping[str, Any]) -> Iterator[Reason]:
    """What even a draft cannot keep: too much, or a number that canonical JSON cannot write."""
    try:
        size = len(canonical_line(answers))
    except ValueError:
        yield p.NUMBER_TOO_LARGE.at("/form")
        return
    if size > LARGEST:
        yield p.ANSWERS_TOO_LARGE.at("/form", limit=LARGEST // 1000)


def misfits(schema: Mapping[str, Any], answers: Mapping[str, Any]) -> tuple[Misfit, ...]:
    """Where the answers do not fit, each place once, in the order of the places; not more of them than a person can mend."""
    return tuple(sorted(set(islice(_misfits(schema, answers), _MOST)), key=lambda misfit: misfit.pointer))


def fitting(schema: Mapping[str, Any], answers: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Of last year's answers, those that this year's form still takes; and the names of those that it does not."""
    gone = {misfit.pointer.split("/")[1] for misfit in _misfits(schema, answers) if misfit.pointer and not misfit.missing}
    names = {_pointer([name])[1:]: name for name in answers}
    dropped = {names[name] for name in gone if name in names}
    return {name: value for name, value in answers.items() if name not in dropped}, sorted(dropped)


def _misfits(schema: Mapping[str, Any], answers: Mapping[str, Any]) -> Iterator[Misfit]:
    for error in _validator(canonical_line(schema)).iter_errors(dict(answers)):
        yield from _places(error)


@lru_cache(maxsize=64)
def _validator(schema: bytes) -> Any:
    """Made once for each form. A call's form stands still from its publication on."""
    return checker(json.loads(schema))


def _places(error: ValidationError) -> Iterator[Misfit]:
    path = list(error.absolute_path)
    if error.validator == "required":
        yield from (Misfit(_pointer([*path, name]), missing=True) for name in error.validator_value if name not in error.instance)
    elif error.validator == "additionalProperties" and isinstance(error.schema, Mapping):
        known = error.schema.get("properties", {})
        yield from (Misfit(_pointer([*path, name])) for name in error.instance if name not in known)
    else:
        yield Misfit(_pointer(path))


def _pointer(path: list[Any]) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
