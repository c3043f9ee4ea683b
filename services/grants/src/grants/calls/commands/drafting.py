"""Draft, edit, publish and cancel a call."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from chassis.problems import refuse_if_any
from chassis.work import UnitOfWork
from grants.access import Permission
from grants.appropriations import queries as appropriations
from grants.calls import queries
from grants.calls.commands.timing import CLOSE, OPEN
from grants.calls.domain import COUNTED, MACHINE, Action, Status
from grants.calls.domain.terms import Terms, faults, objections
from grants.calls.schemas import CancelCall, DraftCall, EditCall
from grants.calls.tables import Call
from grants.guidelines.tables import Guideline


async def draft_call(uow: UnitOfWork, body: DraftCall) -> Call:
    """Write a call down (hakuluonnos). GRO-01."""
    uow.actor.must(Permission.CALL_WRITE)
    sent = _columns(body)
    await _check(uow, _terms(sent))
    return uow.add(Call(id=uow.new_id(), appropriation_id=await _appropriation(uow, body.year, body.kind), **sent))


async def edit_call(uow: UnitOfWork, id: UUID, body: EditCall) -> Call:
    """Change a draft; what was announced stands."""
    row = await _target(uow, id)
    MACHINE.after(row.status, Action.EDIT)
    sent = _columns(body)
    await _check(uow, _terms({**row.model_dump(), **sent}))
    for name, value in sent.items():
        setattr(row, name, value)
    row.appropriation_id = await _appropriation(uow, row.year, row.kind)
    return row


async def publish_call(uow: UnitOfWork, id: UUID) -> Call:
    """Announce it with all its terms (haun julkaiseminen): timers open and close it, the clock alone decides who is in time."""
    row = await _target(uow, id)
    after = MACHINE.after(row.status, Action.PUBLISH)
    await uow.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"call {row.kind}", 0))))
    terms = _terms(row.model_dump())
    facts = await queries.facts(uow, terms, besides=id, may_overlap=row.overlaps_because is not None)
    refuse_if_any(objections(terms, facts, uow.now))
    row.status, row.guideline_number = after, (await uow.load(Guideline, row.guideline_id)).number
    await uow.at(row.opens_at, OPEN, row.id)
    await uow.at(row.closes_at + COUNTED, CLOSE, row.id)
    return row


async def cancel_call(uow: UnitOfWork, id: UUID, body: CancelCall) -> Call:
    """It will not open after all (haun peruminen). Once the clock has opened it, it runs its time."""
    row = await _target(uow, id)
    status = Status.OPEN if row.status is Status.PUBLISHED and row.opens_at <= uow.now else row.status
    row.status = MACHINE.after(status, Action.CANCEL)
    uow.because(body.grounds)
    return row


async def _target(uow: UnitOfWork, id: UUID) -> Call:
    """404 for who may not see a draft; 403 for who may read what was announced."""
    await queries.call(uow, id)
    return await uow.target(Call, id, may=Permission.CALL_WRITE, lock=True)


async def _check(uow: UnitOfWork, terms: Terms) -> None:
    refuse_if_any(faults(terms, await queries.facts(uow, terms, may_overlap=True)))


async def _appropriation(uow: UnitOfWork, year: int, kind: str) -> UUID:
    """The one of the kind in the year: that there is one was checked before."""
    found = await appropriations.of(uow, year, kind)
    if found is None:
        raise LookupError(f"{kind} {year}")
    return found.id


def _columns(body: DraftCall | EditCall) -> dict[str, Any]:
    """What was sent, as the columns hold it."""
    sent = body.model_dump(exclude_unset=isinstance(body, EditCall))
    if "title" in sent:
        sent["title"] = body.title.model_dump(exclude_none=True)
    if "attachments" in sent:
        sent["attachments"] = [one.model_dump(mode="json", exclude_none=True) for one in body.attachments]
    return sent


def _terms(columns: dict[str, Any]) -> Terms:
    return Terms(
        kind=columns["kind"],
        year=columns["year"],
        guideline_id=columns["guideline_id"],
        opens_at=columns["opens_at"],
        closes_at=columns["closes_at"],
        form_schema=columns["form_schema"],
        attachments=[one["code"] for one in columns["attachments"]],
    )
