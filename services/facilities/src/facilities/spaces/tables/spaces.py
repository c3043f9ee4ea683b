"""Spaces, and which leaves each consists of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Computed, ForeignKeyConstraint, Index, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field
from typing_extensions import override

from chassis.alphabet import in_finnish_order
from chassis.problems import Problem
from chassis.tables import INSTANT, one_of
from facilities.access import Scope
from facilities.events import space as events
from facilities.events.parts import SpaceNamed, Words
from facilities.schema import FacilitiesPlain, FacilitiesRoot
from facilities.spaces.domain.features import BOOKABLE
from facilities.spaces.domain.kinds import OwnerKind
from facilities.spaces.domain.lifecycle import Status
from facilities.spaces.problems import TREE_BOOKED
from facilities.spaces.tables.sites import NAME

_SEARCHED = " || ' ' || ".join(
    f"coalesce({column}->>'{language}', '')" for column in ("names", "site_names") for language in ("fi", "sv", "en")
)


class Space(FacilitiesRoot, table=True):
    """A space (tila) of a site: a room, a hall, a half of it, a place in the lobby.

    Whose it is, where it lies and what its site is called are kept here too, because its public state shows them; the commands
    that change the site change them in the same transaction.
    """

    __tablename__ = "space"
    __topic__: ClassVar[str] = events.TOPIC
    __table_args__ = (
        UniqueConstraint("id", "site_id"),
        ForeignKeyConstraint(["parent_id", "site_id"], ["facilities.space.id", "facilities.space.site_id"]),
        CheckConstraint("parent_id <> id", name="parent"),
        CheckConstraint("capacity > 0", name="capacity"),
        CheckConstraint("(status = 'withdrawn') = (withdrawal_grounds IS NOT NULL)", name="withdrawn_has_grounds"),
        CheckConstraint("path[cardinality(path)] = id", name="path"),
        Index("ix_space_site_id", "site_id"),
        Index("ix_space_municipality", "municipality"),
        Index("ix_space_sort_name", "sort_name", "id"),
        Index("ix_space_features", "features", postgresql_using="gin"),
    )
    __scopes__: ClassVar[Mapping[str, str]] = {Scope.CENTRE: "centre", Scope.MUNICIPALITY: "owner_municipality"}
    __refusals__: ClassVar[Mapping[str, Problem]] = {"ck_space_leaf_booked": TREE_BOOKED}
    site_id: UUID = Field(foreign_key="facilities.site.id")
    parent_id: UUID | None = None
    """The larger space that it is a part of, at the same site."""
    path: list[UUID] = Field(sa_type=ARRAY(Uuid))
    """From the outermost space to this one."""
    names: dict[str, str] = Field(sa_type=JSONB)
    description: dict[str, str] = Field(default_factory=dict, sa_type=JSONB)
    status: Status = Field(default=Status.DRAFT, sa_type=one_of(Status))
    published_at: datetime | None = Field(default=None, sa_type=INSTANT)
    withdrawal_grounds: str | None = None
    capacity: int | None = None
    """Persons."""
    features: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    """Codes of the reference data, sorted; with `bookable`, it is booked through this service."""
    use_forms: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    """FAC-18."""
    accessibility: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    """Where it differs from the site's."""
    accessibility_text: dict[str, str] = Field(default_factory=dict, sa_type=JSONB)
    rules: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    """`schemas.BookingRules`; read them by `queries.rules_of`."""
    demonstration: bool = False
    owner: OwnerKind = Field(sa_type=one_of(OwnerKind))
    owner_municipality: str | None = None
    centre: str | None = None
    municipality: str
    """Official code of the municipality in which it lies."""
    site_names: dict[str, str] = Field(sa_type=JSONB)
    address: str | None = None
    sort_name: str = Field(sa_column=Column(Text(collation="C"), Computed(in_finnish_order(NAME), persisted=True), nullable=False))
    searched: str = Field(
        sa_column=Column(Text(collation="C"), Computed(in_finnish_order(_SEARCHED), persisted=True), nullable=False)
    )
    """Its names and its site's, folded: what `q` looks in."""

    @property
    def bookable(self) -> bool:
        """Whether it is booked through this service. FAC-11."""
        return BOOKABLE in self.features

    def named(self) -> SpaceNamed:
        """The space as events name it."""
        return SpaceNamed(
            space_id=self.id,
            names=Words(**self.names),
            site_id=self.site_id,
            site=Words(**self.site_names),
            address=self.address,
            municipality=self.municipality,
        )

    @override
    def public(self) -> events.SpaceState:
        return events.SpaceState(
            id=self.id,
            space=Space.named(self),
            parent_id=self.parent_id,
            owner=self.owner.value,
            status=self.status.value,
            capacity=self.capacity,
            features=tuple(self.features),
            bookable=BOOKABLE in self.features,
        )


class SpaceLeaf(FacilitiesPlain, table=True):
    """Which leaves a space consists of; of a leaf, itself. Kept in the transaction that changes the tree. F2."""

    __tablename__ = "space_leaf"
    __table_args__ = (Index("ix_space_leaf_leaf_id", "leaf_id"),)
    space_id: UUID = Field(primary_key=True, foreign_key="facilities.space.id")
    leaf_id: UUID = Field(primary_key=True, foreign_key="facilities.space.id")
