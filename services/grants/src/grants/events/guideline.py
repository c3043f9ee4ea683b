"""Facts and public state of a guideline for grants (avustusohje). Topic `grants.guideline`, key its id."""

from datetime import date, datetime
from typing import ClassVar, Final
from uuid import UUID

from chassis.events import Event, State
from grants.events.parts import Words

TOPIC: Final = "grants.guideline"


class GuidelinePublished(Event):
    """A version of the guideline of one kind of grant came out (avustusohje julkaistu). GRO-10, GRC-20."""

    topic: ClassVar[str] = TOPIC
    guideline_id: UUID
    kind: str
    number: int
    """1, 2, 3 … within its kind."""
    title: Words
    criteria: tuple[str, ...]
    """Codes of the criteria."""
    valid_from: date
    published_at: datetime


class GuidelineState(State):
    """The newest public snapshot; nothing is said of a draft."""

    topic: ClassVar[str] = TOPIC
    id: UUID
    kind: str
    number: int
    title: Words
    status: str
    """published"""
    valid_from: date


EVENTS: Final[tuple[type[Event], ...]] = (GuidelinePublished,)
