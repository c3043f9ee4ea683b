"""What another system is told of all this, and a structure that ends."""

from collections import Counter
from typing import Final

from yhdyspinta_local.demonstration import meetings as words
from yhdyspinta_local.demonstration.mark import GROUNDS
from yhdyspinta_local.walks import checks
from yhdyspinta_local.walks import webhooks as endpoints
from yhdyspinta_local.walks.meeting.story import Story
from yhdyspinta_local.walks.walking import Said

_WANTED: Final = Counter({
    "MeetingScheduled": 3, "MeetingConfirmed": 4, "MeetingRoomRefused": 3, "MeetingRescheduled": 4, "MeetingChanged": 2,
    "MeetingCancelled": 1, "MeetingHeld": 1, "BookingConfirmed": 4, "BookingRefused": 3, "BookingMoved": 1, "BookingCancelled": 1,
    "StructureEstablished": 1, "StructureClosed": 1,
})
"""Of each walk; beside them `MinutesPublished` for what is approved."""
_FACILITIES: Final = "Booking"
TYPES: Final = tuple(
    f"{'facilities' if name.startswith(_FACILITIES) else 'forums'}.{name}" for name in (*_WANTED, "MinutesPublished")
)


async def webhook(story: Story) -> Said:
    """The regional system registers a receiver on this machine."""
    story.endpoint = await endpoints.registered(story, TYPES)
    return f"the regional system asks for {len(TYPES)} kinds of event by webhook, to {story.endpoint.url}"


async def closed(story: Story) -> Said:
    """A theme network ends: with grounds, and with what goes on in its place or why nothing does; then nobody convenes it."""
    coordinator, path = story.callers["coordinator"], "forums/v1/structures"
    successors = [one for one in await coordinator.all(path, status="active") if one["code"] == "wellbeing-theme-network"]
    made = await coordinator.post(path, words.network(story.tag), wanted=201)
    story.network_id, here = made["id"], f"{path}/{made['id']}"
    await coordinator.post(f"{here}/close", {"successor_id": made["id"]}, wanted=422)
    unfounded = await coordinator.post(f"{here}/close", {"grounds": GROUNDS}, wanted=None)
    unfounded.refuses("forums.structure.successor_or_reason")
    checks.same("networks to go on", len(successors), 1)
    body = {"grounds": GROUNDS, "successor_id": successors[0]["id"]}
    done = await coordinator.post(f"{here}/close", body)
    done.says(status="closed", closing_grounds=GROUNDS, successor_id=successors[0]["id"])
    meeting = words.meeting(story.network_id, "Teemaverkosto")
    await coordinator.post("forums/v1/meetings", meeting, wanted=409)
    return f"{made['names']['fi']} is closed with grounds; {successors[0]['names']['fi']} goes on; it takes no meetings any more"


async def webhooks(story: Story) -> Said:
    """Exactly what happened, each once, verified; no actor, and no remote link."""
    wanted = _WANTED + Counter({"MinutesPublished": len(story.approved)})
    found = await endpoints.all_came(story, story.endpoint, wanted, story.is_ours)
    checks.holds("no remote link", not any(words.LINK in str(event) for event in found), found)
    await endpoints.removed(story, story.endpoint)
    return (
        f"{len(found)} webhooks verify with Standard Webhooks; the receiver is taken away again:",
        ", ".join(f"{count} × {name}" for name, count in wanted.items()),
    )
