"""What a route asks of a request, worked out once, when the application is put together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from fastapi import params
from fastapi._compat import ModelField
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.requests import Request

from chassis.answers import MEDIA_TYPE, Denied, Why
from chassis.answers import problems as p
from chassis.answers.fields import problem_of
from chassis.bodies import Intake
from chassis.edge.exact import dated, is_numeral
from chassis.paging import Items, Listing
from chassis.problems import NOT_FOUND
from chassis.values import masked

JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"
FORM = "multipart/form-data"
CODES = "x-problem-codes"
_LIST_TYPES = (JSON, "text/csv", "application/x-ndjson")


@dataclass(frozen=True, slots=True)
class Rules:
    """What a feature says of its routes as a whole."""

    if_match: tuple[str, ...] = ()
    idempotency_required: tuple[str, ...] = ()
    public: bool | tuple[str, ...] = False
    sheets: bool = False
    intake: Intake = field(default_factory=Intake)


@dataclass(frozen=True, slots=True)
class Plan:
    """What one route asks, worked out once."""

    method: str
    path: str
    name: str
    status: int
    public: bool
    if_match: bool
    takes_key: bool
    needs_key: bool
    parameters: frozenset[str]
    moments: Mapping[str, str]
    """Query parameters that are days or instants, and which of the two."""
    body: tuple[str, ...]
    is_form: bool
    intake: Intake
    given: tuple[str, ...]
    item: type[BaseModel] | None
    sheet: bool
    """Its answer is a page for a person; a POST is that page's form, or a mail program's one click (RFC 8058)."""
    declared: frozenset[str]

    @classmethod
    def of(cls, route: APIRoute, rules: Rules) -> "Plan":
        """Read from the route and from what its router says."""
        method = next(iter(route.methods or {"GET"}))
        last = route.path_format.rpartition("/")[2]
        verb = "create" if method == "POST" and route.path_format.count("/") == 2 else last
        is_form = route.body_field is not None and isinstance(route.body_field.field_info, params.Form)
        queried = list(_queried(route.dependant))
        body = () if route.body_field is None else (FORM,) if is_form else (JSON,)
        return cls(
            method=method,
            path=route.path_format,
            name=route.name,
            status=route.status_code or 200,
            public=route.name in rules.public if isinstance(rules.public, tuple) else rules.public,
            if_match=method == "PATCH" or (method == "POST" and verb in rules.if_match),
            takes_key=method == "POST",
            needs_key=method == "POST" and verb in rules.idempotency_required,
            parameters=frozenset(field.alias for field in queried),
            moments={field.alias: kind for field in queried if (kind := dated(field._type_adapter.json_schema()))},  # noqa: SLF001
            body=(*body, MERGE_PATCH) if method == "PATCH" and body == (JSON,) else body,
            is_form=is_form,
            intake=rules.intake,
            given=_given(route),
            item=_item_of(route.response_model),
            sheet=rules.sheets,
            declared=declared_by(route.responses),
        )

    def check_query(self, request: Request) -> None:
        """Unknown parameters are said, never ignored; U+0000, which no text column can hold, is never searched for."""
        unknown = sorted({name for name in request.query_params if name not in self.parameters})
        if unknown:
            raise Denied.of([Why(p.UNKNOWN_PARAMETER, parameter=masked(name)) for name in unknown])
        unfit = sorted({name for name, value in request.query_params.multi_items() if "\0" in value})
        if unfit:
            raise Denied.of([Why(p.FIELD_CHARACTERS, parameter=name) for name in unfit])
        if "\0" in request.scope["path"]:
            raise NOT_FOUND()
        numerals = [name for name in self.moments if any(is_numeral(value) for value in request.query_params.getlist(name))]
        if numerals:
            raise Denied.of([Why(*problem_of(self.moments[name], {}), parameter=name) for name in numerals])

    def check_accept(self, request: Request) -> None:
        """406 where the caller takes nothing that we give."""
        accept = None if self.sheet else request.headers.get("accept")
        if accept and not any(_accepts(accept, kind) for kind in (*self.given, MEDIA_TYPE)):
            raise Denied(p.NOT_ACCEPTABLE, given=", ".join(self.given))


def declared_by(responses: Mapping[int | str, dict[str, Any]]) -> frozenset[str]:
    """The codes that `gives` put into a route's responses."""
    return frozenset(code for response in responses.values() for code in response.get(CODES, ()))


def _queried(dependant: Dependant) -> Iterator[ModelField]:
    """The query parameters of a route and of what it depends on."""
    yield from dependant.query_params
    for further in dependant.dependencies:
        yield from _queried(further)


def _given(route: APIRoute) -> tuple[str, ...]:
    """What an answer may be made of: a list also as a table; a route that declares a class of its own, what that is."""
    if _is_list(route):
        return _LIST_TYPES
    declared = getattr(route.response_class, "media_type", None)
    return (declared,) if declared else (JSON,)


def _is_list(route: APIRoute) -> bool:
    return any(d.call is not None and d.call.__annotations__.get("return") is Listing for d in route.dependant.dependencies)


def _item_of(model: Any) -> type[BaseModel] | None:
    if not (isinstance(model, type) and issubclass(model, Items)):
        return None
    found: Sequence[Any] = get_args(model.model_fields["items"].annotation)
    return found[0] if found and isinstance(found[0], type) and issubclass(found[0], BaseModel) else None


def _accepts(accept: str, kind: str) -> bool:
    for wish in accept.split(","):
        media, *parameters = (part.strip().lower() for part in wish.split(";"))
        if any(part.replace(" ", "") in {"q=0", "q=0.0", "q=0.00", "q=0.000"} for part in parameters):
            continue
        if media in {"*/*", kind, kind.partition("/")[0] + "/*"}:
            return True
    return False
