"""Two associations, made up; bookings, seats and an application of the first; and all of it cleared away again."""

from datetime import date, timedelta
from typing import Any, Final

from chassis.values import DAY, today
from yhdyspinta_local.demonstration import grants as words
from yhdyspinta_local.demonstration import meetings as places
from yhdyspinta_local.demonstration.mark import GROUNDS, MARK
from yhdyspinta_local.personas import PERSONAS
from yhdyspinta_local.walks import addresses as addresses_of
from yhdyspinta_local.walks import checks
from yhdyspinta_local.walks.asking import Answer
from yhdyspinta_local.walks.ending.story import FIRST, SECOND, Story
from yhdyspinta_local.walks.grant.applicants import definition_stands, term_of
from yhdyspinta_local.walks.grant.story import decimal
from yhdyspinta_local.walks.roles import gives
from yhdyspinta_local.walks.walking import Said, eventually

REPRESENTATIVES: Final = ("representative_a", "representative_b")
_NAMES: Final = ("Esimerkkikylän omaiset", "Esimerkkiseudun yhdistys")
_WORKS: Final = 200 * DAY
"""Term of the working group."""


async def associations(story: Story) -> Said:
    """Registered, assessed, represented; every service knows it."""
    coordinator = story.callers["coordinator"]
    story.term = await term_of(story, coordinator)
    await definition_stands(coordinator, story)
    for n, name in enumerate(_NAMES):
        body = {
            "name_fi": f"{name} {story.tag} ry", "kind": "organisation", "legal_form": "association", "home_municipality": words.CITY,
            "operating_area": {"area_class": "region"}, "description": f"{MARK}: keksitty yhdistys.",
        }
        path = f"registry/v1/organisations/{(await coordinator.post('registry/v1/organisations', body, wanted=201))['id']}"
        tests = dict.fromkeys(("for_common_good", "not_for_a_closed_circle", "no_private_gain"), True)
        day = today(story.began).isoformat()
        await coordinator.post(f"{path}/assess-non-profit", {**tests, "assessed_on": day, "grounds": GROUNDS})
        await coordinator.post(f"{path}/evaluate-sote")
        there = (await coordinator.get(path)).says(status="active", sote_status="sote", non_profit_status="non_profit")
        story.organisations.append(there.body)
        await gives(coordinator, REPRESENTATIVES[n], "representative", "organisation", there["id"])
    await gives(coordinator, "area_liaison", "area_liaison", "area", places.AREA)
    await gives(coordinator, "municipality_officer", "municipality_officer", "municipality", places.MUNICIPALITY)
    for service in ("grants", "forums", "facilities", "notifications"):
        for n, persona in enumerate(REPRESENTATIVES):
            await seen_by(story, persona, f"{service}/v1/organisations/{story.organisation_id(n)}", 200)
    return f"{story.name(FIRST)} and {story.name(SECOND)} are made up; representative_a and _b act for them, every service knows it"


async def seen_by(story: Story, persona: str, path: str, status: int) -> Answer:
    """What comes when a persona asks for it, once it answers so."""
    async def look() -> Answer:
        return await story.callers[persona].get(path, wanted=None)

    return await eventually(story.clock, look, lambda answer: answer.status == status, f"{status} of {path} for {persona}")


async def addresses(story: Story) -> Said:
    """The liaison confirms theirs by the link of its mail; the associations' are confirmed on grounds."""
    story.liaison = f"alueyhdyshenkilo+{story.tag}@esimerkki.invalid"
    await addresses_of.of_person(story, "area_liaison", story.liaison)
    for n, persona in enumerate(REPRESENTATIVES):
        await addresses_of.of_organisation(story, persona, story.organisation_id(n))
    return f"the liaison of the area has confirmed {story.liaison}, each association has an address of its own"


async def bookings(story: Story) -> Said:
    """A room of the municipality, and two bookings of it."""
    officer, caller = story.callers["municipality_officer"], story.callers["representative_a"]

    async def add() -> Answer:
        return await officer.post("facilities/v1/sites", places.site(f"{story.tag}-{story.seed}"), wanted=None)

    site = await eventually(story.clock, add, lambda answer: answer.status == 201, "facilities to know the officer")
    story.seen["site"] = site
    body: dict[str, Any] = {"site_id": site["id"], "purpose": "use", "rules": [places.HOURS]}
    await officer.post("facilities/v1/hours", body, wanted=201)
    draft = await officer.post("facilities/v1/usage-rules", places.usage_rules(site["id"], today(story.began)), wanted=201)
    await officer.post(f"facilities/v1/usage-rules/{draft['id']}/publish", of=draft)
    made = await officer.post("facilities/v1/spaces", places.space(site["id"], "Vertaisryhmähuone", 12), wanted=201)
    path = f"facilities/v1/spaces/{made['id']}"
    story.space_id = (await officer.post(f"{path}/publish", of=await officer.get(path))).says(status="published")["id"]
    for day in story.days:
        wanted = places.booking(story.space_id, story.first, places.times(day, 17, 19), "Vertaisryhmä")
        booked = (await caller.post("facilities/v1/bookings", wanted, wanted=201)).says(status="confirmed", organisation_id=story.first)
        story.booked.append(booked["id"])
    return f"{story.name(FIRST)} books {made['names']['fi']} of {site['names']['fi']} on {story.days[0]} and {story.days[1]}"


