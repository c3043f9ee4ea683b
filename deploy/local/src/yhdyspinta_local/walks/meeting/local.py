"""The local meeting: planned for a holiday, invited by role and area, with a waiting list, and cancelled."""

from typing import Final

from yhdyspinta_local.demonstration import meetings as words
from yhdyspinta_local.demonstration.mark import GROUNDS
from yhdyspinta_local.walks import checks
from yhdyspinta_local.walks.asking import Answer
from yhdyspinta_local.walks.meeting import calendars
from yhdyspinta_local.walks.meeting.council import asks, room
from yhdyspinta_local.walks.meeting.feeds import in_calendar
from yhdyspinta_local.walks.meeting.house import availability
from yhdyspinta_local.walks.meeting.story import Story
from yhdyspinta_local.walks.surroundings import Letter
from yhdyspinta_local.walks.walking import Said, eventually

_INTERPRETED: Final = ["sign_language", "writing"]
_BUT_TEN_TO_TWELVE: Final = [("08:00", "10:00"), ("12:00", "21:00")]


async def established(story: Story, convenor: str, template: str, scope: str) -> str:
    """The id of the structure of this template and area; established by its convenor where there is none."""
    caller = story.callers[convenor]
    code = f"{template}:{scope}"
    known = [one["id"] for one in await caller.all("forums/v1/structures", status="active") if one["code"] == code]
    if known:
        return str(known[0])
    made = await caller.post("forums/v1/structures", {"template": template, "scope": scope, "grounds": GROUNDS}, wanted=201)
    return str(made.says(code=code, status="active")["id"])


async def holiday(story: Story) -> Said:
    """A person may choose a holiday, and is warned; the house is closed, so the room is refused."""
    officer, day = story.callers["municipality_officer"], story.plan.holiday
    story.local_id = await established(story, "municipality_officer", "local-meeting", words.MUNICIPALITY)
    body = words.meeting(
        story.local_id, "Järjestötapaaminen", languages=["fi", "sv"], interpretation=_INTERPRETED, capacity=1,
        accessibility="Esteetön sisäänkäynti pihan puolelta.",
    )
    story.meetings["local"] = await officer.post("forums/v1/meetings", body, wanted=201)
    times = words.times(day, 10, 12)
    asked = await officer.post(f"forums/v1/meetings/{story.id('local')}/schedule", _hybrid(story, times))
    asked.says(status="scheduled", mode="hybrid", interpretation=_INTERPRETED)
    warned = [one["text"]["fi"] for one in asked["cautions"] if one["code"] == "holiday"]
    checks.same("warnings of the holiday", len(warned), 1, asked.request_id)
    refused = await room(story, "local", "municipality_officer", "refused")
    reasons = refused["room"]["reasons"]
    letter = await _no_room(story)
    for reason in reasons:
        checks.has("the mail to who asked", reason, " ".join(letter.part("plain").split()))
    return (
        f"a hybrid meeting with interpretation is planned for {day}: warned, not refused; but the house is closed, and who asked is told so",
        *warned, *reasons,
    )


async def _no_room(story: Story) -> Letter:
    """The mail that tells who asked that there is no room."""
    address, title = story.addresses["municipality_officer"], story.meetings["local"]["title"]["fi"]

    async def look() -> list[Letter]:
        subject = f"Tapaamisella ei ole tilaa: {title}"
        return [one for one in story.post.letters() if one.to == address and one.subject == subject]

    (letter,) = await eventually(story.clock, look, lambda found: len(found) == 1, f"one mail to {address} that there is no room")
    return letter


def _hybrid(story: Story, times: dict[str, str]) -> dict[str, object]:
    return asks(story, "room", times, mode="hybrid", remote_link=f"{words.LINK}{story.tag}")


async def audience(story: Story) -> Said:
    """Invited at once, while the room is not won yet: told only when it is, once, with the place."""
    officer, path = story.callers["municipality_officer"], f"forums/v1/meetings/{story.id('local')}"
    body = _hybrid(story, words.times(story.plan.local, 10, 12)) | words.because("Päivä on pyhäpäivä")
    (await officer.post(f"{path}/reschedule", body)).says(cautions=[])
    story.guests["local"] = await calendars.addresses(story, story.local_id, "municipality_officer")
    for persona in ("municipality_officer", "centre_liaison"):
        checks.has("addresses of those who are meant by role and area", story.addresses[persona], story.guests["local"])
    (await officer.post(f"{path}/invite")).says(status="invited")
    meeting = await room(story, "local", "municipality_officer", "won")
    told = await calendars.all_told(story, "local", "REQUEST", calendars.at_its_time(meeting), "with time and place")
    same = {entry.sequence for _, entry in calendars.mailed(story, "local")}
    checks.same("SEQUENCE of the mails", same, {meeting["calendar_sequence"]})
    for entry in told:
        checks.has("the entry", f"{words.LINK}{story.tag}", entry.text.replace("\r\n ", ""))
    return (
        f"moved to {story.plan.local}; whom role and area mean is invited, and told once the room is won:",
        f"{len(told)} calendar mails, SEQUENCE {meeting['calendar_sequence']}, {meeting['place']}, with the link of the remote meeting",
    )


