"""Who is calling: a signed token checked here, without asking anybody, and the roles held now.

A person's id is the token's `sub`. Coarse `roles` of the token hold everywhere; scoped roles are this service's own copy of
the county's assignments and never stand in a token.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal, Protocol
from uuid import NAMESPACE_URL, UUID, uuid5

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwt import JWTClaimsRegistry
from sqlalchemy import Table, or_, select

from chassis.access import ANYONE, EVERYWHERE, OWN, Actor, Held, Permissions
from chassis.answers import Denied
from chassis.answers import problems as p
from chassis.database import Database
from chassis.keys import Key, Keys, NoKeys
from chassis.settings import Settings
from chassis.work import Cause

ALGORITHMS = ["RS256", "ES256"]
TYPES = frozenset({"", "jwt", "at+jwt", "application/at+jwt"})
"""Of an access token (RFC 9068 4); whatever else an issuer signs, such as a logout token, says another type."""
LEEWAY = 30
"""Seconds by which clocks may differ."""
ROLES_SECONDS = 2.0
"""How long a role that has ended may still be held here."""
LONGEST_TOKEN = 8192
REGIONAL_SYSTEM = "regional_system"
OWN_SERVICE = "service"
COUNTY = "county"
_CHALLENGE = 'Bearer realm="yhdyspinta"'
_MOST_SUBJECTS = 20_000
_MOST_TOKENS = 20_000

Kind = Literal["person", "service", "system"]


@dataclass(frozen=True, slots=True)
class Claims:
    """What a valid token says."""

    kind: Kind
    subject: str
    client: str
    roles: frozenset[str] = frozenset()

    @property
    def id(self) -> UUID:
        """What goes into rows: the subject; for a machine whose subject is no UUID, one derived from its name."""
        try:
            return UUID(self.subject)
        except ValueError:
            return uuid5(NAMESPACE_URL, f"urn:yhdyspinta:{self.name}")

    @property
    def name(self) -> str:
        """What goes into events and the audit."""
        return f"person:{self.subject}" if self.kind == "person" else f"{self.kind}:{self.client}"


NOBODY = Actor(id=UUID(int=0), name="anonymous")
"""Who reads public things without signing in."""


class Verifies(Protocol):
    """What the edge needs of a verifier."""

    async def start(self) -> None: ...
    async def close(self) -> None: ...
    async def claims(self, token: str, now: datetime) -> Claims: ...


class Verifier:
    """Checks tokens of one issuer for one audience."""

    def __init__(self, settings: Settings, *, keys: Keys | None = None, services: frozenset[str] = frozenset()) -> None:
        self._keys = keys or Keys(settings)
        self._issuer = settings.issuer
        self._audience = settings.audience
        self._services = services
        self._signed: OrderedDict[bytes, tuple[str, Key, dict[str, Any]]] = OrderedDict()
        """By the token's digest: the key that its signature was found good with, and what it says."""

    async def start(self) -> None:
        await self._keys.start()

    async def close(self) -> None:
        await self._keys.close()

    async def claims(self, token: str, now: datetime) -> Claims:
        """What the token says; 401 unless everything about it is right."""
        if len(token) > LONGEST_TOKEN:
            raise _not_valid()
        try:
            found = await self._signed_by_issuer(token)
            self._registry(now).validate(found)
        except NoKeys:
            raise Denied(p.UNAVAILABLE, {"Retry-After": "2"}) from None
        except (JoseError, ValueError, TypeError, UnicodeEncodeError):
            raise _not_valid() from None
        return self._read(found)

    async def _signed_by_issuer(self, token: str) -> dict[str, Any]:
        """The content, if its signature is good. The same bytes with the same key are not reckoned again."""
        digest = sha256(token.encode("ascii")).digest()
        kid, checked, content = self._signed.get(digest, (None, None, {}))
        if kid is None:
            header = jws.extract_compact(token.encode("ascii")).headers()
            kid = header.get("kid")
            if header.get("alg") not in ALGORITHMS or not isinstance(kid, str) or str(header.get("typ") or "").lower() not in TYPES:
                raise _not_valid()
        key = await self._keys.find(kid)
        if key is None:
            raise _not_valid()
        if key is not checked:
            content = jwt.decode(token, key, algorithms=ALGORITHMS).claims
            self._signed[digest] = kid, key, content
            if len(self._signed) > _MOST_TOKENS:
                self._signed.popitem(last=False)
        return content

    def _registry(self, now: datetime) -> JWTClaimsRegistry:
        return JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=LEEWAY,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": self._audience},
            exp={"essential": True},
            sub={"essential": True},
        )

    def _read(self, found: Mapping[str, Any]) -> Claims:
        subject, client = str(found["sub"]), str(found.get("azp") or found.get("client_id") or "")
        listed = found.get("roles")
        roles = frozenset(map(str, listed)) if isinstance(listed, list) else frozenset()
        return Claims(self._kind(subject, client, roles), subject, client, roles)

    def _kind(self, subject: str, client: str, roles: frozenset[str]) -> Kind:
        if client in self._services or OWN_SERVICE in roles:
            return "service"
        if REGIONAL_SYSTEM in roles:
            return "system"
        try:
            person = UUID(subject)
        except ValueError:
            if subject != client or not client:
                raise _not_valid() from None
            return "system"  # RFC 9068: a client that acts for itself is its own subject
        if str(person) != subject:
            raise _not_valid()
        return "person"


