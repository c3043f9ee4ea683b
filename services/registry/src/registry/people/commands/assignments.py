"""Give a role, name a deputy, prolong, end. The only writer of assignments.

Two who give the same role for the same scope at once take turns, so that the second is told whose term is in the way; the
exclusion constraints are the last guard.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from chassis.work import Irrelevant, Stale, UnitOfWork
from registry.access import Permission
from registry.events.assignment import RoleAssigned, RoleEnded, RoleTermChanged
from registry.organisations.domain.lifecycle import ALIVE, standing
from registry.organisations.tables import Organisation
from registry.people.domain import terms
from registry.people.domain.role_types import ScopeKind, role_type
from registry.people.queries import assignments as queries
from registry.people.queries import scopes
from registry.people.schemas import Assign, End, NameDeputy, Prolong
from registry.people.tables import RoleAssignment

RUN_OUT: Final = "registry.people.run_out"
"""The timer that says the end of a term at the moment it comes."""


async def assign(uow: UnitOfWork, body: Assign) -> RoleAssignment:
    """Give somebody a role for a scope and a time (tehtävään osoittaminen)."""
    kind = role_type(body.role)
    place = await scopes.place(uow, body.scope_kind, body.scope_id)
    given = RoleAssignment(
        id=uow.new_id(),
        subject=body.subject,
        role=body.role,
        scope_kind=body.scope_kind,
        scope_id=body.scope_id,
        sole=kind.sole,
        valid_from=body.valid_from or uow.now,
        valid_until=body.valid_until,
        assigned_by=uow.actor.id,
        assigned_at=uow.now,
        capacity=body.capacity,
        duties=body.duties,
        time_share=body.time_share,
        mandate=body.mandate,
        place=body.place,
        areas=place.areas,
        domain=place.domain,
        organisation_id=place.organisation_id,
    )
    return await give(uow, given, grounds=body.grounds, scope_known=place.known)


async def give(uow: UnitOfWork, given: RoleAssignment, *, grounds: str | None, scope_known: bool = True) -> RoleAssignment:
    """Take up an assignment that was put together, if the rules allow it; for commands of this feature."""
    kind = role_type(given.role)
    await take_turns(uow, given.role, given.scope_kind.value, given.scope_id)
    facts = await queries.facts(uow, given, scope_known=scope_known)
    term = terms.Term(given.valid_from, given.valid_until)
    given.status = terms.assign(
        kind, given.scope_kind, given.scope_id, given.subject, term, facts, now=uow.now, by=uow.actor.id
    )
    return await _announce(uow, given, grounds)


async def name_deputy(uow: UnitOfWork, id: UUID, body: NameDeputy) -> RoleAssignment:
    """Name somebody who stands in for the holder, within the holder's term (varahenkilö)."""
    holder = await _target(uow, id)
    kind = role_type(holder.role)
    deputy = RoleAssignment(
        id=uow.new_id(),
        subject=body.subject,
        role=holder.role,
        scope_kind=holder.scope_kind,
        scope_id=holder.scope_id,
        sole=kind.sole,
        deputy_of=holder.id,
        valid_from=body.valid_from or max(uow.now, holder.valid_from),
        valid_until=body.valid_until or holder.valid_until,
        assigned_by=uow.actor.id,
        assigned_at=uow.now,
        areas=holder.areas,
        domain=holder.domain,
        organisation_id=holder.organisation_id,
    )
    await take_turns(uow, holder.role, holder.scope_kind.value, holder.scope_id)
    facts = await queries.facts(uow, deputy)
    term = terms.Term(deputy.valid_from, deputy.valid_until)
    deputy.status = terms.name_deputy(holder, kind, body.subject, term, facts, now=uow.now, by=uow.actor.id)
    return await _announce(uow, deputy, body.grounds)


async def prolong(uow: UnitOfWork, id: UUID, body: Prolong) -> RoleAssignment:
    """Let the role be held longer (tehtävän jatkaminen)."""
    assignment = await _target(uow, id)
    await take_turns(uow, assignment.role, assignment.scope_kind.value, assignment.scope_id)
    place = await scopes.place(uow, assignment.scope_kind, assignment.scope_id)
    facts = await queries.facts(uow, assignment, scope_known=place.known)
    kind = role_type(assignment.role)
    assignment.status = terms.prolong(assignment, kind, body.valid_until, facts, now=uow.now, by=uow.actor.id)
    await _change_term(uow, assignment, terms.Term(assignment.valid_from, body.valid_until), body.grounds)
    return assignment


