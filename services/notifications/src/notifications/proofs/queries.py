"""Reads of proofs and of letters to be posted."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.paging import Items, Listing, paged
from chassis.work import Reader, Reads
from notifications.access import Permission
from notifications.proofs.domain import Status
from notifications.proofs.schemas import LetterOut, PostalTaskOut, ProofOut
from notifications.proofs.tables import PostalTask, Proof
from notifications.templates.domain import TEMPLATES, render

_LETTERS = "fi"
"""A letter is Finnish, as the document of a decision is."""


async def open_tasks(db: Reads, decision_id: UUID, organisation_id: UUID) -> Sequence[UUID]:
    """Letters that would serve this decision on this party and are not posted yet."""
    mine = (col(PostalTask.decision_id) == decision_id, col(PostalTask.organisation_id) == organisation_id)
    return await db.all(select(col(PostalTask.id)).where(*mine, col(PostalTask.status) == Status.OPEN))


async def is_asked_for(db: Reads, event_id: UUID, organisation_id: UUID, template: str) -> bool:
    """Whether a letter of this event to this party was asked for already."""
    mine = (col(PostalTask.event_id) == event_id, col(PostalTask.organisation_id) == organisation_id)
    return await db.maybe(select(col(PostalTask.id)).where(*mine, col(PostalTask.template) == template)) is not None


async def postal_task(reader: Reader, id: UUID) -> PostalTask:
    """One letter to be posted."""
    mine = reader.actor.sees(Permission.POSTAL_READ, PostalTask)
    return await reader.one(select(PostalTask).where(mine, col(PostalTask.id) == id))


async def postal_tasks(
    reader: Reader, page: Listing, status: Status | None, organisation_id: UUID | None
) -> Items[PostalTaskOut]:
    """Letters to be posted, the oldest first."""
    mine = select(PostalTask).where(reader.actor.sees(Permission.POSTAL_READ, PostalTask))
    if status is not None:
        mine = mine.where(col(PostalTask.status) == status)
    if organisation_id is not None:
        mine = mine.where(col(PostalTask.organisation_id) == organisation_id)
    keys = {"created_at": col(PostalTask.created_at)}
    return await paged(reader, mine, page, keys=keys, id=col(PostalTask.id), show=shown)


async def letter(reader: Reader, id: UUID) -> LetterOut:
    """What one letter says."""
    task = await postal_task(reader, id)
    knows = TEMPLATES[task.template].values(task.template_version).model_fields
    values = {**task.values, "by_letter": True} if "by_letter" in knows else task.values
    said = render(task.template, _LETTERS, values, version=task.template_version)
    return LetterOut(subject=said.subject, text=said.text, html=said.html, language=_LETTERS)


async def proofs(
    reader: Reader, page: Listing, decision_id: UUID | None, organisation_id: UUID | None
) -> Items[ProofOut]:
    """Proofs of service, the newest last."""
    mine = select(Proof).where(reader.actor.sees(Permission.MAIL_READ, Proof))
    if decision_id is not None:
        mine = mine.where(col(Proof.decision_id) == decision_id)
    if organisation_id is not None:
        mine = mine.where(col(Proof.organisation_id) == organisation_id)
    return await paged(reader, mine, page, keys={"sent_at": col(Proof.sent_at)}, id=col(Proof.id), show=shown_proof)


def shown(task: PostalTask) -> PostalTaskOut:
    return PostalTaskOut.model_validate(task, from_attributes=True)


def shown_proof(proof: Proof) -> ProofOut:
    return ProofOut.model_validate(proof, from_attributes=True)
