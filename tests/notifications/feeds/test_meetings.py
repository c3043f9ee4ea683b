"""Public meetings as calendars and readers of news fetch them: without sign-in, read back by programs of others."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from uuid import UUID

import feedparser
import httpx
import pytest
from icalendar import Calendar
from tests.chassis.edge.conftest import Api
from tests.notifications.calendar.reading import agreed

from chassis import clock
from chassis.copying import Copying
from chassis.outbox import new_id
from chassis.testing import House, record
from forums.events.examples import EXAMPLES
from forums.events.meeting import MeetingState
from forums.events.parts import Words
from forums.events.structure import StructureState
from notifications.copies.handlers import COPIES
from notifications.links import DESK, Sender
from notifications.main import SERVICE

ICS, ATOM = "/v1/feeds/meetings.ics", "/v1/feeds/meetings.atom"
STRUCTURE = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e21")
SECRET = "Kotikäynnin esityslista"


class Forums:
    """What forums says of meetings, as the copies hear it."""

    def __init__(self, house: House, api: Api) -> None:
        self.copying = Copying("notifications", COPIES, house.database, SERVICE.house, "pohde")
        self.api = api
        self.sequence = 0

    async def says(self, id: UUID | None = None, **more: Any) -> UUID:
        (example,) = [one for one in EXAMPLES if isinstance(one, MeetingState)]
        starts = (clock.now() + timedelta(days=20)).astimezone(UTC).replace(microsecond=0)
        id, self.sequence = id or new_id(), self.sequence + 1
        state = example.model_copy(update={"id": id, "starts_at": starts, "ends_at": starts + timedelta(hours=2), **more})
        payload = state.model_dump_json().encode()
        await self.copying.take([record(state.ce_type(), id, self.sequence, payload, topic="forums.meeting.state")])
        return id

    async def names(self, id: UUID, names: Words, sequence: int = 1) -> None:
        """What forums says of a structure."""
        (example,) = [one for one in EXAMPLES if isinstance(one, StructureState)]
        state = example.model_copy(update={"id": id, "names": names})
        payload = state.model_dump_json().encode()
        await self.copying.take([record(state.ce_type(), id, sequence, payload, topic="forums.structure.state")])

    async def age(self, id: UUID, days: float) -> None:
        """As if it had been heard so long ago."""
        await self.api.execute("UPDATE notifications.meeting_copy SET heard_at = :at WHERE id = :id", id=id, at=clock.now() - timedelta(days=days))

    async def get(self, path: str, headers: Mapping[str, str] | None = None, **query: Any) -> httpx.Response:
        return await self.api.http.get(path, params=query, headers=dict(headers or {}))

    async def calendar(self, **query: Any) -> dict[str, Any]:
        """Entries by UID."""
        answer = await self.get(ICS, **query)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8"), answer.text
        method, read = agreed(answer.content)
        assert method == "PUBLISH"
        return {one.uid.partition("@")[0]: one for one in read}

    async def news(self, **query: Any) -> Any:
        answer = await self.get(ATOM, **query)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/atom+xml"), answer.text
        read = feedparser.parse(answer.content)
        assert (read.bozo, read.version) == (False, "atom10"), read.get("bozo_exception")
        return read


@pytest.fixture
async def forums(notifications: House, api: Api) -> AsyncIterator[Forums]:
    before = DESK.sender
    DESK.open(Sender("Pohjois-Pohjanmaan hyvinvointialue", "jarjestot@pohde.example", "https://pohde.example/api/notifications", b"k" * 32))
    yield Forums(notifications, api)
    DESK.open(before)


async def test_feeds__public_meetings_only_and_to_anybody(forums: Forums) -> None:
    shown = {str(await forums.says(status=status)) for status in ("scheduled", "invited", "held", "minuted", "cancelled")}
    for hidden in ({"public": False}, {"status": "draft"}, {"public": False, "status": "cancelled"}):
        await forums.says(**hidden, title=Words(fi=SECRET))
    assert set(await forums.calendar()) == shown
    read = await forums.news()
    assert {one.id.removeprefix("urn:uuid:") for one in read.entries} == shown
    for path in (ICS, ATOM):
        assert SECRET not in (await forums.get(path)).text


async def test_feeds__say_no_link_and_nobodys_name(forums: Forums) -> None:
    """The state tells no link and no agenda; even a forums that told them by mistake would not be heard."""
    id = new_id()
    (example,) = [one for one in EXAMPLES if isinstance(one, MeetingState)]
    told = example.model_copy(update={"id": id, "ends_at": clock.now() + timedelta(days=5)})
    payload = told.model_dump_json()[:-1] + f',"remote_link":"https://kokous.example/salainen","agenda":["{SECRET}"]}}'
    await forums.copying.take([record(told.ce_type(), id, 1, payload.encode(), topic="forums.meeting.state")])
    assert list(await forums.calendar()) == [str(id)]
    for path in (ICS, ATOM):
        text = (await forums.get(path)).text
        assert "kokous.example" not in text
        assert SECRET not in text
        assert "ATTENDEE" not in text


async def test_calendar__what_it_says_of_one(forums: Forums) -> None:
    starts = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)
    id = await forums.says(
        starts_at=starts, ends_at=starts + timedelta(hours=1), calendar_sequence=7, room="asked", title=Words(fi='Ilta; "a", b', sv="Kväll"),
        place="Sali 1, Oulu",
    )
    read = (await forums.calendar())[str(id)]
    assert (read.uid, read.sequence, read.status) == (f"{id}@forums.yhdyspinta", 7, "TENTATIVE")
    assert (read.starts, read.ends, read.place, read.summary) == (starts, starts + timedelta(hours=1), "Sali 1, Oulu", 'Ilta; "a", b')
    assert (await forums.calendar(language="sv"))[str(id)].summary == "Kväll"
    assert (await forums.calendar(language="en"))[str(id)].summary == 'Ilta; "a", b'


async def test_cancelled__stays_for_thirty_days(forums: Forums) -> None:
    id = await forums.says(calendar_sequence=1)
    await forums.says(id, status="cancelled", calendar_sequence=2)
    read = (await forums.calendar())[str(id)]
    assert (read.status, read.sequence) == ("CANCELLED", 2)
    (entry,) = (await forums.news()).entries
    assert entry.title.startswith("Peruttu: ")
    await forums.age(id, 29.9)
    assert str(id) in await forums.calendar()
    await forums.age(id, 30.1)
    assert await forums.calendar() == {}
    assert (await forums.news()).entries == []


async def test_past__stays_for_a_month(forums: Forums) -> None:
    now = clock.now()
    recent = await forums.says(starts_at=now - timedelta(days=31), ends_at=now - timedelta(days=30.9), status="held")
    await forums.says(starts_at=now - timedelta(days=32), ends_at=now - timedelta(days=31.1), status="held")
    assert list(await forums.calendar()) == [str(recent)]


async def test_structure__only_its_meetings(forums: Forums) -> None:
    other = new_id()
    here, there = await forums.says(), await forums.says(structure_id=other)
    assert set(await forums.calendar()) == {str(here), str(there)}
    assert set(await forums.calendar(structure_id=STRUCTURE)) == {str(here)}
    read = await forums.news(structure_id=other)
    assert [one.id for one in read.entries] == [f"urn:uuid:{there}"]
    assert read.feed.id == f"urn:uuid:{other}"
    assert {link.href for link in read.feed.links} == {
        f"https://pohde.example/api/notifications/v1/feeds/meetings.{kind}?structure_id={other}&language=fi" for kind in ("atom", "ics")
    }
    assert await forums.calendar(structure_id=new_id()) == {}


async def test_structure__is_named_in_both_feeds_in_the_language_asked_for(forums: Forums) -> None:
    id, other = await forums.says(place="Sali, Oulu"), await forums.says(structure_id=new_id())
    await forums.names(STRUCTURE, Words(fi='Järjestöfoorumi; "avoin"', en="The forum"))
    files = {language: icalendar(await forums.get(ICS, language=language)) for language in ("fi", "en", "sv")}
    assert {language: file[str(id)] for language, file in files.items()} == {
        "fi": 'Järjestöfoorumi; "avoin"', "en": "The forum", "sv": 'Järjestöfoorumi; "avoin"',
    }
    assert files["fi"][str(other)] is None
    entries = {one.id.removeprefix("urn:uuid:"): one for one in (await forums.news(language="en")).entries}
    assert entries[str(id)].content[0].value.splitlines()[0] == "The forum"
    assert (entries[str(id)].author_detail.name, entries[str(id)].author_detail.href) == ("The forum", f"urn:uuid:{STRUCTURE}")
    assert "The forum" not in entries[str(other)].content[0].value


async def test_structure__a_feed_of_one_bears_its_name_and_a_new_name_is_a_change(forums: Forums) -> None:
    id = await forums.says()
    await forums.names(STRUCTURE, Words(fi="Järjestöfoorumi"))
    assert (await forums.news(structure_id=STRUCTURE)).feed.title == "Järjestöyhteistyön tapaamiset: Järjestöfoorumi"
    file = Calendar.from_ical((await forums.get(ICS, structure_id=STRUCTURE)).content)
    assert str(file["X-WR-CALNAME"]) == "Järjestöyhteistyön tapaamiset: Järjestöfoorumi"
    await forums.age(id, 2)
    await forums.api.execute("UPDATE notifications.structure_copy SET heard_at = :at", at=clock.now() - timedelta(days=1))
    before = await forums.get(ICS)
    assert (await forums.get(ICS, {"If-Modified-Since": before.headers["last-modified"]})).status_code == 304
    await forums.names(STRUCTURE, Words(fi="Yhteinen foorumi"), 2)
    for known in ({"If-None-Match": before.headers["etag"]}, {"If-Modified-Since": before.headers["last-modified"]}):
        answer = await forums.get(ICS, known)
        assert (answer.status_code, icalendar(answer)[str(id)]) == (200, "Yhteinen foorumi")


def icalendar(answer: httpx.Response) -> dict[str, str | None]:
    """DESCRIPTION of each entry."""
    found = Calendar.from_ical(answer.content).events
    return {str(each["UID"]).partition("@")[0]: str(each["DESCRIPTION"]) if "DESCRIPTION" in each else None for each in found}


async def test_news__what_it_says_of_one(forums: Forums) -> None:
    evil = "<script>alert('1')</script> & \"ilta\" ]]>"
    starts = datetime(2027, 6, 1, 10, 0, tzinfo=UTC)
    first = await forums.says(title=Words(fi=evil), starts_at=starts, ends_at=starts + timedelta(hours=11), mode="hybrid", place="Sali & <aula>")
    second = await forums.says()
    await forums.age(first, 1)
    answer = await forums.get(ATOM)
    assert b"<script" not in answer.content
    read = feedparser.parse(answer.content)
    assert [one.id for one in read.entries] == [f"urn:uuid:{second}", f"urn:uuid:{first}"]
    entry = read.entries[1]
    assert (entry.title, entry.title_detail.type) == (evil, "text/plain")
    assert entry.content[0].value.replace("\u00a0", " ").splitlines() == [
        "tiistaina 1.6.2027 klo 13.00 – tiistaina 1.6.2027 klo 24.00", "Sali & <aula>", "Paikan päällä tai etäyhteydellä",
    ]
    assert (read.feed.title, read.feed.author) == ("Järjestöyhteistyön tapaamiset", "Pohjois-Pohjanmaan hyvinvointialue")
    assert (await forums.news(language="en")).feed.title == "Meetings with organisations"


@pytest.mark.parametrize("path", [ICS, ATOM])
async def test_conditional__304_until_anything_differs(forums: Forums, path: str) -> None:
    id = await forums.says()
    await forums.age(id, 2)
    first = await forums.get(path)
    assert first.headers["cache-control"] == "public, max-age=300"
    tag, modified = first.headers["etag"], first.headers["last-modified"]
    for known in ({"If-None-Match": tag}, {"If-None-Match": f'W/"x", {tag}'}, {"If-None-Match": f'{tag[:-1]}-gzip"'}, {"If-Modified-Since": modified}):
        again = await forums.get(path, known)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag), known
    for unknown in (
        {"If-None-Match": '"1"'}, {"If-None-Match": '"1"', "If-Modified-Since": modified}, {"If-Modified-Since": "yesterday"},
        {"If-Modified-Since": format_datetime(clock.now() - timedelta(days=3), usegmt=False)},
    ):
        assert (await forums.get(path, unknown)).status_code == 200, unknown
    assert (await forums.get(path, {"If-None-Match": tag}, language="sv")).status_code == 200
    await forums.says(id, public=False)
    for known in ({"If-None-Match": tag}, {"If-Modified-Since": modified}):
        gone = await forums.get(path, known)
        assert gone.status_code == 200, known
        assert str(id) not in gone.text


async def test_conditional__a_cancelled_one_that_falls_out_is_a_change_too(forums: Forums) -> None:
    id = await forums.says(status="cancelled")
    await forums.age(id, 29)
    before = (await forums.get(ICS)).headers["last-modified"]
    await forums.age(id, 31)
    assert (await forums.get(ICS, {"If-Modified-Since": before})).status_code == 200


async def test_feeds__nothing_yet(forums: Forums) -> None:
    assert await forums.calendar() == {}
    assert (await forums.news()).entries == []


async def test_feeds__what_is_asked_wrongly(forums: Forums) -> None:
    assert (await forums.get(ICS, structure_id="x")).status_code == 422
    assert (await forums.get(ICS, language="de")).status_code == 422
    assert (await forums.get(ICS, other="1")).status_code == 422
    assert (await forums.get(ICS, {"Accept": "application/json"})).status_code == 406
    assert (await forums.get(ICS, {"Accept": "text/calendar, */*;q=0.5"})).status_code == 200
    assert (await forums.get(ATOM, {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"})).status_code == 200
