"""Whom an invitation reaches now, and who holds an entry of its meeting already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.work import Reads
from notifications.copies.queries import present
from notifications.deliveries.queries.audience import audience
from notifications.heard.forums import Invitation
from notifications.invitations.domain import KEPT, Holding
from notifications.invitations.tables import CalendarEntry
from notifications.proofs.domain import Reason
from notifications.recipients.domain.addressee import Addressee
from notifications.recipients.queries import addresses_of, people_of


@dataclass(frozen=True, slots=True)
class Guest:
    """One recipient, on behalf of these organisations; of none, for themself."""

    addressee: Addressee
    organisations: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Reached:
    """`guests`: for whom the meeting is meant; `former`: who holds an entry and is not among those any more."""

    guests: Mapping[UUID, Guest]
    untold: Mapping[UUID, Reason]
    """Organisations that only a letter reaches."""
    former: Mapping[UUID, Addressee]


async def holdings(db: Reads, meeting_id: UUID) -> Mapping[UUID, Holding]:
    """Who holds what of this meeting, by recipient."""
    rows = await db.all(select(CalendarEntry).where(col(CalendarEntry.meeting_id) == meeting_id))
    return {
        row.recipient_id: Holding(row.invitation_id, row.sequence, row.cancelled, row.registration_id, row.raised) for row in rows
    }


async def reader(db: Reads, person: UUID) -> Addressee | None:
    """Where to write to a person; nothing where they gave no address, or did not confirm it."""
    found = (await addresses_of(db, [person])).get(person)
    return found if found is not None and found.verified else None


async def reached(db: Reads, fact: Invitation, held: Mapping[UUID, Holding]) -> Reached:
    """Whoever was told for an organisation and still acts for it is told further, though it may have an address of its own now."""
    persons = await addresses_of(db, fact.persons)
    found = await audience(db, fact.organisations, serving=False)
    guests = {one.addressee.id: Guest(one.addressee, one.organisations) for one in found.told}
    acting = await people_of(db, fact.organisations)
    for organisation, people in acting.items():
        for one in people:
            if one.id in held and not held[one.id].cancelled and one.verified:
                guests.setdefault(one.id, Guest(one, (organisation,)))
    for one in persons.values():
        if one.verified:
            guests.setdefault(one.id, Guest(one))
    now = await present(db, fact.organisations)
    meant = {*guests, *fact.persons, *fact.organisations, *(row.id for row in now.values())}
    former = await addresses_of(db, set(held) - meant)
    return Reached(guests, found.untold, {one.id: one for one in former.values() if one.verified})


async def over(db: Reads, limit: int) -> Sequence[UUID]:
    """Meetings that are long over and of which it is still known who holds an entry."""
    old = select(col(CalendarEntry.meeting_id)).where(col(CalendarEntry.ends_at) <= db.now - KEPT)
    return await db.all(old.distinct().limit(limit))
