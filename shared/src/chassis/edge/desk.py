"""The reception desk of a service's API: what every request passes before it reaches a feature."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from starlette.requests import Request

from chassis import context
from chassis.access import Actor
from chassis.answers import Denied, No
from chassis.answers import problems as p
from chassis.answers.languages import Language, language_of
from chassis.auth import NOBODY, Roles, Verifies, bearer, sign_in_first
from chassis.database import Database
from chassis.limits import Limiter, Taken
from chassis.outbox import new_id
from chassis.service import Service
from chassis.settings import Settings
from chassis.telemetry import current_traceparent
from chassis.work import Cause


class Undeclared(AssertionError):
    """A route answered a problem that it does not declare with `gives(...)`. In tests only."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who stands at the desk."""

    actor: Actor
    client: str
    """The client program of the token; for the scope of idempotency keys."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One for each application."""

    service: Service
    settings: Settings
    database: Database
    verifier: Verifies
    roles: Roles
    limiter: Limiter

    @property
    def cursor_key(self) -> bytes:
        return self.settings.cursor_key.get_secret_value().encode()

    async def sign_in(self, request: Request, now: datetime, cause: Cause, *, public: bool) -> tuple[Caller, Taken]:
        """Who is calling, and what their bucket still holds: 401, 429."""
        address = request.client.host if request.client else "unknown"
        try:
            token = bearer(*request.headers.getlist("authorization"))
            if token is None and not public:
                raise sign_in_first()
            claims = None if token is None else await self.verifier.claims(token, now)
        except Denied as denied:
            taken = self._counted(f"address:{address}")
            denied.no = replace(denied.no, headers={**taken.headers, **denied.no.headers})
            raise
        if claims is None:
            return Caller(NOBODY, ""), self._counted(f"address:{address}")
        context.actor.set(claims.name)
        taken = self._counted(claims.name)
        actor = await self.roles.of(claims, self.service.permissions, cause, now)
        return Caller(actor, claims.client), taken

    def _counted(self, client: str) -> Taken:
        taken = self.limiter.take(client)
        if not taken.allowed:
            raise Denied(p.TOO_MANY, taken.headers, seconds=taken.wait_seconds)
        return taken

    def check_declared(self, no: No, declared: frozenset[str], route: str) -> None:
        """In tests a route may answer only what it declares; codes of the house go without saying."""
        if self.settings.env != "test":
            return
        unknown = {code for code in no.codes if not code.startswith("chassis.")} - declared
        if unknown:
            raise Undeclared(f"{route} does not declare {', '.join(sorted(unknown))}")


def spoken_to(request: Request) -> Language:
    """The language of this caller."""
    return language_of(request.headers.get("accept-language", ""))


def cause_of(name: str) -> Cause:
    """A request as the cause of what follows; the gateway's request id is its correlation, its span what facts continue."""
    id = new_id()
    try:
        correlation = UUID(context.request_id.get())
    except ValueError:
        correlation = id
    return Cause(id, name, correlation, current_traceparent())
