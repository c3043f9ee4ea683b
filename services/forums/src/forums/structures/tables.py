"""Structures, who convenes them, their seats and who held each when. Persons are ids: no names, no addresses."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, ExcludeConstraint
from sqlmodel import Field
from typing_extensions import override

from chassis.problems import Problem
from chassis.tables import one_of
from forums.access import Scope
from forums.events.parts import StructureNamed, Words
from forums.events.structure import TOPIC, StructureState
from forums.schema import ForumsPlain, ForumsRoot, ForumsRow
from forums.structures.domain import Because, Kind, Level, Status
from forums.structures.problems import ESTABLISHED_ALREADY, SEAT_TAKEN, TWO_SEATS

SCOPES: Mapping[str, str] = {
    Scope.AREA: "areas", Scope.CENTRE: "area", Scope.MUNICIPALITY: "area", Scope.DOMAIN: "domain",
}
"""Who answers for a row: whoever does for its area or one around it, for its centre or municipality itself, for its domain."""


def _later(table: str) -> ForeignKey:
    """Checked at the commit: a structure, its seats and who sits in them may be written together, in any order."""
    return ForeignKey(f"forums.{table}.id", deferrable=True, initially="DEFERRED")


class Structure(ForumsRoot, table=True):
    """A body, network or council (yhteistyörakenne). Ended with grounds, never deleted. STR-01, STR-23."""

    __tablename__ = "structure"
    __topic__: ClassVar[str] = TOPIC
    __scopes__: ClassVar[Mapping[str, str]] = {**SCOPES, Scope.ORGANISATION: "convenors"}
    __table_args__ = (
        Index("uq_structure_code", "code", unique=True, postgresql_where=text("status = 'active'")),
        CheckConstraint("(status = 'closed') = (closed_on IS NOT NULL)", name="closed"),
        CheckConstraint("term_from < term_until", name="term"),
        CheckConstraint("cardinality(cooperation_areas) > 0", name="cooperation_areas"),
        Index("ix_structure_parent_id", "parent_id"),
    )
    __refusals__: ClassVar[Mapping[str, Problem]] = {"uq_structure_code": ESTABLISHED_ALREADY}
    code: str
    """`ngo-forum`, `service-area-meeting:koillismaa`; one active at a time."""
    template: str | None = None
    names: dict[str, str | None] = Field(sa_type=JSONB)
    level: Level = Field(sa_type=one_of(Level))
    kind: Kind = Field(sa_type=one_of(Kind))
    status: Status = Field(default=Status.ACTIVE, sa_type=one_of(Status))
    area: str | None = None
    """Official code of its own area; nothing for the whole county."""
    areas: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    """That code and those of the areas around it, as they lay when it was established."""
    domain: str | None = None
    """Code of its service domain."""
    parent_id: UUID | None = Field(default=None, sa_column_args=(_later("structure"),))
    """Of a working group: the body that set it up."""
    cooperation_areas: list[str] = Field(sa_type=ARRAY(Text))
    """At least one (STR-29)."""
    topics: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    """Types of its agenda items."""
    groups: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    """Described members: see `domain.groups`."""
    cadence: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    """`per_year_min`, `per_year_max`, `mode`; or `regularly`; or the `terms` of an outside body."""
    convenor_role: str | None = None
    convenor_text: str = ""
    """Who calls it together, in the plan's words."""
    convenor_count: int = 0
    """How many different organisations do; 0 where a role or somebody outside does."""
    convenors: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    """The organisations that do now: read for rights."""
    mandate: str | None = None
    term_from: date | None = None
    term_until: date | None = None
    """The first day after its term."""
    founded: str | None = None
    """When it was founded, as far as known: `2020-autumn`."""
    since: date
    """From when it stands here."""
    closed_on: date | None = None
    closing_grounds: str | None = None
    successor_id: UUID | None = Field(default=None, sa_column_args=(_later("structure"),))
    no_successor_because: str | None = None

    def named(self) -> StructureNamed:
        """As events name it."""
        return StructureNamed(structure_id=self.id, names=self.words, level=self.level.value, kind=self.kind.value)

    @property
    def words(self) -> Words:
        return Words.model_validate(self.names)

    @override
    def public(self) -> StructureState:
        return StructureState(
            id=self.id,
            code=self.code,
            names=Words.model_validate(self.names),
            level=self.level.value,
            kind=self.kind.value,
            area=self.area,
            domain=self.domain,
            parent_id=self.parent_id,
            status=self.status.value,
            cooperation_areas=tuple(self.cooperation_areas),
            successor_id=self.successor_id,
        )