async def end(uow: UnitOfWork, id: UUID, body: End) -> RoleAssignment:
    """End a role now, or fix an earlier end than was said (tehtävän päättäminen)."""
    assignment = await _target(uow, id)
    facts = await queries.facts(uow, assignment)
    at = terms.end(assignment, role_type(assignment.role), body.at, facts, now=uow.now, by=uow.actor.id)
    if at > max(uow.now, assignment.valid_from):
        await _change_term(uow, assignment, terms.Term(assignment.valid_from, at), body.grounds)
        return assignment
    uow.because(body.grounds)
    _end(uow, assignment, at)
    return assignment


async def end_within(uow: UnitOfWork, id: UUID) -> None:
    """End all roles held for an organisation that is no more. R3.

    After a merger nobody acts for the successor unasked. Who comes back, by a dissolution reverted or a merger undone, has its
    representatives back by a new request; an end that is still to come ends nothing.
    """
    organisation = await uow.maybe(select(Organisation).where(col(Organisation.id) == id))
    status = None if organisation is None else standing(organisation, uow.now)
    if status in ALIVE:
        raise Irrelevant("organisation_acts")
    given = queries.given_for(ScopeKind.ORGANISATION, str(id))
    rows = await uow.take(select(RoleAssignment).where(given))
    if len(rows) < await uow.one(select(func.count()).select_from(RoleAssignment).where(given)):
        raise Stale("one of the roles is held by somebody else")
    uow.because(f"organisation {'erased' if status is None else status.value}")
    for assignment in rows:
        _end(uow, assignment, max(uow.now, assignment.valid_from))


async def run_out(uow: UnitOfWork, id: UUID) -> None:
    """The term is over: say so, at the moment it ends (tehtäväkauden päättyminen). Run by its timer."""
    assignment = await uow.load(RoleAssignment, id, lock=True)
    if not terms.has_run_out(assignment, uow.now):
        raise Irrelevant("ended_or_prolonged")
    _end(uow, assignment, assignment.valid_until)


async def take_turns(uow: UnitOfWork, *words: str) -> None:
    """Until the end of the transaction, nobody else decides about these words."""
    await uow.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(" ".join(words), 0))))


async def _target(uow: UnitOfWork, id: UUID) -> RoleAssignment:
    """404 for who may not see it; 403 for its own holder, who may see but not change it."""
    await uow.one(select(col(RoleAssignment.id)).where(col(RoleAssignment.id) == id, queries.visible(uow.actor)))
    return await uow.target(RoleAssignment, id, may=Permission.PEOPLE_ASSIGN_LOCALLY, lock=True)


async def _announce(uow: UnitOfWork, given: RoleAssignment, grounds: str | None) -> RoleAssignment:
    if grounds is not None:
        uow.because(grounds)
    uow.add(given)
    uow.publish(given, RoleAssigned(
        assignment_id=given.id,
        subject=given.subject,
        role=given.role,
        scope_kind=given.scope_kind.value,
        scope_id=given.scope_id,
        valid_from=given.valid_from,
        valid_until=given.valid_until,
        deputy_of=given.deputy_of,
    ))
    if given.valid_until is not None:
        await uow.at(given.valid_until, RUN_OUT, given.id)
    return given


async def _change_term(uow: UnitOfWork, assignment: RoleAssignment, term: terms.Term, grounds: str | None) -> None:
    if grounds is not None:
        uow.because(grounds)
    before, assignment.valid_until = assignment.valid_until, term.valid_until
    uow.publish(assignment, RoleTermChanged(
        assignment_id=assignment.id,
        subject=assignment.subject,
        role=assignment.role,
        scope_kind=assignment.scope_kind.value,
        scope_id=assignment.scope_id,
        valid_from=assignment.valid_from,
        valid_until_before=before,
        valid_until=term.valid_until,
    ))
    if term.valid_until is not None:
        await uow.at(term.valid_until, RUN_OUT, assignment.id)


def _end(uow: UnitOfWork, assignment: RoleAssignment, at: datetime | None) -> None:
    assignment.status, assignment.valid_until = terms.MACHINE.after(assignment.status, terms.Action.END), at
    uow.publish(assignment, RoleEnded(
        assignment_id=assignment.id,
        subject=assignment.subject,
        role=assignment.role,
        scope_kind=assignment.scope_kind.value,
        scope_id=assignment.scope_id,
        ended_at=at or assignment.valid_from,
    ))
