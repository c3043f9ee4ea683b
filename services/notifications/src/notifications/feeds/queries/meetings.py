"""Public meetings, for everybody. No remote link is known here, and no agenda."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, literal, select
from sqlmodel import col

from chassis.answers.languages import Language
from chassis.work import Reader
from notifications.copies.tables import Meeting, Structure
from notifications.feeds.documents.atom import atom
from notifications.feeds.domain import meetings as rules
from notifications.feeds.domain.meetings import BACK, CANCELLED_FOR, Shown
from notifications.links import DESK

MOST: Final = 2000
"""Meetings in a feed: those furthest ahead are left out beyond."""
_NEVER: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""When a feed that nothing was ever in changed last."""


_ITS: Final = col(Structure.id) == col(Meeting.structure_id)


@dataclass(frozen=True, slots=True)
class Feed:
    """A finished feed. `tag`: another one wherever a byte is."""

    content: bytes
    changed_at: datetime

    @property
    def tag(self) -> int:
        return int.from_bytes(sha256(self.content).digest()[:7])


async def meetings_calendar(reader: Reader, structure_id: UUID | None, language: Language) -> Feed:
    """As a calendar file."""
    shown = await _shown(reader, structure_id, language)
    name = await _name(reader, structure_id, language)
    return Feed(rules.calendar(shown, language, name), await _changed_at(reader, structure_id))


async def meetings_atom(reader: Reader, structure_id: UUID | None, language: Language) -> Feed:
    """As news."""
    shown, changed_at = await _shown(reader, structure_id, language), await _changed_at(reader, structure_id)
    asked = "&".join(part for part in (f"structure_id={structure_id}" if structure_id else "", f"language={language}") if part)
    base = f"{DESK.sender.base}/v1/feeds/meetings"
    return Feed(
        atom(
            shown, language, here=f"{base}.atom?{asked}", calendar=f"{base}.ics?{asked}", author=DESK.sender.county,
            changed_at=changed_at, structure=structure_id, of=await _name(reader, structure_id, language),
        ),
        changed_at,
    )


async def _shown(reader: Reader, structure_id: UUID | None, language: Language) -> Sequence[Shown]:
    public = select(Meeting, col(Structure.names)).outerjoin(Structure, _ITS).where(
        col(Meeting.public), col(Meeting.status) != "draft", _leaves_at() > reader.now, *_of(structure_id)
    )
    return [
        Shown(
            id=row.id, title=rules.words_in(row.title, language), structure_id=row.structure_id,
            structure=rules.words_in(names or {}, language) or None, starts_at=row.starts_at, ends_at=row.ends_at, mode=row.mode,
            place=row.place, status=rules.status_of(row.status, row.room), sequence=row.calendar_sequence, changed_at=row.heard_at,
        )
        for row, names in await reader.rows(public.order_by(col(Meeting.starts_at), col(Meeting.id)).limit(MOST))
    ]


async def _name(reader: Reader, structure_id: UUID | None, language: Language) -> str | None:
    """Of the one structure that is asked for."""
    names = await reader.maybe(select(col(Structure.names)).where(col(Structure.id) == structure_id))
    return rules.words_in(names or {}, language) or None


async def _changed_at(reader: Reader, structure_id: UUID | None) -> datetime:
    """When anything came, changed or left last: a meeting that is not public any more has left, too; a body may be renamed."""
    left = case((_leaves_at() <= reader.now, _leaves_at()))
    last = (
        select(func.max(func.greatest(col(Meeting.heard_at), col(Structure.heard_at), left)))
        .outerjoin(Structure, _ITS).where(*_of(structure_id))
    )
    return await reader.maybe(last) or _NEVER


def _of(structure_id: UUID | None) -> tuple[ColumnElement[bool], ...]:
    return () if structure_id is None else (col(Meeting.structure_id) == structure_id,)


def _leaves_at() -> ColumnElement[datetime]:
    """From when on a meeting is in no feed any more."""
    cancelled = col(Meeting.status) == rules.CANCELLED
    return case((cancelled, col(Meeting.heard_at) + literal(CANCELLED_FOR)), else_=col(Meeting.ends_at) + literal(BACK))
