"""Rest, end, merger, and the ways back. R3, ORG-09."""

from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.values import today
from chassis.work import Irrelevant, UnitOfWork
from registry.access import Permission
from registry.events import organisation as events
from registry.organisations import queries
from registry.organisations.commands.writing import PERSON, held, told
from registry.organisations.domain import dissolution, lifecycle
from registry.organisations.domain.dissolution import Planned
from registry.organisations.domain.lifecycle import Action, Ended, Returned, Status
from registry.organisations.domain.profile import Change
from registry.organisations.schemas import Dissolve, Merge, WithGrounds
from registry.organisations.tables import ErasedOrganisation, Organisation, StatusChange
from registry.search import commands as search

DISSOLVE: Final = "registry.organisations.dissolve"
"""The timer of a dissolution that is settled for a day to come."""


async def pause(uow: UnitOfWork, id: UUID, body: WithGrounds) -> Organisation:
    """It rests for now (tauko)."""
    row = await uow.target(Organisation, id, may=Permission.ORGANISATION_DISSOLVE, lock=True)
    status = lifecycle.pause(row, grounds=body.grounds, now=uow.now)
    await _note(uow, row, Action.PAUSE, status, grounds=body.grounds)
    row.status, row.updated_at = status, uow.now
    uow.publish(row, events.OrganisationPaused(organisation_id=id, grounds=body.grounds))
    return row


async def resume(uow: UnitOfWork, id: UUID) -> Organisation:
    """It acts again."""
    row = await uow.target(Organisation, id, may=Permission.ORGANISATION_DISSOLVE, lock=True)
    status = lifecycle.resume(row, now=uow.now)
    await _note(uow, row, Action.RESUME, status)
    row.status, row.updated_at = status, uow.now
    uow.publish(row, events.OrganisationResumed(organisation_id=id))
    return row


async def dissolve(uow: UnitOfWork, id: UUID, body: Dissolve) -> Organisation:
    """It ends, today or in the past at once, on a day to come by its timer (lakkautuminen)."""
    row = await uow.target(Organisation, id, may=Permission.ORGANISATION_DISSOLVE, lock=True)
    limits = await queries.limits(uow)
    outcome = dissolution.dissolve(row, body.dissolved_on, grounds=body.grounds, limits=limits, now=uow.now)
    if isinstance(outcome, Ended):
        await _dissolve(uow, row, outcome, body.dissolved_on)
    else:
        await _plan(uow, row, outcome)
    return row


async def dissolve_when_due(uow: UnitOfWork, id: UUID) -> None:
    """The day has come (lakkautuminen tulee voimaan). Run by its timer, once it is here and as late as may be.

    What was withdrawn, put off, done by hand, overtaken by a merger or erased meanwhile is none of its business.
    """
    if await uow.maybe(select(col(ErasedOrganisation.id)).where(col(ErasedOrganisation.id) == id)) is not None:
        raise Irrelevant("erased")
    row = await uow.load(Organisation, id, lock=True)
    ended, on = dissolution.fall_due(row, now=uow.now), row.dissolves_on
    if ended is None or on is None:
        raise Irrelevant("no_dissolution_due")
    await _dissolve(uow, row, ended, on)


async def revert_dissolution(uow: UnitOfWork, id: UUID, body: WithGrounds) -> Organisation:
    """It had not ended, or does not end after all. Of an end that nobody was told of only the plan is taken back."""
    row = await uow.target(Organisation, id, may=Permission.ORGANISATION_DISSOLVE, lock=True)
    returned, planned = dissolution.revert_dissolution(row, grounds=body.grounds, now=uow.now), row.dissolves_on
    await _return(uow, row, Action.REVERT_DISSOLUTION, returned, grounds=body.grounds)
    if planned is not None:
        _tell_of_plan(uow, row, before=planned)
    else:
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
        await _end(uow, row, Action.MERGE, end)
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


async def _plan(uow: UnitOfWork, row: Organisation, planned: Planned) -> None:
    """Its end is settled for a day to come, or for another day than before; settled twice alike, it is settled once."""
    before, on = row.dissolves_on, planned.dissolves_on
    if (before, row.dissolution_grounds) == (on, planned.grounds):
        return
    await _note(uow, row, Action.DISSOLVE, row.status, on=on, grounds=planned.grounds)
    row.dissolves_on, row.dissolution_grounds, row.updated_at = on, planned.grounds, uow.now
    await uow.at(dissolution.beginning(on), DISSOLVE, row.id)
    if before != on:
        _tell_of_plan(uow, row, before=before)


def _tell_of_plan(uow: UnitOfWork, row: Organisation, *, before: date | None) -> None:
    """For those who plan ahead. Nothing has ended: it is a change of data like any other."""
    change = told(Change("dissolves_on", before, row.dissolves_on))
    uow.publish(row, events.OrganisationUpdated(organisation_id=row.id, changes=(change,), source=PERSON))


async def _dissolve(uow: UnitOfWork, row: Organisation, ended: Ended, on: date) -> None:
    await _end(uow, row, Action.DISSOLVE, ended)
    uow.publish(row, events.OrganisationDissolved(organisation_id=row.id, dissolved_on=on, grounds=ended.grounds))


async def _end(uow: UnitOfWork, row: Organisation, action: Action, ended: Ended) -> None:
    await _note(uow, row, action, ended.status, on=ended.dissolved_on, other=ended.successor_id, grounds=ended.grounds)
    row.status, row.status_before, row.ended_at = ended.status, ended.status_before, ended.ended_at
    row.dissolved_on, row.successor_id, row.updated_at = ended.dissolved_on, ended.successor_id, uow.now
    row.dissolves_on = row.dissolution_grounds = None


async def _return(uow: UnitOfWork, row: Organisation, action: Action, returned: Returned, *, grounds: str) -> None:
    await _note(uow, row, action, returned.status, other=row.successor_id, grounds=grounds)
    row.status, row.status_before, row.ended_at = returned.status, None, None
    row.dissolved_on, row.successor_id, row.updated_at = None, None, uow.now
    row.dissolves_on = row.dissolution_grounds = None


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
