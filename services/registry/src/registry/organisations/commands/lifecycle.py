"""Rest, end, merger, and the ways back. R3, ORG-09."""

from datetime import date
from uuid import UUID

from chassis.values import today
from chassis.work import UnitOfWork
from registry.access import Permission
from registry.events import organisation as events
from registry.organisations import queries
from registry.organisations.commands.writing import held
from registry.organisations.domain import lifecycle
from registry.organisations.domain.lifecycle import Action, Ended, Returned, Status
from registry.organisations.schemas import Dissolve, Merge, WithGrounds
from registry.organisations.tables import Organisation, StatusChange
from registry.search import commands as search


async def pause(uow: UnitOfWork, id: UUID, body: WithGrounds) -> Organisation:
    """It rests for now (tauko)."""
    row = await uow.target(Organisation, id, may=Permission.ORGANISATION_DISSOLVE, lock=True)
    status = lifecycle.pause(row, grounds=body.grounds)
    await _note(uow, row, Action.PAUSE, status, grounds=body.grounds)
    row.status, row.updated_at = status, uow.now
    uow.publish(row, events.OrganisationPaused(organisation_id=id, grounds=body.grounds))
    return row


async def resume(uow: UnitOfWork, id: UUID) -> Organisation:
    """It acts again."""
    row = await uow.target(Organisation, id, may=Permission.ORGANISATION_DISSOLVE, lock=True)
    status = lifecycle.resume(row)
    await _note(uow, row, Action.RESUME, status)
    row.status, row.updated_at = status, uow.now
    uow.publish(row, events.OrganisationResumed(organisation_id=id))
    return row


async def dissolve(uow: UnitOfWork, id: UUID, body: Dissolve) -> Organisation:
    """It ends on a day, past or to come (lakkautuminen)."""
    row = await uow.target(Organisation, id, may=Permission.ORGANISATION_DISSOLVE, lock=True)
    limits = await queries.limits(uow)
    ended = lifecycle.dissolve(row, body.dissolved_on, grounds=body.grounds, limits=limits, now=uow.now)
    await _end(uow, row, Action.DISSOLVE, ended, grounds=body.grounds)
    uow.publish(row, events.OrganisationDissolved(organisation_id=id, dissolved_on=body.dissolved_on, grounds=body.grounds))
    return row


async def revert_dissolution(uow: UnitOfWork, id: UUID, body: WithGrounds) -> Organisation:
    """It had not ended after all."""
    row = await uow.target(Organisation, id, may=Permission.ORGANISATION_DISSOLVE, lock=True)
    returned = lifecycle.revert_dissolution(row, grounds=body.grounds)
    await _return(uow, row, Action.REVERT_DISSOLUTION, returned, grounds=body.grounds)
    uow.publish(row, events.OrganisationDissolutionReverted(
        organisation_id=id, status=returned.status.value, grounds=body.grounds
    ))
    return row


async def merge(uow: UnitOfWork, into_id: UUID, body: Merge) -> Organisation:
    """One or more become part of this one (fuusio): each of them says so, and is found under this one's names from now on."""
    into = await uow.target(Organisation, into_id, may=Permission.ORGANISATION_MERGE)
    rows = await held(uow, [into_id, *body.from_ids])
    sources = [rows[id] for id in body.from_ids]
    came = await queries.merged_into(uow, body.from_ids)
    ended = lifecycle.merge(sources, into, came_into_sources=came, grounds=body.grounds, now=uow.now)
    for row, end in zip(sources, ended, strict=True):
        await _end(uow, row, Action.MERGE, end, grounds=body.grounds)
        uow.publish(row, events.OrganisationsMerged(
            organisation_id=row.id, from_ids=tuple(body.from_ids), into_id=into_id, grounds=body.grounds
        ))
    await _found_as_they_are(uow, [into_id, *body.from_ids])
    return into


async def undo_merge(uow: UnitOfWork, id: UUID, body: WithGrounds) -> Organisation:
    """It stands apart again, while the window is open (fuusion purku)."""
    row = await uow.target(Organisation, id, may=Permission.ORGANISATION_MERGE, lock=True)
    limits, was_into = await queries.limits(uow), row.successor_id
    returned = lifecycle.undo_merge(row, grounds=body.grounds, limits=limits, now=uow.now)
    await _return(uow, row, Action.UNDO_MERGE, returned, grounds=body.grounds)
    if was_into is not None:
        await _found_as_they_are(uow, [id, was_into])
        uow.publish(row, events.OrganisationMergeUndone(
            organisation_id=id, was_into_id=was_into, status=returned.status.value, grounds=body.grounds
        ))
    return row


async def _end(uow: UnitOfWork, row: Organisation, action: Action, ended: Ended, *, grounds: str) -> None:
    await _note(uow, row, action, ended.status, on=ended.dissolved_on, other=ended.successor_id, grounds=grounds)
    row.status, row.status_before, row.ended_at = ended.status, ended.status_before, ended.ended_at
    row.dissolved_on, row.successor_id, row.updated_at = ended.dissolved_on, ended.successor_id, uow.now


async def _return(uow: UnitOfWork, row: Organisation, action: Action, returned: Returned, *, grounds: str) -> None:
    await _note(uow, row, action, returned.status, other=row.successor_id, grounds=grounds)
    row.status, row.status_before, row.ended_at = returned.status, None, None
    row.dissolved_on, row.successor_id, row.updated_at = None, None, uow.now


async def _note(
    uow: UnitOfWork,
    row: Organisation,
    action: Action,
    after: Status,
    *,
    on: date | None = None,
    other: UUID | None = None,
    grounds: str | None = None,
) -> None:
    """For the history that everybody may read, and the reason for the audit."""
    if grounds is not None:
        uow.because(grounds)
    await uow.add_many(StatusChange, [{
        "id": uow.new_id(),
        "organisation_id": row.id,
        "action": action,
        "before": row.status,
        "after": after,
        "at": uow.now,
        "effective_on": on or today(uow.now),
        "other_id": other,
        "grounds": grounds,
        "by": uow.actor.id,
    }])


async def _found_as_they_are(uow: UnitOfWork, ids: list[UUID]) -> None:
    """Who is merged away is found under what stands in its place now, however many mergers away; who is back, under itself."""
    standing = await queries.standing_for(uow, ids)
    names = await queries.names_by_id(uow, sorted(standing))
    await search.enter_again(uow, sorted({*ids, *standing}), names)
