"""What everybody may read without a sign-in: public meetings as a calendar to follow and as news; and what nobody reads there."""

from typing import Final
from xml.etree import ElementTree as ET

from yhdyspinta_local.demonstration import meetings as words
from yhdyspinta_local.walks import checks
from yhdyspinta_local.walks.asking import ANYBODY, Answer
from yhdyspinta_local.walks.checks import Differs
from yhdyspinta_local.walks.meeting import calendars
from yhdyspinta_local.walks.meeting.calendars import Entry
from yhdyspinta_local.walks.meeting.story import Story
from yhdyspinta_local.walks.walking import Said, eventually

_ATOM: Final = "{http://www.w3.org/2005/Atom}"


async def feeds(story: Story) -> Said:
    """Both meetings to come stand in both, under the UID of the calendar mails, without the remote link."""
    for name, structure_id in (("council", story.council_id), ("local", story.local_id)):
        await in_calendar(story, name, structure_id, "CONFIRMED")
        await _in_news(story, name, structure_id, "confirmed")
    return "the public calendar (iCalendar) and the news (Atom) have both meetings, confirmed, as the mails have them; the remote link is in neither"


async def in_calendar(story: Story, name: str, structure_id: str, status: str) -> Entry:
    """The meeting in the calendar that everybody may follow, once it stands so."""
    meeting, uid = story.meetings[name], f"{story.id(name)}@forums.yhdyspinta"

    async def look() -> Answer:
        return await story.callers[ANYBODY].get("notifications/v1/feeds/meetings.ics", structure_id=structure_id)

    def ours(answer: Answer) -> list[Entry]:
        return [entry for entry in calendars.read(str(answer.body)) if entry.uid == uid]

    def is_there(answer: Answer) -> bool:
        return [(entry.sequence, entry.status) for entry in ours(answer)] == [(meeting["calendar_sequence"], status)]

    found = await eventually(story.clock, look, is_there, f"{uid} to be {status} in the public calendar")
    checks.holds("no remote link", words.LINK not in str(found.body).replace("\r\n ", ""), found.body, found.request_id)
    (entry,) = ours(found)
    checks.holds("its place and time", calendars.at_its_time(meeting)(entry), entry, found.request_id)
    return entry


async def _in_news(story: Story, name: str, structure_id: str, status: str) -> None:
    found = await story.callers[ANYBODY].get("notifications/v1/feeds/meetings.atom", structure_id=structure_id)
    try:
        feed = ET.fromstring(str(found.body))  # noqa: S314 - written by our own service
    except ET.ParseError as wrong:
        raise Differs("an Atom feed", found.body, found.request_id) from wrong
    entries = {one.findtext(f"{_ATOM}id"): one for one in feed.findall(f"{_ATOM}entry")}
    entry = checks.at(entries, f"urn:uuid:{story.id(name)}", request_id=found.request_id)
    title = story.meetings[name]["title"]["fi"]
    checks.has("the title of the news", title, str(entry.findtext(f"{_ATOM}title")), found.request_id)
    categories = [one.get("term") for one in entry.findall(f"{_ATOM}category")]
    checks.has("how it stands in the news", status, categories, found.request_id)
    checks.holds("no remote link", words.LINK not in str(found.body), found.body, found.request_id)
