"""The county's administrator of the realm: people, clients and keys, by Keycloak's own administration API."""

from typing import Any

import httpx
from tests.security.keycloak.signing_in import Client

from yhdyspinta_local.parts.keycloak import ADMIN


class Administrator:
    """Signs in anew for each call: its tokens live for a minute."""

    def __init__(self, address: str, password: str, world: httpx.AsyncClient) -> None:
        self._address = address
        self._realm = f"{address}/admin/realms/yhdyspinta"
        self._password = password
        self._world = world

    async def token(self) -> str:
        """Of the master realm: no word to our services."""
        form = {"grant_type": "password", "client_id": "admin-cli", "username": ADMIN, "password": self._password}
        answer = await self._world.post(f"{self._address}/realms/master/protocol/openid-connect/token", data=form)
        return str(answer.raise_for_status().json()["access_token"])

    async def person(self, name: str, password: str, *roles: str) -> str:
        """Somebody new, with coarse roles; their subject."""
        credentials = [{"type": "password", "value": password, "temporary": False}]
        about = {"firstName": "Esimerkki", "lastName": "Henkilö", "email": f"{name}@example.invalid", "emailVerified": True}
        made = await self._call("POST", "/users", {"username": name, "enabled": True, "credentials": credentials, **about})
        subject = made.headers["location"].rpartition("/")[2]
        audience = await self._id("yhdyspinta")
        given = [(await self._call("GET", f"/clients/{audience}/roles/{role}")).json() for role in roles]
        await self._call("POST", f"/users/{subject}/role-mappings/clients/{audience}", given)
        return subject

    async def client(self, name: str) -> Client:
        """A client with the secret that Keycloak has made for it."""
        answer = await self._call("GET", f"/clients/{await self._id(name)}/client-secret")
        return Client(name, answer.json()["value"])

    async def new_client(self, name: str, *scopes: str, lifespan: int = 300) -> Client:
        """A program that the realm of the repository does not know."""
        told = {
            "clientId": name,
            "publicClient": False,
            "standardFlowEnabled": False,
            "serviceAccountsEnabled": True,
            "fullScopeAllowed": False,
            "defaultClientScopes": ["basic", *scopes],
            "attributes": {"access.token.lifespan": str(lifespan)},
        }
        await self._call("POST", "/clients", told)
        return await self.client(name)

    async def disable(self, name: str) -> None:
        """Take a client's access away."""
        id = await self._id(name)
        told = (await self._call("GET", f"/clients/{id}")).json()
        await self._call("PUT", f"/clients/{id}", {**told, "enabled": False})

    async def signing_keys(self) -> list[dict[str, Any]]:
        """The providers of keys for RS256."""
        found = (await self._call("GET", "/components", params={"type": "org.keycloak.keys.KeyProvider"})).json()
        return [one for one in found if one["providerId"] == "rsa-generated"]

    async def add_key(self, priority: int) -> None:
        """A new key, which signs from now on if its priority is the highest."""
        (known, *_) = await self.signing_keys()
        told = {name: known[name] for name in ("providerId", "providerType", "parentId")}
        config = {"priority": [str(priority)], "enabled": ["true"], "active": ["true"], "algorithm": ["RS256"], "keySize": ["2048"]}
        await self._call("POST", "/components", {**told, "name": f"rsa-{priority}", "config": config})

    async def set_key(self, key: dict[str, Any], *, active: bool, enabled: bool) -> None:
        """Passive: signs no more but is published. Disabled: gone."""
        states = {"active": [str(active).lower()], "enabled": [str(enabled).lower()]}
        await self._call("PUT", f"/components/{key['id']}", {**key, "config": {**key["config"], **states}})

    async def _id(self, client: str) -> str:
        (found,) = (await self._call("GET", "/clients", params={"clientId": client})).json()
        return str(found["id"])

    async def _call(
        self, method: str, path: str, body: Any = None, *, params: dict[str, str] | None = None
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {await self.token()}"}
        answer = await self._world.request(method, self._realm + path, json=body, params=params, headers=headers)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer
