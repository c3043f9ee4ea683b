"""Counts of meetings and of those who took part. MTG-05, MTG-12, MTG-13, STR-08."""

from uuid import UUID

from pydantic import BaseModel, Field

from chassis.values import Text
from forums.meetings.domain import Pace, Sector


class StructureCountOut(BaseModel):
    """Meetings of one structure in a year."""

    structure_id: UUID = Field(description="The structure.")
    names: Text = Field(description="Its names.")
    municipality: str | None = Field(description="Official code, of a structure of one municipality.")
    meetings: int = Field(description="How many were held.")
    attendance: dict[Sector, int] = Field(description="Participations by sector, summed over the meetings.")


class MunicipalityOut(BaseModel):
    """Meetings of the structures of one municipality in a year."""

    municipality: str = Field(description="Official code.")
    meetings: int = Field(description="How many were held.")


class CountsOut(BaseModel):
    """Meetings held in a year (tapaamisten määrät)."""

    year: int = Field(description="Calendar year in Finland.")
    meetings: int = Field(description="How many were held.")
    attendance: dict[Sector, int] = Field(description="Participations by sector, summed over all of them.")
    municipalities: int = Field(description="In how many municipalities such meetings were held. MTG-13.")
    by_municipality: list[MunicipalityOut] = Field(description="By code.")
    by_structure: list[StructureCountOut] = Field(description="By name.")


class CadenceOut(BaseModel):
    """How often a structure meets in a year, against what is said of it (kokoontumistiheys). STR-08."""

    structure_id: UUID = Field(description="The structure.")
    names: Text = Field(description="Its names.")
    per_year_min: int | None = Field(description="Meetings in a year, at least.")
    per_year_max: int | None = Field(description="Meetings in a year, at most.")
    held: int = Field(description="Held in that year.")
    ahead: int = Field(description="Scheduled in it and still to come.")
    pace: Pace = Field(description="fine, to_come, at_risk; too_few and too_many are breaches.")
