"""The endpoints: discovery, keys, sign-in, tokens."""

import secrets
from base64 import b64decode
from binascii import Error as NotBase64
from typing import Annotated, Any
from urllib.parse import unquote, urlencode

from fastapi import FastAPI, Form, Header, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse

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


def application(issuer: str) -> FastAPI:
    """The issuer under its own address."""
    app = FastAPI(title="Yhdyspinta dev issuer", docs_url=None, redoc_url=None, openapi_url=None)
    signer, codes = Signer(issuer), Codes()

    @app.get("/.well-known/openid-configuration")
    async def configuration() -> dict[str, Any]:
        return discovery(issuer)

    @app.get("/jwks")
    async def jwks() -> dict[str, Any]:
        return signer.jwks()

    @app.get("/readyz")
    async def ready() -> PlainTextResponse:
        return PlainTextResponse("ready\n")

    @app.get("/style.css")
    async def style() -> Response:
        return Response(page.STYLE, media_type="text/css")

    @app.get("/authorize")
    async def ask(request: Request) -> HTMLResponse:
        return _show(dict(request.query_params))

    @app.post("/authorize")
    async def chosen(request: Request) -> Response:
        told = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
        persona = PERSONAS.get(told.get("persona", ""))
        if persona is None or _fault(told):
            return _show(told)
        asked = _sign_in(told)
        answer = {"code": codes.grant(asked, persona), "iss": issuer} | ({"state": asked.state} if asked.state is not None else {})
        joint = "&" if "?" in asked.redirect_uri else "?"
        return RedirectResponse(f"{asked.redirect_uri}{joint}{urlencode(answer)}", status_code=303, headers=page.HEADERS)

    @app.post("/token")
    async def token(
        grant_type: Annotated[str, Form()],
        client_id: Annotated[str, Form()] = "",
        client_secret: Annotated[str, Form()] = "",
        code: Annotated[str, Form()] = "",
        redirect_uri: Annotated[str, Form()] = "",
        code_verifier: Annotated[str, Form()] = "",
        persona: Annotated[str, Form()] = "",
        authorization: Annotated[str, Header()] = "",
    ) -> JSONResponse:
        match grant_type:
            case "client_credentials":
                client = _client(authorization, client_id, client_secret)
                return _answer(signer.access_token(client.sub, client=client.id, roles=client.roles, scope=client.scope), client.scope)
            case "authorization_code":
                redeemed = codes.redeem(code, client=client_id, redirect_uri=redirect_uri, verifier=code_verifier)
                if redeemed is None:
                    raise TokenRefused("invalid_grant", "unknown, used or late code, or it was made for somebody else")
                asked, who = redeemed
                access = signer.access_token(who.sub, client=client_id, roles=who.roles, scope=who.scope)
                return _answer(access, who.scope, id_token=signer.id_token(who.sub, client=client_id, nonce=asked.nonce))
            case _ if grant_type == PERSONA_GRANT:
                if persona not in PERSONAS:
                    raise TokenRefused("invalid_request", f"no persona {persona!r}; there are {', '.join(PERSONAS)}")
                who = PERSONAS[persona]
                return _answer(signer.access_token(who.sub, client="cli", roles=who.roles, scope=who.scope), who.scope)
            case _:
                raise TokenRefused("unsupported_grant_type", grant_type)

    @app.exception_handler(TokenRefused)
    async def refused(_: Request, error: TokenRefused) -> JSONResponse:
        headers = {"Cache-Control": "no-store"} | ({"WWW-Authenticate": "Basic"} if error.status == 401 else {})
        return JSONResponse({"error": error.code, "error_description": error.description}, error.status, headers)

    return app


def _answer(access_token: str, scope: str, **more: str) -> JSONResponse:
    body = {"access_token": access_token, "token_type": "Bearer", "expires_in": LIFETIME, "scope": scope} | more
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


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
