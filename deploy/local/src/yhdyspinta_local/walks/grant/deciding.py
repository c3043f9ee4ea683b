"""Proposals, decisions to the last cent, documents, results, and a request for review."""

from typing import Final

from yhdyspinta_local.demonstration import grants as words
from yhdyspinta_local.demonstration import mark
from yhdyspinta_local.walks import checks
from yhdyspinta_local.walks.asking import Answer
from yhdyspinta_local.walks.grant import tasks
from yhdyspinta_local.walks.grant.rules import cents
from yhdyspinta_local.walks.grant.story import COMPLETED, DECIDED, JOINT, PARTNER, REFUSED, Story, decimal, in_euros
from yhdyspinta_local.walks.walking import Said, eventually

_WHY: Final = f"{mark.MARK}: hakemus arvioitiin ohjeen kriteerien mukaan."
_WHY_NOT: Final = f"{mark.MARK}: määräraha ei riitä kaikille, ja muut hakemukset vastaavat kriteereihin paremmin."


async def received(story: Story) -> Said:
    """What waits once the call has closed: seven to propose on, for the assessor alone."""
    said = await tasks.all_of(story, assessor={"propose": len(DECIDED)})
    return f"tasks: {said}; nothing waits for the other personas"


async def proposals(story: Story) -> Said:
    """The assessor proposes as the seed says; the last one a cent more than is left. The list and what-if say so."""
    assessor, plan = story.callers["assessor"], story.plan
    sums = {number: plan.granted[number] + (number == COMPLETED) for number in DECIDED}
    for number, amount in sums.items():
        grounds = _WHY if amount else _WHY_NOT
        body = {"application_id": story.applications[number], "amount": words.euros(decimal(amount)), "grounds": grounds}
        made = await assessor.post("grants/v1/decisions", body, wanted=201)
        made.says(status="proposed", proposed=words.euros(decimal(amount)))
        story.decisions[number] = made["id"]
    listed = await assessor.get(f"grants/v1/calls/{story.call_id}/proposals", limit=200)
    checks.same("left after each proposal", [one["left"]["amount"] for one in listed.items][-1], "-0.01", listed.request_id)
    path = f"grants/v1/calls/{story.call_id}/what-if"
    supposed = await assessor.post(path, {"amounts": []})
    supposed.says(fits=False, supposed=words.euros(decimal(plan.budget + 1)))
    less = {"application_id": story.applications[COMPLETED], "amount": words.euros(decimal(plan.granted[COMPLETED]))}
    (await assessor.post(path, {"amounts": [less]})).says(fits=True, left=words.euros("0.00"))
    joint = f"grants/v1/decisions/{story.decisions[JOINT]}"
    await assessor.post(f"{joint}/refuse", {"grounds": _WHY_NOT}, of=await assessor.get(joint), wanted=403)
    said = await tasks.all_of(
        story, decider={"decide": len(DECIDED)}, finance={"look_at_appropriation": 1},
    )
    return (
        f"the assessor proposes {in_euros(plan.budget + 1)} for seven; what-if: a cent too much",
        *(f"{story.cases[number]}  {in_euros(plan.sought[number])} sought, {in_euros(amount)} proposed" for number, amount in sums.items()),
        f"tasks: {said}",
    )


async def decisions(story: Story) -> Said:
    """A named person decides each: the whole, a part, nothing."""
    notes = []
    for number in DECIDED:
        if number == COMPLETED:
            continue
        granted = story.plan.granted[number]
        made = await _decide(story, number, granted)
        made.says(status="granted" if granted else "refused", granted=words.euros(decimal(granted)), sought=_sought(story, number))
        checks.holds("a section, principles and a name", made["section"] and made["principles_id"] and made["decided_by"], made.body)
        what = "in full" if granted == story.plan.sought[number] else "in part" if granted else "refused"
        notes.append(f"{story.cases[number]}  {made['section']} § {made['year']}: {what}, {in_euros(granted)}")
    left = await story.callers["finance"].get(f"grants/v1/appropriations/{story.appropriation['id']}")
    left.says(remaining=words.euros(decimal(story.plan.granted[COMPLETED])))
    return ("the decider grants in full, in part, and refuses:", *notes)


async def last_cent(story: Story) -> Said:
    """One cent over is refused and told the exact remainder; the remainder succeeds."""
    remainder = story.plan.granted[COMPLETED]
    over = await _decide(story, COMPLETED, remainder + 1, wanted=409)
    over.refuses("grants.appropriation.exceeded")
    told = str(over["errors"][0]["detail"]) if over.body.get("errors") else str(over["detail"])
    checks.has("the refusal", in_euros(remainder), told, over.request_id)
    made = await _decide(story, COMPLETED, remainder)
    made.says(status="granted", granted=words.euros(decimal(remainder)))
    left = await story.callers["finance"].get(f"grants/v1/appropriations/{story.appropriation['id']}")
    left.says(remaining=words.euros("0.00"), committed=left["amount"])
    checks.same("committed in this walk", cents(left["committed"]) - cents(story.appropriation["committed"]), story.plan.budget)
    return (f"{in_euros(remainder + 1)} is refused, {in_euros(remainder)} succeeds, and nothing is left:", told)


