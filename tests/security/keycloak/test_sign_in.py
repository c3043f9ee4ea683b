"""People sign in at a real Keycloak by code with PKCE (RFC 7636); every other way in is closed (ASVS 5.0, 10.4)."""

import secrets
from uuid import UUID

import pytest
from tests.security.keycloak.conftest import Api, Idp
from tests.security.keycloak.signing_in import BACK, answered, said

pytestmark = [pytest.mark.long, pytest.mark.timeout(400)]
PLACE = "/v1/organisations"
Somebody = tuple[str, str, str]


async def test_person__signs_in_and_is_who_the_audit_names(idp: Idp, registry: Api, coordinator: Somebody) -> None:
    subject, name, password = coordinator
    tokens = await idp.issuer.signed_in(idp.portal, name, password)
    token = tokens["access_token"]
    assert await registry.get(PLACE, token) == 200
    made = await registry.post(PLACE, {"name_fi": "Oulun Omaiset ry"}, token)
    assert made.status_code == 201, made.text
    assert made.headers.get("x-yhdyspinta-mode") is None
    (row,) = await registry.rows("SELECT DISTINCT actor FROM registry.audit WHERE command LIKE '%register%'")
    assert row["actor"] == f"person:{subject}"


async def test_token__says_what_services_need_and_no_more(idp: Idp, coordinator: Somebody) -> None:
    subject, name, password = coordinator
    token = said((await idp.issuer.signed_in(idp.portal, name, password))["access_token"])
    assert (token["iss"], token["aud"], token["azp"]) == (idp.part.issuer, "yhdyspinta", "portal")
    assert (token["sub"], str(UUID(token["sub"]))) == (subject, subject)
    assert (token["roles"], token["scope"].split()) == (["coordinator"], ["openid", "yhdyspinta"])
    assert token["exp"] - token["iat"] == 300
    assert not {"name", "given_name", "email", "preferred_username", "realm_access", "resource_access"} & token.keys()


async def test_person__without_a_role_reads_and_no_more(idp: Idp, registry: Api) -> None:
    password = secrets.token_urlsafe(16)
    await idp.administrator.person("kukatahansa", password)
    token = (await idp.issuer.signed_in(idp.portal, "kukatahansa", password))["access_token"]
    assert await registry.get(PLACE, token) == 200
    assert (await registry.post(PLACE, {"name_fi": "Ei saa ry"}, token)).status_code == 403


async def test_person__cannot_carry_a_role_of_programs_through_the_portal(idp: Idp) -> None:
    password = secrets.token_urlsafe(16)
    await idp.administrator.person("vahingossa", password, "service", "regional_system")
    token = said((await idp.issuer.signed_in(idp.portal, "vahingossa", password))["access_token"])
    assert not token.get("roles")


@pytest.mark.parametrize("changed", [{"code_challenge": None, "code_challenge_method": None}, {"code_challenge_method": "plain"}])
async def test_code__not_without_pkce_s256(idp: Idp, changed: dict[str, str | None]) -> None:
    assert answered(await idp.issuer.ask_code("portal", **changed))["error"] == "invalid_request"


async def test_code__only_for_who_began_and_once(idp: Idp, coordinator: Somebody) -> None:
    _, name, password = coordinator
    stolen = await idp.issuer.code(idp.portal, name, password, "a" * 64)
    refused = await idp.issuer.redeemed(idp.portal, stolen, "b" * 64)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")
    own = await idp.issuer.code(idp.portal, name, password, "a" * 64)
    assert (await idp.issuer.redeemed(idp.portal, own, "a" * 64)).status_code == 200
    again = await idp.issuer.redeemed(idp.portal, own, "a" * 64)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize("elsewhere", ["https://evil.test/", f"{BACK}/deeper", f"{BACK}?more=1", BACK.replace("https", "http")])
async def test_code__goes_to_the_very_address_of_the_portal(idp: Idp, elsewhere: str) -> None:
    answer = await idp.issuer.ask_code("portal", redirect_uri=elsewhere)
    assert answer.status_code == 400
    assert "location" not in answer.headers


@pytest.mark.parametrize("wanted", ["token", "id_token", "id_token token", "code token"])
async def test_implicit_flow__is_off(idp: Idp, wanted: str) -> None:
    assert answered(await idp.issuer.ask_code("portal", response_type=wanted))["error"] == "unauthorized_client"


async def test_password_grant__is_off(idp: Idp, coordinator: Somebody) -> None:
    _, name, password = coordinator
    refused = await idp.issuer.token(idp.portal, grant_type="password", username=name, password=password)
    assert (refused.status_code, refused.json()["error"]) == (400, "unauthorized_client")
    form = {"grant_type": "password", "client_id": "admin-cli", "username": name, "password": password}
    refused = await idp.world.post(f"{idp.part.issuer}/protocol/openid-connect/token", data=form)
    assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")


async def test_refresh_token__is_good_once(idp: Idp, registry: Api, coordinator: Somebody) -> None:
    _, name, password = coordinator
    first = (await idp.issuer.signed_in(idp.portal, name, password))["refresh_token"]
    renewed = await idp.issuer.token(idp.portal, grant_type="refresh_token", refresh_token=first)
    assert await registry.get(PLACE, renewed.json()["access_token"]) == 200
    again = await idp.issuer.token(idp.portal, grant_type="refresh_token", refresh_token=first)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


async def test_guesses__lock_the_account_for_a_while(idp: Idp) -> None:
    password = secrets.token_urlsafe(16)
    await idp.administrator.person("arvattava", password)
    for _ in range(5):
        answer = await idp.issuer.filled_in(await idp.issuer.ask_code("portal"), "arvattava", "wrong" * 4)
        assert answer.status_code == 200, "the form again"
    right = await idp.issuer.filled_in(await idp.issuer.ask_code("portal"), "arvattava", password)
    assert right.status_code == 200, "the right password no longer opens"
