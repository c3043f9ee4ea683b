"""Who got seats from the waiting list gets the entry of their calendar, hears of changes, and gives it back. M1, M2, M3."""

import asyncio
import json
from datetime import UTC, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from tests.notifications.calendar.conftest import LEAD, LINK, Meeting, entry_of, file_of
from tests.notifications.deliveries.conftest import fact
from tests.notifications.deliveries.sink import plain

from chassis import clock
from chassis.dispatcher import Result
from chassis.envelope import Record
from chassis.outbox import new_id
from forums.events.examples import EXAMPLES

PROMOTED, CHANGED, LEFT = "RegistrationPromoted", "RegistrationCalendarChanged", "RegistrationLeft"
ADDRESS = "anna@example.invalid"


class Seat:
    """The registration of a person for a meeting."""

    def __init__(self, meeting: Meeting, person: UUID) -> None:
        self.meeting, self.person, self.id, self.said = meeting, person, new_id(), 0

    def record(self, name: str, sequence: int = 0, **more: Any) -> Record:
        self.said += 1
        starts = (clock.now() + timedelta(days=30)).astimezone(UTC).replace(microsecond=0)
        values = {
            "meeting_id": self.meeting.id, "registration_id": self.id, "person": self.person, "calendar_sequence": sequence,
            "starts_at": starts, "ends_at": starts + timedelta(hours=2), **more,
        }
        (example,) = [one for one in EXAMPLES if type(one).__name__ == name]
        return fact(example.model_copy(update=values), key=self.id, sequence=self.said)

    async def hears(self, name: str, sequence: int = 0, **more: Any) -> Result:
        return await self.meeting.post.hear(self.record(name, sequence, **more))


@pytest.fixture
async def seat(meeting: Meeting) -> Seat:
    return Seat(meeting, await meeting.post.person(ADDRESS))


def told(message: EmailMessage) -> tuple[str, str, int]:
    """The first words of its subject, the method and the SEQUENCE of its entry."""
    method, read = entry_of(message)
    return str(message["Subject"]).partition(":")[0], method, read.sequence


async def all_told(meeting: Meeting) -> list[tuple[str, str, int]]:
    return [told(message) for _, message in await meeting.sent()]


async def test_promoted__a_mail_with_the_entry_once(seat: Seat) -> None:
    meeting = seat.meeting
    record = seat.record(PROMOTED, mode="hybrid", remote_link=LINK)
    assert await meeting.post.hear(record) is Result.APPLIED
    ((to, message),) = await meeting.sent()
    assert (to, told(message)) == (ADDRESS, ("Paikka vapautui", "REQUEST", 0))
    assert LINK in plain(message)
    assert "Henkilöitä: 2" in plain(message)
    assert entry_of(message)[1].uid == f"{meeting.id}@forums.yhdyspinta"
    assert await meeting.post.hear(record) is Result.DUPLICATE
    await meeting.post.execute("DELETE FROM notifications.position")
    await meeting.post.hear(record)
    assert await meeting.sent() == []


async def test_promoted__as_it_was_said_before_it_told_the_place(seat: Seat) -> None:
    old = seat.record(PROMOTED)
    new = ("mode", "place", "remote_link", "calendar_sequence")
    record = seat.record(PROMOTED)
    payload = {name: value for name, value in json.loads(old.value or b"").items() if name not in new}
    assert await seat.meeting.post.hear(
        type(record)(record.topic, record.partition, record.offset, record.key, record.headers, json.dumps(payload).encode())
    ) is Result.APPLIED
    assert await all_told(seat.meeting) == [("Paikka vapautui", "REQUEST", 0)]


async def test_promoted__moved_and_cancelled_afterwards(seat: Seat) -> None:
    await seat.hears(PROMOTED)
    await seat.hears(CHANGED, 1)
    await seat.hears(CHANGED, 1)
    await seat.hears(CHANGED, 2, cancelled=True)
    await seat.hears(CHANGED, 1)
    assert await all_told(seat.meeting) == [("Paikka vapautui", "REQUEST", 0), ("Muutos", "REQUEST", 1), ("Peruttu", "CANCEL", 2)]


async def test_left__taken_back_with_a_higher_sequence_and_nothing_after_it(seat: Seat) -> None:
    await seat.hears(PROMOTED, 3)
    await seat.hears(LEFT, 3)
    await seat.hears(LEFT, 3)
    sent = await seat.meeting.sent()
    assert [told(message) for _, message in sent] == [("Paikka vapautui", "REQUEST", 3), ("Ilmoittautumisenne on peruttu", "CANCEL", 4)]
    assert "METHOD:CANCEL" in file_of(sent[1][1]).decode()
    assert LINK not in plain(sent[1][1])


