"""Ten applications: asked about beforehand, written, submitted, refused, taken back, completed, and one that comes too late."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from yhdyspinta_local.demonstration import grants as words
from yhdyspinta_local.demonstration import mark
from yhdyspinta_local.walks import checks
from yhdyspinta_local.walks.asking import Answer, Caller
from yhdyspinta_local.walks.grant import tasks
from yhdyspinta_local.walks.grant.story import (
    COMPLETED,
    IN_TIME,
    INELIGIBLE,
    JOINT,
    LATE,
    PARTNER,
    SHARES,
    TEN,
    WITHDRAWN,
    Story,
    decimal,
)
from yhdyspinta_local.walks.walking import Said, eventually

_THREE: Final = ("grants.eligibility.area_too_narrow", "grants.eligibility.attachment_missing", "grants.eligibility.legal_form")
"""Why the tenth is refused."""
_BEFOREHAND: Final = [code for code in _THREE if "attachment" not in code]
"""What of it can be told before anything is written."""


async def eligibility(story: Story) -> Said:
    """Asked before anybody fills in a form: nine may, the tenth is told why not."""
    answers = [await _beforehand(story, number, _BEFOREHAND if number == INELIGIBLE else []) for number in TEN]
    reasons = [reason["text"]["fi"] for check in answers[INELIGIBLE]["checks"] for reason in check["reasons"] if check["outcome"] == "not"]
    return ("asked beforehand, nine of the ten may apply; the tenth is told why not:", *reasons)


async def _beforehand(story: Story, number: int, against: list[str]) -> Answer:
    """What is said to one of the ten, as soon as grants has heard of it."""
    caller = story.callers[story.represents(number)]

    async def look() -> Answer:
        path = f"grants/v1/calls/{story.call_id}/eligibility"
        return await caller.get(path, organisation_id=story.organisation_id(number))

    def is_there(answer: Answer) -> bool:
        return sorted(_against(answer)) == against

    what = f"{against or 'nothing'} to speak against {story.name(number)}"
    return (await eventually(story.clock, look, is_there, what)).says(may_apply=not against)


def _against(answer: Answer) -> Iterable[str]:
    """Codes of what is not met; what hangs on an application, or on the opening of the call, cannot be told yet."""
    for check in answer["checks"]:
        for reason in check["reasons"]:
            if check["check"] != "window":
                yield reason["code"]


async def drafts(story: Story) -> Said:
    """Ten drafts with documents; the partner of the joint one signs what it has read."""
    for number in TEN:
        caller = story.callers[story.represents(number)]
        begun = await caller.post("grants/v1/applications", {
            "call_id": story.call_id, "lead_id": story.organisation_id(number), "activity_title": words.ACTIVITIES[number],
        }, wanted=201)
        begun.says(status="draft", call_id=story.call_id)
        story.applications[number] = begun["id"]
        sought = story.plan.sought[number]
        body = words.written(decimal(sought), decimal(sought + 100_000))
        (await caller.patch(_path(story, number), body, of=begun)).says(sought=words.euros(decimal(sought)))
        for one in words.ATTACHMENTS:
            if number != INELIGIBLE or one["code"] != "financial_statements":
                await _attach(caller, story, number, str(one["code"]))
    await tasks.wait_for(story, "representative_a", submit_draft=5)
    await _joint(story)
    return (
        f"ten drafts are written, with {2 * len(TEN) - 1} documents; {story.name(PARTNER)} signs the joint one of {story.name(JOINT)}",
    )


async def _joint(story: Story) -> None:
    """Lead and partner; the partner is asked, reads, signs; a signature under something else is refused."""
    lead, partner = story.callers[story.represents(JOINT)], story.callers[story.represents(PARTNER)]
    ids = (story.organisation_id(JOINT), story.organisation_id(PARTNER))
    parties = [{"organisation_id": id, "share": share} for id, share in zip(ids, SHARES, strict=True)]
    await lead.post(f"{_path(story, JOINT)}/set-parties", {"parties": parties})
    await tasks.wait_for(story, partner.name, submit_draft=5, sign_off=1)
    read = await partner.get(_path(story, JOINT))
    checks.same("parties", [(one["organisation_id"], one["share"]) for one in read["parties"]], list(zip(ids, SHARES, strict=True)))
    another = await partner.post(f"{_path(story, JOINT)}/sign", {"organisation_id": ids[1], "hash": "0" * 64}, wanted=409)
    another.refuses("grants.application.signed_another")
    signed = await partner.post(f"{_path(story, JOINT)}/sign", {"organisation_id": ids[1], "hash": read["sign_off_hash"]})
    checks.same("who has signed", [one["signed"] for one in signed["parties"]], [True, True], signed.request_id)


async def _attach(caller: Caller, story: Story, number: int, code: str) -> None:
    file = {"file": (f"{code}.pdf", words.PDF, "application/pdf")}
    kept = await caller.ask("POST", f"{_path(story, number)}/attachments", wanted=201, data={"code": code}, files=file)
    kept.says(code=code, media_type="application/pdf", size=len(words.PDF))


async def opening(story: Story) -> Said:
    """By the clock; the announcement follows by a timer."""
    await story.clock.sleep((story.opens_at - story.clock.now()).total_seconds())

    async def look() -> Answer:
        return await story.callers["professional"].get(f"grants/v1/calls/{story.call_id}")

    found = await eventually(story.clock, look, lambda answer: answer["open"], "the call to be open", patience=2)
    return f"the call opens: {found['opens']}; it closes {found['closes']}"


async def submitting(story: Story) -> Said:
    """Eight are received; the tenth is refused for all its reasons at once."""
    received = []
    for number in IN_TIME:
        receipt = await _submit(story, number)
        received.append(receipt)
        story.cases[number] = receipt["case_number"]
        receipt.says(status="submitted", number=1)
        moment = datetime.fromisoformat(receipt["received_at"])
        checks.holds("received within the window", story.opens_at <= moment < story.closes_at, receipt.body, receipt.request_id)
    numbers = [f"{story.call['case_number']}-{n}" for n in range(1, len(IN_TIME) + 1)]
    checks.same("case numbers without gaps", list(story.cases.values()), numbers)
    refused = (await _submit(story, INELIGIBLE, wanted=422)).refuses(*_THREE)
    reasons = [one["detail"] for one in refused["errors"]]
    left = (story.closes_at - story.clock.now()).total_seconds()
    return (
        f"eight are received in time ({numbers[0]} to {numbers[-1]}), {left:.1f} s before the end; {story.name(INELIGIBLE)} is refused:",
        *reasons,
    )


async def _submit(story: Story, number: int, *, wanted: int = 200) -> Answer:
    caller, path = story.callers[story.represents(number)], _path(story, number)
    return await caller.post(f"{path}/submit", of=await caller.get(path), wanted=wanted)


async def withdrawing(story: Story) -> Said:
    """One is taken back by its applicant."""
    caller, path = story.callers[story.represents(WITHDRAWN)], _path(story, WITHDRAWN)
    (await caller.post(f"{path}/withdraw", {"grounds": f"{mark.MARK}: toiminta sai muun rahoituksen."})).says(status="withdrawn")
    return f"{story.cases[WITHDRAWN]} is withdrawn by {story.name(WITHDRAWN)}"


async def too_late(story: Story) -> Said:
    """It waits the window out; no clock is moved. The moment of receipt decides."""
    waited = max((story.closes_at - story.clock.now()).total_seconds(), 0)
    await story.clock.sleep(waited + 0.05)
    (await _submit(story, LATE, wanted=409)).refuses("grants.call.closed")
    (await story.callers[story.represents(LATE)].get(_path(story, LATE))).says(status="draft", case_number=None)
    return f"{story.name(LATE)} waits {waited:.1f} s until the call has closed, and is too late"


async def completing(story: Story) -> Said:
    """The assessor asks for more; the applicant adds a document and changes an answer, nothing that was signed."""
    caller, path = story.callers[story.represents(COMPLETED)], _path(story, COMPLETED)
    asked = await story.callers["assessor"].post(f"{path}/request-completion", {"wanted": "Toimintakertomus puuttuu."})
    asked.says(status="returned", wanted="Toimintakertomus puuttuu.")
    await tasks.wait_for(story, caller.name, complete=1)
    await _attach(caller, story, COMPLETED, "other")
    read = await caller.get(path)
    (await caller.patch(path, {"sought": words.euros("1.00")}, of=read, wanted=409)).refuses("grants.application.substance_stands")
    edited = await caller.patch(path, {"form": {"volunteers": 14}}, of=read)
    receipt = await caller.post(f"{path}/complete", of=edited)
    receipt.says(status="completed", number=2, case_number=story.cases[COMPLETED])
    versions: list[Any] = (await caller.get(f"{path}/versions")).body
    checks.same("parts that were changed", [sorted(one["changed"]) for one in versions], [[], ["attachments", "form"]])
    frozen = await caller.get(f"{path}/versions/1")
    checks.same("the first version as it was", cents_sought(frozen), story.plan.sought[COMPLETED], frozen.request_id)
    return f"{story.cases[COMPLETED]} is returned for completion and completed: version 2 beside version 1, which stays as it was"


def cents_sought(version: Answer) -> int:
    """Of a frozen version."""
    return int(checks.at(version.body, "content", "sought_cents", request_id=version.request_id))


def _path(story: Story, number: int) -> str:
    return f"grants/v1/applications/{story.applications[number]}"
