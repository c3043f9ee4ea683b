"""Answers about what others own."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, Field


class Names(BaseModel):
    """Official names by language; at least one is there."""

    fi: str | None = Field(None, description="Finnish.")
    sv: str | None = Field(None, description="Swedish.")
    en: str | None = Field(None, description="English.")


class OrganisationOut(BaseModel):
    """An organisation as facilities knows it (järjestö). The registry has the whole of it."""

    id: UUID = Field(description="The same id as in the registry.")
    kind: str = Field(description="organisation, parish, external_party or unknown; further words may come.")
    names: Names = Field(description="The official names in use.")
    status: str = Field(description="active, paused, dissolved or merged; further words may come.")
    home_municipality: str | None = Field(description="Official code of its home municipality.")
    dissolved_on: date | None = Field(description="The day on which it ended.")
    dissolves_on: date | None = Field(description="The day to come on which it will end, where one is settled.")
