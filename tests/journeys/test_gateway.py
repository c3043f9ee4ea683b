"""A client outside, the gateway, the registry's API process and the issuer: the grammar holds through the door as well."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from tests.architecture.code import SERVICES
from tests.journeys.together import together

from chassis.testing import Parts, address, cloned
from yhdyspinta_local.parts import Caddy, Issuer, ServiceProcess, Surroundings

LONG = "Yhdistys järjestää vertaistukea ja kohtaamispaikkoja. " * 60


@dataclass(frozen=True)
class Door:
    """The gateway as a signed-in coordinator meets it, and the process behind it."""

    client: httpx.AsyncClient
    api: ServiceProcess


@pytest.fixture(scope="module")
async def door(parts: Parts, all_template: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Door]:
    folder = tmp_path_factory.mktemp("door")
    async with cloned(parts.admin, all_template) as database:
        issuer = Issuer(folder)
        surroundings = Surroundings(
            database_admin=address(parts.admin, database),
            database_owner=address(parts.admin, database, "registry", "owner"),
            database_app=address(parts.admin, database, "registry", "app"),
            kafka="",
            issuer=issuer.url,
            smtp="",
            cursor_key="only-for-tests-only-for-tests",
        )
        api = ServiceProcess("registry", "api", surroundings, log=folder / "api.log")
        nowhere = {name: ["127.0.0.1:9"] for name in SERVICES}
        gateway = Caddy(folder / "caddy", {**nowhere, "registry": [f"127.0.0.1:{api.port}"]})
        async with together(issuer, api, gateway), httpx.AsyncClient(base_url=gateway.url) as client:
            token = await client.post(
                f"{issuer.url}/token",
                data={"grant_type": "urn:yhdyspinta:grant:persona", "persona": "coordinator", "client_id": "cli"},
            )
            client.headers["Authorization"] = f"Bearer {token.json()['access_token']}"
            yield Door(client, api)


async def test_patch__with_the_tag_of_a_compressed_answer(door: Door) -> None:
    made = await door.client.post(
        "/api/registry/v1/organisations",
        json={"name_fi": "Esimerkin omaiset ry", "kind": "organisation", "legal_form": "association", "description": LONG},
    )
    assert made.status_code == 201, made.text
    assert made.headers["Location"].startswith("/api/registry/v1/organisations/")
    shown = await door.client.get(made.headers["Location"], headers={"Accept-Encoding": "gzip"})
    assert shown.headers["Content-Encoding"] == "gzip"
    assert shown.headers["ETag"].strip('W/"').endswith("-gzip")
    changed = await door.client.patch(
        made.headers["Location"], json={"website": "https://esimerkki.example"}, headers={"If-Match": shown.headers["ETag"]}
    )
    assert changed.status_code == 200, changed.text
    late = await door.client.patch(made.headers["Location"], json={"industry": "x"}, headers={"If-Match": shown.headers["ETag"]})
    assert late.status_code == 412
    assert late.json()["current"]["website"] == "https://esimerkki.example"
    known = await door.client.get(
        made.headers["Location"], headers={"Accept-Encoding": "gzip", "If-None-Match": changed.headers["ETag"]}
    )
    assert known.status_code == 304


async def test_problem__carries_the_gateways_request_id_and_the_callers_language(door: Door) -> None:
    answer = await door.client.get(
        "/api/registry/v1/organisations/01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01", headers={"Accept-Language": "sv"}
    )
    assert answer.status_code == 404
    assert answer.json()["request_id"] == answer.headers["X-Request-Id"]
    assert answer.headers["Content-Language"] == "sv"


@pytest.mark.parametrize("path", ["livez", "readyz", "version", "metrics"])
async def test_inside_paths__end_at_the_gateway(door: Door, path: str) -> None:
    assert (await door.client.get(f"/api/registry/{path}")).status_code == 404
    async with httpx.AsyncClient(base_url=door.api.url) as inside:
        assert (await inside.get(f"/{path}")).status_code == 200


@pytest.mark.parametrize("path", [
    "/openapi.json", "/docs/", "/docs/registry.html", "/schemas/registry/OrganisationRegistered.v1.json", "/problems/chassis.stale.html",
])
async def test_published__documents_schemas_problems(door: Door, path: str) -> None:
    answer = await door.client.get(path)
    assert answer.status_code == 200
    assert len(answer.content) > 200
    assert "<script" not in answer.text


async def test_unreachable_service__503_with_retry_after(door: Door) -> None:
    answer = await door.client.get("/api/grants/v1/organisations")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert answer.json()["code"] == "gateway.unavailable"


async def test_api_process__holds_no_connection_to_the_broker(door: Door, parts: Parts) -> None:
    """It was started without any broker's address; it serves, and its only peers are the database and the gateway."""
    remote = _remote_ports(door.api.pid or 0)
    assert int(parts.kafka.rpartition(":")[2]) not in remote
    assert remote


def _remote_ports(pid: int) -> set[int]:
    links = [str(fd.readlink()) for fd in Path(f"/proc/{pid}/fd").iterdir()]
    inodes = {link[8:-1] for link in links if link.startswith("socket:[")}
    rows = [line.split() for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]]
    return {int(row[2].partition(":")[2], 16) for row in rows if row[9] in inodes and row[3] == "01"}
