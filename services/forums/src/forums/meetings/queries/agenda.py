"""Agendas as the caller may see them. M6."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.values import Text
from chassis.work import Reads
from forums.access import Permission
from forums.meetings import domain
from forums.meetings.domain import Item, Visibility
from forums.meetings.queries.one import meeting, sight
from forums.meetings.schemas import AgendaItemOut, AgendaOut, PublishedAgendaOut
from forums.meetings.tables import Agenda, AgendaVersion


async def agenda(db: Reads, id: UUID) -> Agenda:
    """The agenda as it is being written: who convenes sees it, and nobody else."""
    row = await meeting(db, id)
    db.actor.must(Permission.MEETING_CONVENE, row)
    return await db.one(select(Agenda).where(col(Agenda.id) == id))


def shown_agenda(row: Agenda) -> AgendaOut:
    return AgendaOut(
        meeting_id=row.id, version=row.version, published=row.published, items=list(_shown(row.items, Visibility.HIDDEN))
    )


async def published_agenda(db: Reads, id: UUID, number: int | None) -> PublishedAgendaOut:
    """The newest published version, or one of them: what the caller may see of it."""
    row = await meeting(db, id)
    wanted = select(AgendaVersion).where(col(AgendaVersion.meeting_id) == id).order_by(col(AgendaVersion.number).desc()).limit(1)
    found = await db.one(wanted if number is None else wanted.where(col(AgendaVersion.number) == number))
    return _version(found, await sight(db, row))


async def shown_version(db: Reads, row: AgendaVersion) -> PublishedAgendaOut:
    """As whoever published it sees it."""
    return _version(row, await sight(db, await meeting(db, row.meeting_id)))


def _version(row: AgendaVersion, up_to: Visibility) -> PublishedAgendaOut:
    return PublishedAgendaOut(
        meeting_id=row.meeting_id, number=row.number, published_at=row.published_at, items=list(_shown(row.items, up_to))
    )


def tree(items: Sequence[Mapping[str, Any]]) -> list[Item]:
    """Stored items as the rules see them."""
    return [
        Item(UUID(each["id"]), UUID(each["parent_id"]) if each["parent_id"] else None, Visibility(each["visibility"]))
        for each in items
    ]


def _shown(items: Sequence[Mapping[str, Any]], up_to: Visibility) -> Iterator[AgendaItemOut]:
    bare = tree(items)
    seen, numbers, openness = domain.seen_by(bare, up_to), domain.numbers(bare), domain.openness(bare)
    for stored, each in zip(items, bare, strict=True):
        if each.id in seen:
            yield AgendaItemOut(
                id=each.id, parent_id=each.parent_id, number=numbers.get(each.id), kind=stored["kind"],
                title=Text.model_validate(stored["title"]), text=stored["text"], minutes=stored["minutes"],
                visibility=openness[each.id], late=stored.get("late", False),
            )
