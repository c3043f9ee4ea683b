"""Areas and council terms as the API takes and shows them."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from chassis.values import Grounds, Name
from registry.areas.domain import CouncilKind, Kind

Code = Annotated[str, Field(pattern=r"^[0-9a-z][0-9a-z-]{0,39}$", description="Official code (kuntakoodi) or the county's own.")]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AddArea(Body):
    """An area that the reference files do not know."""

    code: Code
    kind: Annotated[Kind, Field(description="Its level in the tree.")]
    name_fi: Annotated[Name, Field(description="Finnish name.")]
    name_sv: Annotated[Name | None, Field(description="Swedish name.")] = None
    name_en: Annotated[Name | None, Field(description="English name.")] = None
    parent: Annotated[Code | None, Field(description="Code of the area that it lies in.")] = None
    valid_from: Annotated[date | None, Field(description="First day; null: always.")] = None


class MoveArea(Body):
    """Another place in the tree from a day on (alueen siirto). XCT-03."""

    parent: Annotated[Code, Field(description="Code of the area that it will lie in.")]
    valid_from: Annotated[date, Field(description="First day in the new place.")]
    grounds: Annotated[Grounds, Field(description="The decision that says so.")]


class AbolishArea(Body):
    """An end, and what takes its place (kuntaliitos). XCT-04."""

    successor: Annotated[Code, Field(description="Code of the area that takes its place.")]
    valid_until: Annotated[date, Field(description="First day on which it no longer exists.")]
    grounds: Annotated[Grounds, Field(description="The decision that says so.")]


class OpenTerm(Body):
    """A further council term (valtuustokausi)."""

    code: Code
    kind: Annotated[CouncilKind, Field(description="Whose council.")]
    valid_from: Annotated[date, Field(description="First day.")]
    valid_until: Annotated[date, Field(description="First day of the next term.")]


class PlacementOut(BaseModel):
    """Where it lay, and when."""

    parent: Annotated[str, Field(description="Code of the area above.")]
    valid_from: Annotated[date | None, Field(description="First day; null: always.")]
    valid_until: Annotated[date | None, Field(description="First day elsewhere; null: for now.")]


class AreaOut(BaseModel):
    """An area (alue)."""

    id: Annotated[UUID, Field(description="Our own id; elsewhere areas are named by code.")]
    code: Annotated[str, Field(description="Official code (kuntakoodi) or the county's own.")]
    kind: Annotated[Kind, Field(description="Its level in the tree.")]
    name_fi: Annotated[str, Field(description="Finnish name.")]
    name_sv: Annotated[str | None, Field(description="Swedish name.")]
    name_en: Annotated[str | None, Field(description="English name.")]
    valid_from: Annotated[date | None, Field(description="First day; null: always.")]
    valid_until: Annotated[date | None, Field(description="First day on which it no longer exists; null: for now.")]
    successor: Annotated[str | None, Field(description="Code of what took its place.")]
    placements: Annotated[list[PlacementOut], Field(description="Where it lay, the oldest first.")]


class Step(BaseModel):
    """One area on the way to the answer."""

    code: Annotated[str, Field(description="Code.")]
    kind: Annotated[Kind, Field(description="Level.")]
    name_fi: Annotated[str, Field(description="Finnish name.")]


class Resolution(BaseModel):
    """What a code means on a day: itself, or what came after it, however many steps away. XCT-04."""

    asked: Annotated[str, Field(description="The code that was asked about.")]
    on: Annotated[date, Field(description="The day.")]
    area: Annotated[Step, Field(description="The area that stands for it on the day.")]
    path: Annotated[list[Step], Field(description="From the root of the tree to the area: a role for one of these covers it.")]
    population: Annotated[dict[int, int], Field(description="Inhabitants on the last day of a year, as far as known.")]


class TermOut(BaseModel):
    """A council term (valtuustokausi). XCT-02."""

    id: Annotated[UUID, Field(description="Our own id.")]
    code: Annotated[str, Field(description="The code that others refer to.")]
    kind: Annotated[CouncilKind, Field(description="Whose council.")]
    valid_from: Annotated[date, Field(description="First day.")]
    valid_until: Annotated[date, Field(description="First day of the next term.")]


class SoteDomainOut(BaseModel):
    """A service domain (sote-toimiala)."""

    code: Annotated[str, Field(description="The code that others refer to.")]
    name_fi: Annotated[str, Field(description="Finnish name.")]
    name_en: Annotated[str, Field(description="English name.")]
    network: Annotated[str | None, Field(description="The theme network that goes with it.")]
    valid_from: Annotated[date, Field(description="First day.")]


class Imported(BaseModel):
    """What a population file changed."""

    lines: Annotated[int, Field(description="Figures in the file.")]
    changed: Annotated[int, Field(description="Figures that were new or different.")]
