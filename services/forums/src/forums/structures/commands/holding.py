"""Somebody begins to hold a seat, and ceases to: announced on the day, with the seat's structure held."""

from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from chassis.values import HELSINKI, today
from chassis.work import Irrelevant, UnitOfWork
from forums.events.structure import SeatFilled, SeatVacated
from forums.structures.domain import Because
from forums.structures.domain.seating import Wanted
from forums.structures.tables import Holding, Seat, Structure

FREE: Final = "forums.structures.free_seat"
"""The timer of the day on which a term is over."""


async def begin(uow: UnitOfWork, structure: Structure, seat: Seat, wanted: Wanted, organisation_id: UUID | None) -> Holding:
    """From that day on (paikan täyttäminen)."""
    row = uow.add(Holding(
        id=uow.new_id(), structure_id=structure.id, seat_id=seat.id, person=wanted.person, organisation_id=organisation_id,
        areas=structure.areas, area=structure.area, domain=structure.domain, since=wanted.since, until=wanted.until,
    ))
    seat.appointments += 1
    await told_in_time(uow, row)
    say_filled(uow, structure, seat, row, since=row.since)
    return row


def say_filled(uow: UnitOfWork, structure: Structure, seat: Seat, row: Holding, *, since: date) -> None:
    uow.publish(structure, SeatFilled(
        structure=structure.named(), seat_id=seat.id, group=seat.group, organisation_id=row.organisation_id,
        deputy=seat.deputy_of is not None, since=since,
    ))


async def end(
    uow: UnitOfWork, structure: Structure, seat: Seat, row: Holding, *, on: date, because: Because, cause_id: UUID | None = None
) -> None:
    """Until before that day. What is still to come is announced when it has come."""
    row.until_before, row.until = row.until, on
    row.ended_because, row.cause_id = because, cause_id
    seat.appointments += 1
    if on <= today(uow.now) or row.since >= on:
        say_vacated(uow, structure, seat, row, on, because)
    else:
        await told_in_time(uow, row)


def say_vacated(uow: UnitOfWork, structure: Structure, seat: Seat, row: Holding, on: date, because: Because) -> None:
    row.told = True
    uow.publish(structure, SeatVacated(
        structure=structure.named(), seat_id=seat.id, group=seat.group, organisation_id=row.organisation_id,
        deputy=seat.deputy_of is not None, because=because.value, vacated_on=on,
    ))


async def told_in_time(uow: UnitOfWork, row: Holding) -> None:
    """Have the end of a term announced when its day begins."""
    if row.until is not None:
        await uow.at(datetime.combine(row.until, time(), HELSINKI), FREE, row.id)


async def free_seat(uow: UnitOfWork, id: UUID) -> None:
    """The day has come on which a term is over (kausi päättynyt)."""
    row = await uow.load(Holding, id)
    if row.told or row.until is None or row.until > today(uow.now):
        raise Irrelevant("not over, or told already")
    structure = await uow.load(Structure, row.structure_id, lock=True)
    seat = await uow.load(Seat, row.seat_id)
    row.ended_because = row.ended_because or Because.TERM_ENDED
    seat.appointments += 1
    say_vacated(uow, structure, seat, row, row.until, row.ended_because)
