"""A decision is served: by a mail that the server took, or by a letter that a person posted. Once for each decision and party."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from chassis.problems import refuse_if_any
from chassis.values import today
from chassis.work import UnitOfWork
from notifications.access import Permission
from notifications.events.proof import DecisionServed
from notifications.parameters.queries import mail_parameters
from notifications.proofs import queries
from notifications.proofs.domain import (
    MACHINE,
    Action,
    Reason,
    Way,
    at_the_post,
    deemed_on,
    objections_to_day,
)
from notifications.proofs.schemas import Posted
from notifications.proofs.tables import PostalTask, Proof


@dataclass(frozen=True, slots=True)
class Untold:
    """A party that mail cannot tell, and what it would have been told."""

    event_id: UUID
    organisation_id: UUID
    template: str
    template_version: int
    values: dict[str, Any]
    application_id: UUID | None = None
    decision_id: UUID | None = None


async def hold(uow: UnitOfWork, event_id: UUID, organisation_id: UUID) -> None:
    """What becomes of one party and one event is worked out by one transaction after the other."""
    key = func.hashtextextended(f"{event_id} {organisation_id}", 0)
    await uow.execute(select(func.pg_advisory_xact_lock(key)))


async def served_by_mail(uow: UnitOfWork, *, application_id: UUID, decision_id: UUID, organisation_id: UUID) -> None:
    """The mail server took it just now. A letter that was asked for is not needed any more."""
    await _prove(uow, Way.EMAIL, application_id, decision_id, organisation_id, uow.now)
    for task in await queries.open_tasks(uow, decision_id, organisation_id):
        held = await uow.load(PostalTask, task)
        held.status = MACHINE.after(held.status, Action.DROP)


async def ask_for_letter(uow: UnitOfWork, untold: Untold, reason: Reason) -> None:
    """A task for a person, once for each event and party. The clock of a decision does not run until the letter is posted.

    Where a mail had been taken for delivered and came back, its proof stands until then: the later day of the letter follows.
    """
    if await queries.is_asked_for(uow, untold.event_id, untold.organisation_id, untold.template):
        return
    uow.add(PostalTask(
        id=uow.new_id(), event_id=untold.event_id, organisation_id=untold.organisation_id, template=untold.template,
        template_version=untold.template_version, values=untold.values, reason=reason, application_id=untold.application_id,
        decision_id=untold.decision_id, created_at=uow.now,
    ))
    proof = untold.decision_id and await _proof(uow, untold.decision_id, untold.organisation_id)
    if proof:
        proof.returned_at = uow.now


async def record_posting(uow: UnitOfWork, id: UUID, body: Posted) -> PostalTask:
    """A person posted it: the decision counts as received on the seventh day after (parameter)."""
    task = await uow.target(PostalTask, id, may=Permission.POSTAL_RECORD, lock=True)
    task.status = MACHINE.after(task.status, Action.POST)
    refuse_if_any(objections_to_day(body.posted_on, asked_on=today(task.created_at), now=today(uow.now)))
    task.posted_on, task.posted_by = body.posted_on, uow.actor.id
    if task.decision_id is not None and task.application_id is not None:
        await hold(uow, task.event_id, task.organisation_id)
        sent_at = at_the_post(body.posted_on)
        await _prove(uow, Way.LETTER, task.application_id, task.decision_id, task.organisation_id, sent_at)
    return task


async def _prove(
    uow: UnitOfWork, way: Way, application_id: UUID, decision_id: UUID, organisation_id: UUID, sent_at: datetime
) -> None:
    """Said once; and once more only where the mail of the first proof had come back."""
    has = await mail_parameters(uow)
    day = deemed_on(sent_at, has.email_days if way is Way.EMAIL else has.letter_days)
    proof = await _proof(uow, decision_id, organisation_id)
    if proof is None:
        proof = uow.add(Proof(
            id=uow.new_id(), application_id=application_id, decision_id=decision_id, organisation_id=organisation_id, way=way,
            sent_at=sent_at, deemed_on=day,
        ))
    elif proof.returned_at is not None:
        proof.way, proof.sent_at, proof.deemed_on, proof.returned_at = way, sent_at, day, None
    else:
        return
    uow.publish(proof, DecisionServed(
        proof_id=proof.id, application_id=application_id, decision_id=decision_id, organisation_id=organisation_id,
        way=way.value, sent_at=sent_at, deemed_on=day,
    ))


async def _proof(uow: UnitOfWork, decision_id: UUID, organisation_id: UUID) -> Proof | None:
    """The proof of this decision and party, held."""
    mine = (col(Proof.decision_id) == decision_id, col(Proof.organisation_id) == organisation_id)
    found = await uow.maybe(select(col(Proof.id)).where(*mine))
    return None if found is None else await uow.load(Proof, found)


