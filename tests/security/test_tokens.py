"""Tokens shown to a real service: nothing that is wrong lets anybody in, whatever stands in its header (ASVS 9.1, 9.2, 10.3)."""

import base64
import hmac
import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc.jwk import ECKey, RSAKey
from tests.architecture.code import service
from tests.chassis.edge.conftest import COORDINATOR, Api, opened
from tests.chassis.edge.issuer import ISSUER, Issuer

from chassis import clock
from chassis.testing import APP, Parts, address, cloned

AREAS = "/v1/areas?limit=1"
NOW = int(clock.now().timestamp())
GOOD: dict[str, Any] = {
    "iss": ISSUER, "aud": "yhdyspinta", "azp": "ui", "sub": str(COORDINATOR), "exp": NOW + 3000, "roles": ["coordinator"],
}


@cache
def foreign() -> RSAKey:
    """Somebody else's key that bears our key's name."""
    return RSAKey.generate_key(2048, {"kid": "test-1", "use": "sig"})


@pytest.fixture
def registry(apis: dict[str, Api]) -> Api:
    return apis["registry"]


def encoded(part: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def by_hand(header: Mapping[str, Any], secret: bytes | None = None) -> str:
    """A token with this very header; by HMAC with this secret, or unsigned."""
    text = f"{encoded(header)}.{encoded(GOOD)}"
    signature = b"" if secret is None else hmac.digest(secret, text.encode(), {"HS384": "sha384", "HS512": "sha512"}.get(header["alg"], "sha256"))
    return f"{text}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def signed(issuer: Issuer, header: Mapping[str, Any]) -> str:
    """By our own key, with this very header, which no library would write."""
    text = f"{encoded(header)}.{encoded(GOOD)}"
    signature = issuer.key.get_op_key("sign").sign(text.encode(), PKCS1v15(), SHA256())
    return f"{text}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def of(issuer: Issuer, **others: Any) -> str:
    """A good token, save for what is given."""
    return issuer.token(COORDINATOR, "coordinator", **others)


def public_halves(issuer: Issuer) -> list[bytes]:
    """Our public key, in every form in which somebody may take it for a secret."""
    jwk = issuer.key.as_dict(private=False)
    return [
        issuer.key.as_pem(private=False), issuer.key.as_pem(private=False).strip(), issuer.key.as_der(private=False),
        json.dumps(jwk).encode(), str(jwk["n"]).encode(), base64.urlsafe_b64decode(str(jwk["n"]) + "=="), b"", b"test-1",
    ]


Trick = Callable[[Issuer], str]


def but(**others: Any) -> Trick:
    return lambda issuer: of(issuer, **others)


def written(header: Mapping[str, Any]) -> Trick:
    return lambda _: by_hand(header)


def confused(alg: str, form: int) -> Trick:
    return lambda issuer: by_hand({"alg": alg, "kid": "test-1"}, public_halves(issuer)[form])


TRICKS: dict[str, Trick] = {
    **{f"algorithm {alg!r}": written({"alg": alg, "kid": "test-1"}) for alg in (
        "none", "None", "NONE", "nOnE", "", None, "RS256", "ES256", "PS256", "dir", ["RS256"],
    )},
    "no algorithm": lambda _: f"{encoded({'kid': 'test-1'})}.{encoded(GOOD)}.",
    **{f"public key as the secret of {alg}, form {n}": confused(alg, n) for n in range(8) for alg in ("HS256", "HS384", "HS512")},
    **{f"kid {kid!r}": but(header={"kid": kid}) for kid in (
        "../../../../dev/null", "/dev/null", "test-1' OR '1'='1", "test-1; DROP TABLE registry.area", "", "*", "TEST-1", " test-1", "test-2",
        "http://evil.test/keys", "x" * 4000, "test-1\x00", None,
    )},
    **{f"kid {kid!r}, by hand": written({"alg": "RS256", "kid": kid}) for kid in (7, ["test-1"], {"a": 1}, True)},
    "a foreign key of our key's name": lambda issuer: of(issuer, key=foreign()),
    "a foreign key, in the header": lambda issuer: of(issuer, key=foreign(), header={"jwk": foreign().as_dict(private=False)}),
    "a foreign key, from an address": lambda issuer: of(issuer, key=foreign(), header={"jku": "http://evil.test/keys"}),
    "a foreign key, from another address": lambda issuer: of(issuer, key=foreign(), header={"x5u": "http://evil.test/keys"}),
    "a foreign key, with a certificate": lambda issuer: of(issuer, key=foreign(), header={"x5c": ["MIIB"], "x5t": "x"}),
    "an extension that must be understood": lambda issuer: signed(issuer, {"alg": "RS256", "kid": "test-1", "crit": ["x"], "x": 1}),
    "a payload that is not encoded": lambda issuer: signed(issuer, {"alg": "RS256", "kid": "test-1", "crit": ["b64"], "b64": False}),
    **{f"a token of type {typ}": but(header={"typ": typ}) for typ in (
        "logout+jwt", "dpop+jwt", "secevent+jwt", "application/logout+jwt",
    )},
    "another issuer": but(iss="https://evil.test"),
    "issuer with a slash more": but(iss=f"{ISSUER}/"),
    "several issuers": but(iss=[ISSUER]),
    "no issuer": but(iss=None),
    "another audience": but(aud="account"),
    "an ID token, which is for the client": but(aud="ui", nonce="x"),
    "audience as a part of a word": but(aud="yhdyspinta-test"),
    "no audience": but(aud=None),
    "expired": but(exp=NOW - 3600),
    "expires never": but(exp=None),
    "expires in words": but(exp="9999999999"),
    "not yet valid": but(nbf=NOW + 3600),
    "issued tomorrow": but(iat=NOW + 86_400),
    "nobody's": lambda issuer: issuer.token(None, "coordinator"),
    "somebody's without an id": lambda issuer: issuer.token("coordinator", "coordinator"),
    "oversized": but(filling="x" * 9000),
    "content changed": lambda issuer: ".".join((of(issuer).split(".")[0], encoded(GOOD | {"roles": ["decider"]}), of(issuer).split(".")[2])),
    "signature cut": lambda issuer: of(issuer)[:-10],
    "no signature": lambda issuer: of(issuer).rpartition(".")[0] + ".",
    "two parts": lambda issuer: of(issuer).rpartition(".")[0],
    "five parts": lambda issuer: f"{of(issuer)}.x.y",
    "no token": lambda _: "null",
}


@pytest.mark.parametrize("name", TRICKS)
async def test_trick__401_and_nobody_is_asked(registry: Api, name: str) -> None:
    await registry.http.get(AREAS, headers=registry.coordinator)
    before = len(registry.issuer.asked)
    answer = await registry.http.get(AREAS, headers={"Authorization": f"Bearer {TRICKS[name](registry.issuer)}"})
    assert answer.status_code == 401, answer.text
    assert answer.headers["www-authenticate"].startswith('Bearer realm="yhdyspinta", error="invalid_token"')
    assert answer.json()["code"] == "chassis.token"
    asked = registry.issuer.asked[before:]
    assert asked == [] or name.startswith("kid"), "for a name that it never gave the issuer may be asked, at its own pace"


async def test_good__is_let_in(registry: Api) -> None:
    """What the tricks differ from: without this they would prove nothing. RFC 9068 writes the type `at+jwt`."""
    plain = signed(registry.issuer, {"alg": "RS256", "kid": "test-1"})
    for token in (plain, of(registry.issuer), of(registry.issuer, header={"typ": "at+jwt"}), of(registry.issuer, aud=["account", "yhdyspinta"])):
        assert (await registry.http.get(AREAS, headers={"Authorization": f"Bearer {token}"})).status_code == 200


@pytest.mark.parametrize(("scheme", "status"), [
    ("Bearer ", 200), ("bearer ", 200), ("BEARER ", 200), ("Bearer   ", 200), ("", 401), ("Basic ", 401), ("Token ", 401), ("Bearer", 401),
    ("Bearer,", 401), ("DPoP ", 401),
])
async def test_scheme__is_bearer_in_any_case(registry: Api, scheme: str, status: int) -> None:
    """RFC 9110 11.1: the name of a scheme has no case."""
    assert (await registry.http.get(AREAS, headers={"Authorization": scheme + of(registry.issuer)})).status_code == status


async def test_two_headers__neither_counts(registry: Api) -> None:
    """Which of them somebody before us has looked at nobody knows (ASVS 15.3.7)."""
    good, bad = (f"Bearer {of(registry.issuer, **more)}" for more in ({}, {"exp": 1}))
    for pair in ((good, bad), (bad, good), (good, good)):
        answer = await registry.http.get(AREAS, headers=[("Authorization", one) for one in pair])
        assert answer.status_code == 401, pair
    assert (await registry.http.get(AREAS, headers={"Authorization": f"{good}, {good}"})).status_code == 401


async def test_token_elsewhere__is_none(registry: Api) -> None:
    """Not in the address, where logs and histories keep it (ASVS 14.2.1); not in a cookie, which a browser sends by itself."""
    token = of(registry.issuer)
    for name in ("access_token", "token"):
        assert (await registry.http.get("/v1/areas", params={name: token})).status_code == 401
    for headers in ({"Cookie": f"access_token={token}"}, {"X-Authorization": f"Bearer {token}"}, {"X-User-ID": str(COORDINATOR), "X-Roles": "coordinator"}):
        assert (await registry.http.get("/v1/areas", headers=headers)).status_code == 401


async def test_two_keys_of_one_name__no_error_and_nobody_else_comes_in(parts: Parts, all_template: str) -> None:
    """An issuer that gives two keys one name: one of them holds, a third never does."""
    issuer = Issuer()
    twin, third = (ECKey.generate_key("P-256", {"kid": "test-1", "use": "sig"}) for _ in range(2))
    issuer.keys.append(twin)
    async with cloned(parts.admin, all_template) as name:
        api = await opened(address(parts.admin, name, "registry", APP), issuer, service("registry"))
        statuses = [
            (await api.http.get(AREAS, headers={"Authorization": f"Bearer {token}"})).status_code
            for token in (of(issuer), of(issuer, key=twin, alg="ES256"), of(issuer, key=third, alg="ES256"))
        ]
        await api.http.aclose()
        await api.database.close()
    assert statuses == [401, 200, 401]


async def test_unknown_keys__the_issuer_is_asked_once(registry: Api) -> None:
    """Fifty names that it never gave, at one go: one look at its keys in ten seconds."""
    stranger = ECKey.generate_key("P-256", {"kid": "never"})
    before = len(registry.issuer.asked)
    for n in range(50):
        token = of(registry.issuer, key=stranger, alg="ES256", header={"kid": f"never-{n}"})
        assert (await registry.http.get(AREAS, headers={"Authorization": f"Bearer {token}"})).status_code == 401
    assert len(registry.issuer.asked) - before <= 2  # discovery and keys
