"""Who comes and who waits, for who convenes; of others, one's own. M1."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Subquery, func, select, true
from sqlmodel import col

from chassis.paging import Items, Listing, paged_rows
from chassis.work import Reader, Reads
from forums.access import Permission
from forums.meetings.domain import HOLDING, RegistrationStatus
from forums.meetings.queries.one import meeting
from forums.meetings.schemas import RegistrationOut
from forums.meetings.tables import Registration

KEYS = {"rank": col(Registration.rank)}


@dataclass(frozen=True, slots=True)
class Taken:
    """How full a meeting is."""

    seats: int
    """Taken in the room, reserved ones with them."""
    waiting: int
    """Registrations that wait."""
    rank: int
    """The last one given."""


async def taken(db: Reads, meeting_id: UUID) -> Taken:
    """As it is now: to be relied on with the meeting held."""
    ((seats, waiting, rank),) = await db.rows(
        select(
            func.coalesce(func.sum(col(Registration.persons)).filter(col(Registration.status).in_(HOLDING)), 0),
            func.count().filter(col(Registration.status) == RegistrationStatus.WAITING),
            func.coalesce(func.max(col(Registration.rank)), 0),
        ).where(col(Registration.meeting_id) == meeting_id)
    )
    return Taken(seats, waiting, rank)


async def registrations(
    reader: Reader, page: Listing, meeting_id: UUID, status: RegistrationStatus | None
) -> Items[RegistrationOut]:
    """All of them for who convenes the meeting; else those that the caller may keep."""
    row = await meeting(reader, meeting_id)
    convenes = reader.actor.may(Permission.MEETING_CONVENE, row)
    mine = true() if convenes else reader.actor.sees(Permission.REGISTRATION_KEEP, Registration)
    queue = _queue(meeting_id)
    rows = select(Registration, queue.c.ahead).join(queue, queue.c.id == col(Registration.id)).where(mine)
    if status is not None:
        rows = rows.where(col(Registration.status) == status)
    found = await paged_rows(reader, rows, page, keys=KEYS, id=col(Registration.id), show=lambda each: _shown(each[0], each[1]))
    reader.has_read(*sorted({each.person for each in found.items} - {reader.actor.id}))
    return found


async def registration(reader: Reader, id: UUID) -> Registration:
    """One that the caller may keep."""
    mine = reader.actor.sees(Permission.REGISTRATION_KEEP, Registration)
    found = await reader.one(select(Registration).where(mine, col(Registration.id) == id))
    reader.has_read(*({found.person} - {reader.actor.id}))
    return found


async def shown_registration(db: Reads, row: Registration) -> RegistrationOut:
    """As whoever keeps it sees it."""
    queue = _queue(row.meeting_id)
    return _shown(row, await db.one(select(queue.c.ahead).where(queue.c.id == row.id)))


def _queue(meeting_id: UUID) -> Subquery:
    """Of each registration of a meeting, how many wait before it."""
    waits = func.count().filter(col(Registration.status) == RegistrationStatus.WAITING)
    before = waits.over(order_by=col(Registration.rank), rows=(None, -1)).label("ahead")
    return select(col(Registration.id), before).where(col(Registration.meeting_id) == meeting_id).subquery()


def _shown(row: Registration, ahead: int) -> RegistrationOut:
    return RegistrationOut(
        id=row.id, version=row.version, meeting_id=row.meeting_id, person=row.person, organisation_id=row.organisation_id,
        how=row.how, persons=row.persons, status=row.status,
        ahead=ahead if row.status is RegistrationStatus.WAITING else None,
        reserved_until=row.reserved_until if row.status is RegistrationStatus.RESERVED else None, made_at=row.made_at,
        promoted_at=row.promoted_at,
    )
