"""One booking, one blocked time; who may see them; lists of both."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, any_, cast, exists, func, literal, or_, select
from sqlmodel import col

from chassis.access import Actor
from chassis.paging import Items, Keys, Listing, paged
from chassis.tables import INSTANT
from chassis.work import Reads
from facilities.access import Permission
from facilities.bookings.domain.states import Kept, Status
from facilities.bookings.queries.shown import shown, shown_blocked
from facilities.bookings.schemas import BlockedOut, BookingOut
from facilities.bookings.tables import Blocked, Booking
from facilities.copies.tables import Organisation

KEYS: Keys = {"begins": col(Booking.begins), "changed_at": col(Booking.changed_at)}
BLOCKED_KEYS: Keys = {"starts_at": col(Blocked.starts_at)}


def visible(actor: Actor) -> ColumnElement[bool]:
    """Its holder's and its owner's; what is offered to others, everybody's."""
    return or_(actor.sees(Permission.BOOKING_READ, Booking), col(Booking.status) == Status.HANDOVER_OFFERED)


async def booking(db: Reads, id: UUID) -> Booking:
    """One booking that the caller may see."""
    return await db.one(select(Booking).where(visible(db.actor), col(Booking.id) == id))


async def bookings(
    reads: Reads,
    page: Listing,
    space_id: UUID | None,
    organisation_id: UUID | None,
    status: Status | None,
    since: datetime | None,
    until: datetime | None,
) -> Items[BookingOut]:
    """Those that the caller may see: of a space, of an organisation and what became part of it, with an occurrence in this time."""
    rows = select(Booking).where(visible(reads.actor))
    for column, value in ((col(Booking.space_id), space_id), (col(Booking.status), status)):
        if value is not None:
            rows = rows.where(column == value)
    if organisation_id is not None:
        rows = rows.where(col(Booking.acting).contains([organisation_id]))
    if since is not None or until is not None:
        rows = rows.where(_within(since, until))
    return await paged(reads, rows, page, keys=KEYS, id=col(Booking.id), show=shown)


async def blocked(reads: Reads, id: UUID) -> Blocked:
    """One blocked time: for everybody to read."""
    return await reads.one(select(Blocked).where(col(Blocked.id) == id))


async def blocked_times(
    reads: Reads, page: Listing, space_id: UUID | None, since: datetime | None, until: datetime | None
) -> Items[BlockedOut]:
    """Blocked times by their beginning."""
    rows = select(Blocked)
    if space_id is not None:
        rows = rows.where(col(Blocked.space_id) == space_id)
    if since is not None:
        rows = rows.where(col(Blocked.ends_at) > since)
    if until is not None:
        rows = rows.where(col(Blocked.starts_at) < until)
    return await paged(reads, rows, page, keys=BLOCKED_KEYS, id=col(Blocked.id), show=shown_blocked)


async def of_meeting(db: Reads, meeting_id: UUID) -> Booking | None:
    """The newest answer to a meeting."""
    mine = select(Booking).where(col(Booking.meeting_id) == meeting_id)
    return await db.maybe(mine.order_by(col(Booking.schedule_version).desc()).limit(1))




async def to_inherit(db: Reads, limit: int) -> Sequence[UUID]:
    """Bookings for which somebody cannot act who should, or can who should not, after a merger or its undoing."""
    merged, onward = Organisation.__table__.alias("merged"), Organisation.__table__.alias("onward")
    acting = Booking.__table__.c.acting
    acts = merged.c.id == any_(acting)
    gained = exists().where(acts, merged.c.successor_id.is_not(None), merged.c.successor_id != func.all(acting))
    came = func.unnest(acting).column_valued("came")
    from_one = exists().where(onward.c.successor_id == came, onward.c.id == any_(acting))
    lost = exists(select(came).where(came != col(Booking.organisation_id), ~from_one))
    changed = select(col(Booking.id)).where(or_(gained, lost))
    return await db.all(changed.order_by(col(Booking.id)).limit(limit))


def _within(since: datetime | None, until: datetime | None) -> ColumnElement[bool]:
    """Whether some occurrence that is kept lies in this time, in part at least."""
    each = func.jsonb_array_elements(col(Booking.occurrences)).column_valued("each")
    starts, ends = (cast(each.op("->>")(name), INSTANT) for name in ("starts_at", "ends_at"))
    found = [each.op("->>")("kept") == Kept.KEPT.value]
    rough = []
    if since is not None:
        found.append(ends > literal(since, INSTANT))
        rough.append(col(Booking.ends) > since)
    if until is not None:
        found.append(starts < literal(until, INSTANT))
        rough.append(col(Booking.begins) < until)
    return and_(exists(select(each).where(*found)), *rough)