async def _decide(story: Story, number: int, granted: int, *, wanted: int = 200) -> Answer:
    decider, path = story.callers["decider"], f"grants/v1/decisions/{story.decisions[number]}"
    read = await decider.get(path)
    if granted:
        body = {"amount": words.euros(decimal(granted)), "grounds": _WHY}
        return await decider.post(f"{path}/grant", body, of=read, wanted=wanted)
    return await decider.post(f"{path}/refuse", {"grounds": _WHY_NOT}, of=read, wanted=wanted)


def _sought(story: Story, number: int) -> dict[str, str]:
    return words.euros(decimal(story.plan.sought[number]))


async def documents(story: Story) -> Said:
    """Each party reads the decision: HTML in Finnish with case number, section, grounds, remedy."""
    size = 0
    for number in DECIDED:
        path = f"grants/v1/decisions/{story.decisions[number]}"
        caller = story.callers[story.represents(number)]
        decision, document = await caller.get(path), await caller.get(f"{path}/document")
        text, size = str(document.body), size + len(str(document.body))
        for part in ("<h1>", story.cases[number], f"{decision['section']} §", "Oikaisuvaatimus", "14 päivän", "Esimerkkiaineisto"):
            checks.has(f"the document on {story.cases[number]}", part, text, document.request_id)
        checks.same("proposed, as parties see it", decision["proposed"], None, decision.request_id)
    partner = story.callers[story.represents(PARTNER)]
    await partner.get(f"grants/v1/decisions/{story.decisions[JOINT]}/document")
    stranger = await story.callers["professional"].get(f"grants/v1/decisions/{story.decisions[JOINT]}/document", wanted=404)
    checks.same("what a stranger is told", stranger["code"], "chassis.not_found", stranger.request_id)
    return f"seven decision documents are read by their parties ({size:,} characters of HTML), by no stranger"


async def results(story: Story) -> Said:
    """Once the end is announced: everybody may read who got what; no person is named."""
    coordinator, path = story.callers["coordinator"], f"grants/v1/calls/{story.call_id}"
    await tasks.wait_for(story, "coordinator", publish_results=1)

    async def look() -> Answer:
        return await coordinator.get(path)

    closed = await eventually(story.clock, look, lambda answer: answer["status"] == "closed", "the end to be announced")
    published = await coordinator.post(f"{path}/publish-results", of=closed)
    published.says(applications=len(DECIDED), granted=words.euros(decimal(story.plan.budget)), left=words.euros("0.00"))
    listed = (await story.callers["professional"].get(f"{path}/results", limit=200)).counts(len(DECIDED))
    expected = {
        story.cases[number]: (decimal(amount), "granted" if amount else "refused") for number, amount in story.plan.granted.items()
    }
    checks.same(
        "the results", {one["case_number"]: (one["granted"]["amount"], one["outcome"]) for one in listed.items}, expected,
        listed.request_id,
    )
    joint = next(one for one in listed.items if one["case_number"] == story.cases[JOINT])
    checks.same("both parties of the joint one", joint["applicants"], [story.name(JOINT), story.name(PARTNER)], listed.request_id)
    return f"results are published: {in_euros(story.plan.budget)} for {len(DECIDED) - 1} of {len(DECIDED)}, nothing left"


async def review(story: Story) -> Said:
    """The refused one asks for a review; the decision stands."""
    caller, decider = story.callers[story.represents(REFUSED)], story.callers["decider"]
    path = f"grants/v1/decisions/{story.decisions[REFUSED]}/review-requests"
    body = {"organisation_id": story.organisation_id(REFUSED), "demand": f"{mark.MARK}: pyydämme avustusta haetun mukaisesti."}
    request = await caller.post(path, body, wanted=201)
    request.says(status="registered", late=False)
    story.review = request["id"]
    await tasks.wait_for(story, "decider", decide_review=1)
    read = await decider.get(f"grants/v1/review-requests/{story.review}")
    decided = await decider.post(
        f"grants/v1/review-requests/{story.review}/decide", {"outcome": "dismissed", "grounds": _WHY_NOT}, of=read,
    )
    decided.says(status="dismissed", granted=words.euros("0.00"))
    await tasks.wait_for(story, "decider")
    return (
        f"{story.name(REFUSED)} asks for a review, by {request['last_day']}; it is dismissed under {decided['section']} § "
        f"{decided['year']}, with a way to the court"
    )


async def ended(story: Story) -> Said:
    """Nothing waits for anybody but for finance, whose money is spent."""
    said = await tasks.all_of(story, finance={"look_at_appropriation": 1})
    return f"tasks: {said}; nothing waits for the other personas"
