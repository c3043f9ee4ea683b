"""What the county decides about organisations as a whole: the definition of a sote organisation, and its parameters."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field as Column

from chassis.tables import INSTANT
from registry.organisations.domain import sote
from registry.organisations.domain.kinds import Field, Group, Kind, LegalForm
from registry.schema import RegistryPlain, RegistryRow


class SoteDefinition(RegistryRow, table=True):
    """One version of the definition of a social and health organisation (sote-järjestön määritelmä). ORG-27."""

    __tablename__ = "sote_definition"
    __table_args__ = (UniqueConstraint("number"),)
    number: int
    """Which version of the definition this is: 1, 2, 3 …"""
    term: str = Column(sa_column_args=(ForeignKey("registry.council_term.code"),))
    valid_from: date
    valid_until: date | None = None
    kinds: list[str] = Column(default_factory=list, sa_type=ARRAY(Text))
    legal_forms: list[str] = Column(default_factory=list, sa_type=ARRAY(Text))
    fields: list[str] = Column(default_factory=list, sa_type=ARRAY(Text))
    groups: list[str] = Column(default_factory=list, sa_type=ARRAY(Text))
    refuses_service_producers: bool = False
    grounds: str
    published_at: datetime = Column(sa_type=INSTANT)
    published_by: UUID

    @property
    def definition(self) -> sote.Definition:
        """As the rules see it."""
        return sote.Definition(
            version=self.number,
            term=self.term,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            kinds=frozenset(map(Kind, self.kinds)),
            legal_forms=frozenset(map(LegalForm, self.legal_forms)),
            fields=frozenset(map(Field, self.fields)),
            groups=frozenset(map(Group, self.groups)),
            refuses_service_producers=self.refuses_service_producers,
        )


class Parameter(RegistryPlain, table=True):
    """A number that the county may change without new code; `lifecycle.Limits` says what each means."""

    __tablename__ = "parameter"
    name: str = Column(primary_key=True)
    value: int
