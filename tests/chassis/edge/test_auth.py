"""Tokens: what is let in, what is not, and how often the issuer is asked."""

import base64
import hmac
import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest
from joserfc.jwk import ECKey, RSAKey
from tests.chassis.edge.conftest import KEEPER, settings_for
from tests.chassis.edge.issuer import ISSUER, Issuer

from chassis import clock
from chassis.access import actor_of
from chassis.answers import Denied
from chassis.auth import Verifier, bearer
from chassis.keys import DevKeys, Keys
from chassis.settings import Settings

SUB = UUID("0199c0de-0000-7000-8000-000000000001")


class Clock:
    at = 100.0

    def __call__(self) -> float:
        return self.at


class Gate:
    """A verifier with an issuer and a clock of its own."""

    def __init__(self, **settings: Any) -> None:
        self.issuer = Issuer()
        self.clock = Clock()
        self.stopped = 0
        self.settings: Settings = settings_for("postgresql://x", **settings)
        self.keys = Keys(self.settings, client=self.issuer.client(), clock=self.clock, stop=self._stop)
        self.verifier = Verifier(self.settings, keys=self.keys, services=frozenset({"grants"}))

    def _stop(self) -> None:
        self.stopped += 1

    async def claims(self, token: str) -> Any:
        return await self.verifier.claims(token, clock.now())

    async def status(self, token: str) -> int:
        with pytest.raises(Denied) as denied:
            await self.claims(token)
        return denied.value.no.problem.status


@pytest.fixture
async def gate() -> Gate:
    made = Gate()
    await made.verifier.start()
    return made


async def test_claims__a_person(gate: Gate) -> None:
    claims = await gate.claims(gate.issuer.token(SUB, "coordinator"))
    assert (claims.name, claims.id, claims.roles) == (f"person:{SUB}", SUB, {"coordinator"})


async def test_claims__a_service_and_a_regional_system(gate: Gate) -> None:
    service = await gate.claims(gate.issuer.token("grants", azp="grants"))
    same = await gate.claims(gate.issuer.token(SUB, "service", azp="notifications"))
    system = await gate.claims(gate.issuer.token(SUB, "regional_system", azp="kanta"))
    other = await gate.claims(gate.issuer.token("other", azp="other"))
    assert (service.name, same.name, system.name, other.name) == (
        "service:grants", "service:notifications", "system:kanta", "system:other",
    )  # fmt: skip
    assert service.id == actor_of("grants").id
    assert other.id == uuid5(UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8"), "urn:yhdyspinta:system:other")


async def test_claims__es256(gate: Gate) -> None:
    key = ECKey.generate_key("P-256", {"kid": "ec", "use": "sig"})
    gate.issuer.keys.append(key)
    gate.clock.at += 20
    assert (await gate.claims(gate.issuer.token(SUB, key=key, alg="ES256"))).subject == str(SUB)


NOW = int(clock.now().timestamp())


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "http://other"},
        {"iss": ISSUER + "/"},
        {"iss": None},
        {"aud": "yhdyspinta2"},
        {"aud": ["account"]},
        {"aud": None},
        {"exp": NOW - 31},
        {"exp": None},
        {"exp": "soon"},
        {"nbf": NOW + 86_400},
        {"sub": None},
        {"sub": 7},
        {"sub": "", "azp": ""},
        {"sub": "somebody"},
        {"sub": str(SUB).upper()},
        {"header": {"kid": "other"}},
        {"header": {"kid": "../../x"}},
        {"header": {"kid": None}},
    ],
)
async def test_claims__refused(gate: Gate, claims: dict[str, Any]) -> None:
    assert await gate.status(gate.issuer.token(**({"sub": SUB} | claims))) == 401


async def test_claims__leeway_of_half_a_minute(gate: Gate) -> None:
    assert await gate.claims(gate.issuer.token(SUB, exp=int(clock.now().timestamp()) - 20, nbf=int(clock.now().timestamp()) + 20))


async def test_claims__audience_among_several(gate: Gate) -> None:
    assert await gate.claims(gate.issuer.token(SUB, aud=["account", "yhdyspinta"]))


def unsigned(header: dict[str, Any], claims: dict[str, Any]) -> str:
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (header, claims)]
    return ".".join([*parts, ""])


def signed_with(secret: bytes, header: dict[str, Any], claims: dict[str, Any]) -> str:
    """The classic: the public key, which everybody has, taken for a shared secret."""
    text = unsigned(header, claims)[:-1]
    signature = hmac.digest(secret, text.encode(), "sha256")
    return f"{text}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


async def test_claims__no_trick_is_let_in_and_none_makes_us_call_out(gate: Gate) -> None:
    asked = len(gate.issuer.asked)
    good = {"iss": ISSUER, "aud": "yhdyspinta", "sub": str(SUB), "exp": NOW + 300}
    pem = gate.issuer.key.as_pem(private=False)
    mine = RSAKey.generate_key(2048, {"kid": str(gate.issuer.key.kid)})
    tricks = [
        unsigned({"alg": "none", "kid": "test-1"}, good),
        unsigned({"alg": "RS256", "kid": "test-1"}, good),
        signed_with(pem, {"alg": "HS256", "kid": "test-1"}, good),
        gate.issuer.token(SUB, key=mine),
        gate.issuer.token(SUB, key=mine, header={"jku": "http://evil.test/keys"}),
        gate.issuer.token(SUB, key=mine, header={"x5u": "http://evil.test/x"}),
        gate.issuer.token(SUB, key=mine, header={"jwk": mine.as_dict(private=False)}),
        gate.issuer.token(SUB)[:-4] + "AAAA",
        gate.issuer.token(SUB, alg="RS512"),
        "x" * 9000,
        "a.b.c",
        "ä.ö.å",
        "",
    ]
    for token in tricks:
        assert await gate.status(token) == 401, token
    assert len(gate.issuer.asked) == asked


