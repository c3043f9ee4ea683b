"""Ten real organisations of the register become applicants: areas, assessments, people who act for them, addresses."""

from typing import Any, Final

from chassis.values import today
from yhdyspinta_local.demonstration import grants as words
from yhdyspinta_local.demonstration import mark
from yhdyspinta_local.walks import addresses as addresses_of
from yhdyspinta_local.walks import checks
from yhdyspinta_local.walks.asking import Answer, Caller
from yhdyspinta_local.walks.grant.story import INELIGIBLE, TEN, Story
from yhdyspinta_local.walks.roles import gives
from yhdyspinta_local.walks.walking import Said, eventually

_UMBRELLA: Final = "SOSTE Suomen sosiaali ja terveys ry"
"""Nine of the ten are its members by the register: real social and health organisations."""


async def applicants(story: Story) -> Said:
    """Nine members of the umbrella organisation, and a body of a legal form that may not apply."""
    coordinator = story.callers["coordinator"]
    query: dict[str, Any] = {"kind": "organisation", "status": "active"}
    path = "registry/v1/organisations"
    nine = [one for one in await coordinator.all(path, legal_form="association", **query) if _UMBRELLA in one["memberships"]][:INELIGIBLE]
    tenth = [one for one in await coordinator.all(path, legal_form="other", **query) if one["kind"] == "organisation"][:1]
    checks.same("organisations to begin with", len(nine) + len(tenth), len(TEN))
    story.term = await term_of(story, coordinator)
    await definition_stands(coordinator, story)
    story.organisations = [await _assessed(coordinator, one, number) for number, one in enumerate([*nine, *tenth])]
    return (
        f"ten organisations of the Finnish register are made applicants: operating area, common good, sote ({mark.MARK.lower()})",
        ", ".join(one["name"] for one in story.organisations),
    )


async def term_of(story: Story, coordinator: Caller) -> str:
    """Of the county's council, today."""
    day = today(story.clock.now()).isoformat()
    terms = (await coordinator.get("registry/v1/council-terms")).items
    found = [one["code"] for one in terms if one["kind"] == "county_council" and one["valid_from"] <= day < one["valid_until"]]
    checks.same("council terms of the county today", len(found), 1)
    return str(found[0])


async def definition_stands(coordinator: Caller, story: Story) -> None:
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
        await coordinator.post(f"{path}/assess-non-profit", {**tests, "assessed_on": day, "grounds": mark.GROUNDS})
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
        new += await addresses_of.of_organisation(story, story.represents(number), story.organisation_id(number))
    return f"each has an address under .invalid and consents to be served electronically ({new} new)"


async def subscriber(story: Story) -> Said:
    """A professional asks to be told of calls: double opt-in, by the link of the mail itself."""
    professional = story.callers["professional"]
    story.subscriber = str((await addresses_of.of_person(story, "professional", story.address))["id"])
    said = await professional.put("notifications/v1/subscriptions", {"topic": "grant_calls", "wanted": True})
    said.says(topic="grant_calls", wanted=True)
    return f"{story.address} is confirmed by the link of its own mail (opening it changed nothing), and wants to be told of calls"
