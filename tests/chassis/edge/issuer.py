"""An issuer of tokens for tests: its own keys, its own JWKS over ASGI, and a count of who asked."""

import json
from functools import cache
from typing import Any
from uuid import UUID

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from starlette.types import Receive, Scope, Send

from chassis import clock

ISSUER = "http://issuer.test"


@cache
def made(kid: str) -> RSAKey:
    """One key for all issuers of a run that use this name: to find its primes takes longer than most tests."""
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})


class Issuer:
    def __init__(self, kid: str = "test-1") -> None:
        self.key = made(kid)
        self.keys: list[RSAKey | ECKey] = [self.key]
        self.asked: list[str] = []
        self.down = False
        self.says = ISSUER

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(self))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.append(scope["path"])
        if self.down:
            raise httpx.ConnectError("the issuer is away")
        if scope["path"] == "/.well-known/openid-configuration":
            body: Any = {"issuer": self.says, "jwks_uri": f"{ISSUER}/keys"}
        else:
            body = {"keys": [k.as_dict(private=False) for k in self.keys]}
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
        await send({"type": "http.response.body", "body": json.dumps(body).encode()})

    def token(
        self, sub: Any, *roles: str, key: RSAKey | ECKey | None = None, alg: str = "RS256", **claims: Any
    ) -> str:
        key, now = key or self.key, int(clock.now().timestamp())
        said = {"iss": ISSUER, "aud": "yhdyspinta", "azp": "ui", "iat": now, "exp": now + 300, "roles": roles}
        said["sub"] = str(sub) if isinstance(sub, UUID) else sub
        header = {"alg": alg, "kid": key.kid, **claims.pop("header", {})}
        header = {k: v for k, v in header.items() if v is not None}
        return jwt.encode(header, {k: v for k, v in (said | claims).items() if v is not None}, key, [alg])
