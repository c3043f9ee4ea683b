"""Who is told, and who sits in the council of organisations."""

from typing import Any

from yhdyspinta_local.demonstration.mark import GROUNDS
from yhdyspinta_local.personas import PERSONAS
from yhdyspinta_local.walks import addresses as addresses_of
from yhdyspinta_local.walks import checks
from yhdyspinta_local.walks.asking import Answer, Caller
from yhdyspinta_local.walks.meeting.story import MAILED, SEATED, Story
from yhdyspinta_local.walks.roles import gives
from yhdyspinta_local.walks.walking import Said, eventually


async def people(story: Story) -> Said:
    """Two personas act for an association each; forums, facilities and notifications know it."""
    coordinator = story.callers["coordinator"]
    query: dict[str, Any] = {"kind": "organisation", "legal_form": "association", "status": "active", "limit": 2}
    found = (await coordinator.get("registry/v1/organisations", **query)).counts(2).items
    for persona, one in zip(("representative_a", "representative_b"), found, strict=True):
        await gives(coordinator, persona, "representative", "organisation", one["id"])
        story.organisations[persona] = one["id"]
        for service in ("forums", "facilities", "notifications"):
            await _is_known(story, story.callers[persona], f"{service}/v1/organisations/{one['id']}")
    return f"representative_a acts for {found[0]['name']}, representative_b for {found[1]['name']}; every service knows it"


async def _is_known(story: Story, caller: Caller, path: str) -> None:
    async def look() -> Answer:
        return await caller.get(path, wanted=None)

    await eventually(story.clock, look, lambda answer: answer.status == 200, f"{path} to be read by {caller.name}")


async def addresses(story: Story) -> Said:
    """Personas confirm theirs by the link of its mail; the associations' are confirmed on grounds."""
    for persona in MAILED:
        address = f"{persona.replace('_', '-')}+{story.tag}@esimerkki.invalid"
        await addresses_of.of_person(story, persona, address)
        story.addresses[persona] = address
    new = [await addresses_of.of_organisation(story, persona, id) for persona, id in story.organisations.items()]
    return f"four personas confirm an address by the link of its mail, two associations have one each ({sum(new)} new)"


async def council(story: Story) -> Said:
    """The county's council of organisations has seats; three of them are filled, and what is missing is told."""
    coordinator = story.callers["coordinator"]
    (found,) = (await coordinator.get("forums/v1/structures", kind="representative", status="active")).counts(1).items
    story.council_id = found["id"]
    new = [await _seated(coordinator, story, group, persona) for group, persona in SEATED]
    composition = await coordinator.get(f"forums/v1/structures/{story.council_id}/composition")
    filled = {one["group"]: one["filled"] for one in composition["groups"]}
    for group, _ in SEATED:
        checks.holds(f"a filled seat of {group}", filled.get(group), composition.body, composition.request_id)
    missing = [one["fi"] for one in composition["groups"] if one["missing"]]
    composition.says(complete=not missing)
    return (
        f"{found['names']['fi']}: {len(SEATED)} seats are held by personas ({sum(new)} new); still missing:",
        ", ".join(missing) or "nobody",
    )


async def _seated(coordinator: Caller, story: Story, group: str, persona: str) -> bool:
    """Whether the seat was filled now; not where the persona sits in the council already."""
    person, organisation = str(PERSONAS[persona].sub), story.organisations.get(persona)
    seats = await coordinator.all("forums/v1/seats", structure_id=story.council_id)
    if any(one["holder"] and one["holder"]["person"] == person for one in seats):
        return False
    free = [one for one in seats if one["group"] == group and not (one["holder"] or one["deputy_of"] or one["withdrawn_on"])]
    path = f"forums/v1/structures/{story.council_id}/seats"
    seat = free[0] if free else (await coordinator.post(path, {"group": group, "grounds": GROUNDS}, wanted=201)).body
    body = {"person": person, "organisation_id": organisation, "grounds": GROUNDS}
    filled = await coordinator.post(f"forums/v1/seats/{seat['id']}/fill", body)
    checks.same("who sits there", checks.at(filled.body, "holder", "person"), person, filled.request_id)
    return True
