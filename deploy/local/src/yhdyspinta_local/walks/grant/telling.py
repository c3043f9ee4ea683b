"""Everyone told: mails read back from the sink, webhooks verified, decisions served, deadlines for each party."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from chassis.values import today
from yhdyspinta_local.demonstration import mark
from yhdyspinta_local.walks import checks
from yhdyspinta_local.walks import webhooks as endpoints
from yhdyspinta_local.walks.asking import Answer
from yhdyspinta_local.walks.grant.story import COMPLETED, DECIDED, IN_TIME, JOINT, PARTNER, REFUSED, TEN, Story
from yhdyspinta_local.walks.surroundings import Letter
from yhdyspinta_local.walks.walking import Said, eventually

_REMEDY: Final = {
    "grant_approved": "Oikaisuvaatimus tehdään kirjallisesti", "grant_declined": "Oikaisuvaatimus tehdään kirjallisesti",
    "decision_reviewed": "Valitus tehdään kirjallisesti",
}
"""Mails that serve a decision, and what of the remedy stands in each."""
_LEGAL: Final = frozenset({*_REMEDY, "completion_requested"})
"""Mails that nobody can end with one click."""
_REVIEW_DAYS, _APPEAL_DAYS = 14, 30


def _parties(number: int) -> tuple[int, ...]:
    """Of the application of this number."""
    return (JOINT, PARTNER) if number == JOINT else (number,)


def _expected(story: Story) -> Counter[tuple[str, str]]:
    """Which mail goes to which organisation, so many times: an address each."""
    wanted: Counter[tuple[str, str]] = Counter()
    told = [
        *(("grant_call_opened", number) for number in TEN),
        ("sign_off_requested", PARTNER),
        *(("application_received", party) for number in IN_TIME for party in _parties(number)),
        ("completion_requested", COMPLETED),
        *(("grant_approved" if story.plan.granted[n] else "grant_declined", party) for n in DECIDED for party in _parties(n)),
        ("decision_reviewed", REFUSED),
    ]
    for template, number in told:
        wanted[template, story.organisation_id(number)] += 1
    wanted["grant_call_opened", story.subscriber] += 1
    wanted["confirm_address", story.subscriber] += 1
    return wanted


async def notice(story: Story) -> Said:
    """Whoever wants to be told of calls is told before it closes."""
    expected = {story.address, *(mark.address(story.organisation_id(number)) for number in TEN)}

    async def look() -> Sequence[Letter]:
        opened = [one for one in story.post.letters() if "on auki" in one.subject and story.call["title"]["fi"] in one.part("plain")]
        return [one for one in opened if one.to in expected]  # others may want to be told too

    def is_there(found: Sequence[Letter]) -> bool:
        return {one.to for one in found} == expected

    letters = await eventually(story.clock, look, is_there, "eleven mails that the call is open")
    for one in letters:
        checks.holds("one click to want no more", one.can_be_unsubscribed, one.message.items())
    left = (story.closes_at - story.clock.now()).total_seconds()
    return f"“{letters[0].subject}” has reached the ten and the subscriber, {left:.1f} s before the end"


async def mails(story: Story) -> Said:
    """Every mail of the log is found in the sink by its Message-ID, once, and says what it must."""

    async def look() -> Mapping[str, Any]:
        return {one["id"]: one for one in await _log(story)}

    wanted = _expected(story)
    log = await eventually(
        story.clock, look, lambda found: Counter((one["template"], one["recipient_id"]) for one in found.values()) == wanted
        and all(one["status"] == "sent" for one in found.values()),
        f"{wanted.total()} mails, all sent",
    )
    letters = {one.id: one for one in story.post.letters() if one.id in log}
    twice = [id for id, times in Counter(one.id for one in story.post.letters()).items() if times > 1]
    checks.same("mails that came twice", twice, [])
    checks.same("mails in the sink, by Message-ID", sorted(letters), sorted(log))
    for id, letter in letters.items():
        _read(story, log[id], letter)
    kinds = Counter(one["template"] for one in log.values())
    return (
        f"{len(letters)} mails are read back from the sink by Message-ID, each there once, as text and as HTML:",
        *(f"{count:2} × {kind}" for kind, count in sorted(kinds.items())),
    )


async def _log(story: Story) -> list[Any]:
    """Of this walk: newest first, until one is older."""
    found: list[Any] = []
    cursor: dict[str, Any] = {}
    while True:
        page = await story.callers["coordinator"].get("notifications/v1/deliveries", sort="-queued_at", limit=200, **cursor)
        found += [one for one in page.items if _is_ours(story, one)]
        if not page["next"] or page.items[-1]["queued_at"] < story.began.isoformat():
            return found
        cursor = {"cursor": page["next"]}


def _is_ours(story: Story, mail: Any) -> bool:
    if mail["queued_at"] < story.began.isoformat().replace("+00:00", "Z"):
        return False
    recipients = {story.subscriber, *(story.organisation_id(number) for number in TEN)}
    if mail["application_id"] is not None:
        return mail["application_id"] in story.applications.values()
    # Nobody opens the links of the organisations' addresses: the coordinator vouches for them.
    by_link = mail["template"] == "confirm_address" and mail["recipient_id"] == story.subscriber
    return by_link or (mail["template"] == "grant_call_opened" and mail["recipient_id"] in recipients)


def _read(story: Story, mail: Any, letter: Letter) -> None:
    """One mail against what it must say."""
    template, plain, html = mail["template"], letter.part("plain"), letter.part("html")
    checks.holds(f"{template} as text and as HTML", plain and html, letter.message.items())
    confirms = template == "confirm_address"
    checks.same(
        f"one click in {template}", letter.can_be_unsubscribed, not confirms and template not in _LEGAL,
    )
    checks.same(f"Auto-Submitted of {template}", str(letter.message["Auto-Submitted"]), "auto-generated")
    number = next((number for number, id in story.applications.items() if id == mail["application_id"]), None)
    for text in (plain, html):
        if number in story.cases and template != "sign_off_requested":
            checks.has(f"{template} to {letter.to}", story.cases[number], text)
        if template in _REMEDY:
            checks.has(f"{template} to {letter.to}", _REMEDY[template], text)
            checks.has(f"{template} to {letter.to}", " §", text)


async def served(story: Story) -> Said:
    """Each decision is served on each party, and each has a last day of its own."""
    parties = [(number, party) for number in DECIDED for party in _parties(number)]
    for number, party in parties:
        await _deadline(story, f"decisions/{story.decisions[number]}", number, party, "review", _REVIEW_DAYS)
    sent_on, served_on, last_day = await _deadline(story, f"decisions/{story.decisions[JOINT]}", JOINT, PARTNER, "review", _REVIEW_DAYS)
    return (
        f"{len(parties)} times DecisionServed: mailed {sent_on}, deemed received {served_on} (act 13/2003, 19 §); both parties of "
        f"the joint one, each for itself, may ask for a review until {last_day}"
    )


async def appeal(story: Story) -> Said:
    """The decision on the review is served, too."""
    _, served_on, last_day = await _deadline(story, f"review-requests/{story.review}", REFUSED, REFUSED, "appeal", _APPEAL_DAYS)
    return f"the decision on the review is served ({served_on}); an appeal may be made until {last_day}"


async def _deadline(story: Story, what: str, number: int, party: int, remedy: str, days: int) -> tuple[date, date, date]:
    """Proof and deadline of one party: days of mailing and of service, and the last day."""
    id, caller = story.organisation_id(party), story.callers[story.represents(party)]

    async def look() -> Answer:
        return await caller.get(f"grants/v1/{what}/deadlines")

    found = await eventually(
        story.clock, look, lambda answer: any(one["organisation_id"] == id for one in answer.body),
        f"a deadline of {story.name(party)} for {story.cases[number]}",
    )
    deadline = next(one for one in found.body if one["organisation_id"] == id)
    query: dict[str, Any] = {"decision_id": what.partition("/")[2], "organisation_id": id}
    (proof,) = (await story.callers["coordinator"].get("notifications/v1/proofs", **query)).counts(1).items
    served_on, last_day = date.fromisoformat(deadline["served_on"]), date.fromisoformat(deadline["last_day"])
    sent_on = today(datetime.fromisoformat(proof["sent_at"]))
    checks.same("remedy and way", (deadline["remedy"], deadline["way"], proof["way"]), (remedy, "email", "email"), found.request_id)
    checks.same("days of service", (served_on.isoformat(), proof["deemed_on"]), (str(sent_on + timedelta(days=3)),) * 2)
    # The last day moves on from holidays and Saturdays, over Christmas by four days at most.
    after = (last_day - served_on).days
    checks.holds(f"{days} days, or the next working day", days <= after <= days + 5 and last_day.weekday() < 5, deadline)
    return sent_on, served_on, last_day


async def webhooks(story: Story) -> Said:
    """Every one verifies with the secret that was shown once, and with no other."""
    wanted = Counter({
        "GrantCallOpened": 1, "GrantCallClosed": 1, "ApplicationSubmitted": len(IN_TIME), "ApplicationCompleted": 1,
        "ApplicationWithdrawn": 1, "GrantApproved": len(DECIDED) - 1, "GrantDeclined": 1, "ResultsPublished": 1,
        "DecisionServed": len(DECIDED) + 2, "ReviewDeadlineSet": len(DECIDED) + 2, "DecisionReviewed": 1,
    })

    found = await endpoints.all_came(story, story.endpoint, wanted, lambda data: _is_about(story, data))
    parties = {
        event["data"]["organisation_id"] for event in found
        if endpoints.name(event) == "ReviewDeadlineSet" and event["data"]["decision_id"] == story.decisions[JOINT]
    }
    checks.same("parties of the joint one with a deadline", parties, {story.organisation_id(JOINT), story.organisation_id(PARTNER)})
    await endpoints.removed(story, story.endpoint)
    return (
        f"{len(found)} webhooks verify with Standard Webhooks; the receiver is taken away again:",
        ", ".join(f"{count} × {name}" for name, count in wanted.items()),
    )


def _is_about(story: Story, data: Any) -> bool:
    """Of this walk's call or applications."""
    return story.call_id == data.get("call", {}).get("call_id") or data.get("application_id") in story.applications.values()
