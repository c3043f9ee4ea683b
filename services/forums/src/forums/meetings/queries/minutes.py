"""Minutes as the caller may see them: drafts who convenes, open ones who takes part, approved ones who may know. M6, M7."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.problems import NOT_FOUND
from chassis.work import Reader, Reads
from forums.access import Permission
from forums.meetings import domain
from forums.meetings.domain import MinutesStatus
from forums.meetings.queries.agenda import tree
from forums.meetings.queries.one import concerned, meeting, sight
from forums.meetings.schemas import EntryOut, MinutesItemOut, MinutesOut
from forums.meetings.tables import AgendaVersion, Meeting, Minutes, MinutesEntry
from forums.structures.domain import Kind
from forums.structures.tables import Structure


async def minutes(reader: Reader, id: UUID) -> MinutesOut:
    """Minutes by their own id or by that of their meeting."""
    found = await reader.one(select(Minutes).where((col(Minutes.id) == id) | (col(Minutes.meeting_id) == id)))
    return await shown_minutes(reader, found)


async def takes_part(db: Reads, row: Meeting) -> bool:
    """Whether the caller may read minutes before they are approved, and make remarks: in an open structure, anybody (STR-02)."""
    if await concerned(db, row):
        return True
    kind = await db.one(select(col(Structure.kind)).where(col(Structure.id) == row.structure_id))
    return kind is Kind.OPEN and row.listed


async def legible(db: Reads, row: Minutes) -> bool:
    """Whether the caller may read them."""
    of = await meeting(db, row.meeting_id)
    if db.actor.may(Permission.MEETING_CONVENE, of) or (row.status is MinutesStatus.APPROVED and of.listed):
        return True
    return row.status is not MinutesStatus.DRAFT and await takes_part(db, of)


async def shown_minutes(db: Reads, row: Minutes) -> MinutesOut:
    """What the caller may see of them; nothing at all is 404."""
    if not await legible(db, row):
        raise NOT_FOUND()
    convenes = db.actor.may(Permission.MEETING_CONVENE, row)
    seen = await items_seen(db, row)
    entries = await db.all(
        select(MinutesEntry)
        .where(col(MinutesEntry.minutes_id) == row.id)
        .order_by(col(MinutesEntry.made_at), col(MinutesEntry.id))
    )
    entries = [each for each in entries if each.agenda_item_id is None or each.agenda_item_id in seen]
    return MinutesOut(
        id=row.id,
        version=row.version,
        meeting_id=row.meeting_id,
        agenda_version=row.agenda_version,
        status=row.status,
        remarks_until=row.remarks_until,
        approved_at=row.approved_at,
        items=[MinutesItemOut.model_validate(each) for each in row.items if UUID(each["agenda_item_id"]) in seen],
        remarks=_entries(db, entries, correction=False, convenes=convenes),
        corrections=_entries(db, entries, correction=True, convenes=convenes),
    )


def _entries(db: Reads, entries: Sequence[MinutesEntry], *, correction: bool, convenes: bool) -> list[EntryOut]:
    return [
        EntryOut(
            id=each.id, agenda_item_id=each.agenda_item_id, text=each.text,
            person=each.person if convenes or each.person == db.actor.id else None, made_at=each.made_at,
        )
        for each in entries if each.correction is correction
    ]


async def items_seen(db: Reads, row: Minutes) -> frozenset[UUID]:
    """The items of the agenda that they answer, as far as the caller sees them."""
    of = await meeting(db, row.meeting_id)
    answered = await db.one(select(AgendaVersion).where(
        col(AgendaVersion.meeting_id) == row.meeting_id, col(AgendaVersion.number) == row.agenda_version
    ))
    return domain.seen_by(tree(answered.items), await sight(db, of))
