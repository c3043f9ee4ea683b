"""The demonstration county's structures, and what they plan: beside those of the whole county, one for each service area and domain.

Run again it changes nothing.
"""

from collections.abc import Mapping
from typing import Final

from chassis.values import DAY, today
from yhdyspinta_local.demonstration import meetings as words
from yhdyspinta_local.demonstration.mark import GROUNDS
from yhdyspinta_local.walks.asking import Answer, Callers
from yhdyspinta_local.walks.walking import eventually

_DOMAINS: Final = ("specialised", "older-people", "families", "health-and-medical", "disability", "rehabilitation")
"""Codes of the county's service domains (sote-toimialat)."""
_PATIENCE: Final = 60.0
"""Seconds until forums has heard of all areas, and until a room is won or refused."""


async def structures(callers: Callers) -> int:
    """How many are established now, beside what the county as a whole has."""
    coordinator = callers["coordinator"]
    known = {one["code"] for one in await coordinator.all("forums/v1/structures", status="active")}
    made = 0
    areas = [area["code"] for area in await coordinator.all("registry/v1/areas", kind="service_area")]
    wanted = [*(("service-area-meeting", code) for code in areas), *(("sote-domain-meeting", code) for code in _DOMAINS)]
    for template, scope in wanted:
        if f"{template}:{scope}" in known:
            continue
        body = {"template": template, "scope": scope, "grounds": GROUNDS}

        async def establish(body: dict[str, str] = body) -> Answer:
            return await coordinator.post("forums/v1/structures", body, wanted=None)

        def is_made(answer: Answer) -> bool:
            return answer.status == 201

        await eventually(callers.clock, establish, is_made, f"forums to establish {template}:{scope}", patience=_PATIENCE)
        made += 1
    return made


async def meetings(callers: Callers, spaces: Mapping[str, str]) -> int:
    """The forum of organisations, from afar, and the liaisons of the county in the hall of the health centre. How many are planned."""
    coordinator, day = callers["coordinator"], words.weekday(today(callers.clock.now()) + 90 * DAY)
    found = {one["code"]: one["id"] for one in await coordinator.all("forums/v1/structures", status="active")}
    forum = await coordinator.post(
        "forums/v1/meetings", words.meeting(found["ngo-forum"], "Kevään järjestöfoorumi", interpretation=["sign_language"]), wanted=201
    )
    times = words.times(day, 13, 15)
    await coordinator.post(f"forums/v1/meetings/{forum['id']}/schedule", {**times, "mode": "remote", "remote_link": f"{words.LINK}foorumi"})
    agenda = f"forums/v1/agendas/{forum['id']}"
    written = await coordinator.patch(
        agenda, {"items": [words.item("Hyvinvointisuunnitelma"), words.item("Avustushaku")]}, of=await coordinator.get(f"{agenda}/draft")
    )
    await coordinator.post(f"{agenda}/publish", of=written)
    liaisons = await coordinator.post(
        "forums/v1/meetings", words.meeting(found["county-regional-coordination"], "Yhdyshenkilöiden tapaaminen", public=False), wanted=201
    )
    room = {**words.times(day, 16, 18), "mode": "in_person", "room": {"space_id": spaces["hall"], "persons": 15}}
    await coordinator.post(f"forums/v1/meetings/{liaisons['id']}/schedule", room)

    async def look() -> Answer:
        return await coordinator.get(f"forums/v1/meetings/{liaisons['id']}")

    await eventually(callers.clock, look, lambda answer: answer["room_status"] == "won", "the hall to be won", patience=_PATIENCE)
    return 2
