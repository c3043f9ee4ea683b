"""Reads of recipients. An address leaves this feature as an `Addressee`, for those who send, or in an answer to who may see it."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlmodel import col

from chassis.work import Reads
from notifications.copies.queries import present
from notifications.recipients.domain.addressee import Addressee, Why
from notifications.recipients.tables import Recipient, Suppression
from notifications.schema import HOUSE

REPRESENTATIVE = "representative"


async def addresses_of(db: Reads, ids: Collection[UUID]) -> Mapping[UUID, Addressee]:
    """Of each of these persons and organisations, where to write to, in two queries; those without an address are left out.

    A merged organisation is written to at its successor's address (fuusio); its own stays for the day that the merger is undone.
    What may be sent there is another question: `subscriptions.domain.preference.verdict`.
    """
    now = await present(db, ids)
    becomes = {id: now[id].id if id in now else id for id in ids}
    rows = await db.rows(recipients_with().where(col(Recipient.id).in_(set(becomes.values()))))
    found = {row.id: row.addressee(suppressed) for row, suppressed in rows}
    return {id: found[there] for id, there in becomes.items() if there in found}


async def people_of(db: Reads, organisation_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Addressee]]:
    """Who acts now for each of these organisations (edustajat) and has an address; its own address is not among them."""
    role = HOUSE.assignment.c
    in_force = select(role.scope_id, role.subject).where(
        role.role == REPRESENTATIVE, role.scope_kind == "organisation", role.scope_id.in_([str(id) for id in organisation_ids]),
        role.valid_from <= db.now, or_(role.valid_until.is_(None), role.valid_until > db.now),
    )
    pairs = [(UUID(scope), person) for scope, person in await db.rows(in_force)]
    where = await addresses_of(db, {person for _, person in pairs})
    return {
        organisation: [where[person] for scope, person in pairs if scope == organisation and person in where]
        for organisation in organisation_ids
    }


def recipients_with() -> Select[Recipient, Why | None]:
    """All recipients that have an address, each with the reason why it takes no more mail."""
    refused = (col(Suppression.address) == func.lower(col(Recipient.address))) & col(Suppression.lifted_at).is_(None)
    return select(Recipient, col(Suppression.why)).outerjoin(Suppression, refused).where(col(Recipient.address).is_not(None))
