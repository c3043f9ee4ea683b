"""The first association becomes part of the second: everything is found under that."""

from typing import Any

from yhdyspinta_local.demonstration import mark
from yhdyspinta_local.demonstration.mark import GROUNDS
from yhdyspinta_local.walks import checks
from yhdyspinta_local.walks.asking import Answer
from yhdyspinta_local.walks.ending import looking
from yhdyspinta_local.walks.ending.before import seen_by
from yhdyspinta_local.walks.ending.story import FIRST, SECOND, Story
from yhdyspinta_local.walks.walking import Said, eventually

SERVICES = ("registry", "grants", "forums", "facilities", "notifications")


async def merged(story: Story) -> Said:
    """With grounds."""
    path = f"registry/v1/organisations/{story.second}/merge"
    (await story.callers["coordinator"].post(path, {"from_ids": [story.first], "grounds": GROUNDS})).says(status="active")
    return f"{story.name(FIRST)} becomes part of {story.name(SECOND)}"


async def one_name(story: Story) -> Said:
    """Every service answers 308 with the successor; the old name still finds it; a command on the merged one is refused."""
    coordinator = story.callers["coordinator"]
    for service in SERVICES:
        moved = await seen_by(story, "coordinator", f"{service}/v1/organisations/{story.first}", 308)
        checks.has(f"the successor in {service}", story.second, moved.headers["location"], moved.request_id)
    found = await coordinator.get("registry/v1/organisations", q=story.name(FIRST))
    checks.has("who is found under the old name", story.second, [one["id"] for one in found.items], found.request_id)
    refused = await coordinator.post(f"registry/v1/organisations/{story.first}/pause", {"grounds": GROUNDS}, wanted=409)
    refused.refuses("registry.organisation.merged_away")
    return f"five services answer 308 to {story.name(SECOND)}, its old name finds it; commands on the old id are 409"


async def found(story: Story) -> Said:
    """Seats and application show the successor; the frozen application and the bookings keep whose they were."""
    await looking.seats(
        story, lambda seats: [looking.organisation_of(one) for one in seats] == [story.second] * 2, "the seats to be the successor's"
    )

    def is_so(body: Any) -> bool:
        return [one["organisation_id"] for one in body["parties"]] == [story.second]

    shown = await looking.application(story, is_so, "the application to be the successor's")
    checks.same("its name", shown["parties"][0]["name"], story.name(SECOND), shown.request_id)
    frozen = await story.callers["assessor"].get(f"{story.application}/versions/1")
    content = str(checks.at(frozen.body, "content", request_id=frozen.request_id))
    checks.has("what was submitted", story.first, content, frozen.request_id)
    checks.holds("nothing of the successor in what was submitted", story.second not in content, content, frozen.request_id)
    return f"both seats and {story.cases[FIRST]} are found under {story.name(SECOND)}; what was submitted still names {story.name(FIRST)}"


async def acts_for_it(story: Story) -> Said:
    """Who acts for the successor sees and handles what it took over; who acted for the part does no longer."""
    acting, path = story.callers["representative_b"], "facilities/v1/bookings"
    for id in story.booked:
        (await seen_by(story, "representative_b", f"{path}/{id}", 200)).says(organisation_id=story.first)
    listed = await acting.all(path, organisation_id=story.second)
    checks.same("bookings under the successor", {one["id"] for one in listed}, set(story.booked))
    await seen_by(story, "representative_b", story.application, 200)
    await seen_by(story, "representative_a", story.application, 404)
    await seen_by(story, "representative_a", f"{path}/{story.booked[0]}", 404)
    return "representative_b sees bookings and application of both; representative_a sees none of it any more"


async def written_to(story: Story) -> Said:
    """A decision on its application is served on the successor."""
    decider, path = story.callers["decider"], f"grants/v1/decisions/{story.decisions[FIRST]}"
    there = await decider.get(path)
    (await decider.post(f"{path}/grant", {"amount": there["proposed"], "grounds": GROUNDS}, of=there)).says(status="granted")
    letters = await looking.letters(story, mark.address(story.second), story.cases[FIRST], "Päätös avustuksesta")
    checks.same("mails to the old address", [one.subject for one in _decisions(story, story.first)], [])

    async def look() -> Answer:
        return await story.callers["representative_b"].get(f"{path}/deadlines")

    served = await eventually(story.clock, look, lambda answer: len(answer.body) > 0, "a last day for the successor")
    checks.same("whose last day", [one["organisation_id"] for one in served.body], [story.second], served.request_id)
    return f"“{letters[0].subject}” goes to {mark.address(story.second)}; it may ask for a review until {served.body[0]['last_day']}"


def _decisions(story: Story, organisation: str) -> list[Any]:
    return [one for one in story.post.letters() if one.to == mark.address(organisation) and story.cases[FIRST] in one.part("plain")
            and one.subject.startswith("Päätös")]
