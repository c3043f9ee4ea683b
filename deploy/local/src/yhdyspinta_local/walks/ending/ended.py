"""The first association ends: bookings are offered, seats vacated, roles end, the application is held, the liaison told; by one cause."""

from typing import Any

from chassis.values import today
from yhdyspinta_local.demonstration.mark import GROUNDS
from yhdyspinta_local.personas import PERSONAS
from yhdyspinta_local.walks import checks
from yhdyspinta_local.walks.asking import Answer
from yhdyspinta_local.walks.ending import looking
from yhdyspinta_local.walks.ending.before import before_the_grant, seen_by
from yhdyspinta_local.walks.ending.story import FIRST, SECOND, Story
from yhdyspinta_local.walks.walking import Said, eventually

_GRANT_HELD = ("grants.application.held",)


async def a_day_to_come(story: Story) -> Said:
    """Its end is settled for a day to come: nothing ends, grants says what that means for the year to come; taken back, that is gone."""
    coordinator, path = story.callers["coordinator"], f"registry/v1/organisations/{story.first}"
    day = before_the_grant(today(story.began))
    (await coordinator.post(f"{path}/dissolve", {"dissolved_on": day, "grounds": GROUNDS})).says(status="active", dissolves_on=day)

    async def look() -> Answer:
        path = f"grants/v1/calls/{story.call_id}/eligibility"
        return await story.callers["representative_a"].get(path, organisation_id=story.first)

    told = await eventually(story.clock, look, lambda answer: not answer["may_apply"], "grants to know of the end to come")
    reasons = [reason for check in told["checks"] if check["check"] == "active" for reason in check["reasons"]]
    checks.same("why it may not apply", [one["code"] for one in reasons], ["grants.eligibility.ends_too_soon"], told.request_id)
    (await coordinator.post(f"{path}/revert-dissolution", {"grounds": GROUNDS})).says(status="active", dissolves_on=None)
    await eventually(story.clock, look, lambda answer: answer["may_apply"], "grants to know that the plan was taken back")
    await looking.booking(story, 0, "confirmed")
    return (f"an end on {day} is settled and taken back; meanwhile grants says:", reasons[0]["text"]["fi"])


async def dissolved(story: Story) -> Said:
    """Today."""
    body = {"dissolved_on": today(story.began).isoformat(), "grounds": GROUNDS}
    done = await story.callers["coordinator"].post(f"registry/v1/organisations/{story.first}/dissolve", body)
    done.says(status="dissolved", dissolved_on=body["dissolved_on"])
    return f"{story.name(FIRST)} is dissolved on {body['dissolved_on']}"


async def handed_over(story: Story) -> Said:
    """Both bookings are offered to others, and name the fact."""
    found = [await looking.booking(story, n, "handover_offered") for n in (0, 1)]
    story.cause = str(checks.at(found[0].body, "handover", "cause_id", request_id=found[0].request_id))
    for one in found:
        wanted = {"organisation_id": story.first, "because": "organisation_dissolved", "cause_id": story.cause}
        one.says(handover=wanted, organisation_id=story.first)
        checks.holds("a day until which", one["handover_until"], one.body, one.request_id)
    return f"both bookings are offered to others until {found[0]['handover_until'][:10]}, because of event {story.cause}"


async def vacated(story: Story) -> Said:
    """Both seats are free, and tasks."""
    found = await looking.seats(story, lambda seats: not any(map(looking.organisation_of, seats)), "both seats to be free")
    checks.same("why", [one["vacated_because"] for one in found], ["organisation_dissolved"] * 2)
    tasks = await story.callers["coordinator"].all("forums/v1/seats", structure_id=story.group_id, vacant=True)
    checks.same("vacant seats", {one["id"] for one in tasks}, set(story.sat))
    return f"both seats are vacant since {found[0]['vacant_since']}, and tasks of who answers for the body"


async def held(story: Story) -> Said:
    """The application is held for the same fact: to grant it is refused, with the reason."""
    found = await looking.application(story, lambda body: body["held"], "the application to be held")
    (hold,) = found["held"]
    wanted = {"organisation_id": story.first, "because": "organisation_dissolved", "cause_id": story.cause}
    checks.same("why it is held", {name: hold[name] for name in wanted}, wanted, found.request_id)
    decider, path = story.callers["decider"], f"grants/v1/decisions/{story.decisions[FIRST]}"
    body = {"amount": (await decider.get(path))["proposed"], "grounds": GROUNDS}
    refused = (await decider.post(f"{path}/grant", body, of=await decider.get(path), wanted=409)).refuses(*_GRANT_HELD)
    return (f"{story.cases[FIRST]} is held because of the same event; to grant it is refused:", refused["errors"][0]["detail"])


async def roles(story: Story) -> Said:
    """Whoever acted for it does no longer, in any service."""
    query: dict[str, Any] = {"subject": str(PERSONAS["representative_a"].sub), "scope_kind": "organisation", "scope_id": story.first}

    async def look() -> Answer:
        return await story.callers["coordinator"].get("registry/v1/role-assignments", **query)

    def all_ended(answer: Answer) -> bool:
        return bool(answer.items) and all(one["status"] == "ended" for one in answer.items)

    await eventually(story.clock, look, all_ended, "the role to have ended")
    await seen_by(story, "representative_a", story.application, 404)
    path = f"facilities/v1/bookings/{story.booked[0]}/cancel"
    # It is on offer: whoever acts for another association sees it, and may take it over, not give it up.
    refused = await story.callers["representative_a"].post(path, {}, wanted=None)
    checks.has("status of giving a booking up", refused.status, {403, 404}, refused.request_id)
    return "the role of representative_a for it has ended: it sees the application no more, and gives no booking up"


async def liaison(story: Story) -> Said:
    """Who answers for the area is told by mail, once."""
    found = await looking.letters(story, story.liaison, GROUNDS, f"lakkautunut: {story.name(FIRST)}")
    checks.same("mails of the end", len(found), 1)
    for words in ("tarjotaan muille", "vapautuvat", "pidossa"):
        checks.has("the mail", words, found[0].part("plain"))
    return f"“{found[0].subject}” has reached {story.liaison}, with what follows from it"


async def meanwhile(story: Story) -> Said:
    """Others get what was free: the second association takes one booking over, somebody else gets one seat."""
    body = {"organisation_id": story.second, "free_use": ["non_profit"]}
    taken = await story.callers["representative_b"].post(f"facilities/v1/bookings/{story.booked[1]}/take-over", body)
    taken.says(status="confirmed", organisation_id=story.second)
    body = {"person": str(PERSONAS["representative_b"].sub), "organisation_id": story.second, "grounds": GROUNDS}
    filled = await story.callers["coordinator"].post(f"forums/v1/seats/{story.sat[1]}/fill", body)
    checks.same("who has the seat", looking.organisation_of(filled.body), story.second, filled.request_id)
    return f"{story.name(SECOND)} takes the second booking over and gets the second seat"
