"""Rows that others own and forums keeps a copy of. Nobody here writes them but the `Copy` of each."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Column, Computed, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from chassis.alphabet import in_finnish_order
from chassis.tables import INSTANT
from notifications.access import Permission, Scope
from notifications.schema import NotificationsCopy

NAME = "coalesce(names->>'fi', names->>'sv', names->>'en', '')"


class Organisation(NotificationsCopy, table=True):
    """Of registry's organisations (järjestöt), what audiences and messages ask about."""

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
    successor_id: UUID | None
    """What it became part of (fuusio)."""
    sort_name: str = Field(sa_column=Column(Text(collation="C"), Computed(in_finnish_order(NAME), persisted=True), nullable=False))
    """Made by the database from the names: lists stand in Finnish order."""


class Area(NotificationsCopy, table=True):
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


class Structure(NotificationsCopy, table=True):
    """Of forums' structures (yhteistyörakenteet), what they are called."""

    __tablename__ = "structure_copy"
    names: dict[str, str | None] = Field(sa_type=JSONB)


class Meeting(NotificationsCopy, table=True):
    """Of forums' meetings (tapaamiset), what the public feed says."""

    __tablename__ = "meeting_copy"
    __table_args__ = (Index("ix_meeting_copy_starts_at", "starts_at", "id"),)
    structure_id: UUID
    title: dict[str, str | None] = Field(sa_type=JSONB)
    status: str
    """scheduled, invited, held, minuted, cancelled"""
    room: str
    """not_needed, asked, won, refused"""
    mode: str
    """in_person, remote, hybrid"""
    public: bool
    """Shown in public calendars."""
    starts_at: datetime = Field(sa_type=INSTANT)
    ends_at: datetime = Field(sa_type=INSTANT)
    calendar_sequence: int
    place: str | None
