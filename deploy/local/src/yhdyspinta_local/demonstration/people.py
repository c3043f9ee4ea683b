"""Roles of the demonstration's personas, given through the API as the coordinator gives them (esimerkkihenkilöiden tehtävät).

Nothing here is about real persons: subjects are personas of the dev issuer. Run again it changes nothing.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import httpx

from yhdyspinta_local.personas import PERSONAS

GROUNDS: Final = "Esimerkkiaineisto"
"""Every assignment made here says that it belongs to the demonstration."""
DOMAIN, AREA, MUNICIPALITY = "families", "oulu", "564"
CENTRE: Final[Mapping[str, str]] = {
    "code": "demo-keskusta", "kind": "health_centre", "parent": MUNICIPALITY, "name_fi": "Keskustan sote-keskus (esimerkki)",
    "name_en": "Central health centre (example)",
}
"""Health centres are in no reference file: this one is made up, and its name says so."""


async def assign_roles(
    http: httpx.AsyncClient, organisations: tuple[UUID, UUID], calls: Sequence[UUID] = ()
) -> list[dict[str, Any]]:
    """Give the personas their roles; `http` speaks to the registry as the coordinator. The new assignments.

    `organisations` are those of representative_a and representative_b; assessor and decider work on each of `calls`.
    """
    await _health_centre(http)
    wanted = [
        ("domain_liaison", "domain_liaison", "domain", DOMAIN),
        ("area_liaison", "area_liaison", "area", AREA),
        ("centre_liaison", "centre_liaison", "centre", CENTRE["code"]),
        ("municipality_officer", "municipality_officer", "municipality", MUNICIPALITY),
        ("representative_a", "representative", "organisation", str(organisations[0])),
        ("representative_b", "representative", "organisation", str(organisations[1])),
        *((name, name, "call", str(call)) for call in calls for name in ("assessor", "decider")),
    ]
    made = [await _assigned(http, *each) for each in wanted]
    return [each for each in made if each is not None]


async def _health_centre(http: httpx.AsyncClient) -> None:
    found = await http.get("/v1/areas", params={"kind": CENTRE["kind"], "limit": 200})
    if CENTRE["code"] not in {area["code"] for area in found.raise_for_status().json()["items"]}:
        (await http.post("/v1/areas", json=dict(CENTRE))).raise_for_status()


async def _assigned(http: httpx.AsyncClient, persona: str, role: str, kind: str, id: str) -> dict[str, Any] | None:
    """The role given now; nothing where the persona holds it already."""
    wanted = {"subject": str(PERSONAS[persona].sub), "role": role, "scope_kind": kind, "scope_id": id}
    held = await http.get("/v1/role-assignments", params=wanted)
    if any(each["status"] == "given" for each in held.raise_for_status().json()["items"]):
        return None
    given = await http.post("/v1/role-assignments", json=wanted | {"grounds": GROUNDS})
    found: dict[str, Any] = given.raise_for_status().json()
    return found
