"""An organisation ends, or does not after all (lakkautuminen). R3, ORG-09.

A dissolution may be settled for a day to come. Until that day the organisation is one like any other; from its first moment in
Finland on it is dissolved (`lifecycle.standing`), whether or not the timer that writes this down has run.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from chassis.problems import Reason, refuse_if_any
from chassis.values import HELSINKI, today
from registry.organisations.domain.lifecycle import (
    MACHINE,
    Action,
    Ended,
    Limits,
    Organisation,
    Returned,
    allow,
    as_before,
    no_grounds,
)
from registry.organisations.problems import DISSOLVED_TOO_FAR_AHEAD, FOUNDED_AFTER_DISSOLVED


@dataclass(frozen=True, slots=True)
class Planned:
    """An end that is settled and still to come."""

    dissolves_on: date
    grounds: str


def beginning(day: date) -> datetime:
    """The first moment of a day in Finland, when a dissolution takes effect."""
    return datetime.combine(day, time(), HELSINKI)


def dissolve(organisation: Organisation, on: date, *, grounds: str, limits: Limits, now: datetime) -> Ended | Planned:
    """It ends (lakkautuminen): at once if the day is here or past, else when it comes. Another day replaces the one settled."""
    status = allow(organisation, Action.DISSOLVE, now=now)
    refuse_if_any([*_impossible_day(organisation, on, limits, now), *no_grounds(grounds)])
    if on > today(now):
        return Planned(on, grounds)
    return Ended(status, organisation.status, now, grounds, dissolved_on=on)


def fall_due(organisation: Organisation, *, now: datetime) -> Ended | None:
    """The day that was settled has come (lakkautuminen tulee voimaan), today or a while ago; nothing while it has not.

    It ended on its day, however late that is written down.
    """
    on, grounds = organisation.dissolves_on, organisation.dissolution_grounds
    if on is None or grounds is None or today(now) < on:
        return None
    return Ended(MACHINE.after(organisation.status, Action.DISSOLVE), organisation.status, now, grounds, dissolved_on=on)


def revert_dissolution(organisation: Organisation, *, grounds: str, now: datetime) -> Returned:
    """It had not ended, or does not end after all (lakkautumisen peruminen): as it was before, resting or active."""
    status = allow(organisation, Action.REVERT_DISSOLUTION, now=now)
    refuse_if_any(no_grounds(grounds))
    if organisation.dissolves_on is not None:
        return Returned(organisation.status)
    return Returned(as_before(organisation, status))


def _impossible_day(organisation: Organisation, on: date, limits: Limits, now: datetime) -> Iterator[Reason]:
    last = today(now) + timedelta(days=limits.dissolution_ahead_days)
    if on > last:
        yield DISSOLVED_TOO_FAR_AHEAD.at("/dissolved_on", last_day=last)
    if organisation.founded_on is not None and on < organisation.founded_on:
        yield FOUNDED_AFTER_DISSOLVED.at("/dissolved_on", dissolved_on=on, founded_on=organisation.founded_on)