async def waiting_list(story: Story) -> Said:
    """One seat: the second waits, who takes part from afar is never refused; the first leaves, the second gets the seat, once."""
    path = f"forums/v1/meetings/{story.id('local')}/registrations"
    wanted = {"representative_a": ("room", "seated"), "representative_b": ("room", "waiting"), "professional": ("remote", "remote")}
    for persona, (how, status) in wanted.items():
        made = (await story.callers[persona].post(path, {"how": how}, wanted=201)).says(status=status, how=how)
        story.registrations[persona] = made["id"]
    waits = await _registration(story, "representative_b")
    waits.says(ahead=0, promoted_at=None)
    again = await story.callers["professional"].post(path, {"how": "remote"}, wanted=None)
    again.refuses("forums.registration.registered_already")
    first = f"forums/v1/registrations/{story.registrations['representative_a']}/leave"
    (await story.callers["representative_a"].post(first)).says(status="left")
    promoted = (await _registration(story, "representative_b")).says(status="seated", ahead=None)
    checks.holds("a moment of promotion", promoted["promoted_at"], promoted.body, promoted.request_id)
    listed = (await story.callers["municipality_officer"].get(path, limit=200)).counts(3)
    checks.same("who comes and who does not", [one["status"] for one in listed.items], ["left", "seated", "remote"], listed.request_id)
    story.guests["local"] = (*story.guests["local"], story.addresses["representative_b"])
    fits = calendars.at_its_time(story.meetings["local"])
    await calendars.all_told(story, "local", "REQUEST", fits, "with time and place, to who was promoted, too")
    return (
        "of one seat: the first is seated, the second waits, the third comes from afar; the first leaves, the second is promoted, "
        "and holds the entry by calendar mail"
    )


async def _registration(story: Story, persona: str) -> Answer:
    return await story.callers[persona].get(f"forums/v1/registrations/{story.registrations[persona]}")


async def cancelled(story: Story) -> Said:
    """It is not held: CANCEL goes to everybody who was invited, under the same UID."""
    officer, path = story.callers["municipality_officer"], f"forums/v1/meetings/{story.id('local')}"
    before = story.meetings["local"]
    cancelled = await officer.post(f"{path}/cancel", words.because("Esittelijät ovat estyneet"))
    cancelled.says(status="cancelled", room_status="not_needed", id=before["id"])
    checks.holds("a higher SEQUENCE", cancelled["calendar_sequence"] > before["calendar_sequence"], cancelled.body)
    story.meetings["local"] = cancelled
    told = await calendars.all_told(
        story, "local", "CANCEL", lambda entry: entry.sequence == cancelled["calendar_sequence"] and entry.status == "CANCELLED",
        "under a higher SEQUENCE",
    )
    await in_calendar(story, "local", story.local_id, "CANCELLED")
    return f"the local meeting is cancelled, in the public calendar too: {len(told)} mails, CANCEL, UID {told[0].uid}, SEQUENCE {told[0].sequence}"


async def free_again(story: Story) -> Said:
    """Its room is free for everybody, and somebody takes it."""
    caller, day = story.callers["representative_b"], story.plan.local
    times = words.times(day, 10, 12)
    body = words.booking(story.spaces["room"], story.organisations["representative_b"], times, "Hallituksen kokous")

    async def look() -> Answer:
        return await caller.post("facilities/v1/bookings/preview", body)

    await eventually(story.clock, look, lambda answer: answer["possible"], "the room to be free again")
    booked = (await caller.post("facilities/v1/bookings", body, wanted=201)).says(status="confirmed")
    story.afterwards = booked["id"]
    free = await availability(story, "representative_a", "room", day)
    checks.same("what is free of the room", free, _BUT_TEN_TO_TWELVE)
    return f"its room is free again, and an association books it for the very time: {day}, 10 to 12"
