"""A house of the municipality with a hall, its halves and a room; somebody else's booking in the way."""

from datetime import date, datetime
from typing import Any, Final

from chassis.values import DAY, HELSINKI, today
from yhdyspinta_local.demonstration import meetings as words
from yhdyspinta_local.walks import checks
from yhdyspinta_local.walks.meeting.story import Story
from yhdyspinta_local.walks.walking import Said

_NEITHER: Final = ("facilities.space.no_usage_rules", "facilities.space.no_use_hours")
_SPACES: Final = {"hall": ("Sali", 60), "north": ("Pohjoinen salinpuolikas", 30), "south": ("Eteläinen salinpuolikas", 30), "room": ("Kokoushuone", 12)}
"""Name and persons of each."""


async def house(story: Story) -> Said:
    """A site, drafted spaces in a tree; nothing is offered before usage rules and use hours are in force."""
    officer = story.callers["municipality_officer"]
    site = await officer.post("facilities/v1/sites", words.site(story.tag), wanted=201)
    site.says(demonstration=True, owner="municipality", owner_municipality=words.MUNICIPALITY)
    story.site_id = site["id"]
    for name, (fi, persons) in _SPACES.items():
        part = name in {"north", "south"}
        body = words.space(
            story.site_id, fi, persons, parent_id=story.spaces["hall"] if part else None, buffer=words.BUFFER if part else 0
        )
        made = (await officer.post("facilities/v1/spaces", body, wanted=201)).says(status="draft", demonstration=True)
        story.spaces[name] = made["id"]
        checks.same("its path", made["path"], [*([story.spaces["hall"]] if part else []), made["id"]], made.request_id)
    path = f"facilities/v1/spaces/{story.spaces['hall']}"
    await story.callers["representative_a"].get(path, wanted=404)
    (await officer.post(f"{path}/publish", of=await officer.get(path), wanted=409)).refuses(*_NEITHER)
    return f"{site['names']['fi']}: a hall with two halves and a room are drafted; without usage rules and use hours none is offered"


async def rooms(story: Story) -> Said:
    """Hours, holidays, usage rules; then all is offered, and free as far as its hours go."""
    officer, day = story.callers["municipality_officer"], today(story.began)
    body: dict[str, Any] = {"site_id": story.site_id, "purpose": "use", "rules": [words.HOURS]}
    await officer.post("facilities/v1/hours", body, wanted=201)
    closed = 0
    for year in sorted({day.year, day.year + 1}):
        added = await officer.post("facilities/v1/hours/holidays", {"site_id": story.site_id, "purpose": "use", "year": year})
        closed += added["added"]
    draft = await officer.post("facilities/v1/usage-rules", words.usage_rules(story.site_id, day), wanted=201)
    (await officer.post(f"facilities/v1/usage-rules/{draft['id']}/publish", of=draft)).says(number=1, status="published")
    for id in story.spaces.values():
        path = f"facilities/v1/spaces/{id}"
        (await officer.post(f"{path}/publish", of=await officer.get(path))).says(status="published", bookable=True)
    free = await availability(story, "representative_a", "hall", story.plan.council)
    checks.same("what is free of the hall", free, [("08:00", "21:00")])
    return f"all are offered: Monday to Saturday 8 to 21, closed on {closed} holidays, {words.BUFFER} minutes after each use of a half"


async def in_the_way(story: Story) -> Said:
    """An association books one half at noon; of the hall that is taken, and the half's buffer with it."""
    caller, day = story.callers["representative_a"], story.plan.council
    times = words.times(day, 12, 14)
    body = words.booking(story.spaces["north"], story.organisations["representative_a"], times, "Vertaisryhmä")
    (await caller.post("facilities/v1/bookings/preview", body)).says(possible=True)
    booked = await caller.post("facilities/v1/bookings", body, wanted=201)
    booked.says(status="confirmed", organisation_id=story.organisations["representative_a"])
    story.in_the_way = booked["id"]
    await story.callers["representative_b"].get(f"facilities/v1/bookings/{booked['id']}", wanted=404)
    free = {name: await availability(story, "representative_b", name, day) for name in ("hall", "north", "south")}
    checks.same("what is free of the half and of the hall", (free["north"], free["hall"]), ([("08:00", "11:30"), ("14:30", "21:00")],) * 2)
    checks.same("what is free of the other half", free["south"], [("08:00", "21:00")])
    return f"an association books the northern half on {day}, 12 to 14; the hall is free until 11:30 and from 14:30 on, the other half all day"


async def availability(story: Story, persona: str, name: str, day: date) -> list[tuple[str, str]]:
    """What is free of a space on one day, by the wall clock."""
    query: dict[str, Any] = {"space_id": story.spaces[name], "from": day.isoformat(), "until": (day + DAY).isoformat()}
    found = await story.callers[persona].get("facilities/v1/availability", **query)
    free = checks.at(found["spaces"], 0, "free", request_id=found.request_id)
    return [(_clock(one["starts_at"]), _clock(one["ends_at"])) for one in free]


def _clock(moment: str) -> str:
    """`14:30`: by the wall clock in Finland."""
    return f"{datetime.fromisoformat(moment).astimezone(HELSINKI):%H:%M}"