def bearer(*authorization: str) -> str | None:
    """The token of an `Authorization` header; 401 for a header that is not a bearer's, and for several of them."""
    if not authorization:
        return None
    scheme, _, token = authorization[0].strip().partition(" ")
    if len(authorization) > 1 or scheme.lower() != "bearer" or not token.strip():
        raise sign_in_first()
    return token.strip()


def sign_in_first() -> Denied:
    """401 for those who show nothing."""
    return Denied(p.SIGN_IN, {"WWW-Authenticate": _CHALLENGE})


def _not_valid() -> Denied:
    return Denied(p.TOKEN, {"WWW-Authenticate": f'{_CHALLENGE}, error="invalid_token"'})


class Roles:
    """The scoped roles of each subject, from this service's own copy, remembered for two seconds."""

    def __init__(self, database: Database, assignment: Table, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._clock = clock
        self._assignment = assignment
        self._known: OrderedDict[UUID, tuple[float, frozenset[Held]]] = OrderedDict()

    async def of(self, claims: Claims, permissions: Permissions, cause: Cause, now: datetime) -> Actor:
        """The caller as commands and queries know them."""
        scoped = await self._scoped(claims.id, cause, now)
        coarse = frozenset(Held(role) for role in claims.roles)
        own = frozenset(Held(role, OWN, claims.name) for role in {*claims.roles, ANYONE})
        return Actor(id=claims.id, name=claims.name, permissions=permissions, roles=coarse | own | scoped)

    async def _scoped(self, subject: UUID, cause: Cause, now: datetime) -> frozenset[Held]:
        known = self._known.get(subject)
        if known is not None and self._clock() - known[0] < ROLES_SECONDS:
            return known[1]
        asked_at = self._clock()
        held = await self._read(subject, cause, now)
        self._known[subject] = (asked_at, held)
        self._known.move_to_end(subject)
        if len(self._known) > _MOST_SUBJECTS:
            self._known.popitem(last=False)
        return held

    async def _read(self, subject: UUID, cause: Cause, now: datetime) -> frozenset[Held]:
        c = self._assignment.c
        in_force = select(c.role, c.scope_kind, c.scope_id).where(
            c.subject == subject, c.valid_from <= now, or_(c.valid_until.is_(None), c.valid_until > now)
        )
        async with self._database.reader(actor=NOBODY, cause=cause, now=now) as reader:
            rows = await reader.rows(in_force)
        return frozenset(_held(*row) for row in rows)


def _held(role: str, scope_kind: str, scope_id: str) -> Held:
    """A role for the county is a role everywhere."""
    return Held(role) if scope_kind in {COUNTY, EVERYWHERE} else Held(role, scope_kind, scope_id)
