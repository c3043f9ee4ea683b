"""A real Keycloak with the realm of the repository, and services in production that believe it and nobody else."""

import secrets
import ssl
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from tests.journeys.together import together
from tests.security.keycloak.administrator import Administrator
from tests.security.keycloak.authority import certificate
from tests.security.keycloak.signing_in import BACK, Client, Issuer
from tests.security.keycloak.tunnel import Tunnel

from chassis.testing import Parts, address, cloned, make_template
from notifications.main import SERVICE as NOTIFICATIONS
from registry.main import SERVICE as REGISTRY
from yhdyspinta_local.parts import ServiceProcess, Surroundings
from yhdyspinta_local.parts.keycloak import Certificate, Keycloak

NAME = "sso.yhdyspinta.test"
OWN = {"YHDYSPINTA_LINK_KEY": secrets.token_hex(16), "YHDYSPINTA_MAIL_CONTACT": "jarjestot@yhdyspinta.test"}
"""What notifications wants in production besides."""


@dataclass(frozen=True, slots=True)
class Idp:
    """The running part, and the ways to it."""

    part: Keycloak
    certificate: Certificate
    tunnel: Tunnel
    world: httpx.AsyncClient
    issuer: Issuer
    administrator: Administrator
    portal: Client

    def known_to(self) -> dict[str, str]:
        """Variables of a process that reaches it as in production: by name, through the way out, by https."""
        return {"HTTPS_PROXY": self.tunnel.url, "NO_PROXY": "", "SSL_CERT_FILE": str(self.certificate.authority)}

    def fetches(self) -> int:
        """How often its keys have been fetched."""
        return self.part.asked("/realms/yhdyspinta/protocol/openid-connect/certs")


@dataclass(frozen=True, slots=True)
class Api:
    """The API process of a service, as callers meet it."""

    part: ServiceProcess
    http: httpx.AsyncClient
    database: str

    async def get(self, path: str, token: str) -> int:
        """The status for the bearer of this token."""
        return (await self.http.get(path, headers={"Authorization": f"Bearer {token}"})).status_code

    async def post(self, path: str, body: Any, token: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": secrets.token_hex(16)}
        return await self.http.post(path, json=body, headers=headers)

    async def rows(self, sql: str, *values: Any) -> list[Any]:
        """What its database says."""
        session = await asyncpg.connect(self.database)
        try:
            return list(await session.fetch(sql, *values))
        finally:
            await session.close()


@pytest.fixture(scope="session")
async def idp(parts: Parts) -> AsyncIterator[Idp]:
    """Keycloak, started once for all of these tests: half a minute on two cores."""
    database, password = f"keycloak_{secrets.token_hex(4)}", secrets.token_urlsafe(16)
    admin = await asyncpg.connect(parts.admin)
    await admin.execute(f'CREATE DATABASE "{database}"')
    with tempfile.TemporaryDirectory(prefix="yhdyspinta-keycloak-") as made:
        shown = certificate(Path(made), NAME)
        told = {"PORTAL_REDIRECT_URI": BACK, "PORTAL_LOGOUT_URI": "https://portal.yhdyspinta.test/"}
        part = Keycloak(
            Path(made), address=f"https://{NAME}", database=address(parts.admin, database), certificate=shown,
            password=password, told=told,
        )
        trusting = ssl.create_default_context(cafile=shown.authority)
        async with (
            together(part, within=170),
            Tunnel(NAME, part.port) as tunnel,
            httpx.AsyncClient(proxy=tunnel.url, verify=trusting, timeout=20, trust_env=False) as world,
        ):
            administrator = Administrator(part.address, password, world)
            portal = await administrator.client("portal")
            yield Idp(part, shown, tunnel, world, Issuer(part.issuer, world), administrator, portal)
    await admin.execute(f'DROP DATABASE "{database}" WITH (FORCE)')
    await admin.close()


def api_process(idp: Idp, parts: Parts, service: str, database: str, folder: Path) -> ServiceProcess:
    """`python -m <service> api` in production, where an issuer must be https and elsewhere; not yet started."""
    around = Surroundings(
        database_admin="", database_owner="", database_app=address(parts.admin, database, service, "app"),
        kafka="", issuer=idp.part.issuer, smtp="", cursor_key=secrets.token_hex(16), env="production",
        public="https://yhdyspinta.test",
    )
    return ServiceProcess(service, "api", around, log=folder / f"{service}-api.log", more=OWN | idp.known_to())


@asynccontextmanager
async def serving(part: ServiceProcess, database: str = "") -> AsyncIterator[Api]:
    """While it runs."""
    async with together(part), httpx.AsyncClient(base_url=part.url, trust_env=False, timeout=20) as http:
        yield Api(part, http, database)


@pytest.fixture(scope="session")
async def database(parts: Parts) -> AsyncIterator[str]:
    """Of both services, migrated and empty."""
    await make_template(parts.admin, "template_keycloak", [REGISTRY, NOTIFICATIONS])
    async with cloned(parts.admin, "template_keycloak") as name:
        yield name


@pytest.fixture(scope="session")
async def registry(idp: Idp, parts: Parts, database: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Api]:
    part = api_process(idp, parts, "registry", database, tmp_path_factory.mktemp("registry"))
    async with serving(part, address(parts.admin, database)) as api:
        yield api


@pytest.fixture(scope="session")
async def notifications(idp: Idp, parts: Parts, database: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Api]:
    part = api_process(idp, parts, "notifications", database, tmp_path_factory.mktemp("notifications"))
    async with serving(part, address(parts.admin, database)) as api:
        yield api


@pytest.fixture(scope="session")
async def coordinator(idp: Idp) -> tuple[str, str, str]:
    """Somebody with the coarse role: subject, name, password."""
    password = secrets.token_urlsafe(16)
    return await idp.administrator.person("koordinaattori", password, "coordinator"), "koordinaattori", password
