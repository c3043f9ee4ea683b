"""The endpoints: discovery, keys, sign-in, tokens."""

import secrets
from base64 import b64decode
from binascii import Error as NotBase64
from typing import Annotated, Any
from urllib.parse import unquote, urlencode
from uuid import UUID

from fastapi import FastAPI, Form, Header, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.middleware.trustedhost import TrustedHostMiddleware

from yhdyspinta_local.issuer import page
from yhdyspinta_local.issuer.codes import Codes, SignIn
from yhdyspinta_local.issuer.locks import is_loopback
from yhdyspinta_local.issuer.tokens import LIFETIME, Signer
from yhdyspinta_local.personas import CLIENTS, PERSONAS, PUBLIC_CLIENTS, Client

PERSONA_GRANT = "urn:yhdyspinta:grant:persona"
"""Grant type of `yhdyspinta token --as`: a token for a persona, without a browser."""


class TokenRefused(Exception):
    """An OAuth error (RFC 6749, 5.2)."""

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        """Code, words, HTTP status."""
        super().__init__(description)
        self.code, self.description, self.status = code, description, status


def discovery(issuer: str) -> dict[str, Any]:
    """OpenID Connect Discovery 1.0."""
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/jwks",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "client_credentials", PERSONA_GRANT],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": ["openid", "yhdyspinta", "service", "events.read"],
        "ui_locales_supported": ["fi"],
    }


class Endpoints:
    """What the issuer answers, under its own address."""

    def __init__(self, issuer: str) -> None:
        """New keys, no codes yet."""
        self._issuer = issuer
        self._signer, self._codes = Signer(issuer), Codes()

    async def configuration(self) -> dict[str, Any]:
        """`/.well-known/openid-configuration`."""
        return discovery(self._issuer)

    async def jwks(self) -> dict[str, Any]:
        """`/jwks`: public keys."""
        return self._signer.jwks()

    async def style(self) -> Response:
        """`/style.css` of the persona page."""
        return Response(page.STYLE, media_type="text/css")

    async def ask(self, request: Request) -> HTMLResponse:
        """`GET /authorize`: the page that asks who one would like to be."""
        return _show(dict(request.query_params))

    async def chosen(self, request: Request) -> Response:
        """`POST /authorize`: back to the application with a code."""
        told = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
        persona = PERSONAS.get(told.get("persona", ""))
        if persona is None or _fault(told):
            return _show(told)
        asked = _sign_in(told)
        answer = {"code": self._codes.grant(asked, persona), "iss": self._issuer}
        if asked.state is not None:
            answer["state"] = asked.state
        joint = "&" if "?" in asked.redirect_uri else "?"
        return RedirectResponse(f"{asked.redirect_uri}{joint}{urlencode(answer)}", status_code=303, headers=page.HEADERS)

    async def token(
        self,
        grant_type: Annotated[str, Form()],
        client_id: Annotated[str, Form()] = "",
        client_secret: Annotated[str, Form()] = "",
        code: Annotated[str, Form()] = "",
        redirect_uri: Annotated[str, Form()] = "",
        code_verifier: Annotated[str, Form()] = "",
        persona: Annotated[str, Form()] = "",
        authorization: Annotated[str, Header()] = "",
    ) -> JSONResponse:
        """`POST /token`: for a code, for a program, for a persona."""
        match grant_type:
            case "client_credentials":
                client = _client(authorization, client_id, client_secret)
                return self._answer(client.sub, client.id, client.roles, client.scope)
            case "authorization_code":
                redeemed = self._codes.redeem(code, client=client_id, redirect_uri=redirect_uri, verifier=code_verifier)
                if redeemed is None:
                    raise TokenRefused("invalid_grant", "unknown, used or late code, or it was made for somebody else")
                asked, who = redeemed
                id_token = self._signer.id_token(who.sub, client=client_id, nonce=asked.nonce)
                return self._answer(who.sub, client_id, who.roles, who.scope, id_token=id_token)
            case _ if grant_type == PERSONA_GRANT:
                if persona not in PERSONAS:
                    raise TokenRefused("invalid_request", f"no persona {persona!r}; there are {', '.join(PERSONAS)}")
                who = PERSONAS[persona]
                return self._answer(who.sub, "cli", who.roles, who.scope)
            case _:
                raise TokenRefused("unsupported_grant_type", grant_type)

    def _answer(self, sub: UUID, client: str, roles: tuple[str, ...], scope: str, **more: str) -> JSONResponse:
        if "regional_system" in roles:
            client = "regional_system"  # a system is a client of its own, whoever fetches its token
        access = self._signer.access_token(sub, client=client, roles=roles, scope=scope)
        body = {"access_token": access, "token_type": "Bearer", "expires_in": LIFETIME, "scope": scope} | more
        return JSONResponse(body, headers={"Cache-Control": "no-store"})


def application(issuer: str) -> FastAPI:
    """The issuer under its own address."""
    app = FastAPI(title="Yhdyspinta dev issuer", docs_url=None, redoc_url=None, openapi_url=None)
    # A page elsewhere may not reach this machine by a name of its own (DNS rebinding).
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])
    endpoints = Endpoints(issuer)
    app.get("/.well-known/openid-configuration")(endpoints.configuration)
    app.get("/jwks")(endpoints.jwks)
    app.get("/style.css")(endpoints.style)
    app.get("/authorize")(endpoints.ask)
    app.post("/authorize")(endpoints.chosen)
    app.post("/token")(endpoints.token)

    @app.exception_handler(TokenRefused)
    async def refused(_: Request, error: TokenRefused) -> JSONResponse:
        headers = {"Cache-Control": "no-store"} | ({"WWW-Authenticate": "Basic"} if error.status == 401 else {})
        return JSONResponse({"error": error.code, "error_description": error.description}, error.status, headers)

    return app


def _sign_in(told: dict[str, str]) -> SignIn:
    return SignIn(told["client_id"], told["redirect_uri"], told["code_challenge"], told.get("state"), told.get("nonce"))


def _fault(told: dict[str, str]) -> str | None:
    """What is wrong with a request to sign in."""
    if told.get("client_id") not in PUBLIC_CLIENTS:
        return f"client_id must be one of {', '.join(sorted(PUBLIC_CLIENTS))}"
    if not is_loopback(told.get("redirect_uri", "")):
        return "redirect_uri must be on this machine (127.0.0.1, localhost or ::1)"
    if told.get("response_type") != "code":
        return "response_type must be code"
    if told.get("code_challenge_method") != "S256" or not 43 <= len(told.get("code_challenge", "")) <= 128:
        return "code_challenge with code_challenge_method S256 is required (PKCE)"
    return None


def _show(told: dict[str, str]) -> HTMLResponse:
    """The persona page, or why not. Never a redirect for a faulty request: its address may be the fault."""
    if fault := _fault(told):
        return HTMLResponse(page.refused(fault), 400, page.HEADERS)
    return HTMLResponse(page.choose(_sign_in(told)), headers=page.HEADERS)


def _client(authorization: str, client_id: str, client_secret: str) -> Client:
    """The program behind the request, by Basic authentication or by fields of the form."""
    if authorization.lower().startswith("basic "):
        try:
            decoded = b64decode(authorization[6:], validate=True).decode()
        except (NotBase64, UnicodeDecodeError) as unreadable:
            raise TokenRefused("invalid_client", "unreadable Authorization header", 401) from unreadable
        client_id, client_secret = (unquote(word) for word in decoded.partition(":")[::2])
    client = CLIENTS.get(client_id)
    if client is None or not secrets.compare_digest(client.secret.encode(), client_secret.encode()):
        raise TokenRefused("invalid_client", "unknown client or wrong secret", 401)
    return client
