"""A meeting of the service area that begins in seconds: its agenda, who took part, its minutes."""

from datetime import datetime, timedelta
from typing import Any, Final

from chassis.values import today
from yhdyspinta_local.demonstration import meetings as words
from yhdyspinta_local.demonstration.mark import MARK
from yhdyspinta_local.walks import checks
from yhdyspinta_local.walks.asking import Answer
from yhdyspinta_local.walks.meeting.local import established
from yhdyspinta_local.walks.meeting.story import Story
from yhdyspinta_local.walks.walking import Said

_AHEAD: Final = 3.0
"""Seconds until it begins, on a machine that answers at once."""
_REQUESTS: Final = 4
"""Before it begins."""
_ROOM: Final = 3
"""So many times as long as the answers so far took."""


async def agenda(story: Story) -> Said:
    """Two versions: the first stands as it was, what came after it is late, what is hidden leaves no gap."""
    liaison = story.callers["area_liaison"]
    story.area_id = await established(story, "area_liaison", "service-area-meeting", words.AREA)
    body = words.meeting(story.area_id, "Alueellinen järjestötapaaminen", interpretation=["speech_to_speech"])
    story.meetings["area"] = await liaison.post("forums/v1/meetings", body, wanted=201)
    path = f"forums/v1/agendas/{story.id('area')}"
    items: list[dict[str, Any]] = [words.item("Avaus"), words.item("Sisäinen valmistelu", visibility="hidden"), words.item("Palvelustrategia")]
    written = await liaison.ask("PATCH", path, etag=(await liaison.get(f"{path}/draft")).etag, json={"items": items})
    (await liaison.post(f"{path}/publish", of=written)).says(number=1)
    (await liaison.post(f"{path}/publish", of=await liaison.get(f"{path}/draft"), wanted=None)).refuses("forums.agenda.unchanged")
    draft = await liaison.get(f"{path}/draft")
    known = [{"id": one["id"], **item} for one, item in zip(draft["items"], items, strict=True)]
    written = await liaison.patch(path, {"items": [*known, words.item("Muut asiat")]}, of=draft)
    story.agenda = (await liaison.post(f"{path}/publish", of=written)).says(number=2)
    first = await liaison.get(path, number=1)
    checks.same("items of the first version", [one["title"]["fi"] for one in first["items"]], [one["title"]["fi"] for one in items])
    return f"an agenda of {len(items)} items is published, then a second version with a late one; the first stands as it was"


async def begins(story: Story) -> Said:
    """Remote, in some seconds; nothing has to be won, so it is confirmed at once. What is hidden of the agenda others do not see."""
    liaison, path = story.callers["area_liaison"], f"forums/v1/meetings/{story.id('area')}"
    each = story.callers.spent / max(story.callers.asked, 1)
    starts_at = story.clock.now() + timedelta(seconds=max(_AHEAD, each * _REQUESTS * _ROOM))
    times = {"starts_at": starts_at.isoformat(), "ends_at": (starts_at + timedelta(hours=1)).isoformat()}
    story.meetings["area"] = scheduled = await liaison.post(
        f"{path}/schedule", {**times, "mode": "remote", "remote_link": f"{words.LINK}alue-{story.tag}"}
    )
    scheduled.says(status="scheduled", room_status="not_needed", mode="remote", interpretation=["speech_to_speech"])
    early = await liaison.post(f"{path}/hold", {"attendance": story.plan.attendance}, wanted=None)
    early.refuses("forums.meeting.not_yet")
    coming = story.callers["representative_b"]
    (await coming.get(path)).says(remote_link=None)
    (await coming.post(f"{path}/registrations", {"how": "remote", "persons": 2}, wanted=201)).says(status="remote")
    (await coming.get(path)).says(remote_link=scheduled["remote_link"])
    seen = await coming.get(f"forums/v1/agendas/{story.id('area')}")
    shown = [(one["number"], one["title"]["fi"], one["late"]) for one in seen["items"]]
    expected = [("1", "Avaus", False), ("2", "Palvelustrategia", False), ("3", "Muut asiat", True)]
    checks.same("the agenda as others see it", shown, expected, seen.request_id)
    return "a remote meeting with interpretation begins in seconds; the link is for who registered, the hidden item for who convenes"


