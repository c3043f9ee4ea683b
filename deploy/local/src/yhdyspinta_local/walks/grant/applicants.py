"""Ten real organisations of the register become applicants: areas, assessments, people who act for them, addresses."""

import re
from typing import Any, Final

from yhdyspinta_local.demonstration import grants as words
from yhdyspinta_local.walks import checks
from yhdyspinta_local.walks.asking import Answer, Caller
from yhdyspinta_local.walks.grant.roles import gives
from yhdyspinta_local.walks.grant.story import INELIGIBLE, TEN, Story
from yhdyspinta_local.walks.walking import Said, eventually

_UMBRELLA: Final = "SOSTE Suomen sosiaali ja terveys ry"
"""Nine of the ten are its members by the register: real social and health organisations."""
_LINK: Final = re.compile(r"https?://\S+/api/(notifications/v1/confirmations/\S+)")


async def applicants(story: Story) -> Said:
    """Nine members of the umbrella organisation, and a body of a legal form that may not apply."""
    coordinator = story.callers["coordinator"]
    nine = [one for one in await _all(coordinator, "association") if _UMBRELLA in one["memberships"]][:INELIGIBLE]
    tenth = [one for one in await _all(coordinator, "other") if one["kind"] == "organisation"][:1]
    checks.same("organisations to begin with", len(nine) + len(tenth), len(TEN))
    story.term = await _term(story, coordinator)
    await _definition(coordinator, story)
    story.organisations = [await _assessed(coordinator, one, number) for number, one in enumerate([*nine, *tenth])]
    return (
        f"ten organisations of the Finnish register are made applicants: operating area, common good, sote ({words.MARK.lower()})",
        ", ".join(one["name"] for one in story.organisations),
    )


async def _all(coordinator: Caller, legal_form: str) -> list[Any]:
    query: dict[str, Any] = {"legal_form": legal_form, "kind": "organisation", "status": "active", "limit": 200}
    page = await coordinator.get("registry/v1/organisations", **query)
    found = page.items
    while page["next"]:
        page = await coordinator.get("registry/v1/organisations", **query, cursor=page["next"])
        found += page.items
    return found


async def _term(story: Story, coordinator: Caller) -> str:
    """Of the county's council, today."""
    day = story.clock.now().date().isoformat()
    terms = (await coordinator.get("registry/v1/council-terms")).items
    found = [one["code"] for one in terms if one["kind"] == "county_council" and one["valid_from"] <= day < one["valid_until"]]
    checks.same("council terms of the county today", len(found), 1)
    return str(found[0])


async def _definition(coordinator: Caller, story: Story) -> None:
    """What counts as a sote organisation: what the county has said, else the demonstration's words."""
    known = (await coordinator.get("registry/v1/sote-definitions")).items
    if not any(one["term"] == story.term for one in known):
        number = max((one["number"] for one in known), default=0) + 1
        await coordinator.post("registry/v1/sote-definitions", words.definition(number, story.term), wanted=201)


async def _assessed(coordinator: Caller, one: dict[str, Any], number: int) -> Any:
    """As it must be for a grant; only the tenth acts in one municipality alone."""
    path = f"registry/v1/organisations/{one['id']}"
    area = {"area_class": "region"} if number != INELIGIBLE else {"area_class": "municipality", "municipalities": [words.CITY]}
    if one["operating_area"] is None:
        await coordinator.post(f"{path}/set-operating-area", area)
    if one["non_profit_status"] != "non_profit":
        tests = dict.fromkeys(("for_common_good", "not_for_a_closed_circle", "no_private_gain"), True)
        day = one["registered_at"][:10]
        await coordinator.post(f"{path}/assess-non-profit", {**tests, "assessed_on": day, "grounds": words.GROUNDS})
    if one["sote_status"] != "sote":
        await coordinator.post(f"{path}/evaluate-sote")
    now = (await coordinator.get(path)).says(sote_status="sote", non_profit_status="non_profit", status="active")
    checks.same(f"area of {one['name']}", checks.at(now.body, "operating_area", "area_class"), area["area_class"], now.request_id)
    return now.body


async def people(story: Story) -> Said:
    """Two personas act for five organisations each; grants and notifications hear of it over Kafka."""
    coordinator = story.callers["coordinator"]
    new = 0
    for number in TEN:
        new += await gives(coordinator, story.represents(number), "representative", "organisation", story.organisation_id(number))
    for service in ("grants", "notifications"):
        for number in TEN:
            caller, path = story.callers[story.represents(number)], f"{service}/v1/organisations/{story.organisation_id(number)}"

            async def look(caller: Caller = caller, path: str = path) -> Answer:
                return await caller.get(path, wanted=None)

            await eventually(story.clock, look, lambda answer: answer.status == 200, f"{caller.name} to be known to {service}")
    return f"representative_a and representative_b act for five each ({new} new roles); grants and notifications know it"


async def addresses(story: Story) -> Said:
    """The representative gives address and consent, the coordinator confirms on grounds that the address is right."""
    new = 0
    for number in TEN:
        id = story.organisation_id(number)
        path, address = f"notifications/v1/recipients/{id}", words.address(id)
        caller = story.callers[story.represents(number)]
        there = await caller.get(path, wanted=None)
        if there.status == 404 or there["address"] != address or not there["electronic_service"]:
            new += 1
            there = await caller.put(
                f"notifications/v1/recipients/organisations/{id}",
                {"address": address, "language": "fi", "electronic_service": True},
            )
        if there["verified_at"] is None:
            there = await story.callers["coordinator"].post(f"{path}/verify", {"grounds": words.GROUNDS})
        there.says(address=address, electronic_service=True, suppressed=None)
        checks.holds("a confirmed address", there["verified_at"], there.body, there.request_id)
    return f"each has an address under .invalid and consents to be served electronically ({new} new)"


async def subscriber(story: Story) -> Said:
    """A professional asks to be told of calls: double opt-in, by the link of the mail itself."""
    professional, address = story.callers["professional"], f"ammattilainen+{story.tag}@esimerkki.invalid"
    entered = await professional.put("notifications/v1/recipients/me", {"address": address, "language": "fi"})
    entered.says(address=address, verified_at=None)
    story.subscriber = str(entered["id"])

    async def look() -> list[str]:
        return [found[1] for one in story.post.letters() if one.to == address and (found := _LINK.search(one.part("plain")))]

    (link,) = await eventually(story.clock, look, lambda found: len(found) == 1, f"one mail with a link to {address}")
    page = await professional.get(link)
    checks.has("the page of the link", "<form", str(page.body), page.request_id)
    (await professional.get("notifications/v1/recipients/me")).says(verified_at=None)
    await professional.post(link)
    (await professional.get("notifications/v1/recipients/me")).says(address=address, verified_by="link")
    said = await professional.put("notifications/v1/subscriptions", {"topic": "grant_calls", "wanted": True})
    said.says(topic="grant_calls", wanted=True)
    return f"{address} is confirmed by the link of its own mail (opening it changed nothing), and wants to be told of calls"