async def seats(story: Story) -> Said:
    """A working group under the county's council, with two members who represent the first association."""
    coordinator, day = story.callers["coordinator"], today(story.began)
    (council,) = (await coordinator.get("forums/v1/structures", kind="representative", status="active")).counts(1).items
    members = [
        {"person": str(PERSONAS[name].sub), "organisation_id": story.first} for name in ("representative_a", "professional")
    ]
    body = {
        "key": f"esimerkki-{story.tag}-{story.seed}", "names": {"fi": f"Esimerkkityöryhmä {story.tag}"}, "members": members,
        "mandate": f"{MARK}: näyttää, mitä paikoille tapahtuu.", "term": {"from": day.isoformat(), "until": (day + _WORKS).isoformat()},
        "grounds": GROUNDS,
    }
    made = await coordinator.post(f"forums/v1/structures/{council['id']}/working-groups", body, wanted=201)
    story.group_id = made["id"]
    held = await coordinator.all("forums/v1/seats", structure_id=story.group_id)
    checks.same("for whom they sit", [one["holder"]["organisation_id"] for one in held], [story.first] * 2)
    story.sat = [one["id"] for one in sorted(held, key=lambda one: int(one["number"]))]
    return f"{made['names']['fi']} is set up: two members represent {story.name(FIRST)}"


async def application(story: Story) -> Said:
    """Written, submitted in time, and proposed to be granted in part."""
    caller, sought = story.callers["representative_a"], story.plan.sought[FIRST]
    begun = await caller.post("grants/v1/applications", {
        "call_id": story.call_id, "lead_id": story.first, "activity_title": f"Kohtaamispaikka {story.tag}",
    }, wanted=201)
    story.applications[FIRST] = begun["id"]
    await caller.patch(story.application, words.written(decimal(sought), decimal(sought + 100_000)), of=begun)
    for one in words.ATTACHMENTS:
        file = {"file": (f"{one['code']}.pdf", words.PDF, "application/pdf")}
        await caller.ask("POST", f"{story.application}/attachments", wanted=201, data={"code": one["code"]}, files=file)
    await story.clock.sleep((story.opens_at - story.clock.now()).total_seconds())
    receipt = await caller.post(f"{story.application}/submit", of=await caller.get(story.application))
    story.cases[FIRST] = receipt.says(status="submitted", number=1)["case_number"]
    amount = words.euros(decimal(story.plan.granted[FIRST]))
    proposed = await story.callers["assessor"].post(
        "grants/v1/decisions", {"application_id": begun["id"], "amount": amount, "grounds": GROUNDS}, wanted=201
    )
    story.decisions[FIRST] = proposed.says(status="proposed")["id"]
    return f"{story.cases[FIRST]} of {story.name(FIRST)} is received, and {amount['amount']} € are proposed for it"


async def cleared_away(story: Story) -> Said:
    """What was made for the show ends: bookings, the working group, the room."""
    officer, coordinator = story.callers["municipality_officer"], story.callers["coordinator"]
    for id in story.booked:
        there = await officer.get(f"facilities/v1/bookings/{id}")
        if there["status"] == "confirmed":
            await officer.post(f"facilities/v1/bookings/{id}/cancel", {"grounds": GROUNDS})
    path = f"facilities/v1/spaces/{story.space_id}"
    (await officer.post(f"{path}/withdraw", {"grounds": GROUNDS}, of=await officer.get(path))).says(status="withdrawn")
    body = {"grounds": GROUNDS, "no_successor_because": f"{MARK}: näytös on ohi."}
    (await coordinator.post(f"forums/v1/structures/{story.group_id}/close", body)).says(status="closed")
    return "the room is withdrawn, the working group is closed; what happened stays readable"


def before_the_grant(day: date) -> str:
    """A day to come, before anything that a grant of the year to come is for."""
    return min(day + timedelta(days=31), date(day.year + 1, 1, 1)).isoformat()
