"""Meetings made through the API, and what facilities says to them."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.forums import some
from tests.forums.desk import Desk

from chassis.envelope import Record
from chassis.events import Event
from chassis.hearing import Hearing
from chassis.outbox import new_id
from chassis.testing import House, record
from facilities.events.booking import BookingCancelled, BookingConfirmed, BookingMoved, BookingRefused
from facilities.events.parts import Alternative, Reason, SpaceNamed, Times, Words
from forums.meetings.handlers import LISTENER

NOW = datetime.fromisoformat("2027-01-11T12:00:00+02:00")
"""A Monday."""
DAY = "2027-03-10"
"""A Wednesday."""
SPACE, OTHER = new_id(), new_id()
LINK = "https://meet.example/abc"


async def drafted(desk: Desk, code: str = some.FORUM, who: str = "coordinator", **others: Any) -> dict[str, Any]:
    """A draft of a meeting of this structure."""
    body = await some.structure(desk.house, code)
    return await desk.done("meetings", {"structure_id": str(body.id), "title": {"fi": "Kevään tapaaminen"}, **others}, who=who)


def setting(day: str = DAY, *, room: UUID | None = None, **others: Any) -> dict[str, Any]:
    """Two hours in the afternoon; in the library unless a room is asked for."""
    where = {"place": "Iin kirjasto"} if room is None else {"room": {"space_id": str(room), "before_minutes": 15}}
    return {"starts_at": f"{day}T13:00:00+02:00", "ends_at": f"{day}T15:00:00+02:00", "mode": "in_person", **where, **others}


async def scheduled(desk: Desk, code: str = some.FORUM, *, room: UUID | None = None, **others: Any) -> dict[str, Any]:
    """A meeting with a time; `others` are of its draft."""
    made = await drafted(desk, code, **others)
    return await desk.done(f"meetings/{made['id']}/schedule", setting(room=room))


async def invited(desk: Desk, code: str = some.FORUM, **others: Any) -> dict[str, Any]:
    made = await scheduled(desk, code, **others)
    return await desk.done(f"meetings/{made['id']}/invite")


def named(space: UUID = SPACE) -> SpaceNamed:
    return SpaceNamed(
        space_id=space, names=Words(fi="Sali" if space == SPACE else "Pikkusali"), site_id=new_id(), site=Words(fi="Iin terveysasema"),
        address="Tie 1, 91100 Ii", municipality="139",
    )


def times(day: str = DAY) -> Times:
    begins = datetime.fromisoformat(f"{day}T13:00:00+02:00")
    return Times(starts_at=begins, ends_at=begins + timedelta(hours=2))


def won(meeting: dict[str, Any], booking: UUID, *, version: int | None = None, space: UUID = SPACE) -> BookingConfirmed:
    return BookingConfirmed(
        booking_id=booking, organisation_id=None, meeting_id=UUID(meeting["id"]), schedule_version=version or meeting["schedule_version"],
        space=named(space), times=(times(),),
    )


def moved(
    meeting: dict[str, Any], booking: UUID, *, version: int | None = None, space: UUID = OTHER, day: str = DAY
) -> BookingMoved:
    return BookingMoved(
        booking_id=booking, organisation_id=None, meeting_id=UUID(meeting["id"]), schedule_version=version or meeting["schedule_version"],
        space=named(space), times=(times(day),), was_space_id=SPACE, was_times=(times(),),
    )


def refused(meeting: dict[str, Any], *, version: int | None = None) -> BookingRefused:
    return BookingRefused(
        booking_id=new_id(), organisation_id=None, meeting_id=UUID(meeting["id"]), schedule_version=version or meeting["schedule_version"],
        space_id=SPACE, times=(times(),), reasons=(Reason(code="facilities.booking.taken", detail="Tila on varattu."),),
        alternatives=(Alternative(space=named(OTHER), times=(times(),)),),
    )


def cancelled(meeting: dict[str, Any], booking: UUID) -> BookingCancelled:
    return BookingCancelled(
        booking_id=booking, organisation_id=None, meeting_id=UUID(meeting["id"]), schedule_version=1, because="by_owner",
        grounds="Vesivahinko.", times=(times(),),
    )


SAID: Counter[UUID] = Counter()


async def hear(house: House, *events: Event) -> list[str]:
    """The saga's listener hears what facilities says; what became of each."""
    hearing = Hearing("forums", LISTENER, house.database, house.service.house, "pohde")
    return [(await hearing.hear(spoken(event))).name.lower() for event in events]


def spoken(event: Event) -> Record:
    """The next record of a booking."""
    key: UUID = event.booking_id  # type: ignore[attr-defined]
    SAID[key] += 1
    return record(event.ce_type(), key, SAID[key], event.model_dump_json().encode(), topic="facilities.booking")
