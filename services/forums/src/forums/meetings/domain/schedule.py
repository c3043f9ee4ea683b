"""When, where and how: what speaks against a time, and what one is warned of. Pure. MTG-06, MTG-07."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from chassis.holidays import holidays
from chassis.problems import Reason
from chassis.values import DAY, today
from forums.meetings.problems import ENDS_FIRST, LINK_IN_PERSON, PAST, PLACE_OR_ROOM, PLACE_REMOTE, TOO_LONG

LONGEST: Final = timedelta(days=5)
"""Of one meeting, over night too; a longer one is several."""


class Mode(Enum):
    """How one takes part (osallistumistapa)."""

    IN_PERSON = "in_person"
    REMOTE = "remote"
    HYBRID = "hybrid"


class Caution(Enum):
    """What one is warned of; never a refusal."""

    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    OFTEN = "often"
    """More meetings in a year than are said of the structure (STR-08)."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The time and the place that a meeting is given."""

    starts_at: datetime
    ends_at: datetime
    mode: Mode
    space_id: UUID | None
    """A room that is asked for."""
    place: str | None
    """A place that needs no asking."""
    remote_link: str | None


def objections(setting: Setting, now: datetime) -> Iterator[Reason]:
    """Everything that speaks against it, at once."""
    if setting.starts_at < now:
        yield PAST.at("/starts_at")
    if setting.ends_at <= setting.starts_at:
        yield ENDS_FIRST.at("/ends_at")
    elif setting.ends_at - setting.starts_at > LONGEST:
        yield TOO_LONG.at("/ends_at", days=LONGEST.days)
    if setting.mode is Mode.REMOTE:
        if setting.space_id is not None or setting.place is not None:
            yield PLACE_REMOTE.at("/room" if setting.space_id is not None else "/place")
    elif (setting.space_id is None) == (setting.place is None):
        yield PLACE_OR_ROOM.at("/room")
    if setting.mode is Mode.IN_PERSON and setting.remote_link is not None:
        yield LINK_IN_PERSON.at("/remote_link")


def cautions(starts_at: datetime, ends_at: datetime) -> tuple[Caution, ...]:
    """Whether one of its Finnish days is a holiday or lies in a weekend. A meeting that ends at midnight ends on the day before."""
    first, last = today(starts_at), today(ends_at - timedelta(microseconds=1))
    days = [first + n * DAY for n in range((last - first).days + 1)]
    found = []
    if any(day in holidays(day.year) for day in days):
        found.append(Caution.HOLIDAY)
    if any(day.weekday() >= 5 for day in days):
        found.append(Caution.WEEKEND)
    return tuple(found)
