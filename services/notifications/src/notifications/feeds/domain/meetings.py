"""What everybody may know of a public meeting, for how long, and in which words. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from chassis.values import DAY
from notifications.calendar.domain import Entry, Status, published
from notifications.templates.domain import saying

BACK: Final = 31 * DAY
"""How long a meeting that is over stays in the feed."""
CANCELLED_FOR: Final = 30 * DAY
"""How long a cancelled one stays, so that every calendar takes it away."""
CANCELLED: Final = "cancelled"
_NAMES: Final = {
    "fi": "Järjestöyhteistyön tapaamiset", "sv": "Möten i organisationssamarbetet", "en": "Meetings with organisations",
}
_REMOTE: Final = {"fi": "Etäyhteydellä", "sv": "På distans", "en": "Remotely"}
_HYBRID: Final = {"fi": "Paikan päällä tai etäyhteydellä", "sv": "På plats eller på distans", "en": "On site or remotely"}
_CANCELLED: Final = {"fi": "Peruttu", "sv": "Inställt", "en": "Cancelled"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One public meeting, in one language."""

    id: UUID
    title: str
    structure_id: UUID
    structure: str | None
    """Name of the body that meets; nothing before it was heard."""
    starts_at: datetime
    ends_at: datetime
    mode: str
    place: str | None
    status: Status
    sequence: int
    changed_at: datetime

    @property
    def entry(self) -> Entry:
        return Entry(
            meeting_id=self.id, sequence=self.sequence, title=self.title, starts_at=self.starts_at, ends_at=self.ends_at,
            place=self.place, status=self.status, said_at=self.changed_at, description=self.structure or "",
        )

    def lines(self, language: str) -> Sequence[str]:
        """Who, when, where and how, for people."""
        when = f"{saying.instant(self.starts_at, language)} – {saying.instant(self.ends_at, language, until=True)}"
        how = {"remote": _REMOTE, "hybrid": _HYBRID}.get(self.mode, {}).get(language)
        cancelled = _CANCELLED[language] if self.status is Status.CANCELLED else None
        return [line for line in (cancelled, self.structure, when, self.place, how) if line]

    def headline(self, language: str) -> str:
        return f"{_CANCELLED[language]}: {self.title}" if self.status is Status.CANCELLED else self.title


def name_of(language: str, structure: str | None = None) -> str:
    """What the feed is called; with `structure` that of one body."""
    return f"{_NAMES[language]}: {structure}" if structure else _NAMES[language]


def words_in(words: Mapping[str, str | None], language: str) -> str:
    """In the language that is asked for, or in Finnish."""
    return words.get(language) or words.get("fi") or ""


def status_of(status: str, room: str) -> Status:
    """Tentative while its room is not won (M3)."""
    if status == CANCELLED:
        return Status.CANCELLED
    return Status.TENTATIVE if room in {"asked", "refused"} else Status.CONFIRMED


def calendar(meetings: Sequence[Shown], language: str, structure: str | None = None) -> bytes:
    """All of them as one file; `structure`: the name of the one that was asked for."""
    return published((each.entry for each in meetings), name_of(language, structure))
