"""A service's OpenAPI 3.1 document, from its routes: committed under `contracts/`, compared on every check.

`python -m chassis.openapi <service>` prints it.
"""

import argparse
import importlib
import json
import sys
from collections.abc import Sequence
from typing import Any

from chassis.answers import MEDIA_TYPE
from chassis.answers import problems as p
from chassis.app import bare_app, routes_of
from chassis.edge.plan import CODES, MERGE_PATCH, Plan
from chassis.edge.routing import example_of, no_answer
from chassis.paging import MOST
from chassis.problems import NOT_ALLOWED, NOT_FOUND, STALE, WRONG_STATE, Problem
from chassis.service import Service

PROBLEM = {
    "type": "object",
    "description": "RFC 9457; `errors` gives every reason at once.",
    "required": ["type", "title", "status", "code", "detail", "instance", "request_id", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "service.noun.what"},
        "detail": {"type": "string", "description": "In the caller's language, see Content-Language."},
        "instance": {"type": "string"},
        "request_id": {"type": "string"},
        "state": {"type": "string", "description": "The present state, where the action does not exist in it."},
        "allowed": {"type": "array", "items": {"type": "string"}, "description": "What is possible in that state."},
        "current": {"description": "412: the thing as it is now."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "detail"],
                "properties": {
                    "code": {"type": "string"},
                    "pointer": {"type": "string", "description": "JSON pointer into the body."},
                    "parameter": {"type": "string", "description": "Name of the query parameter."},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
ETAG = {"ETag": {"description": "The version, for If-Match.", "schema": {"type": "string"}}}
LOCATION = {"Location": {"description": "Where it is from now on.", "schema": {"type": "string"}}}


def document(service: Service, version: str = "1") -> dict[str, Any]:
    """The document; the same for the same code."""
    app = bare_app(service)
    app.version = version
    made = app.openapi()
    for route in routes_of(service):
        plan = Plan.of(route, route.rules)
        _complete(made["paths"][plan.path][plan.method.lower()], plan)
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["Problem"] = PROBLEM
    made["components"]["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
    house = {problem.code: problem for route in routes_of(service) for problem in _house(Plan.of(route, route.rules))}
    made["components"]["examples"] = {code: {"value": example_of(house[code])} for code in sorted(house)}
    made["servers"] = [{"url": f"/api/{service.name}"}]
    return made


def _complete(operation: dict[str, Any], plan: Plan) -> None:
    operation["security"] = [{}] if plan.public else [{"bearer": []}]
    summary, _, rest = str(operation.get("description", "")).partition("\n")
    operation["summary"] = summary.rstrip(".") or operation["summary"]
    if not rest.strip():
        operation.pop("description", None)
    operation.setdefault("parameters", []).extend(_headers(plan))
    _success(operation["responses"][str(plan.status)], plan)
    if MERGE_PATCH in plan.body and "requestBody" in operation:
        content = operation["requestBody"]["content"]
        content[MERGE_PATCH] = content["application/json"]
    if operation["responses"].get("422", {}).get("description") == "Validation Error":
        del operation["responses"]["422"]  # the framework's own form of it, which we do not give
    for problem in _house(plan):
        _add(operation["responses"], problem)
    for status, response in operation["responses"].items():
        if int(status) >= 400:
            response["content"][MEDIA_TYPE]["schema"] = {"$ref": "#/components/schemas/Problem"}
    operation["responses"] = dict(sorted(operation["responses"].items()))


def _headers(plan: Plan) -> list[dict[str, Any]]:
    headers = [_header("Accept-Language", "fi, sv or en: the language of sentences.", required=False)]
    if plan.takes_key:
        said = "The same key and the same request give the first answer again, for seven days."
        headers.append(_header("Idempotency-Key", said, required=plan.needs_key))
    if plan.method != "GET":
        headers.append(_header("If-Match", "The ETag that you have read.", required=plan.if_match))
    else:
        headers.append(_header("If-None-Match", "304 where it has not changed.", required=False))
    return headers


def _header(name: str, description: str, *, required: bool) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": required, "description": description, "schema": {"type": "string"}}


def _success(response: dict[str, Any], plan: Plan) -> None:
    if plan.item is None:
        response["headers"] = {**ETAG, **(LOCATION if plan.status == 201 else {})}
        return
    response["headers"] = {"Link": {"description": 'rel="next": the next page.', "schema": {"type": "string"}}}
    for kind in plan.given[1:]:
        response["content"][kind] = {"schema": {"type": "string", "description": f"The whole list, {MOST} rows at a time."}}


def _house(plan: Plan) -> Sequence[Problem]:
    """The house's own answers that this route can give."""
    found: list[Problem] = [p.NOT_ACCEPTABLE, p.UNKNOWN_PARAMETER, p.TOO_MANY, p.UNEXPECTED, p.UNAVAILABLE]
    if not plan.public:
        found += [p.SIGN_IN, p.TOKEN]
    if "{" in plan.path or plan.method != "GET":
        found += [NOT_FOUND, NOT_ALLOWED]
    if plan.item is not None:
        found.append(p.BAD_CURSOR)
    if plan.method != "GET":
        found += [WRONG_STATE, STALE, p.SLOW_BODY, p.BODY_TOO_LARGE]
    if plan.body:
        found += [p.BODY_UNREADABLE, p.MEDIA_TYPE, p.FIELD_MISSING, p.FIELD_UNKNOWN, p.FIELD_TYPE]
    if plan.if_match:
        found.append(p.IF_MATCH_MISSING)
    if plan.takes_key:
        found += [p.KEY_RUNNING, p.KEY_REUSED]
    if plan.needs_key:
        found.append(p.KEY_MISSING)
    return found


def _add(responses: dict[str, Any], problem: Problem) -> None:
    response = responses.setdefault(str(problem.status), no_answer())
    response["description"] = f"{response['description']} {problem.en}".strip()
    response[CODES].append(problem.code)
    response["content"][MEDIA_TYPE]["examples"][problem.code] = {"$ref": f"#/components/examples/{problem.code}"}


def main() -> None:
    """Print the document of a service."""
    parser = argparse.ArgumentParser(prog="python -m chassis.openapi")
    parser.add_argument("service", help="its import name")
    service = importlib.import_module(f"{parser.parse_args().service}.main").SERVICE
    json.dump(document(service), sys.stdout, ensure_ascii=False, indent=1, sort_keys=True)


if __name__ == "__main__":
    main()
