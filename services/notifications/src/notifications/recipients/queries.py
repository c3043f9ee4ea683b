"""Reads of recipients. An address leaves this feature as an `Addressee`, for those who send, or in an answer to who may see it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlmodel import col

from chassis.edge import Sheet
from chassis.paging import Items, Listing, paged_rows
from chassis.work import Reader, Reads
from notifications.access import Permission
from notifications.copies.queries import present
from notifications.links import CONFIRM_DAYS, DESK, opened
from notifications.links import Kind as Link
from notifications.recipients.documents import ASK
from notifications.recipients.domain.addressee import Addressee, Kind, Why
from notifications.recipients.problems import LINK_GONE, NOT_GIVEN
from notifications.recipients.schemas import Postal, RecipientOut
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
    """Who acts now for each of these organisations (edustajat) and has an address; its own address is not among them.

    For a merged one those act who act for its successor, and those whose role in it still holds.
    """
    now = await present(db, organisation_ids)
    acting = {id: {str(id), str(now[id].id if id in now else id)} for id in organisation_ids}
    role = HOUSE.assignment.c
    in_force = select(role.scope_id, role.subject).where(
        role.role == REPRESENTATIVE, role.scope_kind == "organisation", role.scope_id.in_(set().union(*acting.values())),
        role.valid_from <= db.now, or_(role.valid_until.is_(None), role.valid_until > db.now),
    ).order_by(role.id)
    pairs = await db.rows(in_force)
    where = await addresses_of(db, {row.subject for row in pairs})
    return {
        id: list({row.subject: where[row.subject] for row in pairs if row.scope_id in scopes and row.subject in where}.values())
        for id, scopes in acting.items()
    }


def recipients_with() -> Select[Recipient, Why | None]:
    """All recipients that have an address, each with the reason why it takes no more mail."""
    refused = (col(Suppression.address) == func.lower(col(Recipient.address))) & col(Suppression.lifted_at).is_(None)
    return select(Recipient, col(Suppression.why)).outerjoin(Suppression, refused).where(col(Recipient.address).is_not(None))


async def unconfirmed(db: Reads, limit: int) -> Sequence[UUID]:
    """Addresses that nobody confirmed in time (N11)."""
    before = db.now - timedelta(days=CONFIRM_DAYS)
    late = select(col(Recipient.id)).where(col(Recipient.asked_id).is_not(None), col(Recipient.asked_at) <= before)
    return await db.all(late.order_by(col(Recipient.asked_at)).limit(limit))


async def mine(reader: Reader) -> Recipient:
    """One's own; 404 where one has given none."""
    found = await reader.maybe(select(Recipient).where(col(Recipient.owner) == reader.actor.name))
    if found is None:
        raise NOT_GIVEN()
    return found


async def recipient(reader: Reader, id: UUID) -> Recipient:
    """One that the caller may see. Reading somebody else's address is noted."""
    sees = reader.actor.sees(Permission.RECIPIENT_READ, Recipient)
    found = await reader.one(select(Recipient).where(sees, col(Recipient.id) == id))
    if found.kind is Kind.PERSON and found.owner != reader.actor.name:
        reader.has_read(found.id)
    return found


async def recipients(
    reader: Reader, page: Listing, kind: Kind | None, verified: bool | None, suppressed: bool | None
) -> Items[RecipientOut]:
    """Those that the caller may see and that have an address."""
    rows = recipients_with().where(reader.actor.sees(Permission.RECIPIENT_READ, Recipient))
    if kind is not None:
        rows = rows.where(col(Recipient.kind) == kind)
    if verified is not None:
        rows = rows.where(col(Recipient.verified_at).is_not(None) if verified else col(Recipient.verified_at).is_(None))
    if suppressed is not None:
        rows = rows.where(col(Suppression.why).is_not(None) if suppressed else col(Suppression.why).is_(None))
    order = {"created_at": col(Recipient.created_at)}
    found = await paged_rows(reader, rows, page, keys=order, id=col(Recipient.id), show=lambda row: _shown(row[0], row[1]))
    reader.has_read(*(
        each.id for each in found.items if each.kind is Kind.PERSON and f"person:{each.id}" != reader.actor.name
    ))
    return found


async def shown(db: Reads, row: Recipient) -> RecipientOut:
    in_force = (col(Suppression.address) == (row.address or "").lower()) & col(Suppression.lifted_at).is_(None)
    return _shown(row, await db.maybe(select(col(Suppression.why)).where(in_force)))


def _shown(row: Recipient, suppressed: Why | None) -> RecipientOut:
    return RecipientOut(
        id=row.id, kind=row.kind, address=row.address, language=row.language, electronic_service=row.consented_at is not None,
        consented_at=row.consented_at, consented_by=row.consented_by, verified_at=row.verified_at, verified_by=row.verified_by,
        confirmation_asked_at=row.asked_at, suppressed=suppressed, muted=row.muted_at is not None,
        postal=None if row.postal is None else Postal.model_validate(row.postal), created_at=row.created_at,
    )


async def confirmation(reader: Reader, link: str) -> Sheet:
    """The page with the button, for a link that still works; nothing changes by looking at it."""
    token = opened(link, DESK.sender.key, Link.CONFIRM, reader.now)
    asked = None if token is None else await reader.maybe(
        select(col(Recipient.asked_id)).where(col(Recipient.id) == token.recipient_id)
    )
    if token is None or asked is None or asked.bytes != token.about:
        raise LINK_GONE()
    return ASK
