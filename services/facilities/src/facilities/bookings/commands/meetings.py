"""Facilities' side of meeting and room: a meeting asks, a booking answers, each answer under the version that it answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from chassis.problems import Reason, Refused
from chassis.work import Irrelevant, UnitOfWork
from facilities.bookings import queries
from facilities.bookings.commands.changing import given_up, moved, touched
from facilities.bookings.commands.slots import standing
from facilities.bookings.commands.winning import confirmed, keep, told, win
from facilities.bookings.domain.plans import of_times
from facilities.bookings.domain.rules import Wish
from facilities.bookings.domain.states import TAKING, Because, Status
from facilities.bookings.domain.times import Around, Occurrence
from facilities.bookings.tables import Booking, as_times
from facilities.events.booking import BookingRefused
from facilities.events.parts import Alternative
from facilities.events.parts import Reason as Said
from facilities.spaces.tables import Space


@dataclass(frozen=True, slots=True)
class Asked:
    """The room that a meeting asks for (tilatoive)."""

    meeting_id: UUID
    schedule_version: int
    space_id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    before_minutes: int = 0
    after_minutes: int = 0
    persons: int | None = None

    @property
    def times(self) -> Occurrence:
        return Occurrence(self.starts_at, self.ends_at)

    @property
    def around(self) -> Around:
        """What it needs beside its own time."""
        return Around(timedelta(minutes=self.before_minutes), timedelta(minutes=self.after_minutes))

    @property
    def wish(self) -> Wish:
        """The county's own: no organisation, and the grid of who decides."""
        return Wish(organisation_id=None, persons=self.persons, staff=True)


async def book_for_meeting(uow: UnitOfWork, asked: Asked) -> None:
    """The room of a meeting (tapaamisen tila): won, or refused with every reason and where else it would be free."""
    await answered(uow, asked.meeting_id, asked.schedule_version)
    await _first(uow, asked)


async def move_for_meeting(uow: UnitOfWork, asked: Asked) -> None:
    """Another time or another room: the old one is kept until the new one is won, and where it is not won."""
    row = await answered(uow, asked.meeting_id, asked.schedule_version)
    if row is None or row.status not in TAKING:
        await _first(uow, asked)
        return
    row.schedule_version = asked.schedule_version
    try:
        async with uow.attempt():
            await standing(uow, asked.space_id)
            space = await queries.wanted_space(uow, asked.space_id)
            plan = of_times([asked.times])
            found = await queries.judged(uow, space, asked.wish, plan, around=asked.around, but=row.id)
            _describe(row, asked)
            await moved(uow, row, found, asked.around)
    except Refused as no:
        row.schedule_version = asked.schedule_version
        await _say_refused(uow, row, asked, no.reasons)


async def free_for_meeting(uow: UnitOfWork, meeting_id: UUID, schedule_version: int, because: Because) -> None:
    """The meeting is not held, or needs no room any more: the room is free again."""
    row = await queries.of_meeting(uow, meeting_id)
    if row is not None and (row.schedule_version or 0) > schedule_version:
        raise Irrelevant("older_schedule")
    if row is None or row.status not in TAKING:
        raise Irrelevant("no_room_held")
    held = await uow.load(Booking, row.id, lock=True)
    held.schedule_version = schedule_version
    ahead = held.ahead(uow.now)
    if not ahead:
        raise Irrelevant("already_begun")
    await given_up(uow, held, ahead, because)


async def answered(uow: UnitOfWork, meeting_id: UUID, schedule_version: int) -> Booking | None:
    """The newest answer, locked; twice, or late, is said to nobody again."""
    row = await queries.of_meeting(uow, meeting_id)
    if row is None:
        return None
    if (row.schedule_version or 0) >= schedule_version:
        raise Irrelevant("answered_already" if row.schedule_version == schedule_version else "older_schedule")
    return await uow.load(Booking, row.id, lock=True)


async def _first(uow: UnitOfWork, asked: Asked) -> None:
    row = Booking(
        id=uow.new_id(),
        space_id=asked.space_id,
        purpose=asked.title,
        booked_by=uow.actor.id,
        status=Status.REFUSED,
        occurrences=[],
        begins=asked.starts_at,
        ends=asked.ends_at,
        asked_at=uow.now,
        meeting_id=asked.meeting_id,
        schedule_version=asked.schedule_version,
        changed_at=uow.now,
    )
    _describe(row, asked)
    plan = of_times([asked.times])
    keep(row, plan)
    uow.add(row)
    try:
        async with uow.attempt():
            await standing(uow, asked.space_id)
            space = await queries.wanted_space(uow, asked.space_id)
            row.centre, row.owner_municipality = space.centre, space.owner_municipality
            found = await queries.judged(uow, space, asked.wish, plan, around=asked.around)
            await win(uow, row, found, asked.around)
            await confirmed(uow, row)
    except Refused as no:
        row.reasons = queries.whys(no.reasons)
        await _say_refused(uow, row, asked, no.reasons)


async def _say_refused(uow: UnitOfWork, row: Booking, asked: Asked, reasons: list[Reason]) -> None:
    row.decided_at = row.decided_at or uow.now
    touched(uow, row)
    uow.publish(row, BookingRefused(
        **told(row),
        space_id=asked.space_id,
        times=as_times([asked.times]),
        reasons=tuple(Said(**each) for each in queries.whys(reasons)),
        alternatives=await _others(uow, asked),
    ))


async def _others(uow: UnitOfWork, asked: Asked) -> tuple[Alternative, ...]:
    try:
        space: Space = await queries.wanted_space(uow, asked.space_id)
    except Refused:
        return ()
    return await queries.alternatives(uow, space, asked.wish, [asked.times])


def _describe(row: Booking, asked: Asked) -> None:
    row.purpose, row.persons = asked.title, asked.persons
    row.before_minutes, row.after_minutes = asked.before_minutes, asked.after_minutes
