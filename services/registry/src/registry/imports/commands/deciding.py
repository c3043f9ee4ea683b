"""What a person says of a candidate pair, with grounds; the answer is remembered. ORG-23."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.work import UnitOfWork
from registry.access import Permission
from registry.imports import queries
from registry.imports.commands.writing import AS_JSON, amendment, entry, link
from registry.imports.domain.duplicates import MACHINE, Action, Status
from registry.imports.domain.incoming import Incoming
from registry.imports.domain.matching import Index, Key, Known, Why
from registry.imports.domain.planning import Outcome, Planned, Planner
from registry.imports.domain.provenance import Said, trust
from registry.imports.problems import NOT_OF_PAIR, ROW_SETTLED
from registry.imports.schemas import Confirm, Reject
from registry.imports.tables import Duplicate, SourceKey, WaitingRow
from registry.organisations import commands as organisations
from registry.organisations.schemas import Merge
from registry.organisations.tables import Organisation


async def confirm(uow: UnitOfWork, id: UUID, body: Confirm) -> Duplicate:
    """They are one (sama järjestö): two organisations are merged; a waiting row is that organisation from now on."""
    row = await uow.target(Duplicate, id, may=Permission.IMPORT_DECIDE, lock=True)
    status = MACHINE.after(row.status, Action.CONFIRM)
    _decide(uow, row, status, body.grounds)
    if row.other_id is not None:
        into = body.into_id or row.one_id
        if into not in {row.one_id, row.other_id}:
            raise NOT_OF_PAIR()
        if await _standing(uow, row.one_id) == await _standing(uow, row.other_id):
            return row  # somebody has merged them already
        away = row.other_id if into == row.one_id else row.one_id
        await organisations.merge(uow, into, Merge(from_ids=[away], grounds=body.grounds))
        return row
    waiting = await _waiting(uow, row)
    if waiting is None:
        raise ROW_SETTLED()
    await _is(uow, waiting, await _standing(uow, row.one_id))
    for other in await _open(uow, waiting):
        if other.id != row.id:
            _decide(uow, other, MACHINE.after(other.status, Action.REJECT), body.grounds)
    return row


async def reject(uow: UnitOfWork, id: UUID, body: Reject) -> Duplicate:
    """They are two (eri järjestöt): never proposed again; a row that waits for nobody else is taken up as new."""
    row = await uow.target(Duplicate, id, may=Permission.IMPORT_DECIDE, lock=True)
    _decide(uow, row, MACHINE.after(row.status, Action.REJECT), body.grounds)
    if row.other_id is None and (waiting := await _waiting(uow, row)) is not None:
        others = [other for other in await _open(uow, waiting) if other.id != row.id]
        if not others and row.why is not Why.IDENTIFIERS_DISAGREE:
            await _is_new(uow, waiting)
    return row


def _decide(uow: UnitOfWork, row: Duplicate, status: Status, grounds: str) -> None:
    row.status, row.decided_at, row.decided_by, row.grounds = status, uow.now, uow.actor.id, grounds
    uow.because(grounds)


async def _waiting(uow: UnitOfWork, row: Duplicate) -> WaitingRow | None:
    mine = (col(WaitingRow.source) == row.source) & (col(WaitingRow.external_id) == row.external_id)
    return await uow.maybe(select(WaitingRow).where(mine).with_for_update())


async def _open(uow: UnitOfWork, waiting: WaitingRow) -> Sequence[Duplicate]:
    return await uow.all(select(Duplicate).where(
        col(Duplicate.source) == waiting.source,
        col(Duplicate.external_id) == waiting.external_id,
        col(Duplicate.status) == Status.OPEN,
    ))


async def _standing(uow: UnitOfWork, id: UUID) -> UUID:
    """What stands in its place now, if it has become part of another meanwhile."""
    row = await uow.load(Organisation, id)
    return id if row.successor_id is None else await _standing(uow, row.successor_id)


async def _is(uow: UnitOfWork, waiting: WaitingRow, id: UUID) -> None:
    """The row speaks for the organisation from now on, unless another row of its source does."""
    key = Key(waiting.source, waiting.external_id)
    others = select(col(SourceKey.external_id)).where(
        col(SourceKey.organisation_id) == id, col(SourceKey.source) == waiting.source
    )
    if not await uow.all(others):
        planned = await _planned(uow, waiting, Index([Known(id, (), keys=(key,))]), [id])
        if planned.outcome is Outcome.CHANGE:
            await organisations.update_many(uow, [amendment(planned, Said(waiting.source, waiting.edition_on))])
    await link(uow, {key: id})
    await _forget(uow, waiting)


async def _is_new(uow: UnitOfWork, waiting: WaitingRow) -> None:
    planned = await _planned(uow, waiting, Index(), [])
    if planned.stored is None or planned.incoming is None or planned.key is None:
        raise ROW_SETTLED()
    await organisations.register_many(uow, [entry(planned.stored, planned.incoming, waiting.source)])
    await link(uow, {planned.key: planned.stored.id})
    await _forget(uow, waiting)


async def _planned(uow: UnitOfWork, waiting: WaitingRow, index: Index, ids: Sequence[UUID]) -> Planned:
    incoming: Incoming = AS_JSON.validate_python(waiting.incoming)
    read = await queries.stored(uow, ids)
    planner = Planner(waiting.source, waiting.edition_on, index, read.stored, trust(), uow.new_id)
    return next(planner.plan([incoming]))


async def _forget(uow: UnitOfWork, waiting: WaitingRow) -> None:
    table = WaitingRow.__table__
    mine = (table.c.source == waiting.source) & (table.c.external_id == waiting.external_id)
    await uow.execute(table.delete().where(mine))
