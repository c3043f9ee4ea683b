"""Ask to act for an organisation; approve, refuse, withdraw. Approving gives the role."""

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.work import UnitOfWork
from registry.access import Permission
from registry.organisations.tables import Organisation
from registry.people.commands import assignments
from registry.people.domain import representation
from registry.people.domain.role_types import REPRESENTATIVE, ScopeKind, role_type
from registry.people.domain.terms import Source
from registry.people.queries import requests as queries
from registry.people.queries import scopes
from registry.people.schemas import Approve, Ask, Refuse
from registry.people.tables import RepresentationRequest, RoleAssignment


async def ask(uow: UnitOfWork, body: Ask) -> RepresentationRequest:
    """Ask to act for an organisation (edustajaksi pyytäminen); asked twice, the pending request is the answer."""
    subject = uow.actor.id
    await assignments.take_turns(uow, "representation", str(subject), str(body.organisation_id))
    known = await queries.pending(uow, subject, body.organisation_id)
    if known is not None:
        return known
    organisation = await uow.maybe(select(Organisation).where(col(Organisation.id) == body.organisation_id))
    status = representation.ask(await queries.facts(uow, subject, organisation))
    place = await scopes.place(uow, ScopeKind.ORGANISATION, str(body.organisation_id))
    return uow.add(RepresentationRequest(
        id=uow.new_id(),
        subject=subject,
        organisation_id=body.organisation_id,
        capacity=body.capacity,
        grounds=body.grounds,
        status=status,
        asked_at=uow.now,
        areas=place.areas,
        domain=place.domain,
    ))


async def approve(uow: UnitOfWork, id: UUID, body: Approve) -> RepresentationRequest:
    """Let the person act for the organisation (edustajan hyväksyminen)."""
    request = await _target(uow, id)
    organisation = await uow.maybe(select(Organisation).where(col(Organisation.id) == request.organisation_id))
    facts = await queries.facts(uow, request.subject, organisation)
    status = representation.approve(request, facts, by=uow.actor.id)
    place = await scopes.place(uow, ScopeKind.ORGANISATION, str(request.organisation_id))
    given = RoleAssignment(
        id=uow.new_id(),
        subject=request.subject,
        role=REPRESENTATIVE,
        scope_kind=ScopeKind.ORGANISATION,
        scope_id=str(request.organisation_id),
        sole=role_type(REPRESENTATIVE).sole,
        valid_from=uow.now,
        valid_until=body.valid_until,
        source=Source.REQUESTED,
        assigned_by=uow.actor.id,
        assigned_at=uow.now,
        capacity=request.capacity,
        areas=place.areas,
        domain=place.domain,
        organisation_id=request.organisation_id,
    )
    await assignments.give(uow, given, grounds=body.grounds, scope_known=place.known)
    _decide(uow, request, status, body.grounds)
    request.assignment_id = given.id
    return request


async def refuse(uow: UnitOfWork, id: UUID, body: Refuse) -> RepresentationRequest:
    """Say no, with grounds (edustajan hylkääminen)."""
    request = await _target(uow, id)
    _decide(uow, request, representation.refuse(request, by=uow.actor.id), body.grounds)
    return request


async def withdraw(uow: UnitOfWork, id: UUID) -> RepresentationRequest:
    """Take one's own request back (pyynnön peruminen)."""
    await _visible(uow, id)
    request = await uow.load(RepresentationRequest, id, lock=True)
    request.status = representation.withdraw(request, by=uow.actor.id)
    return request


async def _target(uow: UnitOfWork, id: UUID) -> RepresentationRequest:
    await _visible(uow, id)
    return await uow.target(RepresentationRequest, id, may=Permission.PEOPLE_APPROVE, lock=True)


async def _visible(uow: UnitOfWork, id: UUID) -> None:
    """404 for who may not see it; the one who asked may, and then hears 403."""
    mine = select(col(RepresentationRequest.id)).where(col(RepresentationRequest.id) == id, queries.visible(uow.actor))
    await uow.one(mine)


def _decide(uow: UnitOfWork, request: RepresentationRequest, status: representation.Status, grounds: str) -> None:
    uow.because(grounds)
    request.status = status
    request.decided_at = uow.now
    request.decided_by = uow.actor.id
    request.decision_grounds = grounds
