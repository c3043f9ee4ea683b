"""A meeting as calendars read it (iCalendar, RFC 5545; invitations RFC 5546 and 6047), in Finnish time. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from icalendar import Calendar, Component, Event, vCalAddress, vUri

from chassis.calendars import ZONE, moments

TYPE: Final = "text/calendar"
PRODUCT: Final = "-//Yhdyspinta//notifications//FI"
REFRESH: Final = timedelta(hours=1)
"""How often a calendar that follows the feed may look again."""


class Method(Enum):
    """What a calendar file asks of the calendar that gets it (iTIP)."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    """Come; or come at another time, where an entry with the same UID is there already."""
    CANCEL = "CANCEL"
    """Take the entry away."""


class Status(Enum):
    TENTATIVE = "TENTATIVE"
    """Its room is not won yet."""
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Entry:
    """One meeting. Its UID is made of its id and never changes; SEQUENCE grows with time, place and cancellation (M3)."""

    meeting_id: UUID
    sequence: int
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str | None
    status: Status
    said_at: datetime
    """DTSTAMP: of the same mail the same in every attempt."""
    description: str = ""
    link: str | None = field(default=None, repr=False)
    """Of the remote meeting: for who is invited, never in a feed."""


@dataclass(frozen=True, slots=True)
class Host:
    """Who invites. Answers of calendars go to `address`; the mail itself comes from `sent_by`."""

    address: str
    name: str
    sent_by: str


def uid(meeting_id: UUID) -> str:
    """The same in invitations and in the feed, for the life of the meeting."""
    return f"{meeting_id}@forums.yhdyspinta"


def invitation(entry: Entry, method: Method, host: Host, guest: str) -> bytes:
    """The file for one guest. Nobody else's address stands in it."""
    made = _event(entry)
    organizer = vCalAddress(f"mailto:{host.address}")
    organizer.params["CN"] = _line(host.name)
    if host.sent_by != host.address:
        organizer.params["SENT-BY"] = f"mailto:{host.sent_by}"
    made.add("organizer", organizer)
    attendee = vCalAddress(f"mailto:{guest}")
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    if method is Method.REQUEST:
        attendee.params["PARTSTAT"] = "NEEDS-ACTION"
        attendee.params["RSVP"] = "TRUE"
    made.add("attendee", attendee)
    return _written(_file(method, [made]))


def published(entries: Iterable[Entry], name: str) -> bytes:
    """The file that everybody may follow."""
    made = _file(Method.PUBLISH, map(_event, entries))
    made.add("name", _line(name))
    made.add("x-wr-calname", _line(name))
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    return _written(made)


def _event(entry: Entry) -> Event:
    starts, ends = moments(entry.starts_at, entry.ends_at)
    made = Event()
    made.add("uid", uid(entry.meeting_id))
    made.add("dtstamp", entry.said_at.astimezone(UTC))
    made.add("dtstart", starts)
    made.add("dtend", ends)
    made.add("summary", _line(entry.title))
    if entry.place:
        made.add("location", _line(entry.place))
    if entry.description:
        made.add("description", "\n".join(map(_line, entry.description.splitlines())))
    if entry.link:
        made.add("conference", vUri(entry.link, params={"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO"]}))
    made.add("sequence", entry.sequence)
    made.add("status", entry.status.value)
    return made


def _file(method: Method, events: Iterable[Event]) -> Calendar:
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", method.value)
    made.add_component(Component.from_ical(ZONE))
    for each in events:
        made.add_component(each)
    return made


def _written(made: Calendar) -> bytes:
    content: bytes = made.to_ical()
    return content


def _line(text: str) -> str:
    """One line, without characters that cannot be seen."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
