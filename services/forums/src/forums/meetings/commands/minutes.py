"""Minutes are written, opened for remarks, approved; afterwards only corrected by entries. M7."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.problems import NOT_ALLOWED, NOT_FOUND, Reason, Refused, refuse_if_any
from chassis.values import today
from chassis.work import UnitOfWork
from forums.access import Permission
from forums.events.meeting import MinutesPublished
from forums.meetings import queries
from forums.meetings.commands.telling import convened, told
from forums.meetings.domain import MACHINE, MINUTES, Action, MinutesAction, MinutesStatus
from forums.meetings.problems import (
    AGENDA_UNPUBLISHED,
    ITEM_TWICE,
    ITEM_UNKNOWN,
    MINUTES_EXIST,
    REMARKS_OPEN,
    REMARKS_OVER,
    REMARKS_PAST,
)
from forums.meetings.schemas import Correct, OpenForRemarks, Remark, WriteMinutes
from forums.meetings.tables import AgendaVersion, Meeting, Minutes, MinutesEntry
from forums.structures.tables import Structure


async def write_minutes(uow: UnitOfWork, meeting_id: UUID, body: WriteMinutes) -> Minutes:
    """Begin the minutes of a meeting that was held; they answer its newest published agenda (muistio)."""
    meeting, _, _ = await convened(uow, meeting_id, Action.WRITE)
    if await uow.maybe(select(col(Minutes.id)).where(col(Minutes.meeting_id) == meeting_id)) is not None:
        raise MINUTES_EXIST()
    answered = await uow.maybe(
        select(AgendaVersion).where(col(AgendaVersion.meeting_id) == meeting_id).order_by(col(AgendaVersion.number).desc()).limit(1)
    )
    if answered is None:
        raise AGENDA_UNPUBLISHED()
    return uow.add(Minutes(
        id=uow.new_id(), meeting_id=meeting_id, areas=meeting.areas, area=meeting.area, domain=meeting.domain,
        convenors=meeting.convenors, agenda_version=answered.number, items=_items(body, answered),
    ))


async def rewrite(uow: UnitOfWork, id: UUID, body: WriteMinutes) -> Minutes:
    """Write them anew, until they are approved."""
    row = await _convened(uow, id)
    row.status = MINUTES.after(row.status, MinutesAction.WRITE)
    row.items = _items(body, await _answered(uow, row))
    return row


async def open_for_remarks(uow: UnitOfWork, id: UUID, body: OpenForRemarks) -> Minutes:
    """Those who took part may make remarks until a day (nähtäville)."""
    row = await _convened(uow, id)
    row.status = MINUTES.after(row.status, MinutesAction.OPEN)
    if body.until < today(uow.now):
        raise Refused([REMARKS_PAST.at("/until")])
    row.remarks_until = body.until
    return row


async def remark(uow: UnitOfWork, id: UUID, body: Remark) -> Minutes:
    """Somebody who takes part says what should be otherwise (huomautus)."""
    row = await uow.load(Minutes, id)
    meeting = await uow.load(Meeting, row.meeting_id)
    if row.status is MinutesStatus.DRAFT and not uow.actor.may(Permission.MEETING_CONVENE, row):
        raise NOT_FOUND()
    if not await queries.takes_part(uow, meeting):
        raise NOT_ALLOWED() if meeting.listed and row.status is MinutesStatus.APPROVED else NOT_FOUND()
    MINUTES.after(row.status, MinutesAction.REMARK)
    if row.remarks_until is not None and row.remarks_until < today(uow.now):
        raise REMARKS_OVER(until=row.remarks_until)
    await _enter(uow, row, body, correction=False)
    return row


async def approve(uow: UnitOfWork, id: UUID) -> Minutes:
    """They stand as they are from now on, after the last day of remarks (hyväksyminen). M7."""
    row = await _convened(uow, id)
    row.status = MINUTES.after(row.status, MinutesAction.APPROVE)
    if row.remarks_until is not None and row.remarks_until >= today(uow.now):
        raise REMARKS_OPEN(until=row.remarks_until)
    row.approved_at, row.approved_by = uow.now, uow.actor.id
    meeting = await uow.load(Meeting, row.meeting_id)
    structure = await uow.load(Structure, meeting.structure_id)
    meeting.status = MACHINE.after(meeting.status, Action.MINUTE)
    uow.publish(meeting, MinutesPublished(**told(meeting, structure), minutes_id=row.id, agenda_version=row.agenda_version))
    return row


async def correct(uow: UnitOfWork, id: UUID, body: Correct) -> Minutes:
    """An entry beside what was approved, which stays (korjausmerkintä). M7."""
    row = await _convened(uow, id)
    MINUTES.after(row.status, MinutesAction.CORRECT)
    await _enter(uow, row, body, correction=True)
    return row


async def _convened(uow: UnitOfWork, id: UUID) -> Minutes:
    """The minutes on which somebody acts who may; there are none for who may not read them."""
    if not await queries.legible(uow, await uow.load(Minutes, id)):
        raise NOT_FOUND()
    return await uow.target(Minutes, id, may=Permission.MEETING_CONVENE)


async def _enter(uow: UnitOfWork, row: Minutes, body: Remark | Correct, *, correction: bool) -> None:
    """About the whole, or about an item that whoever writes can see."""
    if body.agenda_item_id is not None:
        seen = await queries.items_seen(uow, row)
        if body.agenda_item_id not in seen:
            raise Refused([ITEM_UNKNOWN.at("/agenda_item_id")])
    uow.add(MinutesEntry(
        id=uow.new_id(), minutes_id=row.id, correction=correction, agenda_item_id=body.agenda_item_id, text=body.text,
        person=uow.actor.id, made_at=uow.now,
    ))


async def _answered(uow: UnitOfWork, row: Minutes) -> AgendaVersion:
    return await uow.one(select(AgendaVersion).where(
        col(AgendaVersion.meeting_id) == row.meeting_id, col(AgendaVersion.number) == row.agenda_version
    ))


def _items(body: WriteMinutes, answered: AgendaVersion) -> list[dict[str, Any]]:
    refuse_if_any(_objections(body, {each["id"] for each in answered.items}))
    return [{**each.model_dump(mode="json"), "agenda_version": answered.number} for each in body.items]


def _objections(body: WriteMinutes, known: set[str]) -> Iterator[Reason]:
    seen: set[UUID] = set()
    for position, each in enumerate(body.items):
        if str(each.agenda_item_id) not in known:
            yield ITEM_UNKNOWN.at(f"/items/{position}/agenda_item_id")
        elif each.agenda_item_id in seen:
            yield ITEM_TWICE.at(f"/items/{position}/agenda_item_id")
        seen.add(each.agenda_item_id)
