"""What the demonstration county is furnished with, through the same API as everybody uses."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import httpx

from yhdyspinta_local.demonstration.county import import_organisations
from yhdyspinta_local.demonstration.people import assign_roles
from yhdyspinta_local.state import State


@dataclass(frozen=True)
class Furnished:
    """What was done, for the screen."""

    counts: Mapping[str, int]
    """Rows of the imported register by what became of them."""
    roles: int
    """Roles given to personas."""
    seconds: float


def furnish(now: State) -> Furnished:
    """Import the real register and give the personas their roles; run again it changes nothing."""
    return asyncio.run(_furnish(now))


async def _furnish(now: State) -> Furnished:
    began = time.monotonic()
    async with httpx.AsyncClient(base_url=f"{now.gateway}/api/registry", timeout=30) as http:
        http.headers["Authorization"] = f"Bearer {await _token(http, now.issuer)}"
        counts = await import_organisations(http)
        given = await assign_roles(http, await _two_associations(http))
    return Furnished(counts, len(given), time.monotonic() - began)


async def _token(http: httpx.AsyncClient, issuer: str) -> str:
    form = {"grant_type": "urn:yhdyspinta:grant:persona", "persona": "coordinator", "client_id": "cli"}
    answer = (await http.post(f"{issuer}/token", data=form)).raise_for_status()
    token: str = answer.json()["access_token"]
    return token


async def _two_associations(http: httpx.AsyncClient) -> tuple[UUID, UUID]:
    """The first two by name: representative_a and representative_b act for them."""
    wanted = {"kind": "organisation", "legal_form": "association", "status": "active", "limit": "2"}
    found = (await http.get("/v1/organisations", params=wanted)).raise_for_status().json()["items"]
    return UUID(found[0]["id"]), UUID(found[1]["id"])
