"""What becomes of seats and convenors when an organisation ends, or had not ended after all, or became part of another."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select
from sqlmodel import col

from chassis.values import today
from chassis.work import Irrelevant, UnitOfWork
from forums.copies import queries as copies
from forums.events.structure import ConvenorNotRestored, SeatNotRestored
from forums.structures import queries
from forums.structures.commands.changing import convene
from forums.structures.commands.holding import end, say_filled, told_in_time
from forums.structures.domain import Because, Lost, Status
from forums.structures.domain.seating import Wanted, overlaps
from forums.structures.tables import Convening, Ended, Holding, Seat, Structure


async def organisation_ended(uow: UnitOfWork, id: UUID, on: date) -> None:
    """Whoever represents it leaves their seat on the day of its end; it calls nothing together any more. Each names the cause."""
    await uow.execute(delete(Ended).where(col(Ended.organisation_id) == id))
    await uow.add_many(Ended, [{"organisation_id": id, "dissolved_on": on, "cause_id": uow.cause.id}])
    await _leave(uow, id, on, uow.cause.id)


async def leave_ended(uow: UnitOfWork, id: UUID) -> None:
    """The same for whoever was seated, or appointed, while the registry spoke. Run by the clock."""
    ended = await uow.maybe(select(Ended).where(col(Ended.organisation_id) == id))
    if ended is None:
        raise Irrelevant("goes_on")
    await _leave(uow, id, ended.dissolved_on, ended.cause_id)


async def _leave(uow: UnitOfWork, id: UUID, on: date, cause_id: UUID) -> None:
    held = await _of(uow, id, queries.not_over(today(uow.now)))
    convened = await uow.all(select(col(Structure.id)).where(col(Structure.convenors).contains([id])))
    structures = await _structures(uow, {*convened, *(each.structure_id for each in held)})
    seats = await _seats(uow, held)
    for each in held:
        await end(
            uow, structures[each.structure_id], seats[each.seat_id], each, on=max(on, each.since),
            because=Because.ORGANISATION_DISSOLVED, cause_id=cause_id,
        )
    for structure in convened:
        row = structures[structure]
        await convene(uow, row, set(row.convenors) - {id}, cause_id=cause_id)


async def organisation_goes_on(uow: UnitOfWork, id: UUID) -> None:
    """It had not ended: who left because of that sits again, where the seat and the person are still free and the term runs.

    What cannot be lifted stays as it is, and is said: the seat's own answer goes on saying why its last holder left. Of an
    organisation that ended twice, what its first end took is settled.
    """
    day = today(uow.now)
    cause = await uow.maybe(select(col(Ended.cause_id)).where(col(Ended.organisation_id) == id))
    await uow.execute(delete(Ended).where(col(Ended.organisation_id) == id))
    ended = await _of(uow, id, col(Holding.ended_because) == Because.ORGANISATION_DISSOLVED)
    calls = await uow.all(select(Convening).where(col(Convening.organisation_id) == id, col(Convening.cause_id).is_not(None)))
    if cause is not None:
        ended, calls = [each for each in ended if each.cause_id == cause], [call for call in calls if call.cause_id == cause]
    structures = await _structures(uow, {each.structure_id for each in ended} | {call.structure_id for call in calls})
    seats, others = await _seats(uow, ended), await _held_in(uow, structures)
    for each in ended:
        structure, seat = structures[each.structure_id], seats[each.seat_id]
        lost = _lost(structure, seat, each, others, day)
        if lost is None:
            await _sit_again(uow, structure, seat, each, day)
        else:
            uow.publish(structure, SeatNotRestored(
                structure=structure.named(), seat_id=seat.id, group=seat.group, organisation_id=id,
                deputy=seat.deputy_of is not None, because=lost.value,
            ))
    for call in calls:
        row = structures[call.structure_id]
        if row.status is Status.ACTIVE and len(row.convenors) < max(row.convenor_count, 1):
            call.cause_id = None
            await convene(uow, row, {*row.convenors, id})
        else:
            closed = row.status is not Status.ACTIVE
            uow.publish(row, ConvenorNotRestored(
                structure=row.named(), organisation_id=id,
                because=(Lost.STRUCTURE_CLOSED if closed else Lost.PLACE_TAKEN).value,
            ))


async def organisation_is_now(uow: UnitOfWork, id: UUID, now: UUID, instead_of: UUID | None = None) -> None:
    """Of what it convenes, whoever it is now may act: its successor, or itself again after a merger was undone."""
    found = await uow.rows(
        select(col(Convening.structure_id), col(Convening.organisation_id))
        .join(Structure, col(Structure.id) == col(Convening.structure_id))
        .where(col(Convening.until).is_(None), col(Structure.convenors).contains([instead_of or id]))
    )
    own: dict[UUID, set[UUID]] = {}
    for structure, organisation in found:
        own.setdefault(structure, set()).add(organisation)
    for structure, row in (await _structures(uow, own)).items():
        if instead_of is None:
            row.convenors = sorted({now if each == id else each for each in row.convenors})
        elif id in own[structure]:
            row.convenors = sorted({id, *(each for each in row.convenors if each != instead_of or each in own[structure])})


async def _of(uow: UnitOfWork, id: UUID, which: ColumnElement[bool]) -> Sequence[Holding]:
    """Seats held for this organisation, or for what became part of it."""
    known = await uow.all(select(col(Holding.organisation_id)).distinct().where(col(Holding.organisation_id).is_not(None), which))
    present = await copies.present(uow, [each for each in known if each is not None])
    theirs = {id, *(asked for asked, now in present.items() if now.id == id)}
    return await uow.all(
        select(Holding)
        .where(col(Holding.organisation_id).in_(theirs), which)
        .order_by(col(Holding.structure_id), col(Holding.since))
    )


async def _structures(uow: UnitOfWork, ids: Collection[UUID]) -> dict[UUID, Structure]:
    """Held, always in the same order."""
    return {id: await uow.load(Structure, id, lock=True) for id in sorted(ids)}


async def _seats(uow: UnitOfWork, held: Sequence[Holding]) -> dict[UUID, Seat]:
    found = await uow.all(select(Seat).where(col(Seat.id).in_([each.seat_id for each in held])))
    return {seat.id: seat for seat in found}


async def _held_in(uow: UnitOfWork, structures: Collection[UUID]) -> Sequence[Holding]:
    return await uow.all(select(Holding).where(col(Holding.structure_id).in_(structures)))


def _lost(structure: Structure, seat: Seat, each: Holding, others: Sequence[Holding], day: date) -> Lost | None:
    """Why they do not sit again; nothing where the term runs and neither seat nor person is taken for the rest of it."""
    if structure.status is not Status.ACTIVE:
        return Lost.STRUCTURE_CLOSED
    if seat.withdrawn_on is not None:
        return Lost.SEAT_WITHDRAWN
    until = each.until_before
    if until is not None and until <= day:
        return Lost.TERM_OVER
    rest = Wanted(each.seat_id, each.person, each.until or each.since, until)
    near = [o for o in others if o.structure_id == each.structure_id and o.id != each.id and overlaps(rest, o)]
    if any(other.seat_id == each.seat_id for other in near):
        return Lost.SEAT_FILLED
    return Lost.PERSON_ELSEWHERE if any(other.person == each.person for other in near) else None


async def _sit_again(uow: UnitOfWork, structure: Structure, seat: Seat, row: Holding, day: date) -> None:
    row.until, row.until_before, row.ended_because, row.cause_id, row.told = row.until_before, None, None, None, False
    seat.appointments += 1
    await told_in_time(uow, row)
    say_filled(uow, structure, seat, row, since=max(day, row.since))
