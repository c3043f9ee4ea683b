"""What hangs on an organisation: names with their days, identifiers, origins of fields, years, assessments, what happened to it."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Numeric, SmallInteger, UniqueConstraint
from sqlmodel import Field as Column

from chassis.tables import INSTANT, one_of
from registry.organisations.domain.identifiers import Scheme
from registry.organisations.domain.kinds import Language
from registry.organisations.domain.lifecycle import Action, Status
from registry.organisations.domain.names import Named, NameKind
from registry.organisations.domain.nonprofit import NonProfit
from registry.schema import RegistryPlain

_OF = "registry.organisation.id"


class OrganisationName(RegistryPlain, table=True):
    """A name, official or other, in use or of the past (nimihistoria). R2."""

    __tablename__ = "name"
    __table_args__ = (Index("ix_name_organisation_id", "organisation_id"),)
    position: int | None = Column(default=None, sa_type=BigInteger, sa_column_args=(Identity(),), primary_key=True)
    organisation_id: UUID = Column(sa_column_args=(ForeignKey(_OF),))
    text: str
    language: Language = Column(sa_type=one_of(Language))
    kind: NameKind = Column(default=NameKind.OFFICIAL, sa_type=one_of(NameKind))
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def named(self) -> Named:
        """As the rules see it."""
        return Named(self.text, self.language, self.kind, self.valid_from, self.valid_until)


class OrganisationIdentifier(RegistryPlain, table=True):
    """The guard: an identifier belongs to one organisation, and an organisation has one of each scheme. R1."""

    __tablename__ = "identifier"
    __table_args__ = (UniqueConstraint("organisation_id", "scheme"),)
    scheme: Scheme = Column(sa_type=one_of(Scheme), primary_key=True)
    value: str = Column(primary_key=True)
    organisation_id: UUID = Column(sa_column_args=(ForeignKey(_OF),))


class FieldSource(RegistryPlain, table=True):
    """Where the present value of a field comes from (tiedon alkuperä). ORG-22."""

    __tablename__ = "field_source"
    organisation_id: UUID = Column(primary_key=True, sa_column_args=(ForeignKey(_OF),))
    field: str = Column(primary_key=True)
    source: str
    """`person`, or the key of an import's source."""
    seen_on: date
    """The day of the source's edition, or of the entry."""
    entered_by: UUID | None = None


class WorkforceOfYear(RegistryPlain, table=True):
    """Who did the work in a year. ORG-10."""

    __tablename__ = "workforce"
    __table_args__ = (CheckConstraint("person_years >= 0 AND volunteers >= 0", name="counts"),)
    organisation_id: UUID = Column(primary_key=True, sa_column_args=(ForeignKey(_OF),))
    year: int = Column(primary_key=True, sa_type=SmallInteger)
    person_years: Decimal = Column(sa_type=Numeric(8, 1))
    volunteers: int
    reported_at: datetime = Column(sa_type=INSTANT)


class NonProfitAssessment(RegistryPlain, table=True):
    """One assessment; earlier ones stay. ORG-04."""

    __tablename__ = "non_profit_assessment"
    __table_args__ = (Index("ix_non_profit_assessment_organisation_id", "organisation_id"),)
    id: UUID = Column(primary_key=True)
    organisation_id: UUID = Column(sa_column_args=(ForeignKey(_OF),))
    outcome: NonProfit = Column(sa_type=one_of(NonProfit))
    for_common_good: bool
    not_for_a_closed_circle: bool
    no_private_gain: bool
    assessed_on: date
    valid_until: date | None = None
    grounds: str
    assessed_by: UUID
    recorded_at: datetime = Column(sa_type=INSTANT)


class StatusChange(RegistryPlain, table=True):
    """What happened to it: one row for each change of its status. Ended organisations stay readable. R3."""

    __tablename__ = "status_change"
    __table_args__ = (Index("ix_status_change_organisation_id", "organisation_id"),)
    id: UUID = Column(primary_key=True)
    organisation_id: UUID = Column(sa_column_args=(ForeignKey(_OF),))
    action: Action = Column(sa_type=one_of(Action))
    before: Status = Column(sa_type=one_of(Status, "before"))
    after: Status = Column(sa_type=one_of(Status, "after"))
    at: datetime = Column(sa_type=INSTANT)
    effective_on: date
    other_id: UUID | None = None
    """The organisation it merged into, or was parted from."""
    grounds: str | None = None
    by: UUID
