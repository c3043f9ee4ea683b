"""A service's OpenAPI 3.1 document, from its routes: committed under `contracts/`, compared on every check."""

from http import HTTPStatus
from typing import Any

from chassis import examples, foreseen
from chassis.answers import MEDIA_TYPE
from chassis.app import bare_app, routes_of
from chassis.edge.plan import CODES, MERGE_PATCH, Plan
from chassis.edge.routing import EdgeRoute, example_of, no_answer
from chassis.paging import MOST
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
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    shown: dict[str, Any] = {}
    for route in routes_of(service):
        plan = Plan.of(route, route.rules)
        operation = made["paths"][plan.path][plan.method.lower()]
        _complete(operation, plan)
        shown |= _exemplify(operation, plan, route, service.name)
        shown |= _refuse(operation, plan, schemas)
    schemas["Problem"] = PROBLEM
    made["components"]["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
    made["components"]["examples"] = dict(sorted(shown.items()))
    made["servers"] = [{"url": f"/api/{service.name}"}]
    return made


def _complete(operation: dict[str, Any], plan: Plan) -> None:
    operation["security"] = [{}] if plan.public else [{"bearer": []}]
    summary, _, rest = str(operation.get("description", "")).partition("\n")
    operation["summary"] = summary.rstrip(".") or operation["summary"]
    if not rest.strip():
        operation.pop("description", None)
    for parameter in operation.setdefault("parameters", []):
        if parameter["in"] == "path" and "description" not in parameter:
            parameter["description"] = f"As {plan.path.partition('{' + parameter['name'])[0].rstrip('/')} shows it."
    operation["parameters"].extend(_headers(plan))
    _success(operation["responses"][str(plan.status)], plan)
    if plan.method == "GET" and plan.item is None:
        operation["responses"]["304"] = {"description": "It has not changed.", "headers": ETAG}
    if MERGE_PATCH in plan.body and "requestBody" in operation:
        content = operation["requestBody"]["content"]
        content[MERGE_PATCH] = content["application/json"]
    if operation["responses"].get("422", {}).get("description") == "Validation Error":
        del operation["responses"]["422"]  # the framework's own form of it, which we do not give


def _exemplify(operation: dict[str, Any], plan: Plan, route: EdgeRoute, service: str) -> dict[str, Any]:
    """Let body and answer point at their examples, which stand once among the components; these."""
    found: dict[str, Any] = {}
    answer = operation["responses"][str(plan.status)].get("content", {}).get("application/json")
    asked = operation.get("requestBody", {}).get("content", {}).values()
    for contents, value in ((asked, examples.of_body(route)), ([answer], examples.of_answer(route))):
        if value is None:
            continue
        for content in contents:
            name = f"{service}.{_named(content['schema'])}"
            content["examples"] = {"example": {"$ref": f"#/components/examples/{name}"}}
            found[name] = {"value": value}
    return found


def _named(schema: dict[str, Any]) -> str:
    """A word for a schema: its own name; with `.list`, many of it."""
    return _named(schema["items"]) + ".list" if "items" in schema else str(schema["$ref"].rpartition("/")[2])


def _headers(plan: Plan) -> list[dict[str, Any]]:
    headers = [_header("Accept-Language", "fi, sv or en: the language of sentences.", required=False)]
    if plan.takes_key:
        said = "The same key and the same request give the first answer again, for seven days."
        headers.append(_header("Idempotency-Key", said, required=plan.needs_key))
    if plan.method != "GET":
        headers.append(_header("If-Match", "The ETag that you have read.", required=plan.if_match))
    elif plan.item is None:
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


def _refuse(operation: dict[str, Any], plan: Plan, schemas: dict[str, Any]) -> dict[str, Any]:
    """Add the house's own refusals to the feature's; the examples of both, which stand once among the components."""
    found: dict[str, Any] = {}
    responses = operation["responses"]
    declared = {int(status): len(response.get(CODES, ())) for status, response in responses.items()}
    for problem in (*foreseen.refusals(operation, plan, schemas), *foreseen.several(declared)):
        response = responses.setdefault(str(problem.status), no_answer())
        if problem.code not in response[CODES]:
            response[CODES].append(problem.code)
            response["content"][MEDIA_TYPE]["examples"][problem.code] = {"value": example_of(problem)}
    for status, response in responses.items():
        if CODES in response:
            content = response["content"][MEDIA_TYPE]
            response["description"] = response["description"] or f"{HTTPStatus(int(status)).phrase}."
            found |= {f"{code}.{status}": example for code, example in content["examples"].items()}
            content["examples"] = {code: {"$ref": f"#/components/examples/{code}.{status}"} for code in content["examples"]}
            content["schema"] = {"$ref": "#/components/schemas/Problem"}
    operation["responses"] = dict(sorted(responses.items()))
    return found
