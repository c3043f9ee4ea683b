"""Where people and organisations are written to, each confirmed in its way (N11)."""

import re
from typing import Final

from yhdyspinta_local.demonstration import mark
from yhdyspinta_local.walks import checks
from yhdyspinta_local.walks.asking import Answer
from yhdyspinta_local.walks.story import Story
from yhdyspinta_local.walks.walking import eventually

_LINK: Final = re.compile(r"https?://\S+/api/(notifications/v1/confirmations/\S+)")


async def of_person(story: Story, persona: str, address: str) -> Answer:
    """Entered by the person and confirmed by the link of its mail: opening it changes nothing, the button does. The recipient."""
    person = story.callers[persona]
    entered = await person.put("notifications/v1/recipients/me", {"address": address, "language": "fi"})
    entered.says(address=address, verified_at=None)

    async def look() -> list[str]:
        return [found[1] for one in story.post.letters() if one.to == address and (found := _LINK.search(one.part("plain")))]

    (link,) = await eventually(story.clock, look, lambda found: len(found) == 1, f"one mail with a link to {address}")
    page = await person.get(link)
    checks.has("the page of the link", "<form", str(page.body), page.request_id)
    (await person.get("notifications/v1/recipients/me")).says(verified_at=None)
    await person.post(link)
    return (await person.get("notifications/v1/recipients/me")).says(address=address, verified_by="link")


async def of_organisation(story: Story, persona: str, id: str) -> bool:
    """Entered by who acts for it, with consent to electronic service; confirmed by the coordinator on grounds. Whether it is new."""
    path, address, caller = f"notifications/v1/recipients/{id}", mark.address(id), story.callers[persona]
    there = await caller.get(path, wanted=None)
    new = bool(there.status == 404 or there["address"] != address or not there["electronic_service"])
    if new:
        there = await caller.put(
            f"notifications/v1/recipients/organisations/{id}", {"address": address, "language": "fi", "electronic_service": True},
        )
    if there["verified_at"] is None:
        there = await story.callers["coordinator"].post(f"{path}/verify", {"grounds": mark.GROUNDS})
    there.says(address=address, electronic_service=True, suppressed=None)
    checks.holds("a confirmed address", there["verified_at"], there.body, there.request_id)
    return new