class Convening(ForumsRow, table=True):
    """An organisation calls the structure together from a day on (koolle kutsuja). STR-15..18."""

    __tablename__ = "convening"
    __table_args__ = (
        CheckConstraint("since <= until", name="days"),
        ExcludeConstraint(
            ("structure_id", "="), ("organisation_id", "="), (text("daterange(since, until)"), "&&"),
            name="ex_convening_days", using="gist",
        ),
    )
    structure_id: UUID = Field(sa_column_args=(_later("structure"),))
    organisation_id: UUID
    since: date
    until: date | None = None
    until_before: date | None = None
    cause_id: UUID | None = None
    """What ended it where no person did: the event heard. `until_before` is then what had been said of its end."""


class Seat(ForumsRow, table=True):
    """A place in a structure (paikka), of one group of members; a deputy's seat names the seat that it stands in for."""

    __tablename__ = "seat"
    __scopes__: ClassVar[Mapping[str, str]] = SCOPES
    __table_args__ = (Index("ix_seat_structure_id", "structure_id", "number"), Index("ix_seat_deputy_of", "deputy_of"))
    structure_id: UUID = Field(sa_column_args=(_later("structure"),))
    group: str
    """Code of the group of members."""
    number: int
    """In the order in which the structure's seats were defined."""
    deputy_of: UUID | None = Field(default=None, sa_column_args=(_later("seat"),))
    areas: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    area: str | None = None
    domain: str | None = None
    appointments: int = 0
    """How often somebody was appointed to it or left it."""
    withdrawn_on: date | None = None
    """From when on it is no seat any more."""


class Ended(ForumsPlain, table=True):
    """An organisation that has ended (lakkautunut järjestö), by the registry's own word. Gone when that is taken back."""

    __tablename__ = "ended_organisation"
    organisation_id: UUID = Field(primary_key=True)
    dissolved_on: date
    cause_id: UUID
    """`ce_id` of the fact."""


class Holding(ForumsRow, table=True):
    """Somebody holds a seat for a time, half-open days; the person is an id, the organisation is who is represented."""

    __tablename__ = "holding"
    __scopes__: ClassVar[Mapping[str, str]] = {**SCOPES, Scope.ORGANISATION: "organisation_id"}
    __table_args__ = (
        CheckConstraint("since <= until", name="days"),
        ExcludeConstraint(("seat_id", "="), (text("daterange(since, until)"), "&&"), name="ex_holding_seat", using="gist"),
        ExcludeConstraint(
            ("structure_id", "="), ("person", "="), (text("daterange(since, until)"), "&&"), name="ex_holding_person", using="gist"
        ),
        Index("ix_holding_organisation_id", "organisation_id"),
    )
    __refusals__: ClassVar[Mapping[str, Problem]] = {"ex_holding_seat": SEAT_TAKEN, "ex_holding_person": TWO_SEATS}
    structure_id: UUID = Field(sa_column_args=(_later("structure"),))
    seat_id: UUID = Field(sa_column_args=(_later("seat"),))
    person: UUID
    organisation_id: UUID | None = None
    areas: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    area: str | None = None
    domain: str | None = None
    since: date
    until: date | None = None
    until_before: date | None = None
    """What had been said of its end before it was ended."""
    ended_because: Because | None = Field(default=None, sa_type=one_of(Because))
    told: bool = False
    """Whether its end has been announced: on the day, not before."""
    cause_id: UUID | None = None
    """What ended it where no person did: the event heard."""
