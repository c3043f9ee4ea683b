"""What each recipient was told last of a meeting, and the mail that tells it."""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import delete, func, select, text
from sqlmodel import col

from chassis.work import Irrelevant, UnitOfWork
from notifications.deliveries.commands.queueing import direct, is_first
from notifications.heard.forums import OfMeeting
from notifications.invitations.domain import KEPT, values_for
from notifications.invitations.tables import CalendarEntry
from notifications.recipients.domain.addressee import Addressee

TOLD: Final = "meeting"
_HOLD = text("""
    INSERT INTO notifications.calendar_entry AS e (
        meeting_id, recipient_id, invitation_id, registration_id, sequence, raised, cancelled, ends_at
    )
    SELECT :meeting_id, recipient_id, :invitation_id, :registration_id, :sequence, raised, cancelled, :ends_at
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS fresh (recipient_id uuid, raised integer, cancelled boolean)
    ON CONFLICT (meeting_id, recipient_id) DO UPDATE SET
        invitation_id = coalesce(excluded.invitation_id, e.invitation_id),
        registration_id = coalesce(excluded.registration_id, e.registration_id),
        sequence = excluded.sequence, raised = excluded.raised, cancelled = excluded.cancelled, ends_at = excluded.ends_at
    WHERE e.sequence <= excluded.sequence
    RETURNING recipient_id
""")
"""Who was told anything is known by their mails, too: no audit row beside each."""


async def begin(uow: UnitOfWork, fact: OfMeeting) -> None:
    """Each fact is told once (N1), none of a meeting that is over; and those of one meeting are told one after the other."""
    if not await is_first(uow, TOLD):
        raise Irrelevant("told_already")
    if fact.ends_at <= uow.now:
        raise Irrelevant("over")
    await uow.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"calendar {fact.meeting_id}", 0))))


def mail(
    uow: UnitOfWork, fact: OfMeeting, template: str, to: Addressee, *, organisations: Iterable[UUID] = (), raised: int = 0
) -> dict[str, Any]:
    """One mail about a meeting, to be queued."""
    return direct(
        template, event_id=uow.cause.id, to=to.id, language=to.language, values=values_for(template, fact, raised),
        organisations=organisations, useful_until=fact.ends_at,
    )


async def hold(
    uow: UnitOfWork, fact: OfMeeting, rows: Sequence[tuple[UUID, int, bool]], *, invitation_id: UUID | None = None,
    registration_id: UUID | None = None,
) -> None:
    """Of these recipients: how far their SEQUENCE is ahead, and whether they were told that it is cancelled.

    Also of whom a cancellation reached before any invitation: what comes late is told to nobody.
    """
    if rows:
        told = [{"recipient_id": id, "raised": raised, "cancelled": cancelled} for id, raised, cancelled in rows]
        await uow.execute(_HOLD.bindparams(
            meeting_id=fact.meeting_id, invitation_id=invitation_id, registration_id=registration_id,
            sequence=fact.calendar_sequence, ends_at=fact.ends_at, rows=to_json(told).decode(),
        ))


async def forget(uow: UnitOfWork, meeting_id: UUID) -> None:
    """Who held an entry of a meeting that is long over."""
    mine = (col(CalendarEntry.meeting_id) == meeting_id, col(CalendarEntry.ends_at) <= uow.now - KEPT)
    await uow.execute(delete(CalendarEntry.__table__).where(*mine))
