"""What several of forums' events are made of."""

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


class StructureNamed(Part):
    """The body whose meeting it is (yhteistyörakenne)."""

    structure_id: UUID
    names: Words
    level: str
    """county, service_area, municipality, health_centre"""
    kind: str
    """open, representative, internal, external, network, influence_body, working_group"""
