"""The merger is undone: everything is found under the first association again."""

from typing import Any

from yhdyspinta_local.demonstration import mark
from yhdyspinta_local.demonstration.mark import GROUNDS
from yhdyspinta_local.walks import checks
from yhdyspinta_local.walks.ending import looking
from yhdyspinta_local.walks.ending.before import seen_by
from yhdyspinta_local.walks.ending.merged import SERVICES
from yhdyspinta_local.walks.ending.story import FIRST, SECOND, Story
from yhdyspinta_local.walks.roles import gives
from yhdyspinta_local.walks.walking import Said


async def undone(story: Story) -> Said:
    """Within ninety days, with grounds."""
    path = f"registry/v1/organisations/{story.first}/undo-merge"
    (await story.callers["coordinator"].post(path, {"grounds": GROUNDS})).says(status="active", id=story.first)
    return f"{story.name(FIRST)} stands apart again"


async def found_apart(story: Story) -> Said:
    """In every service; its roles are asked for anew."""
    for service in SERVICES:
        await seen_by(story, "coordinator", f"{service}/v1/organisations/{story.first}", 200)
    await looking.seats(
        story, lambda seats: [looking.organisation_of(one) for one in seats] == [story.first] * 2, "the seats to be its own again"
    )

    def is_so(body: Any) -> bool:
        return [one["organisation_id"] for one in body["parties"]] == [story.first]

    await looking.application(story, is_so, "the application to be its own again")
    for path in (story.application, *(f"facilities/v1/bookings/{id}" for id in story.booked)):
        await seen_by(story, "representative_b", path, 404)
    checks.holds("a new role", await gives(
        story.callers["coordinator"], "representative_a", "representative", "organisation", story.first
    ), story.first)
    for path in (story.application, *(f"facilities/v1/bookings/{id}" for id in story.booked)):
        await seen_by(story, "representative_a", path, 200)
    return f"seats, application and bookings are {story.name(FIRST)}'s again; representative_b sees none of them any more"


async def written_to_it(story: Story) -> Said:
    """What is decided now is served on itself."""
    path = f"grants/v1/decisions/{story.decisions[FIRST]}/review-requests"
    body = {"organisation_id": story.first, "demand": f"{mark.MARK}: pyydämme avustusta haetun mukaisesti."}
    request = await story.callers["representative_a"].post(path, body, wanted=201)
    here, decider = f"grants/v1/review-requests/{request['id']}", story.callers["decider"]
    answer = {"outcome": "dismissed", "grounds": GROUNDS}
    (await decider.post(f"{here}/decide", answer, of=await decider.get(here))).says(status="dismissed")
    letters = await looking.letters(story, mark.address(story.first), story.cases[FIRST], "oikaisuvaatimuk")
    return f"“{letters[0].subject}” goes to {mark.address(story.first)} again"


async def history(story: Story) -> Said:
    """What happened stays: the merger and its undoing, with grounds."""
    told = await story.callers["coordinator"].get(f"registry/v1/organisations/{story.first}/history")
    happened = [(one["action"], one["other_id"], one["grounds"]) for one in told["changes"]]
    wanted = [("merge", story.second, GROUNDS), ("undo_merge", story.second, GROUNDS)]
    checks.same("what happened to it", sorted(one for one in happened if one[0] in {"merge", "undo_merge"}), wanted, told.request_id)
    return f"the history of {story.name(FIRST)} keeps the merger into {story.name(SECOND)} and its undoing"