async def test_keys__an_unknown_name_asks_at_most_once_in_ten_seconds(gate: Gate) -> None:
    asked = len(gate.issuer.asked)
    stranger = RSAKey.generate_key(2048, {"kid": "unknown"})
    for _ in range(20):
        assert await gate.status(gate.issuer.token(SUB, key=stranger)) == 401
    assert len(gate.issuer.asked) == asked
    gate.clock.at += 10.1
    for _ in range(20):
        assert await gate.status(gate.issuer.token(SUB, key=stranger)) == 401
    assert len(gate.issuer.asked) == asked + 2  # one discovery, one set of keys


async def test_keys__a_new_key_is_found(gate: Gate) -> None:
    key = RSAKey.generate_key(2048, {"kid": "next", "use": "sig"})
    gate.issuer.keys = [key]
    gate.clock.at += 10.1
    assert await gate.claims(gate.issuer.token(SUB, key=key))
    assert await gate.status(gate.issuer.token(SUB)) == 401  # the old one was withdrawn


async def test_keys__old_ones_serve_while_the_issuer_is_away(gate: Gate) -> None:
    gate.issuer.down = True
    gate.clock.at += 10_000
    assert await gate.claims(gate.issuer.token(SUB))
    assert gate.keys._renewal is not None
    await gate.keys._renewal
    assert await gate.claims(gate.issuer.token(SUB))


async def test_keys__withdrawn_key_ends_by_itself(gate: Gate) -> None:
    old = gate.issuer.token(SUB)
    gate.issuer.keys = [RSAKey.generate_key(2048, {"kid": "next", "use": "sig"})]
    gate.clock.at += 601
    assert await gate.claims(old)
    assert gate.keys._renewal is not None
    await gate.keys._renewal
    assert await gate.status(old) == 401


async def test_keys__issuer_never_answered() -> None:
    gate = Gate()
    gate.issuer.down = True
    await gate.verifier.start()
    assert await gate.status(gate.issuer.token(SUB)) == 503
    gate.issuer.down = False
    gate.clock.at += 1.1
    assert await gate.claims(gate.issuer.token(SUB))


async def test_keys__discovery_of_another_issuer_is_not_believed() -> None:
    gate = Gate()
    gate.issuer.says = "http://evil.test"
    assert await gate.status(gate.issuer.token(SUB)) == 503


async def test_keys__dev_keys_stop_a_production_process() -> None:
    gate = Gate(env="production", issuer="https://issuer.example", jwks_url="https://issuer.example/keys")
    gate.issuer.keys = [RSAKey.generate_key(2048, {"kid": "dev-1", "use": "sig"})]
    with pytest.raises(DevKeys):
        await gate.verifier.start()
    assert gate.stopped == 1
    away = Gate(jwks_url=f"{ISSUER}/keys")
    away.issuer.keys = [RSAKey.generate_key(2048, {"kid": "dev-1", "use": "sig"})]
    await away.verifier.start()
    assert away.stopped == 0


@pytest.mark.parametrize("header", ["Basic x", "Bearer", "Bearer ", "x"])
def test_bearer__not_one(header: str) -> None:
    with pytest.raises(Denied) as denied:
        bearer(header)
    assert denied.value.no.headers["WWW-Authenticate"].startswith("Bearer")


async def test_roles__scoped_ones_come_from_our_own_copy(api: Any) -> None:
    """Held for an area, not yet, no longer; and known within two seconds."""
    parcel = await api.packed(areas=["oulu"])
    url, keeper = f"/v1/parcels/{parcel['id']}", api.as_(KEEPER)
    now = clock.now()
    await api.assign(KEEPER, "keeper", "area", "oulu", valid_until=now - timedelta(seconds=1), valid_from=now - timedelta(days=1))
    await api.assign(KEEPER, "keeper", "area", "oulu", valid_from=now + timedelta(hours=1))
    await api.assign(KEEPER, "keeper", "area", "kuusamo")
    assert (await api.http.get(url, headers=keeper)).status_code == 404
    await api.assign(KEEPER, "keeper", "area", "oulu")
    assert (await api.http.get(url, headers=keeper)).status_code == 404  # remembered for two seconds
    api.app.state.desk.roles._clock = lambda: 10**9
    assert (await api.http.get(url, headers=keeper)).status_code == 200


async def test_roles__county_is_everywhere(api: Any) -> None:
    parcel = await api.packed(areas=["oulu"])
    await api.assign(KEEPER, "coordinator", "county", "pohde")
    assert (await api.http.get(f"/v1/parcels/{parcel['id']}", headers=api.as_(KEEPER))).status_code == 200
