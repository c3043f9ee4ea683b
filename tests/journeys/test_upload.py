"""A document of 10 MB goes through the gateway into the grants process; one byte more is refused in words that help."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from tests.architecture.code import SERVICES
from tests.grants import some
from tests.grants.applications.some import PDF, draft
from tests.journeys.said import assignment, heard, snapshot
from tests.journeys.together import together

from chassis.testing import House, Parts, address, cloned
from grants.access import Role, Scope
from grants.applications.domain.files import LARGEST
from grants.main import SERVICE
from yhdyspinta_local.parts import Caddy, Issuer, ServiceProcess, Surroundings
from yhdyspinta_local.personas import PERSONAS

WHO = PERSONAS["representative_a"]


@dataclass(frozen=True)
class Desk:
    """The gateway as a signed-in representative meets it; a draft of theirs, and where its documents lie."""

    client: httpx.AsyncClient
    path: str
    documents: Path

    async def send(self, content: bytes, **headers: str) -> httpx.Response:
        file = {"file": ("toimintasuunnitelma.pdf", content, "application/pdf")}
        return await self.client.post(self.path, data={"code": "other"}, files=file, headers=headers)


@pytest.fixture(scope="module")
async def desk(parts: Parts, all_template: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    folder = tmp_path_factory.mktemp("upload")
    async with cloned(parts.admin, all_template) as database:
        issuer = Issuer(folder)
        surroundings = Surroundings(
            database_admin=address(parts.admin, database),
            database_owner=address(parts.admin, database, "grants", "owner"),
            database_app=address(parts.admin, database, "grants", "app"),
            kafka="", issuer=issuer.url, smtp="", cursor_key="only-for-tests-only-for-tests", documents=str(folder / "documents"),
        )
        api = ServiceProcess("grants", "api", surroundings, log=folder / "api.log")
        nowhere = {name: ["127.0.0.1:9"] for name in SERVICES}
        gateway = Caddy(folder / "caddy", {**nowhere, "grants": [f"127.0.0.1:{api.port}"]})
        house = House.over(SERVICE, parts.admin, database)
        async with together(issuer, api, gateway), httpx.AsyncClient(base_url=gateway.url, timeout=60) as client:
            lead = await some.association(house)
            await heard(house, snapshot(assignment(WHO.sub, Role.REPRESENTATIVE, Scope.ORGANISATION, lead.id)))
            application = await draft(house, await some.call(house), lead)
            token = await client.post(
                f"{issuer.url}/token",
                data={"grant_type": "urn:yhdyspinta:grant:persona", "persona": WHO.name, "client_id": "cli"},
            )
            client.headers["Authorization"] = f"Bearer {token.json()['access_token']}"
            yield Desk(client, f"/api/grants/v1/applications/{application.id}/attachments", folder / "documents")
        await house.close()


def document(size: int) -> bytes:
    """So many bytes that begin as a PDF does."""
    return PDF + b"%" * (size - len(PDF))


async def test_upload__ten_megabytes_to_the_last_byte(desk: Desk) -> None:
    content = document(LARGEST)
    made = await desk.send(content)
    assert made.status_code == 201, made.text
    sha256 = hashlib.sha256(content).hexdigest()
    assert (made.json()["size"], made.json()["sha256"]) == (LARGEST, sha256)
    back = await desk.client.get(f"{desk.path}/{made.json()['id']}/content")
    assert back.content == content
    assert (desk.documents / sha256[:2] / sha256).stat().st_size == LARGEST


@pytest.mark.parametrize(("language", "words"), [
    ("fi", "Tiedosto on liian suuri: enintään 10 Mt."), ("sv", "Filen är för stor: högst 10 MB."),
    ("en", "The file is too large: 10 MB at most."),
])  # fmt: skip
async def test_upload__one_byte_more_is_told_so_by_the_service(desk: Desk, language: str, words: str) -> None:
    refused = await desk.send(document(LARGEST + 1), **{"Accept-Language": language})
    assert refused.status_code == 413
    assert refused.headers["Content-Type"] == "application/problem+json"
    problem = refused.json()
    assert (problem["code"], problem["request_id"]) == ("grants.attachment.too_large", refused.headers["X-Request-Id"])
    assert words in (problem["title"], problem.get("detail"))


async def test_upload__far_too_large_is_a_problem_all_the_same(desk: Desk, tmp_path: Path) -> None:
    """The service refuses what is announced, the gateway what comes all the same. A program that listens while it sends, as browsers and curl do, is told why."""
    large, answer = tmp_path / "large.pdf", tmp_path / "answer.json"
    large.write_bytes(document(3 * LARGEST))
    asking = await asyncio.create_subprocess_exec(
        "curl", "--silent", "--noproxy", "*", "--max-time", "60", "--header", f"Authorization: {desk.client.headers['Authorization']}",
        "--form", "code=other", "--form", f"file=@{large}", "--output", answer, "--write-out", "%{http_code} %{content_type}",
        str(desk.client.base_url.join(desk.path)), stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    told, _ = await asking.communicate()
    assert told.decode() == "413 application/problem+json"
    assert json.loads(answer.read_text())["code"] in {"chassis.body.too_large", "gateway.too_large"}
