"""Calendar mail read back from the sink by a public package: one entry for the life of a meeting, each guest's own."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from icalendar import Calendar

from yhdyspinta_local.walks import checks
from yhdyspinta_local.walks.asking import Answer
from yhdyspinta_local.walks.checks import Differs
from yhdyspinta_local.walks.meeting.story import Story
from yhdyspinta_local.walks.surroundings import Letter
from yhdyspinta_local.walks.walking import eventually

_PART: Final = "text/calendar"


@dataclass(frozen=True)
class Entry:
    """What a calendar makes of one file."""

    method: str
    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    status: str
    place: str | None
    text: str
    """Everything in the file."""


def read(content: str) -> list[Entry]:
    """Each entry of a file; a file with an error in any part is none."""
    try:
        file = Calendar.from_ical(content)
    except ValueError as wrong:
        raise Differs("a calendar file", f"{wrong}: {content}") from wrong
    checks.same("errors of a calendar file", [str(error) for part in file.walk() for error in part.errors], [])
    checks.same("time zones of a calendar file", [str(zone["TZID"]) for zone in file.timezones], ["Europe/Helsinki"])
    return [
        Entry(
            str(checks.at(file, "METHOD")), str(checks.at(one, "UID")), int(str(checks.at(one, "SEQUENCE"))),
            one.decoded("DTSTART").astimezone(UTC), one.decoded("DTEND").astimezone(UTC), str(checks.at(one, "STATUS")),
            str(one["LOCATION"]) if "LOCATION" in one else None, content,
        )
        for one in file.events
    ]


def of_letter(letter: Letter) -> Entry | None:
    """The entry that a mail carries; nothing where it carries none."""
    parts = {part.get_content_type(): part for part in letter.message.walk()}
    if _PART not in parts:
        return None
    content = str(parts[_PART].get_content())
    attached = checks.at(parts, "application/ics").get_content().decode()
    checks.same("the calendar file that is attached", attached.split(), content.split())
    entries = read(content)
    checks.same("entries of a calendar mail", len(entries), 1)
    entry = entries[0]
    checks.same("method of the part", parts[_PART].get_param("method"), entry.method)
    checks.same("whom a calendar file names", entry.text.replace("\r\n ", "").count("mailto:" + letter.to), 1)
    return entry


def mailed(story: Story, name: str) -> list[tuple[Letter, Entry]]:
    """Mails of this meeting with a calendar file, in the order in which they came."""
    found = [(letter, entry) for letter in story.post.letters() if (entry := of_letter(letter)) is not None]
    return [(letter, entry) for letter, entry in found if entry.uid == f"{story.id(name)}@forums.yhdyspinta"]


async def all_told(story: Story, name: str, method: str, fits: Callable[[Entry], object], what: str) -> Sequence[Entry]:
    """Each guest's newest mail says this, and no guest was told the same SEQUENCE twice. The newest entries."""
    guests = story.guests[name]
    checks.holds("somebody to be invited", guests, guests)

    async def look() -> dict[str, Any]:
        newest: dict[str, Entry] = {}
        for letter, entry in mailed(story, name):
            if letter.to in guests and (letter.to not in newest or newest[letter.to].sequence < entry.sequence):
                newest[letter.to] = entry
        return newest

    def is_there(found: dict[str, Any]) -> bool:
        return len(found) == len(guests) and all(one.method == method and fits(one) for one in found.values())

    found = await eventually(story.clock, look, is_there, f"{method} {what} to {', '.join(guests)}")
    told = Counter((letter.to, entry.sequence) for letter, entry in mailed(story, name) if letter.to in guests)
    checks.same("mails with the same SEQUENCE to one guest", [key for key, times in told.items() if times > 1], [])
    twice = Counter(letter.id for letter in story.post.letters())
    checks.same("mails that came twice", [id for id, times in twice.items() if times > 1], [])
    return list(found.values())


def at_its_time(meeting: Answer) -> Callable[[Entry], bool]:
    """The entry stands at time and place of the meeting, with its SEQUENCE."""
    starts, ends = (datetime.fromisoformat(meeting[name]).astimezone(UTC) for name in ("starts_at", "ends_at"))
    wanted = (starts, ends, meeting["place"], meeting["calendar_sequence"])
    return lambda entry: (entry.starts_at, entry.ends_at, entry.place, entry.sequence) == wanted


async def addresses(story: Story, structure_id: str, convenor: str) -> tuple[str, ...]:
    """Confirmed addresses of those whom the structure means now: persons by role and area or by seat, organisations."""
    caller, coordinator = story.callers[convenor], story.callers["coordinator"]
    audience = await caller.get(f"forums/v1/structures/{structure_id}/audience")
    seats = await caller.all("forums/v1/seats", structure_id=structure_id)
    seated = {checks.at(one, "holder", "person") for one in seats if one["holder"] and not one["deputy_of"]}
    people = seated.union(*(one["people"] for one in audience["groups"]))
    organisations = {*audience["represented"]}.union(*(one["organisations"] for one in audience["groups"]))
    counted = (audience["persons"], audience["organisations"])
    checks.same("persons and organisations meant", counted, (len(people), len(organisations)), audience.request_id)
    found = []
    for id in sorted(people | organisations):
        there = await coordinator.get(f"notifications/v1/recipients/{id}", wanted=None)
        if there.status == 200 and there["verified_at"]:
            found.append(str(there["address"]))
    return tuple(sorted(found))
