"""The dev issuer: what its tokens say, and the locks that keep it on a developer's machine."""

import base64
import hashlib
import html
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from yhdyspinta_local import ports
from yhdyspinta_local.environment import for_child
from yhdyspinta_local.issuer.app import PERSONA_GRANT, application
from yhdyspinta_local.issuer.locks import is_loopback
from yhdyspinta_local.parts import Issuer
from yhdyspinta_local.personas import CLIENTS, PERSONAS, SERVICES

ISSUER = "http://127.0.0.1:9"
VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
BACK = "http://localhost:3000/callback?from=test"
ASKED = {
    "client_id": "portal",
    "redirect_uri": BACK,
    "response_type": "code",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
    "state": 'a"b',
    "nonce": "n",
}


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application(ISSUER)), base_url=ISSUER) as one:
        yield one


async def claims(client: httpx.AsyncClient, token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims, verified against the published keys."""
    keys = KeySet.import_key_set((await client.get("/jwks")).json())
    decoded = jwt.decode(token, keys, algorithms=["RS256"])
    return decoded.header, decoded.claims


async def test_discovery__names_its_endpoints(client: httpx.AsyncClient) -> None:
    told = (await client.get("/.well-known/openid-configuration")).json()
    assert told["issuer"] == ISSUER
    assert told["code_challenge_methods_supported"] == ["S256"]
    assert all(told[name].startswith(f"{ISSUER}/") for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"))


async def test_keys__are_public_halves_and_give_themselves_away(client: httpx.AsyncClient) -> None:
    (key,) = (await client.get("/jwks")).json()["keys"]
    assert key["kid"].startswith("dev-")
    assert (key["kty"], key["alg"], key["use"]) == ("RSA", "RS256", "sig")
    assert not {"d", "p", "q", "dp", "dq", "qi"} & key.keys()


@pytest.mark.parametrize("name", PERSONAS)
async def test_token__of_a_persona(client: httpx.AsyncClient, name: str) -> None:
    answer = await client.post("/token", data={"grant_type": PERSONA_GRANT, "persona": name})
    assert answer.headers["cache-control"] == "no-store"
    header, told = await claims(client, answer.json()["access_token"])
    assert header["kid"].startswith("dev-")
    assert told.keys() == {"iss", "aud", "sub", "azp", "scope", "roles", "iat", "nbf", "exp"}
    assert (told["iss"], told["aud"], told["sub"]) == (ISSUER, "yhdyspinta", str(PERSONAS[name].sub))
    assert told["exp"] - told["iat"] == 600
    assert told["nbf"] == told["iat"]
    assert abs(told["iat"] - time.time_ns() / 1e9) < 5
    coarse = {name: [name] for name in ("coordinator", "professional", "regional_system", "finance")}
    assert told["roles"] == coarse.get(name, [])
    assert (told["azp"] == "regional_system") == (name == "regional_system")


def test_personas__are_the_same_people_for_ever() -> None:
    assert str(PERSONAS["coordinator"].sub) == "28fa970e-e549-5850-ab00-d49fa47a800f"
    subjects = {one.sub for one in PERSONAS.values()} | {one.sub for one in CLIENTS.values()}
    assert len(subjects) == len(PERSONAS) + len(SERVICES)


async def test_token__of_a_service_and_of_a_regional_system(client: httpx.AsyncClient) -> None:
    for name, roles in (("grants", ["service"]), ("regional_system", ["regional_system"])):
        form = {"grant_type": "client_credentials"}
        by_header = await client.post("/token", data=form, auth=(name, f"dev-{name}"))
        by_form = await client.post("/token", data=form | {"client_id": name, "client_secret": f"dev-{name}"})
        for answer in (by_header, by_form):
            _, told = await claims(client, answer.json()["access_token"])
            assert (told["azp"], told["roles"], told["sub"]) == (name, roles, str(CLIENTS[name].sub))


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"grant_type": "client_credentials", "client_id": "grants", "client_secret": "guess"}, 401, "invalid_client"),
        ({"grant_type": "client_credentials", "client_id": "nobody", "client_secret": ""}, 401, "invalid_client"),
        ({"grant_type": "authorization_code", "code": "x", "client_id": "portal"}, 400, "invalid_grant"),
        ({"grant_type": PERSONA_GRANT, "persona": "admin"}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
async def test_token__refused(client: httpx.AsyncClient, form: dict[str, str], status: int, error: str) -> None:
    answer = await client.post("/token", data=form)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


async def _sign_in(client: httpx.AsyncClient, persona: str = "decider") -> dict[str, str]:
    """As a browser without scripts: read the form, press a button, follow it back."""
    page = (await client.get("/authorize", params=ASKED)).text
    fields = {name: html.unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)}
    back = await client.post("/authorize", data=fields | {"persona": persona})
    assert back.status_code == 303
    assert back.headers["location"].startswith(f"{BACK}&")
    return {name: values[0] for name, values in parse_qs(urlsplit(back.headers["location"]).query).items()}


async def test_sign_in__code_with_pkce(client: httpx.AsyncClient) -> None:
    told = await _sign_in(client)
    assert (told["state"], told["iss"]) == ('a"b', ISSUER)
    form = {"grant_type": "authorization_code", "client_id": "portal", "redirect_uri": BACK, "code": told["code"]}
    answer = await client.post("/token", data=form | {"code_verifier": VERIFIER})
    _, access = await claims(client, answer.json()["access_token"])
    _, identity = await claims(client, answer.json()["id_token"])
    assert access["sub"] == identity["sub"] == str(PERSONAS["decider"].sub)
    assert (identity["aud"], identity["nonce"]) == ("portal", "n")
    again = await client.post("/token", data=form | {"code_verifier": VERIFIER})
    assert again.json()["error"] == "invalid_grant"


@pytest.mark.parametrize("other", [{"code_verifier": "w" * 64}, {"client_id": "cli"}, {"redirect_uri": "http://localhost:3001/"}])
async def test_sign_in__code_for_somebody_else(client: httpx.AsyncClient, other: dict[str, str]) -> None:
    code = (await _sign_in(client))["code"]
    form = {
        "grant_type": "authorization_code", "client_id": "portal", "redirect_uri": BACK, "code": code, "code_verifier": VERIFIER,
    }  # fmt: skip
    assert (await client.post("/token", data=form | other)).json()["error"] == "invalid_grant"


async def test_page__is_finnish_plain_and_names_every_persona(client: httpx.AsyncClient) -> None:
    answer = await client.get("/authorize", params=ASKED | {"state": '"><script>alert(1)</script>'})
    page = answer.text
    assert '<html lang="fi">' in page
    assert "<script" not in page
    assert page.count("<h1>") == 1
    assert "Kehitystila" in page
    assert all(f'value="{persona.name}"' in page and persona.fi in page for persona in PERSONAS.values())
    assert answer.headers["x-yhdyspinta-mode"] == "dev"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "other",
    [
        {"redirect_uri": "https://example.org/callback"},
        {"redirect_uri": "http://127.0.0.1.example.org/"},
        {"redirect_uri": "http://localhost@example.org/"},
        {"redirect_uri": "javascript:alert(1)"},
        {"client_id": "unknown"},
        {"response_type": "token"},
        {"code_challenge_method": "plain"},
        {"code_challenge": ""},
    ],
)
async def test_authorize__refused_without_a_redirect(client: httpx.AsyncClient, other: dict[str, str]) -> None:
    for answer in (
        await client.get("/authorize", params=ASKED | other),
        await client.post("/authorize", data=ASKED | other | {"persona": "coordinator"}),
    ):
        assert answer.status_code == 400
        assert "location" not in answer.headers


@pytest.mark.parametrize("uri", ["http://127.0.0.1:1/x", "https://localhost/x", "http://[::1]:8080/"])
def test_is_loopback__this_machine(uri: str) -> None:
    assert is_loopback(uri)


@pytest.mark.parametrize(
    "uri",
    ["http://0.0.0.0/", "http://10.0.0.1/", "//localhost/", "http://a:b@localhost/", "http://localhost/#x", "http://localhost:x/",
     "http://localhost\\@example.org/", "ftp://localhost/", ""],
)  # fmt: skip
def test_is_loopback__elsewhere(uri: str) -> None:
    assert not is_loopback(uri)


async def test_host__a_name_of_somebody_else_is_not_answered(client: httpx.AsyncClient) -> None:
    answer = await client.get("/jwks", headers={"Host": "evil.example.org"})
    assert answer.status_code == 400


@pytest.mark.parametrize("env", ["production", "", "staging"])
def test_process__runs_only_where_people_play(env: str) -> None:
    port = ports.reserve()
    done = subprocess.run(
        [sys.executable, "-m", "yhdyspinta_local.issuer", str(port.number)],
        check=False, capture_output=True, text=True, timeout=30, env=for_child(YHDYSPINTA_ENV=env),
    )  # fmt: skip
    port.release()
    assert done.returncode == 1
    assert "only where it is 'dev' or 'test'" in done.stderr


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Issuer]:
    part = Issuer(tmp_path_factory.mktemp("issuer"), env="test")
    part.start()
    part.wait_ready(30)
    yield part
    part.stop()


def test_process__listens_on_the_loopback_address_only(process: Issuer) -> None:
    listening = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{process.pid}/net/{table}").read_text().splitlines()[1:]:
            address, state = line.split()[1], line.split()[3]
            if state == "0A" and int(address.partition(":")[2], 16) == process.port:
                listening.append(address.partition(":")[0])
    assert listening == ["0100007F"]


def test_process__new_keys_after_a_restart_same_people(process: Issuer) -> None:
    def ask() -> tuple[str, str]:
        kid = httpx.get(f"{process.url}/jwks").json()["keys"][0]["kid"]
        form = {"grant_type": PERSONA_GRANT, "persona": "finance"}
        token = httpx.post(f"{process.url}/token", data=form).json()["access_token"]
        body = token.split(".")[1]
        return kid, base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode().partition('"sub":')[2][:38]

    before = ask()
    process.stop()
    process.start()
    process.wait_ready(30)
    after = ask()
    assert before[0] != after[0]
    assert before[1] == after[1]
