"""The demonstration county's places: two registers of sites, imported, and the rooms of a made-up health centre, marked as such.

Registers: LIPAS (University of Jyväskylä, CC BY 4.0) and the libraries of Greater Manchester (OGL 3.0), the bundled copies. Neither
says which rooms there are, so the health centre of `people.py` gets a house with a hall, its halves and a room, use hours, buffers, usage
rules, and bookings of two associations. Run again it changes nothing.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from chassis.values import DAY, today
from yhdyspinta_local.demonstration import meetings as words
from yhdyspinta_local.demonstration.mark import MARK
from yhdyspinta_local.demonstration.people import CENTRE
from yhdyspinta_local.walks.asking import Answer, Callers
from yhdyspinta_local.walks.walking import eventually

SOURCES: Final = ("fi-lipas", "uk-trafford")
PATIENCE: Final = 120.0
"""Seconds for the import of a register; a thousand rows take a few. Also until facilities has heard of areas and roles."""
_EVENINGS: Final = {"weekdays": [1, 2, 3, 4, 5], "starts": "16:00", "ends": "21:00"}
_SATURDAYS: Final = {"weekdays": [6], "starts": "10:00", "ends": "16:00"}
_OFFICE: Final = {"weekdays": [1, 2, 3, 4, 5], "starts": "08:00", "ends": "21:00"}
_WEEKS: Final = 8
"""For so long associations meet every week."""


async def house(callers: Callers) -> Mapping[str, str]:
    """The health centre's spaces by short name, all on offer; empty where the house stands already."""
    liaison = callers["centre_liaison"]
    body = words.centre(CENTRE["code"])
    if (await liaison.get("facilities/v1/sites", kind="health_centre", q=body["names"]["fi"])).items:
        return {}

    async def add() -> Answer:
        return await liaison.post("facilities/v1/sites", body, wanted=None)

    def is_added(answer: Answer) -> bool:
        return answer.status == 201

    site = await eventually(callers.clock, add, is_added, "facilities to know centre and liaison", patience=PATIENCE)
    day = today(callers.clock.now())
    periods: dict[str, list[dict[str, Any]]] = {"opening": [_OFFICE, _SATURDAYS], "use": [_EVENINGS, _SATURDAYS]}
    for purpose, rules in periods.items():
        of = {"site_id": site["id"], "purpose": purpose}
        await liaison.post("facilities/v1/hours", {**of, "rules": rules}, wanted=201)
        for year in (day.year, day.year + 1):
            await liaison.post("facilities/v1/hours/holidays", {**of, "year": year})
    draft = await liaison.post("facilities/v1/usage-rules", words.usage_rules(site["id"], day), wanted=201)
    await liaison.post(f"facilities/v1/usage-rules/{draft['id']}/publish", of=draft)
    spaces: dict[str, str] = {}
    for name, fi, persons, parent in words.CENTRE_SPACES:
        space = words.space(site["id"], fi, persons, parent_id=spaces[parent] if parent else None, buffer=words.BUFFER if name != "hall" else 0)
        spaces[name] = (await liaison.post("facilities/v1/spaces", space, wanted=201))["id"]
    for id in spaces.values():
        await liaison.post(f"facilities/v1/spaces/{id}/publish", of=await liaison.get(f"facilities/v1/spaces/{id}"))
    return spaces


async def bookings(callers: Callers, spaces: Mapping[str, str], organisations: Mapping[str, str]) -> int:
    """Each association meets once a week; what falls on a holiday or is taken is left out. How many occurrences there are."""
    first = today(callers.clock.now()) + DAY
    series = {"first": first.isoformat(), "last": (first + _WEEKS * timedelta(weeks=1)).isoformat(), "minutes": 120}
    wanted = (
        ("representative_a", "room", {**series, "weekdays": [2], "starts": "17:00"}, "Vertaisryhmä"),
        ("representative_b", "north", {**series, "weekdays": [4], "starts": "18:00"}, "Liikuntaryhmä"),
    )
    made = 0
    for persona, name, times, purpose in wanted:
        body = words.booking(spaces[name], organisations[persona], None, purpose) | {"series": times, "skip_conflicts": True}
        booked = await callers[persona].post("facilities/v1/bookings", body, wanted=201)
        made += sum(1 for one in booked["occurrences"] if one["kept"] == "kept")
    return made


async def import_sites(callers: Callers) -> Mapping[str, Mapping[str, int]]:
    """Both registers; of each the counts of its rows."""
    coordinator = callers["coordinator"]
    path, counts = "facilities/v1/imports", {}
    started = [await coordinator.post(f"{path}/bundled/{source}", {"mode": "apply"}, wanted=202) for source in SOURCES]
    for one in started:
        async def look(id: str = one["id"]) -> Answer:
            return await coordinator.get(f"{path}/{id}")

        def is_done(answer: Answer) -> bool:
            return bool(answer["state"] == "done")

        done = await eventually(callers.clock, look, is_done, f"{MARK}: {one['source']} imported", patience=PATIENCE)
        counts[str(one["source"])] = dict(done["counts"])
    return counts
