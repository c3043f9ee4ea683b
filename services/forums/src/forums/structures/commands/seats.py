"""Seats: defined, filled, vacated, withdrawn; one person in one seat of a structure (paikat). M8, STR-06."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlmodel import col

from chassis.problems import Refused, refuse_if_any
from chassis.values import today
from chassis.work import UnitOfWork
from forums.access import Permission
from forums.structures import queries
from forums.structures.commands.holding import begin, end
from forums.structures.domain import MACHINE, SEATED, Action, Because, Group, groups_in
from forums.structures.domain.seating import Wanted, objections
from forums.structures.problems import (
    DEPUTY_ELSEWHERE,
    DEPUTY_OF_DEPUTY,
    GROUP_FULL,
    GROUP_UNKNOWN,
    HAS_DEPUTIES,
    NO_SEATS,
    SEAT_HELD,
    SEAT_VACANT,
    SEAT_WITHDRAWN,
    VACATE_BEFORE,
)
from forums.structures.schemas import DefineSeat, Fill, Vacate, Withdraw
from forums.structures.tables import Holding, Seat, Structure


async def define_seat(uow: UnitOfWork, id: UUID, body: DefineSeat) -> Seat:
    """One more seat of a group, or a deputy's seat (paikan perustaminen). Open structures have none. STR-02."""
    structure = await uow.target(Structure, id, may=Permission.SEAT_FILL, lock=True)
    MACHINE.after(structure.status, Action.SEAT)
    if structure.kind not in SEATED:
        raise NO_SEATS()
    group = _group(structure, body.group)
    seats = await uow.all(select(Seat).where(col(Seat.structure_id) == id))
    if body.deputy_of is not None:
        await _may_have_deputy(uow, structure, body)
    elif group.most is not None and len(_principal(seats, group)) >= group.most:
        raise GROUP_FULL(group=group.code, most=group.most)
    uow.because(body.grounds)
    return add_seat(uow, structure, group.code, number=len(seats) + 1, deputy_of=body.deputy_of)


def add_seat(uow: UnitOfWork, structure: Structure, group: str, *, number: int, deputy_of: UUID | None = None) -> Seat:
    """A row with the scopes of its structure."""
    return uow.add(Seat(
        id=uow.new_id(), structure_id=structure.id, group=group, number=number, deputy_of=deputy_of, areas=structure.areas,
        area=structure.area, domain=structure.domain,
    ))


async def fill_seat(uow: UnitOfWork, id: UUID, body: Fill) -> Seat:
    """Appoint somebody for a time; an organisation that became part of another is its successor (paikan täyttäminen)."""
    seat, structure = await _held(uow, id)
    day = today(uow.now)
    since = body.since or day
    wanted = Wanted(seat.id, body.person, since, body.until or structure.term_until)
    represents = await queries.represents(uow, body.organisation_id)
    held = await uow.all(select(Holding).where(col(Holding.structure_id) == structure.id))
    refuse_if_any(objections(wanted, _group(structure, seat.group), represents, held, today=day))
    await begin(uow, structure, seat, wanted, represents.organisation.id if represents.organisation else None)
    uow.because(body.grounds)
    return seat


async def vacate_seat(uow: UnitOfWork, id: UUID, body: Vacate) -> Seat:
    """End the term of whoever holds it, or will; from a day on it is free (paikan vapauttaminen)."""
    seat, structure = await _held(uow, id)
    on = body.on or today(uow.now)
    holding = await uow.maybe(
        select(Holding)
        .where(col(Holding.seat_id) == id, or_(col(Holding.until).is_(None), col(Holding.until) > on))
        .order_by(col(Holding.since))
        .limit(1)
    )
    if holding is None:
        raise SEAT_VACANT()
    if on < holding.since:
        raise Refused([VACATE_BEFORE.at("/on", since=holding.since)])
    await end(uow, structure, seat, holding, on=on, because=Because(body.because))
    uow.because(body.grounds)
    return seat


async def withdraw_seat(uow: UnitOfWork, id: UUID, body: Withdraw) -> Seat:
    """Take a vacant seat away; it is kept with its history."""
    seat, _ = await _held(uow, id)
    day = today(uow.now)
    in_the_way = await uow.one(
        select(func.count()).select_from(Holding)
        .where(col(Holding.seat_id) == id, or_(col(Holding.until).is_(None), col(Holding.until) > day))
    )
    if in_the_way:
        raise SEAT_HELD()
    deputies = await uow.one(
        select(func.count()).select_from(Seat).where(col(Seat.deputy_of) == id, col(Seat.withdrawn_on).is_(None))
    )
    if deputies:
        raise HAS_DEPUTIES()
    seat.withdrawn_on = day
    uow.because(body.grounds)
    return seat


async def _held(uow: UnitOfWork, id: UUID) -> tuple[Seat, Structure]:
    """The seat, and its structure held: who acts on seats of one structure stands one behind the other."""
    seat = await uow.target(Seat, id, may=Permission.SEAT_FILL)
    structure = await uow.load(Structure, seat.structure_id, lock=True)
    MACHINE.after(structure.status, Action.SEAT)
    if seat.withdrawn_on is not None:
        raise SEAT_WITHDRAWN()
    return seat, structure


async def _may_have_deputy(uow: UnitOfWork, structure: Structure, body: DefineSeat) -> None:
    principal = await uow.one(select(Seat).where(col(Seat.id) == body.deputy_of, col(Seat.structure_id) == structure.id))
    if principal.deputy_of is not None:
        raise DEPUTY_OF_DEPUTY()
    if principal.group != body.group:
        raise Refused([DEPUTY_ELSEWHERE.at("/group", group=principal.group)])
    if principal.withdrawn_on is not None:
        raise SEAT_WITHDRAWN()


def _principal(seats: Sequence[Seat], group: Group) -> list[Seat]:
    return [seat for seat in seats if seat.group == group.code and seat.deputy_of is None and seat.withdrawn_on is None]


def _group(structure: Structure, code: str) -> Group:
    found = next((group for group in groups_in(structure.groups) if group.code == code), None)
    if found is None:
        raise Refused([GROUP_UNKNOWN.at("/group", group=code)])
    return found
