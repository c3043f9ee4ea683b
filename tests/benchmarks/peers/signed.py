"""Who calls a peer: the same tokens of the same issuer, checked as a library's documentation shows it, at each request."""

from collections.abc import Callable, Mapping
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry

Reader = Callable[[str], Mapping[str, Any] | None]


def reader(issuer: str, keys: Any) -> Reader:
    """Gives what a token says, nothing where anything about it is wrong."""
    known = KeySet.import_key_set(keys)
    registry = JWTClaimsRegistry(
        iss={"essential": True, "value": issuer}, aud={"essential": True, "value": "yhdyspinta"}, exp={"essential": True},
        sub={"essential": True},
    )

    def read(header: str) -> Mapping[str, Any] | None:
        try:
            token = jwt.decode(header.removeprefix("Bearer "), known, algorithms=["RS256"])
            registry.validate(token.claims)
        except (JoseError, ValueError):
            return None
        claims: Mapping[str, Any] = token.claims
        return claims

    return read
