"""One meeting as a calendar file, read back by two readers: days of summer time, the doubled hour, midnight, words of any kind."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from tests.notifications.calendar.reading import agreed, zone_of

from chassis.values import HELSINKI
from notifications.calendar.domain import Entry, Host, Method, Status, invitation, published

ID = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e24")
HOST = Host("jarjestot@pohde.example", "Pohjois-Pohjanmaan hyvinvointialue", "ei-vastauksia@pohde.example")
SAID = datetime(2027, 2, 1, 8, 0, tzinfo=UTC)
GUEST = "yhdistys@example.invalid"


def entry(starts: datetime, hours: float = 2, **more: Any) -> Entry:
    values: dict[str, Any] = {
        "meeting_id": ID, "sequence": 0, "title": "Kevätkokous", "starts_at": starts, "ends_at": starts + timedelta(hours=hours),
        "place": "Hupisaari, Oulu", "status": Status.CONFIRMED, "said_at": SAID, **more,
    }
    return Entry(**values)


def invited(one: Entry, method: Method = Method.REQUEST) -> bytes:
    return invitation(one, method, HOST, GUEST)


@pytest.mark.parametrize(("starts", "hours", "local"), [
    (datetime(2027, 3, 27, 22, 0, tzinfo=UTC), 2, "20270328T000000"),  # the night before summer time, over nothing yet
    (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), 1, "20270328T023000"),  # over the hour that is not there
    (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), 1, "20270328T040000"),  # its first instant
    (datetime(2027, 3, 28, 1, 30, tzinfo=UTC), 1, "20270328T043000"),
    (datetime(2027, 10, 30, 23, 0, tzinfo=UTC), 1.5, "20271031T020000"),  # into the first pass
    (datetime(2027, 10, 31, 0, 10, tzinfo=UTC), 0.5, "20271031T031000"),  # within the first pass
    (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), 1, None),  # from the first pass to the second
    (datetime(2027, 10, 31, 1, 10, tzinfo=UTC), 0.5, None),  # within the second pass
    (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), 2, None),  # out of the second pass
    (datetime(2027, 10, 31, 2, 0, tzinfo=UTC), 1, "20271031T040000"),
    (datetime(2027, 6, 1, 20, 0, tzinfo=UTC), 3, "20270601T230000"),  # over midnight
    (datetime(2026, 12, 31, 21, 0, tzinfo=UTC), 2, "20261231T230000"),  # over the year
])  # fmt: skip
def test_times__both_readers_read_the_very_instants(starts: datetime, hours: float, local: str | None) -> None:
    """`local`: how it stands in the file; nothing where local time cannot name it and UTC stands there."""
    content = invited(entry(starts, hours))
    _, (read,) = agreed(content)
    assert (read.starts, read.ends) == (starts, starts + timedelta(hours=hours))
    written = f"DTSTART;TZID=Europe/Helsinki:{local}" if local else f"DTSTART:{starts:%Y%m%dT%H%M%SZ}"
    assert written in content.decode().splitlines()


def test_zone__is_what_the_zone_has_been_and_will_be() -> None:
    """Hour by hour around every change of 1997 to 2037, and once a week between."""
    zone = zone_of(published([], "x"))
    wrong = []
    for year in range(1997, 2038):
        day = datetime(year, 1, 1, tzinfo=UTC)
        while day.year == year:
            near = day.month in {3, 10} and day.day > 23
            if day.astimezone(zone).utcoffset() != day.astimezone(HELSINKI).utcoffset():
                wrong.append(day)
            day += timedelta(hours=1) if near else timedelta(days=1)
    assert wrong == []


@given(
    starts=st.datetimes(datetime(2026, 1, 1), datetime(2036, 12, 31)), minutes=st.integers(15, 3000), sequence=st.integers(0, 500),  # noqa: DTZ001
    title=st.text(st.characters(codec="utf-8"), min_size=1, max_size=200), method=st.sampled_from(list(Method)),
)
def test_anything__both_readers_read_the_same(starts: datetime, minutes: int, sequence: int, title: str, method: Method) -> None:
    begins = starts.replace(tzinfo=UTC, microsecond=0)
    one = entry(begins, minutes / 60, sequence=sequence, title=f"A {title}")
    said, (read,) = agreed(invited(one, method))
    assert (said, read.sequence, read.starts) == (method.value, sequence, begins)
    shown = " ".join("".join(c if c.isprintable() else " " for c in one.title).split())
    assert read.summary == shown


def test_request__says_who_to_one_guest_only() -> None:
    link = "https://kokous.example/j/1?p=a,b;c"
    (event,) = Calendar.from_ical(invited(entry(SAID, link=link, description=f"Neuvottelukunta\n{link}"))).events
    organizer, guest = event["ORGANIZER"], event["ATTENDEE"]
    assert (str(organizer), organizer.params["CN"]) == ("mailto:jarjestot@pohde.example", "Pohjois-Pohjanmaan hyvinvointialue")
    assert organizer.params["SENT-BY"] == "mailto:ei-vastauksia@pohde.example"
    assert (str(guest), dict(guest.params)) == (
        f"mailto:{GUEST}", {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"},
    )
    assert str(event["CONFERENCE"]) == link
    assert str(event["DESCRIPTION"]) == f"Neuvottelukunta\n{link}"
    assert str(event["UID"]) == f"{ID}@forums.yhdyspinta"


def test_cancel__asks_for_no_answer() -> None:
    content = invited(entry(SAID, sequence=4, status=Status.CANCELLED), Method.CANCEL)
    method, (read,) = agreed(content)
    assert (method, read.status, read.sequence) == ("CANCEL", "CANCELLED", 4)
    assert b"RSVP" not in content
    assert content.count(b"ATTENDEE") == 1


def test_words__begin_no_line_of_their_own() -> None:
    evil = 'Kokous\r\nATTENDEE:mailto:x@y.example\r\nEND:VEVENT\x00\u2028;,:\\"^n'
    content = invited(entry(SAID, title=evil, place=evil, description=evil))
    assert content.count(b"\r\nATTENDEE") == 1
    assert content.count(b"END:VEVENT\r\n") == 1
    _, (read,) = agreed(content)
    assert read.summary.startswith('Kokous ATTENDEE:mailto:x@y.example END:VEVENT ;,:\\"^n')
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_published__names_nobody_and_keeps_its_name() -> None:
    content = published([entry(SAID, sequence=2, status=Status.TENTATIVE)], "Järjestöyhteistyön tapaamiset")
    method, (read,) = agreed(content)
    assert (method, read.status, read.sequence) == ("PUBLISH", "TENTATIVE", 2)
    for word in (b"ATTENDEE", b"ORGANIZER", b"CONFERENCE", b"mailto"):
        assert word not in content
    assert str(Calendar.from_ical(content)["X-WR-CALNAME"]) == "Järjestöyhteistyön tapaamiset"
    assert agreed(published([], "tyhjä")) == ("PUBLISH", [])
