"""Rows that others own and facilities keeps a copy of. Nobody here writes them but the `Copy` of each."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Column, Computed, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from chassis.alphabet import in_finnish_order
from facilities.access import Permission, Scope
from facilities.schema import FacilitiesCopy

NAME = "coalesce(names->>'fi', names->>'sv', names->>'en', '')"


class Organisation(FacilitiesCopy, table=True):
    """Of registry's organisations (järjestöt), what bookings ask about."""

    __tablename__ = "organisation_copy"
    __table_args__ = (Index("ix_organisation_copy_sort_name", "sort_name", "id"),)
    __scopes__: ClassVar[Mapping[str, str]] = {Scope.ORGANISATION: "id", Scope.MUNICIPALITY: "home_municipality"}
    __read__ = Permission.ORGANISATION_READ
    kind: str
    """organisation, parish, external_party, unknown"""
    names: dict[str, str | None] = Field(sa_type=JSONB)
    status: str
    """active, paused, dissolved, merged"""
    home_municipality: str | None
    dissolved_on: date | None
    """The day on which it ended."""
    dissolves_on: date | None
    """The day to come on which it will end, where one is settled."""
    successor_id: UUID | None
    """What it became part of (fuusio)."""
    sort_name: str = Field(sa_column=Column(Text(collation="C"), Computed(in_finnish_order(NAME), persisted=True), nullable=False))
    """Made by the database from the names: lists stand in Finnish order."""


class Area(FacilitiesCopy, table=True):
    """Of registry's areas (alueet): scopes are resolved from them, for any day."""

    __tablename__ = "area_copy"
    code: str
    kind: str
    """county, service_area, municipality, health_centre, joint_authority"""
    name_fi: str
    name_sv: str | None
    valid_from: date | None
    valid_until: date | None
    successor: str | None
    """Code of the area that it became part of."""
    placements: list[dict[str, Any]] = Field(sa_type=JSONB)
    """Where it lay, each `parent`, `valid_from`, `valid_until` (half-open)."""
