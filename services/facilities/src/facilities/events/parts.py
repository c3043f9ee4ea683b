"""What several of facilities' events are made of."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A part of an event."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Part):
    """A text in the languages in which it is kept."""

    fi: str
    sv: str | None = None
    en: str | None = None


class SpaceNamed(Part):
    """The space, so that one finds it without asking (tila)."""

    space_id: UUID
    names: Words
    site_id: UUID
    site: Words
    """Name of the building or place (toimipaikka)."""
    address: str | None = None
    """Street address, postal code and post office."""
    municipality: str
    """Official code."""


class Times(Part):
    """One occurrence, half-open."""

    starts_at: datetime
    ends_at: datetime


class Reason(Part):
    """Why not: a code of the catalogue of problems, and the sentence in Finnish."""

    code: str
    detail: str


class Alternative(Part):
    """Where and when it would be free."""

    space: SpaceNamed
    times: tuple[Times, ...]