async def held(story: Story) -> Said:
    """Once it has begun: how many took part, by sector. They are counted."""
    liaison, path = story.callers["area_liaison"], f"forums/v1/meetings/{story.id('area')}"
    starts_at = datetime.fromisoformat(story.meetings["area"]["starts_at"])
    before = await _counted(story)
    waited = max((starts_at - story.clock.now()).total_seconds(), 0)
    await story.clock.sleep(waited + 0.05)
    story.meetings["area"] = done = await liaison.post(f"{path}/hold", {"attendance": story.plan.attendance})
    done.says(status="held", attendance=story.plan.attendance)
    after = await _counted(story)
    for sector, number in {"meetings": 1, **story.plan.attendance}.items():
        checks.same(f"{sector} in the counts of the year", after.get(sector, 0) - before.get(sector, 0), number)
    people = ", ".join(f"{number} for {sector}" for sector, number in story.plan.attendance.items())
    return f"waited {waited:.1f} s; it is held with {people}, and the counts of the year say so"


async def _counted(story: Story) -> dict[str, int]:
    """Meetings and participations by sector, of the area's structure this year."""
    year = datetime.fromisoformat(story.meetings["area"]["starts_at"]).year
    counts = await story.callers["coordinator"].get("forums/v1/meeting-counts", year=year)
    found = [one for one in counts["by_structure"] if one["structure_id"] == story.area_id]
    return {"meetings": found[0]["meetings"], **found[0]["attendance"]} if found else {}


async def minutes(story: Story) -> Said:
    """They answer the newest agenda; a draft is for who convenes alone."""
    liaison, path = story.callers["area_liaison"], f"forums/v1/meetings/{story.id('area')}"
    items = [
        {"agenda_item_id": one["id"], "text": f"{MARK}: {one['title']['fi']} käsiteltiin."} for one in story.agenda["items"]
    ]
    made = await liaison.post(f"{path}/minutes", {"items": items[:1]}, wanted=201)
    made.says(status="draft", agenda_version=2)
    id = made["id"]
    await story.callers["representative_b"].get(f"forums/v1/minutes/{id}", wanted=404)
    story.minutes = await liaison.patch(f"forums/v1/minutes/{id}", {"items": items}, of=made)
    checks.same("items of the minutes", len(story.minutes["items"]), len(items), story.minutes.request_id)
    return f"minutes of {len(items)} items answer agenda version 2; while they are a draft nobody else reads them"


async def remarks(story: Story) -> Said:
    """Open for remarks until the end of today: somebody makes one, and nobody may approve them before."""
    liaison, coming = story.callers["area_liaison"], story.callers["representative_b"]
    path, day = f"forums/v1/minutes/{story.minutes['id']}", today(story.clock.now()).isoformat()
    (await liaison.post(f"{path}/open-for-remarks", {"until": day})).says(status="open", remarks_until=day)
    seen = await coming.get(path)
    checks.same("items that others see", len(seen["items"]), len(story.agenda["items"]) - 1, seen.request_id)
    remarked = await coming.post(f"{path}/remark", {"text": f"{MARK}: läsnäolijoista puuttuu yksi järjestö."})
    checks.same("remarks", len(remarked["remarks"]), 1, remarked.request_id)
    read = await liaison.get(path)
    early = await liaison.post(f"{path}/approve", of=read, wanted=None)
    early.refuses("forums.minutes.remarks_open")
    return ("opened for remarks until the end of today; one is made, and approving waits for the day to pass:", _words(early))


def _words(refusal: Answer) -> str:
    """The first reason, as a person reads it."""
    return str(checks.at(refusal.body, "errors", 0, "detail") if refusal.body.get("errors") else refusal["detail"])


async def approved(story: Story) -> Said:
    """Nobody moves a clock: of what walks of earlier days opened, the day has passed, and it is approved now, and stays."""
    liaison, day = story.callers["area_liaison"], today(story.clock.now()).isoformat()
    waiting = 0
    for one in await liaison.all("forums/v1/meetings", structure_id=story.area_id, status="held"):
        found = await liaison.get(f"forums/v1/minutes/{one['id']}", wanted=None)
        checks.holds("minutes, or that there are none yet", found.status in {200, 404}, found.body, found.request_id)
        if found.status == 404 or found["status"] != "open":
            continue
        if found["remarks_until"] >= day:
            waiting += 1
            continue
        path = f"forums/v1/minutes/{found['id']}"
        done = (await liaison.post(f"{path}/approve", of=found)).says(status="approved", items=found["items"])
        checks.holds("a moment of approval", done["approved_at"], done.body, done.request_id)
        (await liaison.get(f"forums/v1/meetings/{one['id']}")).says(status="minuted")
        await liaison.patch(path, {"items": [{"agenda_item_id": found["items"][0]["agenda_item_id"], "text": MARK}]}, of=done, wanted=409)
        corrected = await liaison.post(f"{path}/correct", {"text": f"{MARK}: päivämäärä oikaistaan."})
        checks.same("corrections", len(corrected["corrections"]), 1, corrected.request_id)
        story.approved.append(one["id"])
    return f"{len(story.approved)} minutes of earlier days are approved, and corrected by an entry alone; {waiting} wait for their day to pass"
