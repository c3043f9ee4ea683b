"""Seats with those who hold them, for whoever may see it; vacant ones as tasks; whether a structure is composed as it should be."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select
from sqlmodel import col

from chassis.access import Actor
from chassis.paging import Items, Listing, paged
from chassis.values import today
from chassis.work import Reader, Reads
from forums.access import Permission
from forums.copies import queries as copies
from forums.structures.domain import SEATED, Status, groups_in
from forums.structures.domain.seating import Filling, Organisation, Represents
from forums.structures.problems import NO_SEATS
from forums.structures.queries.one import structure
from forums.structures.schemas import CompositionOut, FillingOut, HolderOut, SeatOut
from forums.structures.tables import Holding, Seat, Structure

KEYS = {"number": col(Seat.number), "group": col(Seat.group)}


async def represented(db: Reads, ids: Sequence[UUID | None]) -> list[Represents]:
    """Who each of these is now."""
    present = await copies.present(db, [id for id in ids if id is not None])
    found = (None if id is None else present.get(id) for id in ids)
    return [
        Represents(id is not None, None if now is None else Organisation(now.id, now.kind, now.status))
        for id, now in zip(ids, found, strict=True)
    ]


async def represents(db: Reads, id: UUID | None) -> Represents:
    """Who this is now."""
    (found,) = await represented(db, [id])
    return found


async def seat(reader: Reader, id: UUID) -> SeatOut:
    """One seat with who holds it."""
    found = await reader.one(select(Seat).where(col(Seat.id) == id))
    return (await _shown(reader, [found]))[0]


def place_of_seat(row: Seat) -> str:
    """Its address."""
    return f"/v1/seats/{row.id}"


async def shown_seat(db: Reads, row: Seat) -> SeatOut:
    """A seat as whoever changed it sees it."""
    return (await shown_seats(db, [row]))[0]


async def seats(
    reader: Reader, page: Listing, structure_id: UUID | None, group: str | None, vacant: bool | None, on: date | None
) -> Items[SeatOut]:
    """Seats in the order of their structures; the vacant ones of active structures are tasks."""
    day = on or today(reader.now)
    rows = select(Seat)
    if structure_id is not None:
        rows = rows.where(col(Seat.structure_id) == structure_id)
    if group is not None:
        rows = rows.where(col(Seat.group) == group)
    if vacant is not None:
        held = exists().where(col(Holding.seat_id) == col(Seat.id), _in_force(day))
        rows = rows.where(~held if vacant else held)
    if vacant:
        active = select(col(Structure.id)).where(col(Structure.status) == Status.ACTIVE)
        rows = rows.where(col(Seat.withdrawn_on).is_(None), col(Seat.structure_id).in_(active))
    found = await paged(reader, rows, page, keys=KEYS, id=col(Seat.id), show=lambda row: row)
    return Items(items=await _shown(reader, found.items, day), next=found.next, count=found.count)


async def composition(db: Reads, id: UUID, on: date | None) -> CompositionOut:
    """Group by group: who is missing, who is too many (kokoonpanon tarkistus). STR-06."""
    row = await structure(db, id)
    if row.kind not in SEATED:
        raise NO_SEATS()
    day = on or today(db.now)
    filled = await fillings(db, row, day)
    return CompositionOut(
        structure_id=id, on=day, complete=not any(each.missing or each.over for each in filled),
        groups=[
            FillingOut(
                group=each.group.code, fi=each.group.fi, least=each.group.least, most=each.group.most, seats=each.seats,
                filled=each.filled, deputies=each.deputies, missing=each.missing, over=each.over,
            )
            for each in filled
        ],
    )


async def fillings(db: Reads, row: Structure, day: date) -> list[Filling]:
    """How each group of a structure is filled on the day."""
    known = await db.rows(
        select(col(Seat.id), col(Seat.group), col(Seat.deputy_of), col(Holding.id))
        .outerjoin(Holding, (col(Holding.seat_id) == col(Seat.id)) & _in_force(day))
        .where(col(Seat.structure_id) == row.id, or_(col(Seat.withdrawn_on).is_(None), col(Seat.withdrawn_on) > day))
    )

    def of(code: str, *, deputy: bool) -> list[UUID | None]:
        return [holding for _, group, of, holding in known if group == code and (of is not None) is deputy]

    return [
        Filling(
            group, seats=len(principal := of(group.code, deputy=False)), filled=sum(h is not None for h in principal),
            deputies=sum(h is not None for h in of(group.code, deputy=True)),
        )
        for group in groups_in(row.groups)
    ]


async def shown_seats(db: Reads, rows: Sequence[Seat], on: date | None = None) -> list[SeatOut]:
    """Seats with their holders, in one query for all of them."""
    day = on or today(db.now)
    held = await db.all(
        select(Holding).where(col(Holding.seat_id).in_([row.id for row in rows])).order_by(col(Holding.since), col(Holding.id))
    )
    present = await copies.present(db, {each.organisation_id for each in held if each.organisation_id is not None})
    names = {asked: now.id for asked, now in present.items()}
    return [_seat(db.actor, row, [each for each in held if each.seat_id == row.id], names, day) for row in rows]


async def _shown(reader: Reader, rows: Sequence[Seat], on: date | None = None) -> list[SeatOut]:
    found = await shown_seats(reader, rows, on)
    reader.has_read(*_others(reader.actor, found))
    return found


def _others(actor: Actor, seats: Iterable[SeatOut]) -> set[UUID]:
    """Persons of whom the caller reads: oneself is none of them."""
    holders = (holder for seat in seats for holder in (seat.holder, seat.next) if holder is not None)
    return {holder.person for holder in holders if holder.person is not None} - {actor.id}


def _seat(actor: Actor, row: Seat, held: Sequence[Holding], names: dict[UUID, UUID], day: date) -> SeatOut:
    real = [each for each in held if each.until is None or each.since < each.until]
    now = next((each for each in real if each.since <= day and (each.until is None or day < each.until)), None)
    past = [each for each in held if each.until is not None and each.until <= day]
    last = max(past, key=lambda each: (each.until or day, each.since), default=None) if now is None else None
    following = next((each for each in real if each.since > day), None)
    people = actor.may(Permission.SEAT_PEOPLE, row)

    def holder(each: Holding | None) -> HolderOut | None:
        if each is None:
            return None
        seen = people or each.person == actor.id
        whom = each.organisation_id and names.get(each.organisation_id, each.organisation_id)
        return HolderOut(person=each.person if seen else None, organisation_id=whom, since=each.since, until=each.until)

    return SeatOut(
        id=row.id, version=row.version, structure_id=row.structure_id, group=row.group, number=row.number,
        deputy_of=row.deputy_of, withdrawn_on=row.withdrawn_on, holder=holder(now), next=holder(following),
        vacant_since=last and last.until, vacated_because=last and last.ended_because,
    )


def _in_force(day: date) -> ColumnElement[bool]:
    return (col(Holding.since) <= day) & or_(col(Holding.until).is_(None), col(Holding.until) > day)
