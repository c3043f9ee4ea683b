"""Hours as the API takes and shows them."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from chassis.values import Text
from facilities.spaces.domain.hours import Purpose, State
from facilities.spaces.schemas.parts import Body, WordsOut
from facilities.spaces.schemas.sites import kept

Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class RuleBody(Body):
    """A span on some weekdays."""

    weekdays: Annotated[
        list[Annotated[int, Field(ge=1, le=7)]], Field(max_length=7, description="ISO: 1 is Monday, 7 Sunday. None: every day.")
    ] = []
    starts: Annotated[Clock, Field(description="By the wall clock in Finland, 00:00 to 23:59.")]
    ends: Annotated[
        str, Field(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", description="By the wall clock in Finland, to 24:00.")
    ]
    ends_next_day: Annotated[bool, Field(description="It goes on over midnight and ends on the day after.")] = False
    state: Annotated[State | None, Field(description="What it is in this span; null: the period's state.")] = None


Rules = Annotated[list[RuleBody], Field(max_length=60, description="None: the whole of each day is in the period's state. F14.")]
Override = Annotated[bool, Field(description="Instead of the ordinary hours; of several, the shortest period holds. F14.")]
StateOf = Annotated[State, Field(description="What it is in these spans.")]


class EditHours(Body):
    """What is sent changes; null removes what may be missing."""

    name: Annotated[Text | None, Field(description="What the period is called.")] = None
    valid_from: Annotated[date | None, Field(description="First day; null: always.")] = None
    valid_until: Annotated[date | None, Field(description="The first day after it; null: for now.")] = None
    override: Override = Field(default_factory=kept)
    state: StateOf = Field(default_factory=kept)
    rules: Rules = Field(default_factory=kept)


class AddHours(EditHours):
    """A period of hours (aukiolojakso) of a site or of one of its spaces. FAC-09."""

    site_id: Annotated[UUID, Field(description="The site.")]
    space_id: Annotated[UUID | None, Field(description="Of this space and its parts alone; null: of the whole site.")] = None
    purpose: Annotated[Purpose, Field(description="Opening hours of the building, or use hours for organisations.")]
    override: Override = False
    state: StateOf = State.OPEN
    rules: Rules = []


class AddHolidays(Body):
    """Public holidays of a year as overrides, one a day (pyhäpäivät). What stands for one of the days already stays."""

    site_id: Annotated[UUID, Field(description="The site.")]
    space_id: Annotated[UUID | None, Field(description="Of this space and its parts alone; null: of the whole site.")] = None
    purpose: Annotated[Purpose, Field(description="Opening hours of the building, or use hours for organisations.")]
    year: Annotated[int, Field(ge=2000, le=2100, description="Whose holidays.")]
    state: Annotated[State, Field(description="What the whole of each day is.")] = State.CLOSED


class HolidaysOut(BaseModel):
    """What became of the holidays of a year."""

    added: Annotated[int, Field(description="Days that are overridden from now on.")]
    kept: Annotated[int, Field(description="Days that had an override of their own already.")]


class HoursOut(BaseModel):
    """A period of hours (aukiolojakso)."""

    id: Annotated[UUID, Field(description="Our own id.")]
    version: Annotated[int, Field(description="Grows with each change.")]
    site_id: Annotated[UUID, Field(description="The site.")]
    space_id: Annotated[UUID | None, Field(description="Of this space and its parts alone; null: of the whole site.")]
    purpose: Annotated[Purpose, Field(description="Opening hours of the building, or use hours for organisations.")]
    name: Annotated[WordsOut, Field(description="What the period is called, by language.")]
    valid_from: Annotated[date | None, Field(description="First day; null: always.")]
    valid_until: Annotated[date | None, Field(description="The first day after it; null: for now.")]
    override: Override
    state: StateOf
    rules: Annotated[list[RuleBody], Field(description="None: the whole of each day is in the period's state.")]


class SpanOut(BaseModel):
    """A stretch of real time in one state, half-open."""

    starts_at: Annotated[datetime, Field(description="The first instant.")]
    ends_at: Annotated[datetime, Field(description="The first instant after it.")]
    state: Annotated[State, Field(description="What it is in this span.")]


class DaySpans(BaseModel):
    """The hours of a space in real time, from a day to before another."""

    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)
    space_id: Annotated[UUID, Field(description="The space.")]
    from_: Annotated[date, Field(alias="from", description="The first day.")]
    until: Annotated[date, Field(description="The first day after.")]
    opening: Annotated[list[SpanOut], Field(description="When the building is open (aukioloaika).")]
    use: Annotated[list[SpanOut], Field(description="When organisations may use it (käyttöaika). FAC-09.")]
    usable: Annotated[list[SpanOut], Field(description="The use hours in which nothing keeps it closed.")]
