"""Figures about organisations. ORG-25, STA-03, STA-04."""

from decimal import Decimal
from enum import Enum
from typing import Annotated

from pydantic import BaseModel, Field

from registry.organisations.domain.statistics import Unknown


class Grouping(Enum):
    """By what they are counted."""

    MUNICIPALITY = "municipality"
    SERVICE_AREA = "service_area"
    COUNTY = "county"
    FIELD = "field"
    LEGAL_FORM = "legal_form"


class CountOut(BaseModel):
    """How many there were at the end of a year, how thick on the ground, and what the year brought and took."""

    key: Annotated[str | None, Field(description="Official code, field or legal form; null where that is not known.")]
    name: Annotated[str | None, Field(description="Finnish name of the area.")]
    year: Annotated[int, Field(description="Calendar year.")]
    count: Annotated[int, Field(description="How many exist on the last day of the year; in the running year, today.")]
    population: Annotated[int | None, Field(description="Inhabitants on the last day of the year (väkiluku).")]
    density: Annotated[Decimal | None, Field(description="Organisations for each 1,000 inhabitants, four decimals.")]
    reason: Annotated[Unknown | None, Field(description="Why there is no density.")]
    founded: Annotated[int, Field(description="Founded in the year; those without a founding date are not among them.")]
    dissolved: Annotated[int, Field(description="Dissolved or merged in the year.")]
    net: Annotated[int, Field(description="Founded minus dissolved (nettomuutos).")]


class YearOut(BaseModel):
    """What a year brought and took (nettomuutos). STA-03."""

    year: Annotated[int, Field(description="Calendar year.")]
    founded: Annotated[int, Field(description="Founded in the year.")]
    dissolved: Annotated[int, Field(description="Dissolved or merged in the year.")]
    net: Annotated[int, Field(description="Founded minus dissolved.")]
    standing: Annotated[int, Field(description="How many exist on its last day.")]
    founding_unknown: Annotated[int, Field(description="Of those, how many have no known founding date.")]
