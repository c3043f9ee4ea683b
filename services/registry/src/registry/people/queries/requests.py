"""Requests to act for an organisation: visible to the person, and to those who may decide."""

from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import col

from chassis.access import Actor
from chassis.paging import Items, Listing, paged
from chassis.work import Reader, Reads
from registry.access import Permission
from registry.organisations.domain.lifecycle import ALIVE, standing
from registry.organisations.tables import Organisation
from registry.people.domain.representation import Facts, Status
from registry.people.domain.role_types import REPRESENTATIVE
from registry.people.queries.assignments import note
from registry.people.schemas import RequestOut
from registry.people.tables import RepresentationRequest, RoleAssignment

_KEYS = {"asked_at": col(RepresentationRequest.asked_at)}


def visible(actor: Actor) -> ColumnElement[bool]:
    """One's own requests, and those that one may decide."""
    return or_(
        col(RepresentationRequest.subject) == actor.id, actor.sees(Permission.PEOPLE_APPROVE, RepresentationRequest)
    )


async def requests(
    reader: Reader, page: Listing, status: Status | None, organisation_id: UUID | None
) -> Items[RequestOut]:
    rows = select(RepresentationRequest).where(visible(reader.actor))
    if status is not None:
        rows = rows.where(col(RepresentationRequest.status) == status)
    if organisation_id is not None:
        rows = rows.where(col(RepresentationRequest.organisation_id) == organisation_id)
    found = await paged(reader, rows, page, keys=_KEYS, id=col(RepresentationRequest.id), show=shown)
    note(reader, [item.subject for item in found.items])
    return found


async def request(reader: Reader, id: UUID) -> RepresentationRequest:
    found = await reader.one(
        select(RepresentationRequest).where(col(RepresentationRequest.id) == id, visible(reader.actor))
    )
    note(reader, [found.subject])
    return found


async def pending(reads: Reads, subject: UUID, organisation_id: UUID) -> RepresentationRequest | None:
    """The person's request for this organisation that nobody has decided yet."""
    return await reads.maybe(
        select(RepresentationRequest).where(
            col(RepresentationRequest.subject) == subject,
            col(RepresentationRequest.organisation_id) == organisation_id,
            col(RepresentationRequest.status) == Status.PENDING,
        )
    )


async def facts(reads: Reads, subject: UUID, organisation: Organisation | None) -> Facts:
    """What must be known of the one who asks and of the organisation."""
    if organisation is None or standing(organisation, reads.now) not in ALIVE:
        return Facts(organisation_alive=False)
    ends = col(RoleAssignment.valid_until)
    held = select(col(RoleAssignment.id)).where(
        col(RoleAssignment.subject) == subject,
        col(RoleAssignment.role) == REPRESENTATIVE,
        col(RoleAssignment.organisation_id) == organisation.id,
        or_(ends.is_(None), ends > reads.now),
    )
    return Facts(
        organisation_alive=True,
        represents=await reads.maybe(held) is not None,
        is_person=reads.actor.name.startswith("person:"),
    )


def shown(row: RepresentationRequest) -> RequestOut:
    return RequestOut(
        id=row.id,
        version=row.version,
        subject=row.subject,
        organisation_id=row.organisation_id,
        capacity=row.capacity,
        grounds=row.grounds,
        status=row.status,
        asked_at=row.asked_at,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        decision_grounds=row.decision_grounds,
        assignment_id=row.assignment_id,
    )
