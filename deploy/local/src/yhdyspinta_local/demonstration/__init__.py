"""What the demonstration county is furnished with, through the same API as everybody uses."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import httpx

from yhdyspinta_local.demonstration import bodies, places
from yhdyspinta_local.demonstration.county import import_organisations
from yhdyspinta_local.demonstration.people import assign_roles
from yhdyspinta_local.state import State
from yhdyspinta_local.walks.asking import Callers
from yhdyspinta_local.walks.surroundings import Clock

_SECONDS: Final = 30
"""For one answer."""


@dataclass(frozen=True)
class Furnished:
    """What was done, for the screen."""

    counts: Mapping[str, int]
    """Rows of the imported register by what became of them."""
    roles: int
    """Roles given to personas."""
    sites: Mapping[str, Mapping[str, int]]
    """Rows of each imported register of places by what became of them."""
    spaces: int
    """Spaces of the example health centre that are on offer."""
    occurrences: int
    """Of bookings of two associations there."""
    structures: int
    """Established beside those of the whole county."""
    meetings: int
    seconds: float


def furnish(now: State) -> Furnished:
    """Import the real registers, give the personas their roles, furnish a house; run again it changes nothing."""
    return asyncio.run(_furnish(now))


async def _furnish(now: State) -> Furnished:
    began = time.monotonic()
    async with httpx.AsyncClient(base_url=f"{now.gateway}/api/registry", timeout=_SECONDS) as http:
        http.headers["Authorization"] = f"Bearer {await _token(http, now.issuer)}"
        counts = await import_organisations(http)
        organisations = await _two_associations(http)
        given = await assign_roles(http, organisations)
    async with httpx.AsyncClient(base_url=now.gateway, timeout=_SECONDS, trust_env=False) as http:
        callers = Callers(http, now.issuer, Clock(), f"county-{began}")
        spaces = await places.house(callers)  # facilities knows the areas from here on: without them no place is in the county
        async with asyncio.TaskGroup() as together:
            sites = together.create_task(places.import_sites(callers))
            structures = await bodies.structures(callers)
            acting = dict(zip(("representative_a", "representative_b"), map(str, organisations), strict=True))
            occurrences = await places.bookings(callers, spaces, acting) if spaces else 0
            meetings = await bodies.meetings(callers, spaces) if spaces else 0
    seconds = time.monotonic() - began
    return Furnished(counts, len(given), sites.result(), len(spaces), occurrences, structures, meetings, seconds)


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
