"""By which rules, with which money, and when: guideline, principles, appropriation, call."""

from datetime import datetime, timedelta
from typing import Any, Final

from chassis.values import today
from yhdyspinta_local.demonstration import grants as words
from yhdyspinta_local.demonstration import mark
from yhdyspinta_local.walks import checks, webhooks
from yhdyspinta_local.walks.grant.story import Story, decimal, in_euros
from yhdyspinta_local.walks.roles import gives
from yhdyspinta_local.walks.walking import Said

WINDOW: Final = 10.0
"""Seconds that the call is open, on a machine that answers at once."""
_ROOM: Final = 3
"""So many times as long as the answers so far took: a machine that others use as well may get slower meanwhile."""
TYPES: Final = (
    "grants.GrantCallOpened", "grants.GrantCallClosed", "grants.ApplicationSubmitted", "grants.ApplicationCompleted",
    "grants.ApplicationWithdrawn", "grants.GrantApproved", "grants.GrantDeclined", "grants.ResultsPublished",
    "grants.ReviewDeadlineSet", "grants.DecisionReviewed", "notifications.DecisionServed",
)
"""What the regional system asks to be told of."""


async def guideline(story: Story) -> Said:
    """What is in force stands; where nothing is, the demonstration's guideline and principles come out."""
    coordinator, day = story.callers["coordinator"], today(story.clock.now())
    said = []
    known = (await coordinator.get("grants/v1/guidelines", kind=words.KIND, status="published", limit=200)).items
    in_force = sorted((one["valid_from"], one["number"], one) for one in known if one["valid_from"] <= day.isoformat())
    if in_force:
        number, story.guideline_id = in_force[-1][1], in_force[-1][2]["id"]
        said.append(f"guideline {number} of operating grants is in force already")
    else:
        draft = await coordinator.post("grants/v1/guidelines", words.guideline(story.term, day), wanted=201)
        published = await coordinator.post(f"grants/v1/guidelines/{draft['id']}/publish", of=draft)
        published.says(status="published", number=len(known) + 1)
        story.guideline_id = published["id"]
        said.append(f"guideline {published['number']} of operating grants is published, in force from {day}")
    stands = (await coordinator.get("grants/v1/principles", on=day.isoformat())).items
    if stands:
        said.append("principles of support are in force already")
    else:
        recorded = await coordinator.post("grants/v1/principles", words.principles(story.term, day), wanted=201)
        recorded.says(agreed_on=day.isoformat())
        said.append("principles of support are recorded")
    return "; ".join(said)


async def money(story: Story) -> Said:
    """One row for year and kind: a walk that is repeated lets finance add what this one may give to what was granted before."""
    finance, year, budget = story.callers["finance"], _year(story), story.plan.budget
    rows = (await finance.get("grants/v1/appropriations", year=year, kind=words.KIND)).items
    body: dict[str, Any] = {"grounds": mark.GROUNDS}
    if not rows:
        body |= {"year": year, "kind": words.KIND, "amount": words.euros(decimal(budget))}
        story.appropriation = await finance.post("grants/v1/appropriations", body, wanted=201)
    else:
        there = await finance.get(f"grants/v1/appropriations/{rows[0]['id']}")
        total = cents(there["committed"]) + budget
        body |= {"amount": words.euros(decimal(total))}
        story.appropriation = await finance.patch(f"grants/v1/appropriations/{there['id']}", body, of=there)
    story.appropriation.says(remaining=words.euros(decimal(budget)))
    before = cents(story.appropriation["committed"])
    earlier = f" (beside {in_euros(before)} that were granted earlier)" if before else ""
    return f"finance sets {in_euros(budget)} aside for operating grants of {year}{earlier}"


async def webhook(story: Story) -> Said:
    """The regional system registers a receiver on this machine; one that a walk left behind goes first."""
    story.endpoint = await webhooks.registered(story, TYPES)
    return f"the regional system asks for {len(TYPES)} kinds of event by webhook, to {story.endpoint.url}"


async def call(story: Story) -> Said:
    """Drafted, given to assessor and decider, announced with a window of seconds."""
    coordinator, year = story.callers["coordinator"], _year(story)
    case_number = f"ESIM/{year}/{story.tag}"
    draft = await coordinator.post(
        "grants/v1/calls", words.call(year, story.guideline_id, *_window(story), case_number), wanted=201
    )
    draft.says(status="draft", open=False, case_number=case_number)
    for role in ("assessor", "decider"):
        checks.holds(f"a new role for {role}", await gives(coordinator, role, role, "call", draft["id"]), draft["id"])
    opens_at, closes_at = _window(story)
    path = f"grants/v1/calls/{draft['id']}"
    edited = await coordinator.patch(path, {"opens_at": opens_at, "closes_at": closes_at}, of=draft)
    story.call = await coordinator.post(f"{path}/publish", of=edited)
    story.call.says(status="published", appropriation_id=story.appropriation["id"])
    story.opens_at, story.closes_at = (datetime.fromisoformat(story.call[name]) for name in ("opens_at", "closes_at"))
    ahead, seconds = story.opens_at - story.clock.now(), story.closes_at - story.opens_at
    return (
        f"call {case_number} is announced: it opens in {ahead.total_seconds():.1f} s and is open for {seconds.total_seconds():.0f} s; "
        "assessor and decider have roles for it"
    )


def _window(story: Story) -> tuple[str, str]:
    """As far ahead, and as long, as this machine needs by the answers that it has given so far."""
    each = story.callers.spent / max(story.callers.asked, 1)
    opens_at = story.clock.now() + timedelta(seconds=1 + each * story.to_prepare * _ROOM)
    return opens_at.isoformat(), (opens_at + timedelta(seconds=max(WINDOW, each * story.to_submit * _ROOM))).isoformat()


def cents(euros: Any) -> int:
    """Of money as HTTP writes it."""
    return int(str(checks.at(euros, "amount")).replace(".", ""))


def _year(story: Story) -> int:
    """The one to come."""
    return today(story.clock.now()).year + 1
