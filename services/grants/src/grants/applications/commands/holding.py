"""An application held for a change: who stands behind it, for whom the caller acts, what the change means to the others."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlmodel import col

from chassis.values import Money
from chassis.work import UnitOfWork
from grants.access import Permission
from grants.applications import queries
from grants.applications.domain import Status
from grants.applications.domain.parties import WHOLE, Parties
from grants.applications.domain.snapshot import signed
from grants.applications.problems import NOT_A_PARTY, NOT_REPRESENTED, ONLY_LEAD
from grants.applications.queries import Sides
from grants.applications.tables import Application, Share, SignOff
from grants.calls.tables import Call
from grants.events.application import ApplicationRevised
from grants.events.parts import Activity
from grants.events.sign_off import SignOffRequested


async def held(uow: UnitOfWork, id: UUID) -> tuple[Application, Sides]:
    """Held for one of its parties: nobody else changes it, its signatures or its documents meanwhile."""
    application = await uow.target(Application, id, may=Permission.APPLICATION_WRITE, lock=True)
    return application, await queries.sides_of(uow, application)


async def held_by_lead(uow: UnitOfWork, id: UUID) -> tuple[Application, Sides]:
    """Held for its lead."""
    application, sides = await held(uow, id)
    if sides.parties.lead not in sides.acted_for(uow.actor):
        raise ONLY_LEAD()
    return application, sides


def party(uow: UnitOfWork, sides: Sides, id: UUID) -> UUID:
    """The party that is meant, for which the caller acts."""
    found = sides.named(id)
    if found is None:
        raise NOT_A_PARTY()
    if found not in sides.acted_for(uow.actor):
        raise NOT_REPRESENTED()
    return found


async def put_parties(uow: UnitOfWork, application: Application, parties: Parties) -> None:
    """Who applies from now on. Signatures of those who are partners no more go with them, and so do holds."""
    of_it = col(Share.application_id) == application.id
    await uow.execute(delete(Share).where(of_it))
    rows = [
        {"application_id": application.id, "organisation_id": id, "share": parties.shares[id]} for id in parties.ids
    ]
    await uow.add_many(Share, rows)
    gone = col(SignOff.organisation_id).not_in(parties.partners)
    await uow.execute(delete(SignOff).where(col(SignOff.application_id) == application.id, gone))
    application.lead_id, application.parties = parties.lead, parties.ids
    application.acting = await queries.lineage(uow, parties.ids)
    application.held_for = await queries.holds_of(uow, application)


async def changed(uow: UnitOfWork, application: Application, parties: Parties) -> None:
    """It says something else now: partners sign anew, and of one that was public before it is said."""
    application.updated_at = uow.now
    call = await uow.load(Call, application.call_id)
    await ask_to_sign(uow, application, parties, call)
    if application.status is Status.REOPENED:
        uow.publish(application, ApplicationRevised(
            **await about(uow, application, call), activity=activity(application), sought=sought(application), revised_at=uow.now
        ))


async def about(uow: UnitOfWork, application: Application, call: Call) -> dict[str, Any]:
    """What every event of an application tells."""
    return {
        "application_id": application.id,
        "case_number": application.case_number,
        "call": call.named,
        "parties": await queries.parties_of(uow, application),
    }


def activity(application: Application) -> Activity:
    """What is funded, as events name it."""
    return Activity(activity_id=application.activity_id, title=application.activity_title)


def sought(application: Application) -> Money:
    return Money(cents=application.sought_cents)


async def take_turn(uow: UnitOfWork, *words: str) -> None:
    """Until the end of the transaction, nobody else decides about these words."""
    await uow.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(" ".join(words), 0))))


async def ask_to_sign(uow: UnitOfWork, application: Application, parties: Parties, call: Call) -> None:
    """Partners who were never asked, and those who have signed something else since they were asked. Not while shares are open."""
    if sum(parties.shares.values()) != WHOLE or not parties.partners:
        return
    now = signed(application, parties)
    rows = await uow.all(select(SignOff).where(col(SignOff.application_id) == application.id))
    known = {row.organisation_id: row for row in rows}
    named = await queries.parties_of(uow, application)
    for id in parties.partners:
        row = known.get(id)
        if row is not None and (row.signed_at is None or row.hash == now or row.asked_at > row.signed_at):
            continue
        asked = await _asked(uow, application, id, row)
        uow.publish(asked, SignOffRequested(
            sign_off_id=asked.id,
            application_id=application.id,
            call=call.named,
            closes_at=_signed_before(application, call),
            parties=named,
            organisation_id=id,
            activity=activity(application),
            sought=sought(application),
            again=row is not None,
        ))


def _signed_before(application: Application, call: Call) -> datetime:
    """The first instant at which a signature is too late."""
    returned = application.status is Status.RETURNED
    return application.complete_by if returned and application.complete_by is not None else call.closes_at


async def _asked(uow: UnitOfWork, application: Application, id: UUID, row: SignOff | None) -> SignOff:
    if row is None:
        return uow.add(SignOff(id=uow.new_id(), application_id=application.id, organisation_id=id, asked_at=uow.now))
    held = await uow.load(SignOff, row.id, lock=True)
    held.asked_at = uow.now
    return held
