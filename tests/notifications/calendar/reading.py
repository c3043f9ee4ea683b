"""Calendar files as two programs read them that know nothing of ours, nor of each other: icalendar, strictly, and vobject."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import vobject
from icalendar import Calendar


@dataclass(frozen=True)
class Read:
    """What a reader says of one entry; its instants in UTC."""

    uid: str
    sequence: int
    summary: str
    starts: datetime
    ends: datetime
    place: str | None
    status: str
    stamp: datetime


def by_icalendar(content: bytes) -> tuple[str, list[Read]]:
    """Method and entries; an error of any kind in any part fails."""
    file = Calendar.from_ical(content)
    assert [part.errors for part in file.walk()] == [[] for _ in file.walk()]
    assert [str(zone["TZID"]) for zone in file.timezones] == ["Europe/Helsinki"]
    return str(file["METHOD"]), [
        Read(
            str(each["UID"]), int(str(each["SEQUENCE"])), str(each["SUMMARY"]), each.decoded("DTSTART").astimezone(UTC),
            each.decoded("DTEND").astimezone(UTC), str(each["LOCATION"]) if "LOCATION" in each else None, str(each["STATUS"]),
            each.decoded("DTSTAMP").astimezone(UTC),
        )
        for each in file.events
    ]


def by_vobject(content: bytes) -> tuple[str, list[Read]]:
    """The same; Finnish time as the file's own VTIMEZONE says it."""
    file = vobject.readOne(content.decode())
    assert file.validate(raiseException=True)
    return file.method.value, [
        Read(
            each.uid.value, int(each.sequence.value), each.summary.value, each.dtstart.value.astimezone(UTC),
            each.dtend.value.astimezone(UTC), each.location.value if hasattr(each, "location") else None, each.status.value,
            each.dtstamp.value.astimezone(UTC),
        )
        for each in file.contents.get("vevent", [])
    ]


def agreed(content: bytes) -> tuple[str, list[Read]]:
    """What both read; they must not differ."""
    one, other = by_icalendar(content), by_vobject(content)
    assert one == other
    return one


def zone_of(content: bytes) -> Any:
    """The zone that the file itself describes, worked out by vobject's rules."""
    return vobject.readOne(content.decode()).vtimezone.gettzinfo()
