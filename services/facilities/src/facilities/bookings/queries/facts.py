"""What a booking asks before it is made: of its organisation, of the rules of use, of what stands in its way."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.values import DAY, HELSINKI
from chassis.work import Reads
from facilities.bookings.domain.rules import Holder
from facilities.bookings.domain.times import Occurrence
from facilities.bookings.queries.picture import Picture, pictures
from facilities.bookings.tables import Ended, Parameters
from facilities.copies.tables import Organisation


async def picture(db: Reads, space_id: UUID, occurrences: Sequence[Occurrence]) -> Picture | None:
    """The space on the days of these occurrences, and the day before: hours may have begun there.

    One that ends before it begins is told so by the rules; here it has the day on which it begins.
    """
    first = min(each.starts_at for each in occurrences).astimezone(HELSINKI).date()
    last = max(max(each.starts_at, each.ends_at) for each in occurrences).astimezone(HELSINKI).date()
    return (await pictures(db, [space_id], first - DAY, last + DAY)).get(space_id)


async def holder(db: Reads, organisation_id: UUID | None) -> Holder | None:
    """The organisation as it is known here."""
    if organisation_id is None:
        return None
    found = await db.maybe(select(Organisation).where(col(Organisation.id) == organisation_id))
    if found is None:
        return None
    # The registry's word that it ended may come before the newest state: two topics have no order.
    ended = await db.maybe(select(Ended).where(col(Ended.organisation_id) == organisation_id))
    if ended is not None:
        return Holder(found.id, "dissolved", ended.dissolved_on, found.successor_id)
    return Holder(found.id, found.status, found.dissolved_on or found.dissolves_on, found.successor_id)


async def lineage(db: Reads, organisation_id: UUID | None, *, apart: UUID | None = None) -> list[UUID]:
    """The organisation, and all that it became part of, step by step. `apart`: one that stands by itself."""
    found: list[UUID] = []
    onward = organisation_id
    while onward is not None and onward not in found:
        found.append(onward)
        if onward == apart:
            break
        onward = await db.maybe(select(col(Organisation.successor_id)).where(col(Organisation.id) == onward))
    return found


async def parameters(db: Reads) -> Parameters:
    """The numbers in force: the one row."""
    return await db.one(select(Parameters))
