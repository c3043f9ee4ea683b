"""The realm as it lies in the repository: nothing secret in it, no door that is not needed (ASVS 5.0, 10.4 and 13.3)."""

import json
import re
from typing import Any

import pytest
from tests.architecture.code import ROOT

from chassis.auth import ALGORITHMS, OWN_SERVICE, REGIONAL_SYSTEM
from yhdyspinta_local import jars
from yhdyspinta_local.parts.keycloak import REALM, SUMS
from yhdyspinta_local.personas import CLIENTS, PERSONAS

TOLD = json.loads(REALM.read_text("utf-8"))
CLIENTS_TOLD: dict[str, dict[str, Any]] = {one["clientId"]: one for one in TOLD["clients"]}


def test_realm__keeps_no_secret_and_no_password() -> None:
    """Keycloak makes the secrets at import; where the portal is called back is a variable."""
    found = REALM.read_text("utf-8")
    assert not re.search(r'"(secret|credentials|privateKey|password|value)"', found)
    assert set(re.findall(r"\$\{(\w+)\}", found)) == {"PORTAL_REDIRECT_URI", "PORTAL_LOGOUT_URI"}
    assert all(one.keys() == {"username", "enabled", "serviceAccountClientId", "clientRoles"} for one in TOLD["users"])


@pytest.mark.parametrize("name", CLIENTS_TOLD)
def test_client__has_one_way_in_at_most(name: str) -> None:
    client = CLIENTS_TOLD[name]
    assert not client["implicitFlowEnabled"]
    assert not client["directAccessGrantsEnabled"]
    assert not client.get("webOrigins")
    if client["standardFlowEnabled"]:
        assert client["attributes"]["pkce.code.challenge.method"] == "S256"
        assert not any("*" in uri for uri in client["redirectUris"])
        assert not client["serviceAccountsEnabled"]
    if client["enabled"]:
        assert client["fullScopeAllowed"] is False
        assert int(client.get("attributes", {}).get("access.token.lifespan", 300)) in range(300, 601)


def test_clients__are_the_programs_that_the_dev_issuer_knows_and_the_mail_gateway() -> None:
    programs = {name for name, one in CLIENTS_TOLD.items() if one.get("serviceAccountsEnabled")}
    assert programs == {*CLIENTS, "mail_gateway"}


def test_roles__are_those_that_a_token_may_carry() -> None:
    told = {role["name"] for role in TOLD["roles"]["client"]["yhdyspinta"]}
    coarse = {role for one in PERSONAS.values() for role in one.roles}
    assert told == coarse | {OWN_SERVICE, REGIONAL_SYSTEM, "mail_gateway"}
    assert TOLD["defaultSignatureAlgorithm"] in ALGORITHMS
    assert TOLD["accessTokenLifespan"] in range(300, 601)
    assert TOLD["bruteForceProtected"]


def test_version__is_one_for_the_tests_and_for_compose() -> None:
    (archive,) = jars.listed(SUMS)
    assert archive.filename.endswith(".zip")
    version = archive.coordinate.split(":")[2]
    assert f"image: keycloak/keycloak:{version}\n" in (ROOT / "docker-compose.yml").read_text()
