"""Who the command line is to a service: a persona where the issuer is one for developers, a client with a secret elsewhere."""

from pathlib import Path
from typing import Annotated, Any

import typer

from yhdyspinta.ending import USAGE, Failed
from yhdyspinta.environment import told
from yhdyspinta.places import Places

PERSONA_GRANT = "urn:yhdyspinta:grant:persona"
"""Known to the dev issuer only."""
PATIENCE = 10.0
As = Annotated[str | None, typer.Option("--as", help="A persona of the dev issuer, e.g. coordinator.")]


def token(places: Places, persona: str | None) -> str:
    """An access token: of the persona, or of the client that YHDYSPINTA_CLIENT_ID names."""
    if persona is not None:
        return _asked(f"{places.issuer}/token", {"grant_type": PERSONA_GRANT, "persona": persona}, None)
    client = told("CLIENT_ID")
    if not client:
        advice = "`--as coordinator` where there are personas, else YHDYSPINTA_CLIENT_ID and YHDYSPINTA_CLIENT_SECRET_FILE (or …_SECRET)"
        raise Failed("Nobody says who you are.", advice, code=USAGE)
    return _asked(_endpoint(places.issuer), {"grant_type": "client_credentials"}, (client, _secret()))


def _secret() -> str:
    """From a file, or from the variable itself."""
    file = told("CLIENT_SECRET_FILE")
    return Path(file).read_text("utf-8").strip() if file else told("CLIENT_SECRET")


def _endpoint(issuer: str) -> str:
    import httpx  # noqa: PLC0415 - not for `--help`

    address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    try:
        found: str = httpx.get(address, timeout=PATIENCE, trust_env=False).raise_for_status().json()["token_endpoint"]
    except (httpx.HTTPError, ValueError, KeyError) as fault:
        raise Failed(f"The issuer does not say where its tokens are: {fault!r}", f"see {address}") from fault
    return found


def _asked(endpoint: str, form: dict[str, str], basic: tuple[str, str] | None) -> str:
    import httpx  # noqa: PLC0415

    try:
        answer = httpx.post(endpoint, data=form, auth=basic, timeout=PATIENCE, trust_env=False)
        said: Any = answer.json()
    except (httpx.HTTPError, ValueError) as fault:
        raise Failed(f"The issuer does not answer: {fault!r}", "see `yhdyspinta status`") from fault
    if answer.is_error:
        raise Failed(f"The issuer refuses: {said.get('error_description') or said.get('error')}", code=USAGE)
    return str(said["access_token"])
