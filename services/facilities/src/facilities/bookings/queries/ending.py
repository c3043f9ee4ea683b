"""Which bookings an organisation that ended has ahead, itself or by what became part of it, and what became of them. R3."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Uuid, any_, exists, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col

from chassis.work import Reads
from facilities.bookings.domain.states import Status
from facilities.bookings.tables import Booking, Ended
from facilities.copies.tables import Organisation


async def ended_among(db: Reads, ids: Collection[UUID]) -> Ended | None:
    """Of these organisations, the one that has ended; who merged away cannot end, so there is one at most."""
    return await db.maybe(select(Ended).where(col(Ended.organisation_id).in_(ids)).limit(1))


async def acted_for(db: Reads, organisation_id: UUID) -> Sequence[UUID]:
    """All bookings of an organisation and of what became part of it, by id."""
    mine = col(Booking.acting).bool_op("@>")(literal([organisation_id], ARRAY(Uuid)))
    return await db.all(select(col(Booking.id)).where(mine).order_by(col(Booking.id)))


async def held_by(db: Reads, organisation_id: UUID) -> Sequence[UUID]:
    """What it has confirmed and not over, by id."""
    mine = col(Booking.acting).bool_op("@>")(literal([organisation_id], ARRAY(Uuid)))
    rows = select(col(Booking.id)).where(mine, col(Booking.status) == Status.CONFIRMED, col(Booking.ends) > db.now)
    return await db.all(rows.order_by(col(Booking.id)))


async def offered_for(db: Reads, organisation_id: UUID) -> Sequence[UUID]:
    """What was offered to others because it had ended, whatever became of that."""
    rows = select(col(Booking.id)).where(col(Booking.handover_of) == organisation_id)
    return await db.all(rows.order_by(col(Booking.id)))


async def of_ended(db: Reads, limit: int) -> Sequence[UUID]:
    """Bookings ahead that came about, or went over, while the registry spoke: not yet offered to anybody."""
    booking = Booking.__table__.c
    told = exists().where(col(Ended.organisation_id) == any_(booking.acting))
    known = exists().where(col(Organisation.id) == any_(booking.acting), col(Organisation.status) == "dissolved")
    late = select(col(Booking.id)).where(booking.status == Status.CONFIRMED, booking.begins > db.now, or_(told, known))
    return await db.all(late.order_by(col(Booking.id)).limit(limit))


async def offered_in_vain(db: Reads, limit: int) -> Sequence[UUID]:
    """On offer for the end of an organisation that has nothing to do with them any more: the merger was undone."""
    booking = Booking.__table__.c
    rows = select(col(Booking.id)).where(
        booking.status == Status.HANDOVER_OFFERED, booking.handover_of != func.all(booking.acting)
    )
    return await db.all(rows.order_by(col(Booking.id)).limit(limit))
