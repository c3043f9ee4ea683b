"""Periods of hours."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from chassis.problems import Problem
from chassis.tables import one_of
from facilities.access import Scope
from facilities.schema import FacilitiesRow
from facilities.spaces.domain.hours import Purpose, State
from facilities.spaces.problems import DAYS_OUT_OF_ORDER, OPENING_OF_SITE, SPACE_ELSEWHERE


class HoursPeriod(FacilitiesRow, table=True):
    """Days on which some rules hold, of a site or of one of its spaces (aukiolojakso). FAC-09, F14."""

    __tablename__ = "hours_period"
    __table_args__ = (
        ForeignKeyConstraint(
            ["space_id", "site_id"], ["facilities.space.id", "facilities.space.site_id"], name="fk_hours_period_space_id_site_id"
        ),
        CheckConstraint("valid_until > valid_from", name="days"),
        CheckConstraint("space_id IS NULL OR purpose = 'use'", name="opening_of_site"),
        Index("ix_hours_period_site_id", "site_id", "purpose"),
    )
    __refusals__: ClassVar[Mapping[str, Problem]] = {
        "ck_hours_period_days": DAYS_OUT_OF_ORDER,
        "ck_hours_period_opening_of_site": OPENING_OF_SITE,
        "fk_hours_period_space_id_site_id": SPACE_ELSEWHERE,
    }
    __scopes__: ClassVar[Mapping[str, str]] = {Scope.CENTRE: "centre", Scope.MUNICIPALITY: "owner_municipality"}
    site_id: UUID = Field(foreign_key="facilities.site.id")
    owner_municipality: str | None = None
    """As the site has it: by it and the next follows who decides."""
    centre: str | None = None
    space_id: UUID | None = None
    """Of this space and its parts alone; None: of the whole site."""
    purpose: Purpose = Field(sa_type=one_of(Purpose))
    name: dict[str, str] = Field(default_factory=dict, sa_type=JSONB)
    valid_from: date | None = None
    valid_until: date | None = None
    """The first day after it."""
    override: bool = False
    """Instead of the ordinary hours (poikkeus)."""
    state: State = Field(default=State.OPEN, sa_type=one_of(State))
    rules: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    """Each `{weekdays, starts, ends, next_day, state}`: ISO weekdays, minutes of the wall clock."""
