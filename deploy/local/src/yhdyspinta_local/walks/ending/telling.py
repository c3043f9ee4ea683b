"""What another system is told of all this, by verified webhooks that name their cause."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from yhdyspinta_local.walks import checks
from yhdyspinta_local.walks import webhooks as endpoints
from yhdyspinta_local.walks.ending.story import Story
from yhdyspinta_local.walks.walking import Said

_DISSOLUTION: Final = Counter({
    "OrganisationDissolved": 1, "OrganisationDissolutionReverted": 1, "BookingHandoverOffered": 2, "BookingHandoverLifted": 1,
    "BookingNotRestored": 1, "SeatVacated": 2, "SeatNotRestored": 1, "ApplicationHeld": 1, "ApplicationReleased": 1,
})
_CAUSES: Final = {
    "OrganisationDissolved": ("BookingHandoverOffered", "SeatVacated", "ApplicationHeld"),
    "OrganisationDissolutionReverted": ("BookingHandoverLifted", "BookingNotRestored", "SeatNotRestored", "ApplicationReleased"),
}
_MERGER: Final = Counter({"OrganisationsMerged": 1, "OrganisationMergeUndone": 1})
_SERVICES: Final = {"Organisation": "registry", "Booking": "facilities", "Seat": "forums", "Application": "grants"}
_TYPES: Final = tuple(
    f"{service}.{name}" for name in (*_DISSOLUTION, *_MERGER) for begins, service in _SERVICES.items() if name.startswith(begins)
)


async def webhook(story: Story) -> Said:
    """The regional system registers a receiver on this machine."""
    story.endpoint = await endpoints.registered(story, _TYPES)
    return f"the regional system asks for {len(_TYPES)} kinds of event by webhook, to {story.endpoint.url}"


async def dissolution(story: Story) -> Said:
    """Exactly what happened, each once; what effects name as their cause is the event that was sent."""
    found = await _came(story, _DISSOLUTION)
    facts = {endpoints.name(event): event["id"] for event in found if endpoints.name(event) in _CAUSES}
    checks.same("the cause that bookings and application name", story.cause, facts["OrganisationDissolved"])
    for event in found:
        for fact, effects in _CAUSES.items():
            if endpoints.name(event) in effects:
                checks.same(f"the cause of {endpoints.name(event)}", event["causationid"], facts[fact])
    return _said(found, _DISSOLUTION, "; each effect names the one fact that it follows from")


async def merger(story: Story) -> Said:
    """The merger, and its undoing."""
    return _said(await _came(story, _MERGER), _MERGER, "")


async def _came(story: Story, wanted: Counter[str]) -> Sequence[Any]:
    found = await endpoints.all_came(story, story.endpoint, wanted, story.is_ours)
    await endpoints.removed(story, story.endpoint)
    return found


def _said(found: Sequence[Any], wanted: Counter[str], more: str) -> Said:
    return (
        f"{len(found)} webhooks verify with Standard Webhooks{more}",
        ", ".join(f"{count} × {name}" for name, count in wanted.items()),
    )
