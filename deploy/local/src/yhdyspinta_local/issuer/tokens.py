"""Signing: keys live in memory only, and their name gives them away."""

import secrets
import time
from typing import Any
from uuid import UUID

from joserfc import jwt
from joserfc.jwk import RSAKey

AUDIENCE = "yhdyspinta"
LIFETIME = 600
"""Seconds a token is good for."""
_ALGORITHM = "RS256"


class Signer:
    """One key, made at start."""

    def __init__(self, issuer: str) -> None:
        """Make the key; its id starts with `dev-`, by which production knows and refuses it."""
        self.issuer = issuer
        self._kid = f"dev-{secrets.token_hex(8)}"
        self._key = RSAKey.generate_key(2048, {"kid": self._kid, "use": "sig", "alg": _ALGORITHM})

    def jwks(self) -> dict[str, Any]:
        """The public half."""
        return {"keys": [self._key.as_dict(private=False)]}

    def access_token(self, sub: UUID, *, client: str, roles: tuple[str, ...], scope: str) -> str:
        """What services verify. No names, nothing about single rows."""
        return self._signed({"aud": AUDIENCE, "sub": str(sub), "azp": client, "scope": scope, "roles": list(roles)})

    def id_token(self, sub: UUID, *, client: str, nonce: str | None) -> str:
        """What the client of a sign-in verifies."""
        return self._signed({"aud": client, "sub": str(sub), "azp": client} | ({"nonce": nonce} if nonce else {}))

    def _signed(self, claims: dict[str, Any]) -> str:
        now = int(time.time())  # noqa: TID251 -- the edge: a token is dated by the clock of its issuer
        dated = {"iss": self.issuer, "iat": now, "nbf": now, "exp": now + LIFETIME}
        return jwt.encode({"alg": _ALGORITHM, "kid": self._kid, "typ": "JWT"}, dated | claims, self._key, [_ALGORITHM])