async def test_left__registered_anew_and_promoted_the_sequence_goes_on_growing(seat: Seat) -> None:
    await seat.hears(PROMOTED)
    await seat.hears(LEFT)
    again = Seat(seat.meeting, seat.person)
    await again.hears(PROMOTED)
    await again.hears(CHANGED, 1)
    await again.hears(CHANGED, 2, cancelled=True)
    assert await all_told(seat.meeting) == [
        ("Paikka vapautui", "REQUEST", 0), ("Ilmoittautumisenne on peruttu", "CANCEL", 1), ("Paikka vapautui", "REQUEST", 2),
        ("Muutos", "REQUEST", 3), ("Peruttu", "CANCEL", 4),
    ]


async def test_left__heard_after_the_next_registration_was_promoted_takes_nothing_back(seat: Seat) -> None:
    """Two registrations are two keys: nothing keeps their order."""
    await seat.hears(PROMOTED)
    again = Seat(seat.meeting, seat.person)
    await again.hears(PROMOTED)
    assert await seat.hears(LEFT) is Result.IRRELEVANT
    assert [method for _, method, _ in await all_told(seat.meeting)] == ["REQUEST", "REQUEST"]


async def test_invited_and_promoted__one_mail_of_each_change_and_leaving_leaves_the_invitation(seat: Seat) -> None:
    meeting = seat.meeting
    await meeting.invite(persons=(seat.person,))
    await seat.hears(PROMOTED)
    await meeting.change(1, persons=(seat.person,))
    assert await seat.hears(CHANGED, 1) is Result.IRRELEVANT
    await seat.hears(LEFT, 1)
    await meeting.change(2, persons=(seat.person,))
    assert await all_told(meeting) == [
        ("Kutsu", "REQUEST", 0), ("Paikka vapautui", "REQUEST", 0), ("Muutos", "REQUEST", 1), ("Muutos", "REQUEST", 2),
    ]


async def test_promoted__is_not_withdrawn_because_others_are_invited(seat: Seat) -> None:
    meeting = seat.meeting
    await meeting.post.organisation(LEAD)
    await meeting.invite(persons=(seat.person,), organisations=(LEAD,))
    await seat.hears(PROMOTED)
    await meeting.sent()
    await meeting.change(1, organisations=(LEAD,))
    assert [to for to, _ in await meeting.sent()] == ["lead@example.invalid"]
    await seat.hears(CHANGED, 1)
    assert await all_told(meeting) == [("Muutos", "REQUEST", 1)]


async def test_promoted__late_after_a_newer_entry_or_over_or_without_an_address_nothing(seat: Seat) -> None:
    meeting = seat.meeting
    await meeting.invite(persons=(seat.person,))
    await meeting.change(2, persons=(seat.person,))
    await meeting.sent()
    assert await seat.hears(PROMOTED, 1) is Result.IRRELEVANT
    past = clock.now() - timedelta(hours=3)
    assert await seat.hears(PROMOTED, 3, starts_at=past, ends_at=past + timedelta(hours=1)) is Result.IRRELEVANT
    nobody = Seat(meeting, new_id())
    assert await nobody.hears(PROMOTED, 2) is Result.APPLIED
    assert await meeting.sent() == []
    assert await meeting.post.letters() == []


async def test_race__promoted_and_the_meeting_moved_at_once_the_newest_stands(seat: Seat) -> None:
    """Facts of two topics over two connections: whoever comes first, the last entry told is the newest, and none goes back."""
    meeting = seat.meeting
    for _ in range(10):
        meeting = Meeting(seat.meeting.post, new_id(), new_id())
        one = Seat(meeting, seat.person)
        await meeting.invite(persons=(seat.person,))
        results = await asyncio.gather(meeting.change(1, persons=(seat.person,)), one.hears(PROMOTED, 1), one.hears(CHANGED, 1))
        assert results[0] is Result.APPLIED
        sequences = [sequence for _, _, sequence in await all_told(meeting)]
        assert sequences.count(0) == 1
        assert 1 in sequences


async def test_room_missing__the_convenor_reads_why_and_where_there_would_be_one(seat: Seat) -> None:
    meeting = seat.meeting
    (example,) = [one for one in EXAMPLES if type(one).__name__ == "RoomMissing"]
    starts = (clock.now() + timedelta(days=30)).astimezone(UTC).replace(microsecond=0)
    missing = example.model_copy(update={"person": seat.person, "starts_at": starts, "ends_at": starts + timedelta(hours=2)})
    record = fact(missing, key=new_id(), sequence=1)
    assert await meeting.post.hear(record) is Result.APPLIED
    await meeting.post.execute("DELETE FROM notifications.position")
    assert await meeting.post.hear(record) is Result.IRRELEVANT
    ((to, message),) = await meeting.sent()
    assert to == ADDRESS
    assert str(message["Subject"]).startswith("Tapaamisella ei ole tilaa: ")
    said = " ".join(plain(message).replace("\u00a0", " ").split())
    for words in (
        "- Tila on varattu klo 14–15.", "- Sali, Oulu: keskiviikkona 10.3.2027 klo 13.00 –", "Odottaa kutsua: 14",
        "Aiempi tila on yhä varattu teille: Kokoushuone Hupisaari, Oulu,",
    ):
        assert words in said
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
