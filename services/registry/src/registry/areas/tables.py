"""Areas with the history of where they lay and how many lived there, service domains, council terms."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint
from sqlmodel import Field
from typing_extensions import override

from chassis.problems import Problem
from chassis.tables import one_of
from registry.areas.domain import CouncilKind, Kind
from registry.areas.problems import CODE_TAKEN, TERM_OVERLAPS_ANOTHER, TERM_TAKEN
from registry.events import area as area_events
from registry.events import council_term as term_events
from registry.schema import RegistryPlain, RegistryRoot


class Area(RegistryRoot, table=True):
    """An area (alue) that exists, existed, or will exist."""

    __tablename__ = "area"
    __topic__: ClassVar[str] = area_events.TOPIC
    __table_args__ = (UniqueConstraint("code"),)
    __refusals__: ClassVar[Mapping[str, Problem]] = {"uq_area_code": CODE_TAKEN}
    code: str
    kind: Kind = Field(sa_type=one_of(Kind))
    name_fi: str
    name_sv: str | None = None
    name_en: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    successor: str | None = None
    placements: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    """Under which area, from when, until before when: `{parent, valid_from, valid_until}`."""
    population: list[dict[str, int]] = Field(default_factory=list, sa_type=JSONB)
    """Inhabitants on the last day of a year (väkiluku), the oldest first: `{year, people}`."""

    @override
    def public(self) -> area_events.AreaState:
        return area_events.AreaState(
            id=self.id,
            code=self.code,
            kind=self.kind.value,
            name_fi=self.name_fi,
            name_sv=self.name_sv,
            name_en=self.name_en,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            successor=self.successor,
            placements=tuple(area_events.Placement(**placement) for placement in self.placements),
            population=tuple(area_events.Counted(**counted) for counted in self.population),
        )


class SoteDomain(RegistryPlain, table=True):
    """One of the county's service domains (sote-toimiala)."""

    __tablename__ = "sote_domain"
    code: str = Field(primary_key=True)
    name_fi: str
    name_en: str
    network: str | None = None
    valid_from: date


class CouncilTerm(RegistryRoot, table=True):
    """A term of the councils (valtuustokausi), half-open. XCT-02."""

    __tablename__ = "council_term"
    __topic__: ClassVar[str] = term_events.TOPIC
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("valid_from < valid_until", name="days"),
        ExcludeConstraint(
            ("kind", "="), (text("daterange(valid_from, valid_until)"), "&&"), name="ex_council_term_days", using="gist"
        ),
    )
    __refusals__: ClassVar[Mapping[str, Problem]] = {
        "uq_council_term_code": TERM_TAKEN,
        "ex_council_term_days": TERM_OVERLAPS_ANOTHER,
    }
    code: str
    kind: CouncilKind = Field(sa_type=one_of(CouncilKind))
    valid_from: date
    valid_until: date

    @override
    def public(self) -> term_events.CouncilTermState:
        return term_events.CouncilTermState(
            id=self.id, code=self.code, kind=self.kind.value, valid_from=self.valid_from, valid_until=self.valid_until
        )


