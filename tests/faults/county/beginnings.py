"""What a county begins with, asked for over HTTP: associations, rooms, rules and money, a call, addresses."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from tests.faults.county.client import Client

from chassis import clock
from chassis.values import DAY, today
from yhdyspinta_local.demonstration import grants as words
from yhdyspinta_local.personas import PERSONAS

ASSOCIATIONS: Final = 4
ROOMS: Final = 3
MONEY: Final = "200000.00"
"""Of the year: enough for some hundreds of decisions, not for all."""
GROUNDS: Final = "Koe: ei koske ketään."
_ENOUGH: Final = dict.fromkeys(("for_common_good", "not_for_a_closed_circle", "no_private_gain"), True)


@dataclass
class Known:
    """Ids by which the driver asks for more."""

    associations: list[str] = field(default_factory=list)
    """Those that may apply for a grant; `representative_a` acts for all of them."""
    rooms: list[str] = field(default_factory=list)
    call: str = ""
    structure: str = ""
    organisations: list[str] = field(default_factory=list)
    """Those that come and change; nobody acts for them."""
    applications: list[str] = field(default_factory=list)
    """Submitted, and not yet decided."""
    bookings: list[str] = field(default_factory=list)
    meetings: list[str] = field(default_factory=list)


async def begun(client: Client, services: Collection[str]) -> Known:
    """Everything that these services need."""
    known = Known()
    for n in range(ASSOCIATIONS):
        known.associations.append(await _association(client, f"Kokeilu {n} ry", first=n == 0))
    later = [_rooms, _grants, _forums, _addresses]
    names = ["facilities", "grants", "forums", "notifications"]
    await asyncio.gather(*(step(client, known) for step, name in zip(later, names, strict=True) if name in services))
    return known


async def _association(client: Client, name: str, *, first: bool) -> str:
    body = {"name_fi": name, "kind": "organisation", "legal_form": "association", "operating_area": {"area_class": "region"}}
    made = await client.must("coordinator", "registry", "POST", "organisations", body)
    path, day = f"organisations/{made['id']}", today(clock.now()).isoformat()
    assessed = {**_ENOUGH, "assessed_on": day, "grounds": GROUNDS}
    await client.must("coordinator", "registry", "POST", f"{path}/assess-non-profit", assessed)
    if first:
        await client.must("coordinator", "registry", "POST", "sote-definitions", words.definition(1, await _term(client)))
    await client.must("coordinator", "registry", "POST", f"{path}/evaluate-sote")
    await _role(client, "representative_a", "representative", "organisation", made["id"])
    return str(made["id"])


async def _term(client: Client) -> str:
    """Of the county's council, today."""
    found = await client.read("coordinator", "registry", "council-terms")
    day = today(clock.now()).isoformat()
    terms = [] if found is None else found.json()["items"]
    return str(next(t["code"] for t in terms if t["kind"] == "county_council" and t["valid_from"] <= day < t["valid_until"]))


async def _role(client: Client, persona: str, role: str, kind: str, id: str) -> None:
    wanted = {"subject": str(PERSONAS[persona].sub), "role": role, "scope_kind": kind, "scope_id": id, "grounds": GROUNDS}
    await client.must("coordinator", "registry", "POST", "role-assignments", wanted)


async def _rooms(client: Client, known: Known) -> None:
    async def post(path: str, body: Any = None, of: Any = None) -> Any:
        return await client.must("coordinator", "facilities", "POST", path, body, etag=f'"{of["version"]}"' if of else "")

    place = {"street": "Valtatie 1", "postal_code": "90500", "post_office": "Oulu", "latitude": 65.0, "longitude": 25.5}
    site = await post("sites", {"kind": "other", "names": {"fi": "Koetalo"}, "owner": "county", "municipality": "564", **place})
    rules = {"owner": "county", "text": {"fi": "Jätä tila siistiksi."}, "valid_from": today(clock.now()).isoformat()}
    draft = await post("usage-rules", rules)
    await post(f"usage-rules/{draft['id']}/publish", of=draft)
    daily = [{"weekdays": [], "starts": "08:00", "ends": "22:00"}]
    await post("hours", {"site_id": site["id"], "purpose": "use", "rules": daily})
    for n in range(ROOMS):
        features = ["bookable", "peer_group_room"]
        room = await post("spaces", {"site_id": site["id"], "names": {"fi": f"Huone {n}"}, "capacity": 12, "features": features})
        await post(f"spaces/{room['id']}/publish", of=room)
        known.rooms.append(room["id"])


async def _grants(client: Client, known: Known) -> None:
    async def post(who: str, path: str, body: Any = None, of: Any = None) -> Any:
        return await client.must(who, "grants", "POST", path, body, etag=f'"{of["version"]}"' if of else "")

    term, day, year = await _term(client), today(clock.now()), today(clock.now()).year + 1
    draft = await post("coordinator", "guidelines", words.guideline(term, day))
    guideline = await post("coordinator", f"guidelines/{draft['id']}/publish", of=draft)
    await post("coordinator", "principles", words.principles(term, day))
    money = {"year": year, "kind": words.KIND, "amount": words.euros(MONEY), "grounds": GROUNDS}
    await post("finance", "appropriations", money)
    opens, closes = clock.now() + timedelta(seconds=5), clock.now() + 30 * DAY
    body = words.call(year, guideline["id"], opens.isoformat(), closes.isoformat(), f"KOE/{year}/1") | {"attachments": []}
    call = await post("coordinator", "calls", body)
    await post("coordinator", f"calls/{call['id']}/publish", of=call)
    known.call = call["id"]
    for role in ("assessor", "decider"):
        await _role(client, role, role, "call", known.call)
    await asyncio.sleep(max(0.0, (opens - clock.now()).total_seconds()))


async def _forums(client: Client, known: Known) -> None:
    found = await client.read("coordinator", "forums", "structures", q="järjestöfoorumi")
    known.structure = "" if found is None else found.json()["items"][0]["id"]


async def _addresses(client: Client, known: Known) -> None:
    """Where decisions are served: each association consents to mail."""
    for id in known.associations:
        body = {"address": f"toimisto-{id[-12:]}@esimerkki.invalid", "language": "fi", "electronic_service": True}
        await client.must("representative_a", "notifications", "PUT", f"recipients/organisations/{id}", body)
        await client.must("coordinator", "notifications", "POST", f"recipients/{id}/verify", {"grounds": GROUNDS})


def tomorrow(days: int) -> date:
    """So many days after today."""
    return today(clock.now()) + days * DAY
