"""Buildings and places in which spaces lie."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Column, Computed, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from chassis.alphabet import in_finnish_order
from chassis.problems import Problem
from chassis.tables import one_of
from facilities.access import Scope
from facilities.schema import FacilitiesRow
from facilities.spaces.domain.kinds import OwnerKind, SiteKind
from facilities.spaces.problems import OWNER_INCOMPLETE, PLACE_INCOMPLETE, SOURCE_TAKEN

NAME = "coalesce(names->>'fi', '')"
NAMES = "coalesce(names->>'fi', '') || ' ' || coalesce(names->>'sv', '') || ' ' || coalesce(names->>'en', '')"


class Site(FacilitiesRow, table=True):
    """A site (toimipaikka): a health centre, a library, a town hall, an association house, a sports place. FAC-19."""

    __tablename__ = "site"
    __table_args__ = (
        CheckConstraint(
            "(owner = 'municipality') = (owner_municipality IS NOT NULL) AND (owner = 'other') = (owner_name IS NOT NULL)",
            name="owner",
        ),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="place"),
        CheckConstraint("latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180", name="on_earth"),
        CheckConstraint("(source IS NULL) = (source_id IS NULL)", name="source"),
        Index("ix_site_sort_name", "sort_name", "id"),
        Index("ix_site_municipality", "municipality"),
        Index("ix_site_latitude_longitude", "latitude", "longitude"),
        Index("uq_site_source_source_id", "source", "source_id", unique=True),
    )
    __scopes__: ClassVar[Mapping[str, str]] = {Scope.CENTRE: "centre", Scope.MUNICIPALITY: "owner_municipality"}
    __refusals__: ClassVar[Mapping[str, Problem]] = {
        "uq_site_source_source_id": SOURCE_TAKEN,
        "ck_site_owner": OWNER_INCOMPLETE,
        "ck_site_place": PLACE_INCOMPLETE,
    }
    kind: SiteKind = Field(sa_type=one_of(SiteKind))
    names: dict[str, str] = Field(sa_type=JSONB)
    """`{fi, sv, en}`; Finnish, or for a place abroad its own name, always."""
    owner: OwnerKind = Field(sa_type=one_of(OwnerKind))
    owner_municipality: str | None = None
    """Official code of the municipality that owns it: its officer decides."""
    owner_name: str | None = None
    """Name of an owner that is neither county nor municipality."""
    centre: str | None = None
    """Official code of the health centre that it is: its liaison decides."""
    municipality: str
    """Official code of the municipality in which it lies; of a place abroad, the code of its own country's register."""
    street: str | None = None
    postal_code: str | None = None
    post_office: str | None = None
    latitude: float | None = None
    """WGS84, degrees."""
    longitude: float | None = None
    website: str | None = None
    accessibility: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    """What is known, by the words of `schemas.Accessibility`; what is not known is left out. FAC-29."""
    accessibility_text: dict[str, str] = Field(default_factory=dict, sa_type=JSONB)
    """The same in words (esteettömyys), `{fi, sv, en}`. A:80."""
    demonstration: bool = False
    """Made up to show the system."""
    source: str | None = None
    """Key of the source that it was imported from."""
    source_id: str | None = None
    """The source's own key of it."""
    seen_on: date | None = None
    """Day of the newest edition that had it."""
    by_hand: list[str] = Field(default_factory=list, sa_type=JSONB)
    """Fields that a person has written: an import leaves them as they are."""
    sort_name: str = Field(sa_column=Column(Text(collation="C"), Computed(in_finnish_order(NAME), persisted=True), nullable=False))
    """Made by the database: lists stand in Finnish order."""
    searched: str = Field(sa_column=Column(Text(collation="C"), Computed(in_finnish_order(NAMES), persisted=True), nullable=False))
    """All names, folded: what `q` looks in."""

    @property
    def address(self) -> str | None:
        """Street, postal code and post office in one line."""
        place = " ".join(part for part in (self.postal_code, self.post_office) if part)
        return ", ".join(part for part in (self.street, place) if part) or None
