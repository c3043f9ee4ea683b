"""The root: an organisation as it is now, with everything that its public state shows."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field as Column
from typing_extensions import override

from chassis.problems import Problem
from chassis.tables import INSTANT, one_of
from registry.access import Scope
from registry.events import organisation as events
from registry.organisations.domain.kinds import AreaClass, Kind, LegalForm, Support
from registry.organisations.domain.lifecycle import Status
from registry.organisations.domain.nonprofit import NonProfit
from registry.organisations.domain.profile import OperatingArea
from registry.organisations.domain.sote import SoteStatus
from registry.organisations.problems import (
    DEFINITION_NUMBER_TAKEN,
    IDENTIFIER_OF_SCHEME_TWICE,
    IDENTIFIER_TAKEN,
    MERGE_INTO_ITSELF,
    WORKFORCE_TWICE,
)
from registry.schema import RegistryRoot

FINNISH = Text(collation="C")
"""Type of a key that stands in Finnish alphabetical order when compared bytewise (`search.sort_key`)."""


class Organisation(RegistryRoot, table=True):
    """An organisation, a parish or an external party (järjestö, seurakunta, kumppanitaho)."""

    __tablename__ = "organisation"
    __topic__: ClassVar[str] = events.TOPIC
    __table_args__ = (
        CheckConstraint("successor_id <> id", name="successor"),
        CheckConstraint("(status = 'merged') = (successor_id IS NOT NULL)", name="merged_has_successor"),
        CheckConstraint("(status = 'dissolved') = (dissolved_on IS NOT NULL)", name="dissolved_has_day"),
        CheckConstraint("dissolves_on IS NULL OR status IN ('active', 'paused')", name="dissolves_while_alive"),
        CheckConstraint("(dissolves_on IS NULL) = (dissolution_grounds IS NULL)", name="dissolves_with_grounds"),
        Index("ix_organisation_sort_key_id", "sort_key", "id"),
        Index("ix_organisation_registered_at_id", "registered_at", "id"),
        Index("ix_organisation_updated_at_id", "updated_at", "id"),
        Index("ix_organisation_home_municipality", "home_municipality"),
        Index("ix_organisation_successor_id", "successor_id"),
        Index("ix_organisation_fields", "fields", postgresql_using="gin"),
        Index("ix_organisation_groups", "groups", postgresql_using="gin"),
        Index("ix_organisation_area_codes", "area_codes", postgresql_using="gin"),
        Index("ix_organisation_municipalities", "municipalities", postgresql_using="gin"),
    )
    __scopes__: ClassVar[Mapping[str, str]] = {
        Scope.ORGANISATION: "id",
        Scope.MUNICIPALITY: "home_municipality",
        Scope.AREA: "area_codes",
        Scope.CENTRE: "area_codes",
    }
    __refusals__: ClassVar[Mapping[str, Problem]] = {
        "pk_identifier": IDENTIFIER_TAKEN,
        "uq_identifier_organisation_id_scheme": IDENTIFIER_OF_SCHEME_TWICE,
        "pk_workforce": WORKFORCE_TWICE,
        "uq_sote_definition_number": DEFINITION_NUMBER_TAKEN,
        "ck_organisation_successor": MERGE_INTO_ITSELF,
    }
    kind: Kind = Column(sa_type=one_of(Kind))
    legal_form: LegalForm = Column(sa_type=one_of(LegalForm))
    name_fi: str | None = None
    name_sv: str | None = None
    name_en: str | None = None
    identifiers: list[dict[str, str]] = Column(default_factory=list, sa_type=JSONB)
    """`{scheme, value}` in the order of the schemes; the guard of their uniqueness is the table `identifier`."""
    locality: str | None = None
    home_municipality: str | None = None
    area_class: AreaClass | None = Column(default=None, sa_type=one_of(AreaClass))
    municipalities: list[str] = Column(default_factory=list, sa_type=ARRAY(Text))
    """Where it acts, beside its seat; official codes."""
    area_codes: list[str] = Column(default_factory=list, sa_type=ARRAY(Text))
    """Every area that its seat or its operating area lies in today, and the health centres there: whose liaison may act.

    Kept by `commands.place`.
    """
    fields: list[str] = Column(default_factory=list, sa_type=ARRAY(Text))
    groups: list[str] = Column(default_factory=list, sa_type=ARRAY(Text))
    is_service_producer: bool = False
    supports_others: Support = Column(default=Support.NONE, sa_type=one_of(Support))
    founded_on: date | None = None
    industry: str | None = None
    description: str | None = None
    website: str | None = None
    memberships: list[str] = Column(default_factory=list, sa_type=ARRAY(Text))
    """Names of umbrella organisations as a source writes them."""
    status: Status = Column(default=Status.ACTIVE, sa_type=one_of(Status))
    status_before: Status | None = Column(default=None, sa_type=one_of(Status, "status_before"))
    ended_at: datetime | None = Column(default=None, sa_type=INSTANT)
    dissolved_on: date | None = None
    dissolves_on: date | None = None
    """Settled and still to come: `lifecycle.standing` says what that means from the day on."""
    dissolution_grounds: str | None = None
    """Why it will end on that day."""
    successor_id: UUID | None = Column(default=None, sa_column_args=(ForeignKey("registry.organisation.id"),))
    sote_status: SoteStatus = Column(default=SoteStatus.NOT_EVALUATED, sa_type=one_of(SoteStatus))
    sote_definition_version: int | None = None
    sote_due: bool = True
    """Something that a definition may ask for has changed since it was last held against one."""
    non_profit_status: NonProfit = Column(default=NonProfit.NOT_ASSESSED, sa_type=one_of(NonProfit))
    non_profit_until: date | None = None
    sort_key: str = Column(default="", sa_type=FINNISH)
    registered_at: datetime = Column(sa_type=INSTANT)
    updated_at: datetime = Column(sa_type=INSTANT)

    @property
    def name(self) -> str:
        """The name it goes by: Finnish, else Swedish, else English."""
        return self.name_fi or self.name_sv or self.name_en or ""

    @property
    def operating_area(self) -> OperatingArea | None:
        """How wide it acts and where, if that is known."""
        return None if self.area_class is None else OperatingArea(self.area_class, tuple(self.municipalities))

    @override
    def public(self) -> events.OrganisationState:
        return state_of(self)


def state_of(row: Any) -> events.OrganisationState:
    """The public state of a row, or of anything with the columns of one: rows in bulk are no objects of the ORM."""
    area = None
    if row.area_class is not None:
        area = events.OperatingArea(area_class=row.area_class.value, municipalities=tuple(row.municipalities))
    return events.OrganisationState(
        id=row.id,
        kind=row.kind.value,
        legal_form=row.legal_form.value,
        names=events.Names(fi=row.name_fi, sv=row.name_sv, en=row.name_en),
        identifiers=tuple(events.Identifier(**each) for each in row.identifiers),
        status=row.status.value,
        home_municipality=row.home_municipality,
        operating_area=area,
        fields=tuple(row.fields),
        groups=tuple(row.groups),
        is_service_producer=row.is_service_producer,
        supports_others=row.supports_others.value,
        sote_status=row.sote_status.value,
        sote_definition_version=row.sote_definition_version,
        non_profit_status=row.non_profit_status.value,
        non_profit_until=row.non_profit_until,
        founded_on=row.founded_on,
        dissolved_on=row.dissolved_on,
        dissolves_on=row.dissolves_on,
        successor_id=row.successor_id,
        locality=row.locality,
        industry=row.industry,
        description=row.description,
        website=row.website,
    )
