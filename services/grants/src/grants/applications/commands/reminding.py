"""Applicants are reminded of a draft before the call closes (muistutus)."""

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.work import Irrelevant, UnitOfWork
from grants.applications import queries
from grants.applications.domain import OPEN
from grants.applications.domain.parties import unsigned
from grants.applications.domain.snapshot import signed
from grants.applications.tables import Application, Reminder, SignOff
from grants.calls.domain import Status as CallStatus
from grants.calls.tables import Call
from grants.events.reminder import DraftStillOpen

REMIND = "grants.applications.remind"


async def remind(uow: UnitOfWork, id: UUID) -> None:
    """Say that it is still open, once for each end of the call; nothing for one that was submitted or given up."""
    application = await uow.load(Application, id, lock=True)
    call = await uow.load(Call, application.call_id)
    if application.status not in OPEN:
        raise Irrelevant("not open any more")
    if uow.now >= call.closes_at or call.status is CallStatus.CANCELLED:
        raise Irrelevant("the call is over")
    said = select(Reminder).where(col(Reminder.application_id) == id, col(Reminder.closes_at) == call.closes_at)
    if await uow.maybe(said) is not None:
        raise Irrelevant("reminded already")
    parties = await queries.parties_in(uow, application)
    rows = await uow.all(select(SignOff).where(col(SignOff.application_id) == id))
    missing = unsigned(parties, {row.organisation_id: row.hash for row in rows}, signed(application, parties))
    reminder = uow.add(Reminder(id=uow.new_id(), application_id=id, closes_at=call.closes_at, reminded_at=uow.now))
    uow.publish(reminder, DraftStillOpen(
        reminder_id=reminder.id,
        application_id=id,
        call=call.named,
        closes_at=call.closes_at,
        parties=await queries.parties_of(uow, application),
        unsigned=tuple(missing),
    ))
