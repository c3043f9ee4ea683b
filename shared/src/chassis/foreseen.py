"""The house's own refusals that a route can give: from its plan, and from the schemas of what it takes. Features declare theirs."""

from collections.abc import Iterator, Mapping
from typing import Any

from chassis.answers import problems as p
from chassis.edge.plan import Plan
from chassis.problems import CONTROL_CHARACTER, IDENTITY_CODE, NOT_ALLOWED, NOT_FOUND, STALE, WRONG_STATE, Problem

_ALWAYS = (
    p.REFUSED, p.NOT_ACCEPTABLE, p.UNKNOWN_PARAMETER, p.FIELD_CHARACTERS, p.TOO_MANY, p.BAD_HOST, p.HEADERS_TOO_LARGE,
    p.UNEXPECTED, p.UNAVAILABLE,
)
_CHANGING = (NOT_FOUND, WRONG_STATE, STALE, p.SLOW_BODY, p.BODY_TOO_LARGE, p.CONTENT_ENCODING, p.FIELD_UNKNOWN)
_WITH_BODY = (p.MEDIA_TYPE, p.FIELD_MISSING, p.FIELD_TYPE)
_WITH_JSON = (p.BODY_EMPTY, p.BODY_UNREADABLE, p.BODY_DUPLICATE_KEY, p.BODY_NUMBER, p.BODY_ENCODING, p.BODY_TOO_DEEP)
_BY_KEYWORD: Mapping[str, Problem] = {
    "enum": p.FIELD_CHOICE,
    "const": p.FIELD_CHOICE,
    "minLength": p.FIELD_TOO_SHORT,
    "maxLength": p.FIELD_TOO_LONG,
    "minItems": p.FIELD_TOO_FEW,
    "maxItems": p.FIELD_TOO_MANY,
    "minimum": p.FIELD_AT_LEAST,
    "maximum": p.FIELD_AT_MOST,
    "exclusiveMinimum": p.FIELD_MORE_THAN,
    "exclusiveMaximum": p.FIELD_LESS_THAN,
    "pattern": p.FIELD_PATTERN,
}


def refusals(operation: Mapping[str, Any], plan: Plan, schemas: Mapping[str, Any]) -> list[Problem]:
    """Each once, in the order of their codes."""
    found = {problem.code: problem for problem in (*_of_plan(plan), *_of_fields(operation, schemas))}
    return [found[code] for code in sorted(found)]


def several(declared: Mapping[int, int]) -> Iterator[Problem]:
    """What sums up several of a feature's reasons, with the status that they share; `declared`: how many codes of each status."""
    for status, codes in sorted(declared.items()):
        if codes > 1 and status != p.REFUSED.status:
            yield Problem(p.REFUSED.code, status, fi=p.REFUSED.fi, sv=p.REFUSED.sv, en=p.REFUSED.en)


def _of_plan(plan: Plan) -> Iterator[Problem]:
    yield from _ALWAYS
    yield p.TOKEN  # also where nobody need sign in: a token that is shown must be good
    if not plan.public:
        yield from (p.SIGN_IN, NOT_ALLOWED)
    if "{" in plan.path:
        yield NOT_FOUND
    if plan.item is not None:
        yield from (p.BAD_CURSOR, p.UNKNOWN_SORT)
    if plan.method != "GET":
        yield from _CHANGING
    if plan.body:
        yield from _WITH_BODY
        yield from (p.BODY_FORM, p.BODY_ENCODING) if plan.is_form else _WITH_JSON
    if plan.if_match:
        yield p.IF_MATCH_MISSING
    if plan.takes_key:
        yield from (p.KEY_FORM, p.KEY_RUNNING, p.KEY_REUSED)
    if plan.needs_key:
        yield p.KEY_MISSING


def _of_fields(operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[Problem]:
    """What validation says of query parameters and of the body."""
    asked = [each for each in operation.get("parameters", ()) if each["in"] == "query"]
    if any(each.get("required") for each in asked):
        yield p.FIELD_MISSING
    for parameter in asked:
        yield p.FIELD_TYPE
        yield from _of_schema(parameter["schema"], schemas, set())
    for content in operation.get("requestBody", {}).get("content", {}).values():
        yield from _of_schema(content["schema"], schemas, set())
        yield from (CONTROL_CHARACTER, IDENTITY_CODE)


def _of_schema(schema: Mapping[str, Any], schemas: Mapping[str, Any], seen: set[str]) -> Iterator[Problem]:
    reference = str(schema.get("$ref", "")).rpartition("/")[2]
    if reference and reference not in seen:
        yield from _of_schema(schemas[reference], schemas, seen | {reference})
    yield from (problem for keyword, problem in _BY_KEYWORD.items() if keyword in schema)
    if schema.get("format") == "date-time":
        yield p.FIELD_ZONE
    if schema.get("type") == "number":
        yield p.FIELD_DIGITS
    if schema.get("properties", {}).get("currency", {}).get("const") == "EUR":
        yield from (p.MONEY_FORM, p.MONEY_AMOUNT, p.MONEY_NEGATIVE)
    items = [schema["items"]] if "items" in schema else []
    for inner in (*schema.get("properties", {}).values(), *schema.get("anyOf", ()), *items):
        yield from _of_schema(inner, schemas, seen)
