"""Bookings as calendar files (iCalendar, RFC 5545), in Finnish time."""

from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import Any, Final
from uuid import UUID

from icalendar import Calendar, Component, Event
from sqlalchemy import select
from sqlmodel import col

from chassis.access import Actor
from chassis.calendars import ZONE, moments
from chassis.values import DAY
from chassis.work import Reader
from facilities.access import Permission
from facilities.bookings.domain.states import TAKING, Kept, Status
from facilities.bookings.queries.one import booking
from facilities.bookings.tables import Booking, occurrence_of
from facilities.events.parts import SpaceNamed
from facilities.spaces import queries as spaces
from facilities.spaces.tables import SpaceLeaf

BACK: Final = 31 * DAY
"""How far back a space's calendar goes."""
_STATUS: Final = {Status.CONFIRMED: "CONFIRMED", Status.HELD: "TENTATIVE", Status.HANDOVER_OFFERED: "TENTATIVE"}
_TAKEN: Final = "Varattu"
"""What others read of a booking."""


async def booking_calendar(reader: Reader, id: UUID) -> str:
    """One booking; what was cancelled of it too, so that calendars take it away."""
    row = await booking(reader, id)
    place = (await spaces.named(reader, [row.space_id])).get(row.space_id)
    return _file(row.purpose, _entries([row], reader.actor, place))


async def space_calendar(reader: Reader, id: UUID) -> str:
    """What a space, its parts and what it is a part of are booked for: what for, only who may know reads."""
    space = await spaces.space(reader, id)
    leaves = select(col(SpaceLeaf.leaf_id)).where(col(SpaceLeaf.space_id) == id)
    sharing = select(col(SpaceLeaf.space_id)).where(col(SpaceLeaf.leaf_id).in_(leaves))
    wanted = select(Booking).where(
        col(Booking.space_id).in_(sharing), col(Booking.status).in_(TAKING), col(Booking.ends) > reader.now - BACK
    )
    rows = await reader.all(wanted.order_by(col(Booking.begins), col(Booking.id)))
    return _file(space.names["fi"], _entries(rows, reader.actor, space.named()))


def _entries(rows: Iterable[Booking], actor: Actor, place: SpaceNamed | None) -> Iterator[Event]:
    for row in rows:
        known = actor.may(Permission.BOOKING_READ, row)
        for each in row.occurrences:
            if each["starts_at"] is not None and each["kept"] != Kept.SKIPPED.value:
                yield _entry(row, each, row.purpose if known else _TAKEN, place)


def _entry(row: Booking, each: dict[str, Any], summary: str, place: SpaceNamed | None) -> Event:
    """One occurrence: its UID never changes, SEQUENCE grows with each change of the booking."""
    times = occurrence_of(each)
    starts, ends = moments(times.starts_at, times.ends_at)
    entry = Event()
    entry.add("uid", f"{row.id}-{each['n']}@facilities.yhdyspinta")
    entry.add("dtstamp", row.changed_at.astimezone(UTC))
    entry.add("dtstart", starts)
    entry.add("dtend", ends)
    entry.add("summary", summary)
    if place is not None:
        entry.add("location", ", ".join(part for part in (place.names.fi, place.site.fi, place.address) if part))
    entry.add("sequence", row.calendar_sequence)
    entry.add("status", _STATUS.get(row.status, "CANCELLED") if each["kept"] == Kept.KEPT.value else "CANCELLED")
    return entry


def _file(name: str, entries: Iterable[Event]) -> str:
    made = Calendar()
    made.add("prodid", "-//Yhdyspinta//facilities//FI")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add_component(Component.from_ical(ZONE))
    for entry in entries:
        made.add_component(entry)
    content: bytes = made.to_ical()
    return content.decode()
