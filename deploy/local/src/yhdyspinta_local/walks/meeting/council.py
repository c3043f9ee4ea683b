"""The council's meeting: its room is refused, another is won; it moves, and keeps the old room until it has the new one."""

from typing import Any, Final

from yhdyspinta_local.demonstration import meetings as words
from yhdyspinta_local.walks import checks
from yhdyspinta_local.walks.asking import Answer
from yhdyspinta_local.walks.meeting import calendars
from yhdyspinta_local.walks.meeting.house import availability
from yhdyspinta_local.walks.meeting.story import SEATED, Story
from yhdyspinta_local.walks.walking import Said, eventually

_PERSONS: Final = 10
_ALL_DAY: Final = [("08:00", "21:00")]


def asks(story: Story, name: str, times: dict[str, str], **more: Any) -> dict[str, Any]:
    """A time, and the room that is asked for."""
    return {**times, "mode": "in_person", "room": {"space_id": story.spaces[name], "persons": _PERSONS}, **more}


async def room(story: Story, name: str, convenor: str, status: str) -> Answer:
    """The meeting, once its room is this."""
    async def look() -> Answer:
        return await story.callers[convenor].get(f"forums/v1/meetings/{story.id(name)}")

    story.meetings[name] = await eventually(
        story.clock, look, lambda answer: answer["room_status"] == status, f"the room to be {status}"
    )
    return story.meetings[name]


async def taken(story: Story) -> Said:
    """Two hours in the hall, half an hour too early for the buffer of the half: refused, with where else it would be free."""
    coordinator, day = story.callers["coordinator"], story.plan.council
    body = words.meeting(story.council_id, "Järjestöneuvottelukunnan kokous", public=True)
    story.meetings["council"] = (await coordinator.post("forums/v1/meetings", body, wanted=201)).says(status="draft")
    path = f"forums/v1/meetings/{story.id('council')}"
    await story.callers["representative_a"].get(path, wanted=404)
    asked = await coordinator.post(f"{path}/schedule", asks(story, "hall", words.times(day, 14, 16)))
    asked.says(status="scheduled", schedule_version=1, cautions=[])
    refused = await room(story, "council", "coordinator", "refused")
    reasons, others = refused["room"]["reasons"], refused["room"]["alternatives"]
    checks.same("reasons of the refusal", len(reasons), 1, refused.request_id)
    checks.has("the reason", "varattu", reasons[0], refused.request_id)
    checks.same("the nearest alternative", checks.at(others, 0, "space_id"), story.spaces["room"], refused.request_id)
    refused.says(place=None)
    return (f"the council wants the hall on {day}, 14 to 16: refused; it would be free in {others[0]['place']}", *reasons)


async def won(story: Story) -> Said:
    """The alternative is taken: the room is booked, time and place hold."""
    coordinator, path = story.callers["coordinator"], f"forums/v1/meetings/{story.id('council')}"
    body = asks(story, "room", words.times(story.plan.council, 14, 16), **words.because("Sali on varattu"))
    await coordinator.post(f"{path}/reschedule", body)
    meeting = await room(story, "council", "coordinator", "won")
    checks.has("its place", "Kokoushuone", meeting["place"], meeting.request_id)
    booking = await coordinator.get(f"facilities/v1/bookings/{meeting['room']['booking_id']}")
    booking.says(status="confirmed", meeting_id=meeting["id"], space_id=story.spaces["room"])
    return f"the room is won: {meeting['place']}; its booking names the meeting"


async def invited(story: Story) -> Said:
    """Whoever sits in the council, and whom they represent: each one calendar mail."""
    story.guests["council"] = await calendars.addresses(story, story.council_id, "coordinator")
    for _, persona in SEATED:
        checks.has("addresses of those who sit there", story.addresses[persona], story.guests["council"])
    path = f"forums/v1/meetings/{story.id('council')}"
    story.meetings["council"] = meeting = (await story.callers["coordinator"].post(f"{path}/invite")).says(status="invited")
    told = await calendars.all_told(story, "council", "REQUEST", calendars.at_its_time(meeting), "at its time")
    people = meeting["invited"]
    return (
        f"{people['persons']} persons and {people['organisations']} organisations are invited; {len(told)} calendar mails are read back:",
        f"REQUEST, UID {told[0].uid}, SEQUENCE {told[0].sequence}, {told[0].place}",
    )


async def kept(story: Story) -> Said:
    """Moved to where somebody else is: refused, the old room stays booked, and no calendar is told of it."""
    coordinator, path = story.callers["coordinator"], f"forums/v1/meetings/{story.id('council')}"
    before, day = story.meetings["council"], story.plan.council
    body = asks(story, "hall", words.times(story.plan.council, 13, 15), **words.because("Osallistujia tulee enemmän"))
    await coordinator.post(f"{path}/reschedule", body)
    refused = await room(story, "council", "coordinator", "refused")
    kept = refused["room"]["kept"]
    checks.holds("the old room to be kept", kept and kept["booking_id"] == before["room"]["booking_id"], refused.body, refused.request_id)
    checks.same("what is free of the old room", await availability(story, "representative_b", "room", day), [("08:00", "14:00"), ("16:00", "21:00")])
    sequences = sorted({entry.sequence for _, entry in calendars.mailed(story, "council")})
    checks.same("what calendars were told", sequences, [before["calendar_sequence"]])
    return f"moved into the hall at 13 it is refused; {kept['place']} stays booked meanwhile, and no calendar hears of it"


async def moved(story: Story) -> Said:
    """Another day: the hall is won, the old room let go in the same step; the same entry moves in every calendar."""
    coordinator, path = story.callers["coordinator"], f"forums/v1/meetings/{story.id('council')}"
    before = story.meetings["council"]
    body = asks(story, "hall", words.times(story.plan.moved, 9, 11), **words.because("Sali on silloin vapaa"))
    await coordinator.post(f"{path}/reschedule", body)
    meeting = (await room(story, "council", "coordinator", "won")).says(status="invited", id=before["id"])
    checks.same("a kept room", meeting["room"]["kept"], None, meeting.request_id)
    checks.holds("a higher SEQUENCE", meeting["calendar_sequence"] > before["calendar_sequence"], meeting["calendar_sequence"])
    free = await availability(story, "representative_b", "room", story.plan.council)
    checks.same("what is free of the old room", free, _ALL_DAY)
    told = await calendars.all_told(story, "council", "REQUEST", calendars.at_its_time(meeting), "at its new time")
    checks.same("UIDs of the meeting", len({entry.uid for _, entry in calendars.mailed(story, "council")}), 1)
    return (
        f"moved to {story.plan.moved}, the hall is won and the old room free; {len(told)} calendars are told:",
        f"REQUEST, UID {told[0].uid}, SEQUENCE {told[0].sequence}, {told[0].place}",
    )


async def stranger(story: Story) -> Said:
    """The council is not open: whoever is neither member nor invited is refused; a member comes."""
    path = f"forums/v1/meetings/{story.id('council')}/registrations"
    refused = await story.callers["professional"].post(path, {"how": "room"}, wanted=None)
    refused.refuses("forums.registration.not_meant")
    (await story.callers["municipality_officer"].post(path, {"how": "room"}, wanted=201)).says(status="seated")
    return ("a member registers; somebody else is refused:", refused["errors"][0]["detail"] if refused.body.get("errors") else refused["detail"])
