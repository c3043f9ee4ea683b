"""Signing in without a browser: the redirects, the form and the code, as RFC 6749, RFC 7636 and RFC 9207 have them."""

import base64
import hashlib
import html
import json
import re
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

BACK = "https://portal.yhdyspinta.test/signed-in"
"""Where the staff UI takes people back; never called, its address is read."""


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks for tokens."""

    id: str
    secret: str

    @property
    def basic(self) -> tuple[str, str]:
        return self.id, self.secret


def challenge_of(verifier: str) -> str:
    """PKCE S256."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def said(token: str) -> dict[str, Any]:
    """What a token says; whether it is true is not looked at here."""
    return _part(token, 1)


def kid_of(token: str) -> str:
    """The name of the key that signed it."""
    return str(_part(token, 0)["kid"])


def _part(token: str, number: int) -> dict[str, Any]:
    part = token.split(".")[number]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


class Issuer:
    """The realm, as clients and people see it from outside."""

    def __init__(self, address: str, world: httpx.AsyncClient) -> None:
        self.address = address
        self._world = world
        self._openid = f"{address}/protocol/openid-connect"

    async def ask_code(self, client: str, **changed: str | None) -> httpx.Response:
        """The first request of a sign-in: the page with the form, or why not."""
        asked: dict[str, str | None] = {
            "client_id": client,
            "response_type": "code",
            "scope": "openid",
            "redirect_uri": BACK,
            "state": secrets.token_urlsafe(16),
            "nonce": secrets.token_urlsafe(16),
            "code_challenge_method": "S256",
            "code_challenge": challenge_of("v" * 64),
            **changed,
        }
        self._world.cookies.clear()
        return await self._world.get(
            f"{self._openid}/auth", params={name: value for name, value in asked.items() if value is not None}
        )

    async def code(self, client: Client, name: str, password: str, verifier: str) -> str:
        """Fill in the form; the code that comes back."""
        state = secrets.token_urlsafe(16)
        page = await self.ask_code(client.id, state=state, code_challenge=challenge_of(verifier))
        answer = await self.filled_in(page, name, password)
        told = answered(answer)
        assert (told["state"], told["iss"]) == (state, self.address), told
        return told["code"]

    async def filled_in(self, page: httpx.Response, name: str, password: str) -> httpx.Response:
        """What the form answers to this name and password."""
        assert page.status_code == 200, page.text
        (action,) = re.findall(r'<form[^>]*action="([^"]+)"', page.text)
        return await self._world.post(html.unescape(action), data={"username": name, "password": password})

    async def token(self, client: Client, **form: str) -> httpx.Response:
        """The token endpoint's answer."""
        return await self._world.post(f"{self._openid}/token", data=form, auth=client.basic)

    async def redeemed(self, client: Client, code: str, verifier: str) -> httpx.Response:
        return await self.token(client, grant_type="authorization_code", code=code, code_verifier=verifier, redirect_uri=BACK)

    async def signed_in(self, client: Client, name: str, password: str) -> dict[str, Any]:
        """All of it: the tokens of a person."""
        verifier = secrets.token_urlsafe(48)
        answer = await self.redeemed(client, await self.code(client, name, password, verifier), verifier)
        assert answer.status_code == 200, answer.text
        tokens: dict[str, Any] = answer.json()
        return tokens

    async def itself(self, client: Client) -> str:
        """The access token of a program (client_credentials)."""
        answer = await self.token(client, grant_type="client_credentials")
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access_token"])


def answered(redirect: httpx.Response) -> dict[str, str]:
    """What a redirect back to the staff UI carries."""
    where = urlsplit(redirect.headers.get("location", ""))
    assert redirect.status_code in {302, 303}, redirect.text
    assert where._replace(query="", fragment="").geturl() == BACK, where
    return {name: values[0] for name, values in parse_qs(where.query or where.fragment).items()}
