"""A service's HTTP API, put together."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any, get_args

from fastapi import FastAPI, params
from fastapi.routing import APIRoute
from fastapi.telemetry import TelemetryConfig
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from chassis import context
from chassis.answers.faults import no_of
from chassis.auth import Roles, Verifies
from chassis.database import Database
from chassis.edge.desk import Desk, spoken_to
from chassis.edge.routing import EdgeRoute
from chassis.front import Front
from chassis.health import Health
from chassis.limits import Limiter
from chassis.service import Service
from chassis.settings import Settings
from chassis.telemetry import server_telemetry


class Careless(Exception):
    """A route or a body that the grammar of `api.md` does not allow: the service does not start."""


def create_app(service: Service, settings: Settings, database: Database, verifier: Verifies, health: Health) -> FastAPI:
    """The application. It holds no connection to the broker."""
    if not health.service:
        health.service = service.name

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await verifier.start()
        yield
        await verifier.close()

    app = bare_app(service, lifespan=lifespan, telemetry=_telemetry())
    app.add_middleware(Front, health=health, settings=settings)
    app.add_exception_handler(HTTPException, _outside_a_route)
    app.state.desk = Desk(
        service=service,
        settings=settings,
        database=database,
        verifier=verifier,
        roles=Roles(database, service.house.assignment),
        limiter=Limiter(settings.rate_per_minute, settings.rate_burst),
    )
    return app


def bare_app(service: Service, **more: Any) -> FastAPI:
    """The routes alone, checked; also what the OpenAPI document is made from."""
    app = FastAPI(
        title=f"Yhdyspinta {service.name}",
        description=service.texts,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        **more,
    )
    names: set[str] = set()
    routes = list(routes_of(service))
    literal = frozenset(route.path for route in routes if not route.param_convertors)
    for route in routes:
        if route.name in names:
            raise Careless(f"two routes of {service.name} are called {route.name}")
        names.add(route.name)
        check_bodies(route)
        route.literal = literal
        app.router.routes.append(route)
    return app


def routes_of(service: Service) -> Iterable[EdgeRoute]:
    """All routes; each was made by `chassis.edge.routes`."""
    for router in service.routes:
        for route in router.routes:
            if not isinstance(route, EdgeRoute):
                raise Careless(f"{getattr(route, 'path', route)} was not made by chassis.edge.routes")
            yield route


def check_bodies(route: APIRoute) -> None:
    """Every object that a body may hold refuses fields it does not know: status, owner or version are never set by a client."""
    if route.body_field is None or isinstance(route.body_field.field_info, params.Form):
        return  # a form's parts are named one by one in the function's own parameters
    for model in models_in(route.body_field.field_info.annotation, set()):
        if model.model_config.get("extra") != "forbid":
            raise Careless(f"{model.__name__} of {route.name} takes unknown fields: extra='forbid' is missing")


def models_in(annotation: Any, seen: set[int]) -> Iterable[type[BaseModel]]:
    """The models in a type, and in their fields."""
    if id(annotation) in seen:
        return
    seen.add(id(annotation))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from models_in(field.annotation, seen)
    for inner in get_args(annotation):
        yield from models_in(inner, seen)


def _telemetry() -> TelemetryConfig:
    """A span for each request where the process has begun tracing; none otherwise."""
    provider = trace.get_tracer_provider()
    return server_telemetry(provider) if isinstance(provider, TracerProvider) else {"tracing": False, "auto_configure": False}


async def _outside_a_route(request: Request, fault: Exception) -> Response:
    """Unknown paths and wrong methods."""
    if isinstance(fault, HTTPException) and fault.status_code == 405:
        fault = HTTPException(405, headers={"Allow": ", ".join(sorted(_methods(request)))})
    desk: Desk = request.app.state.desk
    return no_of(fault).told(
        spoken_to(request),
        instance=request.url.path,
        request_id=context.request_id.get(),
        base=desk.settings.schema_base,
    )


def _methods(request: Request) -> set[str]:
    """Every method of this path, not only the first route's."""
    fits = (route for route in request.app.router.routes if route.matches(request.scope)[0] is not Match.NONE)
    return {method for route in fits for method in route.methods or ()}
