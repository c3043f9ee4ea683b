"""An import of another register was carried through (tuonti). Topic `registry.import`, key the import's id."""

from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from chassis.events import Event

TOPIC: Final = "registry.import"


class Counts(BaseModel):
    """Every row of the source stands in exactly one of the first five; `candidate_pairs` are two bodies that may be one."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    created: int
    changed: int
    unchanged: int
    rejected: int
    possible_duplicates: int
    """Rows that wait for a person's decision: without an identifier of their own and like something known."""
    candidate_pairs: int


class ImportCompleted(Event):
    """All rows of a source were accounted for (tuonti valmis). `watermark`: hash of what was read; twice, it changes nothing."""

    topic: ClassVar[str] = TOPIC
    import_id: UUID
    source: str
    counts: Counts
    watermark: str
    started_at: datetime
    finished_at: datetime


EVENTS: Final[tuple[type[Event], ...]] = (ImportCompleted,)
