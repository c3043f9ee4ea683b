"""A fact about an invitation was heard: each whom it concerns gets one mail with the entry of their calendar, or a letter."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import delete, func, select, text
from sqlmodel import col

from chassis.work import Irrelevant, UnitOfWork
from notifications.deliveries.commands.queueing import is_first, queue
from notifications.deliveries.domain.state import Lane
from notifications.heard.forums import Invitation
from notifications.invitations import queries
from notifications.invitations.domain import KEPT, is_cancelled, is_newer, template_for_former, template_for_guest, values_for
from notifications.invitations.tables import CalendarEntry
from notifications.proofs import commands as proofs
from notifications.proofs.commands import Untold
from notifications.templates.domain import TEMPLATES

TOLD: Final = "meeting"
_HOLD = text("""
    INSERT INTO notifications.calendar_entry AS e (meeting_id, recipient_id, invitation_id, sequence, cancelled, ends_at)
    SELECT :meeting_id, recipient_id, :invitation_id, :sequence, cancelled, :ends_at
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS fresh (recipient_id uuid, cancelled boolean)
    ON CONFLICT (meeting_id, recipient_id) DO UPDATE SET
        invitation_id = excluded.invitation_id, sequence = excluded.sequence, cancelled = excluded.cancelled,
        ends_at = excluded.ends_at
    WHERE e.sequence < excluded.sequence
    RETURNING recipient_id
""")
"""Who was told anything is known by their mails, too: no audit row beside each."""


async def tell(uow: UnitOfWork, fact: Invitation) -> None:
    """Each recipient once for each event, and never again what they hold already (M3, N1)."""
    if not await is_first(uow, TOLD):
        raise Irrelevant("told_already")
    if fact.ends_at <= uow.now:
        raise Irrelevant("over")
    await uow.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"calendar {fact.meeting_id}", 0))))
    held = await queries.holdings(uow, fact.meeting_id)
    found = await queries.reached(uow, fact, held)
    mails: list[dict[str, Any]] = []
    for id, guest in found.guests.items():
        template = template_for_guest(held.get(id), fact)
        if template is not None:
            mails.append(_mail(uow, fact, template, guest.addressee.language.value, id, guest.organisations))
    withdrawn: list[UUID] = []
    for id, addressee in found.former.items():
        template = template_for_former(held[id], fact)
        if template is not None:
            mails.append(_mail(uow, fact, template, addressee.language.value, id, ()))
            withdrawn.append(id)
    await queue(uow, mails)
    for organisation_id, reason in found.untold.items():
        template = template_for_guest(held.get(organisation_id), fact)
        if template is not None:
            await proofs.ask_for_letter(uow, _letter(uow, fact, template, organisation_id), reason)
    newly = [id for id in (*found.guests, *found.untold) if is_newer(held.get(id), fact.calendar_sequence)]
    await _hold(uow, fact, newly, cancelled=is_cancelled(fact))
    await _hold(uow, fact, withdrawn, cancelled=True)


def _mail(
    uow: UnitOfWork, fact: Invitation, template: str, language: str, recipient_id: UUID, organisations: Iterable[UUID]
) -> dict[str, Any]:
    of = TEMPLATES[template]
    return {
        "event_id": uow.cause.id, "template": template, "template_version": of.version, "values": values_for(template, fact),
        "recipient_id": recipient_id, "language": language, "organisations": list(organisations), "lane": Lane.DIRECT,
        "weight": of.weight, "topic": of.topic, "useful_until": fact.ends_at,
    }


def _letter(uow: UnitOfWork, fact: Invitation, template: str, organisation_id: UUID) -> Untold:
    return Untold(
        event_id=uow.cause.id, organisation_id=organisation_id, template=template, template_version=TEMPLATES[template].version,
        values=values_for(template, fact),
    )


async def _hold(uow: UnitOfWork, fact: Invitation, recipients: Iterable[UUID], *, cancelled: bool) -> None:
    """Also of whom a cancellation reached before any invitation: what comes late is told to nobody."""
    rows = [{"recipient_id": id, "cancelled": cancelled} for id in recipients]
    if rows:
        await uow.execute(_HOLD.bindparams(
            meeting_id=fact.meeting_id, invitation_id=fact.invitation_id, sequence=fact.calendar_sequence, ends_at=fact.ends_at,
            rows=to_json(rows).decode(),
        ))


async def forget(uow: UnitOfWork, meeting_id: UUID) -> None:
    """Who held an entry of a meeting that is long over."""
    mine = (col(CalendarEntry.meeting_id) == meeting_id, col(CalendarEntry.ends_at) <= uow.now - KEPT)
    await uow.execute(delete(CalendarEntry.__table__).where(*mine))
