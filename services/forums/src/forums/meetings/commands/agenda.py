"""The agenda is written, and published version by version. M6."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.problems import Reason, refuse_if_any
from chassis.work import UnitOfWork
from forums.access import Permission
from forums.meetings import domain, queries
from forums.meetings.domain import MACHINE, Action
from forums.meetings.problems import AGENDA_EMPTY, AGENDA_UNCHANGED, ITEM_TWICE, ITEM_TYPE_UNKNOWN, ITEM_UNKNOWN
from forums.meetings.queries.agenda import tree
from forums.meetings.schemas import LeafItemIn, WriteAgenda
from forums.meetings.tables import Agenda, AgendaVersion, Meeting
from forums.structures import domain as structures
from forums.structures.tables import Structure


async def write_agenda(uow: UnitOfWork, id: UUID, body: WriteAgenda) -> Agenda:
    """The whole of it as it shall be; what is published stays (asialistan laatiminen)."""
    row, meeting = await _writable(uow, id)
    structure = await uow.load(Structure, meeting.structure_id)
    kinds = frozenset(structure.topics or structures.topics())
    flat = list(_flat(body.items, "/items", None))
    known = {each["id"] for each in row.items}
    refuse_if_any(_objections(flat, kinds, known))
    ids = {pointer: str(item.id or uow.new_id()) for pointer, _, item in flat}
    row.items = [
        {
            "id": ids[pointer], "parent_id": parent and ids[parent],
            **item.model_dump(mode="json", exclude={"id", "items"}),
        }
        for pointer, parent, item in flat
    ]
    return row


async def publish_agenda(uow: UnitOfWork, id: UUID) -> AgendaVersion:
    """One more version, for good; what was not in the first one is late (asialistan julkaisu)."""
    row, _ = await _writable(uow, id)
    if not row.items:
        raise AGENDA_EMPTY()
    versions = await uow.all(
        select(AgendaVersion).where(col(AgendaVersion.meeting_id) == id).order_by(col(AgendaVersion.number))
    )
    if versions and [_without_late(each) for each in versions[-1].items] == row.items:
        raise AGENDA_UNCHANGED(number=row.published)
    late = domain.late(tree(row.items), {UUID(each["id"]) for each in versions[0].items} if versions else None)
    row.published += 1
    return uow.add(AgendaVersion(
        id=uow.new_id(), meeting_id=id, number=row.published, published_at=uow.now, published_by=uow.actor.id,
        items=[{**each, "late": UUID(each["id"]) in late} for each in row.items],
    ))


async def _writable(uow: UnitOfWork, id: UUID) -> tuple[Agenda, Meeting]:
    await queries.meeting(uow, id)
    row = await uow.target(Agenda, id, may=Permission.MEETING_CONVENE)
    meeting = await uow.load(Meeting, id)
    MACHINE.after(meeting.status, Action.AGENDA)
    return row, meeting


def _flat(
    items: Sequence[LeafItemIn], pointer: str, parent: str | None
) -> Iterator[tuple[str, str | None, LeafItemIn]]:
    """Each item with its place and that of its parent; a parent before its children."""
    for position, item in enumerate(items):
        here = f"{pointer}/{position}"
        yield here, parent, item
        yield from _flat(item.under, f"{here}/items", here)


def _objections(
    flat: Sequence[tuple[str, str | None, LeafItemIn]], kinds: frozenset[str], known: set[Any]
) -> Iterator[Reason]:
    seen: set[UUID] = set()
    for pointer, _, item in flat:
        if item.kind is not None and item.kind not in kinds:
            yield ITEM_TYPE_UNKNOWN.at(f"{pointer}/kind", code=item.kind)
        if item.id is None:
            continue
        if str(item.id) not in known:
            yield ITEM_UNKNOWN.at(f"{pointer}/id")
        elif item.id in seen:
            yield ITEM_TWICE.at(f"{pointer}/id")
        seen.add(item.id)


def _without_late(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name != "late"}
