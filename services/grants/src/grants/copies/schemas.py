"""Answers about what others own."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, Field


class Names(BaseModel):
    """Official names by language; at least one is there."""

    fi: str | None = Field(None, description="Finnish.")
    sv: str | None = Field(None, description="Swedish.")
    en: str | None = Field(None, description="English.")


class Identifier(BaseModel):
    """An identifier in another register, for instance `business_id` 0219018-6."""

    scheme: str = Field(description="Who gave it; further words may come.")
    value: str = Field(description="Normal form.")


class OperatingArea(BaseModel):
    """municipality, several_municipalities, region or country; with official municipality codes."""

    area_class: str = Field(description="How wide it acts; further words may come.")
    municipalities: list[str] = Field([], description="Official codes; none for a region or the country.")


class OrganisationOut(BaseModel):
    """An organisation as grants knows it (järjestö). The registry has the whole of it."""

    id: UUID = Field(description="The same id as in the registry.")
    kind: str = Field(description="organisation, parish, external_party or unknown; further words may come.")
    legal_form: str = Field(description="association, foundation, parish, unregistered_group …; further words may come.")
    names: Names = Field(description="The official names in use.")
    identifiers: list[Identifier] = Field(description="Its identifiers in other registers.")
    status: str = Field(description="active, paused, dissolved or merged; further words may come.")
    home_municipality: str | None = Field(description="Official code of its home municipality.")
    operating_area: OperatingArea | None = Field(description="How wide it acts.")
    sote_status: str = Field(description="Whether it is a social and health organisation under the definition in force (ORG-27).")
    non_profit_status: str = Field(description="Whether the county found it to be of common good (ORG-04).")
    non_profit_until: date | None = Field(description="The first day on which that assessment no longer counts.")
    dissolves_on: date | None = Field(description="The day to come on which it will end, where one is settled.")
