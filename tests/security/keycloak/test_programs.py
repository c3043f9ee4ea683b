"""Programs sign in as themselves (client_credentials), each with the one role that is theirs; what is not theirs is refused."""

import asyncio

import pytest
from tests.security.keycloak.conftest import Api, Idp
from tests.security.keycloak.signing_in import Client, said

from chassis import clock
from chassis.auth import LEEWAY
from yhdyspinta_local.personas import SERVICES

pytestmark = [pytest.mark.long, pytest.mark.timeout(400)]
PLACE = "/v1/organisations"
ROLES = {**dict.fromkeys(SERVICES, "service"), "regional_system": "regional_system", "mail_gateway": "mail_gateway"}


@pytest.mark.parametrize(("name", "role"), ROLES.items())
async def test_program__has_its_one_role(idp: Idp, name: str, role: str) -> None:
    token = said(await idp.issuer.itself(await idp.administrator.client(name)))
    assert (token["aud"], token["azp"], token["roles"]) == ("yhdyspinta", name, [role])
    assert token["exp"] - token["iat"] == 300


@pytest.mark.parametrize(("name", "feed"), [("grants", 403), ("mail_gateway", 403), ("regional_system", 200)])
async def test_program__may_what_its_role_may(idp: Idp, registry: Api, notifications: Api, name: str, feed: int) -> None:
    token = await idp.issuer.itself(await idp.administrator.client(name))
    assert await registry.get(PLACE, token) == 200, "as everybody who is signed in"
    assert (await registry.post(PLACE, {"name_fi": "Ei ohjelman ry"}, token)).status_code == 403
    assert await notifications.get("/v1/events", token) == feed


async def test_program__cannot_ask_for_more(idp: Idp) -> None:
    regional = await idp.administrator.client("regional_system")
    refused = await idp.issuer.token(regional, grant_type="client_credentials", scope="service")
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_scope")


async def test_program__with_another_secret(idp: Idp) -> None:
    refused = await idp.issuer.token(Client("registry", "dev-registry"), grant_type="client_credentials")
    assert (refused.status_code, refused.json()["error"]) == (401, "unauthorized_client")


async def test_program__cannot_sign_people_in(idp: Idp) -> None:
    answer = await idp.issuer.ask_code("registry")
    assert answer.status_code == 400


async def test_token__for_somebody_else_or_from_elsewhere(idp: Idp, registry: Api) -> None:
    """Another audience, another realm of the same Keycloak, an id token."""
    stranger = await idp.issuer.itself(await idp.administrator.new_client("without_audience"))
    assert "yhdyspinta" not in said(stranger).get("aud", [])
    assert await registry.get(PLACE, stranger) == 401
    assert await registry.get(PLACE, await idp.administrator.token()) == 401


async def test_id_token__is_no_access_token(idp: Idp, registry: Api, coordinator: tuple[str, str, str]) -> None:
    _, name, password = coordinator
    tokens = await idp.issuer.signed_in(idp.portal, name, password)
    assert await registry.get(PLACE, tokens["id_token"]) == 401


async def test_token__ends_when_it_says_and_the_clocks_may_differ(idp: Idp, registry: Api) -> None:
    token = await idp.issuer.itself(await idp.administrator.new_client("short_lived", "yhdyspinta", lifespan=2))
    ends = said(token)["exp"]
    assert await registry.get(PLACE, token) == 200
    await asyncio.sleep(ends + 3 - clock.now().timestamp())
    assert await registry.get(PLACE, token) == 200, "within the leeway"
    await asyncio.sleep(ends + LEEWAY + 1.5 - clock.now().timestamp())
    assert await registry.get(PLACE, token) == 401


async def test_client__disabled_gets_nothing_new(idp: Idp, registry: Api) -> None:
    """Services ask nobody: what it holds already is good to its end, five minutes at most."""
    gone = await idp.administrator.new_client("gone", "yhdyspinta")
    token = await idp.issuer.itself(gone)
    await idp.administrator.disable("gone")
    refused = await idp.issuer.token(gone, grant_type="client_credentials")
    assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")
    assert await registry.get(PLACE, token) == 200
    assert said(token)["exp"] - clock.now().timestamp() <= 300
