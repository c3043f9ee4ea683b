"""Validation errors as reasons: where in the body (JSON pointer) or which parameter, and why. Values are never echoed."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from chassis.answers import problems as p
from chassis.answers.languages import Words
from chassis.problems import Problem, Reason
from chassis.values import masked

_SIMPLE: dict[str, Problem] = {
    "missing": p.FIELD_MISSING,
    "union_tag_not_found": p.FIELD_MISSING,
    "extra_forbidden": p.FIELD_UNKNOWN,
    "string_pattern_mismatch": p.FIELD_PATTERN,
    "string_unicode": p.FIELD_CHARACTERS,
    "timezone_aware": p.FIELD_ZONE,
    "timezone_offset": p.FIELD_ZONE,
    "decimal_max_digits": p.FIELD_DIGITS,
    "decimal_max_places": p.FIELD_DIGITS,
    "decimal_whole_digits": p.FIELD_DIGITS,
}
_LIMITED: dict[str, tuple[Problem, str]] = {
    "string_too_short": (p.FIELD_TOO_SHORT, "min_length"),
    "string_too_long": (p.FIELD_TOO_LONG, "max_length"),
    "too_short": (p.FIELD_TOO_FEW, "min_length"),
    "too_long": (p.FIELD_TOO_MANY, "max_length"),
    "greater_than_equal": (p.FIELD_AT_LEAST, "ge"),
    "greater_than": (p.FIELD_MORE_THAN, "gt"),
    "less_than_equal": (p.FIELD_AT_MOST, "le"),
    "less_than": (p.FIELD_LESS_THAN, "lt"),
}
_CHOICES = {"enum": "expected", "literal_error": "expected", "union_tag_invalid": "expected_tags"}
_KINDS = {
    "string": Words("teksti", "text", "a text"),
    "int": Words("kokonaisluku", "ett heltal", "a whole number"),
    "float": Words("luku", "ett tal", "a number"),
    "finite": Words("luku", "ett tal", "a number"),
    "decimal": Words("desimaaliluku merkkijonona", "ett decimaltal som text", "a decimal number as a string"),
    "bool": Words("true tai false", "true eller false", "true or false"),
    "date": Words("päivä VVVV-KK-PP", "en dag ÅÅÅÅ-MM-DD", "a day YYYY-MM-DD"),
    "datetime": Words("ajankohta aikavyöhykkeineen", "en tidpunkt med tidszon", "an instant with its offset"),
    "time": Words("kellonaika", "ett klockslag", "a time of day"),
    "uuid": Words("UUID-tunniste", "ett UUID", "a UUID"),
    "list": Words("luettelo", "en lista", "a list"),
    "tuple": Words("luettelo", "en lista", "a list"),
    "set": Words("luettelo", "en lista", "a list"),
    "dict": Words("olio", "ett objekt", "an object"),
    "model": Words("olio", "ett objekt", "an object"),
}


class UnknownCode(LookupError):
    """A validator raised a `PydanticCustomError` whose code no `Problem` declares."""


def reasons_of(errors: Sequence[Mapping[str, Any]], body: Any) -> list[tuple[Reason, str]]:
    """Each error as a reason, with the name of the query parameter it is about (or an empty string)."""
    found = []
    for error in errors:
        where, *rest = error["loc"]
        problem, values = problem_of(error["type"], error.get("ctx") or {})
        if where == "body":
            found.append((problem.at(masked(pointer(rest, body)), **values), ""))
        else:
            found.append((problem.at("", **values), masked(str(rest[0])) if rest else str(where)))
    return found


def problem_of(kind: str, ctx: Mapping[str, Any]) -> tuple[Problem, dict[str, Any]]:
    """The problem that a pydantic error type means, and the values of its sentence."""
    if ctx.get("field_type") == "Value":
        kind = f"string_{kind}"  # what is left of a text once it is stripped; a list has a type of its own
    if kind in _SIMPLE:
        return _SIMPLE[kind], {}
    if kind in _LIMITED:
        problem, name = _LIMITED[kind]
        return problem, {"limit": ctx.get(name, "")}
    if kind in _CHOICES:
        return p.FIELD_CHOICE, {"expected": str(ctx.get(_CHOICES[kind], "")).replace("'", "").replace(" or ", ", ")}
    if "." in kind:
        return declared(kind), dict(ctx)
    if named := _KINDS.get(kind.partition("_")[0]):
        return p.FIELD_TYPE, {"kind": named}
    return p.FIELD_INVALID, {}


def declared(code: str) -> Problem:
    """The problem of this code, wherever it is declared."""
    if code not in _declared:
        _declared.update(all_declared())
    if code not in _declared:
        raise UnknownCode(code)
    return _declared[code]


def all_declared() -> dict[str, Problem]:
    """Every problem that any loaded module declares by a name of its own, by code."""
    return {
        value.code: value
        for module in list(sys.modules.values())
        for value in list(getattr(module, "__dict__", {}).values())
        if isinstance(value, Problem)
    }


_declared: dict[str, Problem] = {}


def pointer(location: Sequence[str | int], body: Any) -> str:
    """The JSON pointer of a location; steps that are names of a union's branches, not of the body, are left out."""
    steps: list[str] = []
    here: Any = body
    for n, step in enumerate(location):
        last = n == len(location) - 1
        inside = step in here if isinstance(here, dict) else isinstance(here, list) and step in range(len(here))
        if inside:
            here = here[step]
        elif not (last and isinstance(here, dict) and isinstance(step, str)):
            continue
        steps.append(str(step).replace("~", "~0").replace("/", "~1"))
    return "".join("/" + step for step in steps)
