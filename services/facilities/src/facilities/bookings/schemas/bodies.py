"""What is sent about bookings."""

from datetime import UTC, date, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field

from chassis.values import Grounds, Instant, Name
from facilities.bookings.domain.series import MOST, Series
from facilities.bookings.domain.times import Occurrence
from facilities.spaces.domain.hours import minutes_of
from facilities.spaces.domain.kinds import FreeUse
from facilities.spaces.schemas.parts import Body

Declared = Annotated[list[FreeUse], Field(max_length=3, description="Tests of free use that the activity passes. FAC-17.")]
Moment = Annotated[Instant, Field(description="With its offset.")]


class TimesBody(Body):
    """One occurrence, half-open."""

    starts_at: Moment
    ends_at: Moment

    def occurrence(self) -> Occurrence:
        """As the rules see it."""
        return Occurrence(self.starts_at.astimezone(UTC), self.ends_at.astimezone(UTC))


class SeriesBody(Body):
    """Weekdays every so many weeks, at the same time of the wall clock (toistuva varaus). F11, F12."""

    weekdays: Annotated[
        list[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1, max_length=7, description="ISO: 1 is Monday.")
    ]
    first: Annotated[date, Field(description="The first day; each weekday begins with its first one from here.")]
    last: Annotated[date, Field(description="The last day, inclusive.")]
    every_weeks: Annotated[int, Field(ge=1, le=52, description="1: each week, 2: every other.")] = 1
    starts: Annotated[
        str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="Wall-clock time in Finland; of a doubled hour the first.")
    ]
    minutes: Annotated[int, Field(ge=15, le=1440, description="Length in minutes of elapsed time.")]

    def series(self) -> Series:
        """As the rules see it."""
        return Series(
            weekdays=frozenset(self.weekdays),
            first=self.first,
            last=self.last,
            weeks=self.every_weeks,
            starts=minutes_of(self.starts),
            length=timedelta(minutes=self.minutes),
        )


class Wanted(Body):
    """What is wanted of a space (tilatoive): single times or a series."""

    space_id: Annotated[UUID, Field(description="Which space; a hall takes its halves too.")]
    organisation_id: Annotated[
        UUID | None, Field(description="For which organisation; null: the county's own use, or a visitor's.")
    ] = None
    visitor: Annotated[
        Name | None, Field(description="National organisation whose professionals come once; booked by who decides. FAC-25.")
    ] = None
    purpose: Annotated[Name, Field(description="What for. Nobody's personal data.")]
    persons: Annotated[int | None, Field(ge=1, le=100_000, description="How many are expected.")] = None
    free_use: Declared = []
    occurrences: Annotated[
        list[TimesBody], Field(max_length=MOST, description="Single times; with a series, none.")
    ] = []
    series: Annotated[SeriesBody | None, Field(description="Recurring times.")] = None


class Book(Wanted):
    """Book a space (tilavaraus). FAC-11."""

    skip_conflicts: Annotated[
        bool, Field(description="Leave out the times that are not possible, with their reasons; otherwise all or nothing.")
    ] = False
    hold: Annotated[bool, Field(description="Keep it for ten minutes only, to be confirmed.")] = False


class Move(Body):
    """Another time or another space: the old one is let go when the new one is won."""

    space_id: Annotated[UUID | None, Field(description="The new space; null: the same.")] = None
    occurrences: Annotated[list[TimesBody], Field(min_length=1, max_length=MOST, description="All of its new times.")]
    grounds: Annotated[Grounds | None, Field(description="Why; who decides about the space must say.")] = None


class Cancel(Body):
    """Give it up, or some of its occurrences."""

    starts: Annotated[
        list[Moment], Field(max_length=MOST, description="Beginnings of the occurrences to give up; none: all that lie ahead.")
    ] = []
    grounds: Annotated[Grounds | None, Field(description="Why; who decides about the space must say. FAC-30.")] = None


class Refuse(Body):
    """Not to this use, or not now."""

    grounds: Annotated[Grounds, Field(description="Why, with where one may complain. FAC-30.")]


class TakeOver(Body):
    """The booking of an organisation that ended goes on as another's."""

    organisation_id: Annotated[UUID, Field(description="Which organisation takes it over.")]
    free_use: Declared = []


class BlockTime(Body):
    """A time in which nobody may book (suljettu aika)."""

    space_id: Annotated[UUID, Field(description="Which space, with all its parts.")]
    starts_at: Moment
    ends_at: Moment
    grounds: Annotated[Grounds, Field(description="Why, for everybody to read.")]
