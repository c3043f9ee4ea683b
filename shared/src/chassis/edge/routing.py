"""Routes: what each asks of a request before its function is called, and how each says no."""

import logging
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, ClassVar

from fastapi import APIRouter
from fastapi.datastructures import Default
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Match
from starlette.types import Scope
from typing_extensions import override

from chassis import clock, concurrency, context, idempotency
from chassis.answers import MEDIA_TYPE, Denied, Why
from chassis.answers import problems as p
from chassis.answers.faults import no_of
from chassis.answers.languages import Words, sentence
from chassis.bodies import Intake, must_be, parsed, read_body, with_body, without_boundary
from chassis.edge.desk import Desk, cause_of, spoken_to
from chassis.edge.exact import exact
from chassis.edge.http import Edge
from chassis.edge.places import Moved, moved
from chassis.edge.plan import CODES, Plan, Rules
from chassis.edge.sheet import Sheet, printed, wants_sheet
from chassis.problems import Problem

log = logging.getLogger(__name__)

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
_NOTHING = (b"", b"{}")
"""What may come with a command that takes no body."""


def routes(
    noun: str,
    *,
    if_match: tuple[str, ...] = (),
    idempotency_required: tuple[str, ...] = (),
    public: bool | tuple[str, ...] = False,
    sheets: bool = False,
    intake: Intake | None = None,
) -> APIRouter:
    """A router at `/v1/<noun>`.

    `if_match`: verbs that need If-Match, as PATCH always does. `idempotency_required`: verbs that need an Idempotency-Key;
    `create` is the POST on the noun itself, any other verb the last word of its path. `public`: open without sign-in, all or
    the named functions. `sheets`: what is shown are pages for people (`chassis.edge.sheet`), and a POST takes a form whose fields
    nobody reads. `intake`: how large a body may be.
    """

    class Ruled(EdgeRoute):
        rules = Rules(if_match, idempotency_required, public, sheets, intake or Intake())

    return APIRouter(
        prefix=f"/v1/{noun}", route_class=Ruled, tags=[noun], generate_unique_id_function=lambda route: route.name,
        default_response_class=HTMLResponse if sheets else Default(JSONResponse),
    )


def gives(*problems: Problem) -> dict[int | str, dict[str, Any]]:
    """The problems a route may answer, for its OpenAPI document; the house's own need not be named."""
    found: dict[int | str, dict[str, Any]] = {}
    for problem in problems:
        answer = found.setdefault(problem.status, no_answer())
        answer["description"] = " ".join([answer["description"], problem.en]).strip()
        answer[CODES].append(problem.code)
        answer["content"][MEDIA_TYPE]["examples"][problem.code] = {"value": example_of(problem)}
    return found


def no_answer() -> dict[str, Any]:
    """The beginning of a negative answer's description."""
    return {"description": "", CODES: [], "content": {MEDIA_TYPE: {"examples": {}}}}


def example_of(problem: Problem) -> dict[str, Any]:
    """A problem as an example of the document."""
    return {
        "type": f"urn:yhdyspinta:problem:{problem.code}",
        "title": problem.en,
        "status": problem.status,
        "code": problem.code,
        "detail": problem.en,
        "instance": "/v1/…",
        "request_id": "0199c0de-0000-7000-8000-000000000000",
        "errors": [{"code": problem.code, "pointer": "", "detail": problem.en}],
    }


class EdgeRoute(APIRoute):
    """A route that lets nothing through to its function that the grammar of `api.md` does not allow."""

    rules: ClassVar[Rules] = Rules()
    literal: frozenset[str] = frozenset()
    """Addresses of the service that hold no id: `/v1/areas/population` is not the area called population."""

    @override
    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        return (Match.NONE, {}) if self.param_convertors and scope["path"] in self.literal else super().matches(scope)

    @override
    def get_route_handler(self) -> Handler:
        plan = Plan.of(self, self.rules)
        if not plan.is_form:
            self.dependant.body_params[:] = map(exact, self.dependant.body_params)
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            desk: Desk = request.app.state.desk
            headers: Mapping[str, str] = {}
            try:
                now = clock.now()
                cause = cause_of(plan.name)
                caller, taken = await desk.sign_in(request, now, cause, public=plan.public)
                headers = taken.headers
                plan.check_accept(request)
                plan.check_query(request)
                edge = Edge(desk, request, plan.status, plan.item, caller.actor, cause, now)
                answer = await inner(await _read(request, plan, edge, caller.client))
            except ClientDisconnect:
                answer = Response(status_code=400)
            except Moved as away:
                answer = moved(request, away)
            except Exception as fault:  # noqa: BLE001 - every exception becomes the problem it means
                answer = _said(desk, plan, request, fault)
            for name, value in headers.items():
                answer.headers.setdefault(name, value)
            return answer

        return handle


async def _read(request: Request, plan: Plan, edge: Edge, client: str) -> Request:
    """Headers and body as the route asks for them: 415, 413, 408, 400, 428. The edge stands ready in the scope."""
    request.scope["chassis.edge"] = edge
    if plan.method == "GET":
        return request
    tag, key = request.headers.get("if-match"), None
    if plan.body:
        must_be(request, *plan.body)
    body = await read_body(request, plan.intake)
    value = parsed(body) if plan.body and not plan.is_form else None
    if not plan.body and not plan.sheet and body.strip() not in _NOTHING:
        raise Denied.of([Why(p.FIELD_UNKNOWN)])
    if plan.takes_key:
        key = idempotency.key_of(request.headers.get("idempotency-key"), required=plan.needs_key)
    if plan.if_match and tag is None:
        raise Denied(p.IF_MATCH_MISSING)
    edge.if_match = concurrency.expected(tag)
    if key is not None:
        content = without_boundary(request, body).hex() if plan.is_form else value
        edge.asked = idempotency.Asked(
            scope=f"{client} {edge.actor.name} {plan.method} {plan.path}",
            key=key,
            fingerprint=idempotency.fingerprint(request.url.path, request.url.query, content),
        )
    return with_body(request, body, value)


def _said(desk: Desk, plan: Plan, request: Request, fault: Exception) -> Response:
    no = no_of(fault)
    desk.check_declared(no, plan.declared, f"{plan.method} {plan.path}")
    if no.problem is p.UNEXPECTED:
        log.error("unexpected", exc_info=fault, extra={"route": plan.path})
    elif no.problem is p.UNAVAILABLE:
        log.warning("unavailable", extra={"route": plan.path, "error": type(fault).__name__})
    if plan.sheet and wants_sheet(request.headers.get("accept", "")):
        language = spoken_to(request)
        said = sentence(no.problem, no.values, language)
        return printed(Sheet(no.title, [Words(said, said, said)]), language, no.problem.status)
    return no.told(
        spoken_to(request),
        instance=request.url.path,
        request_id=context.request_id.get(),
        base=desk.settings.schema_base,
    )
