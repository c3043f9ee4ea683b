"""What another system is told of meanwhile: a receiver on this machine is registered, and what comes to it is verified."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from yhdyspinta_local.demonstration.mark import MARK
from yhdyspinta_local.walks import checks
from yhdyspinta_local.walks.story import Story
from yhdyspinta_local.walks.surroundings import Hook
from yhdyspinta_local.walks.walking import eventually

_PATH: Final = "notifications/v1/webhooks"
_ANOTHER: Final = "whsec_" + "b3RoZXJvdGhlcm90aGVyb3RoZXJvdGhlcm90aGU="


@dataclass(frozen=True)
class Endpoint:
    """As the regional system registered it."""

    id: str
    secret: str
    """Shown once."""
    url: str


async def registered(story: Story, types: Sequence[str]) -> Endpoint:
    """The regional system asks for these kinds of event; an endpoint that a walk left behind goes first."""
    system, url = story.callers["regional_system"], f"{story.hooks.url}/{story.tag}"
    for one in (await system.get(_PATH, limit=200)).items:
        if one["url"].startswith(story.hooks.url):
            await system.post(f"{_PATH}/{one['id']}/remove", wanted=204)
    made = await system.post(_PATH, {"url": url, "types": list(types), "description": MARK}, wanted=201)
    made.says(status="active", types=list(types))
    return Endpoint(made["id"], made["secret"], url)


async def all_came(
    story: Story, endpoint: Endpoint, wanted: Mapping[str, int], is_ours: Callable[[Any], object]
) -> Sequence[Any]:
    """Of our events exactly so many of each name; every webhook verifies with the secret, and with no other. The events."""
    async def look() -> list[Any]:
        return [event for hook in _got(story) if (event := hook.verified(endpoint.secret)) and is_ours(checks.at(event, "data"))]

    found = await eventually(
        story.clock, look, lambda events: Counter(map(name, events)) == wanted, f"{dict(wanted)} by webhook, verified"
    )
    got = _got(story)
    checks.same("webhooks that do not verify", [hook.id for hook in got if hook.verified(endpoint.secret) is None], [])
    checks.same("webhooks that verify with another secret", [hook.id for hook in got if hook.verified(_ANOTHER)], [])
    checks.holds("no actor in any of them", all("actor" not in event for event in found), [sorted(event) for event in found])
    return found


async def removed(story: Story, endpoint: Endpoint) -> None:
    """The receiver is taken away again."""
    await story.callers["regional_system"].post(f"{_PATH}/{endpoint.id}/remove", wanted=204)


def name(event: Any) -> str:
    """`fi.yhdyspinta.grants.GrantApproved.v1` → `GrantApproved`."""
    return str(checks.at(event, "type")).split(".")[-2]


def _got(story: Story) -> Sequence[Hook]:
    """At the address of this walk: what is tried again for an earlier one is not ours."""
    return [hook for hook in story.hooks.got() if hook.path.endswith(f"/{story.tag}")]
