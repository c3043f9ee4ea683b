"""From registration to merger or dissolution, and back. ORG-09; R3."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Final, Protocol
from uuid import UUID

from chassis.machine import ActionNotAllowed, Machine
from chassis.problems import Reason, refuse_if_any
from chassis.values import today
from registry.organisations.problems import (
    DISSOLVED_TOO_FAR_AHEAD,
    FOUNDED_AFTER_DISSOLVED,
    GROUNDS_MISSING,
    MERGE_CYCLE,
    MERGE_INTO_ENDED,
    MERGE_INTO_ITSELF,
    MERGE_OF_NOTHING,
    MERGED_AWAY,
    UNDO_TOO_LATE,
)


class Status(Enum):
    """Active, paused (tauolla), dissolved (lakannut) or merged into another (fuusioitunut)."""

    ACTIVE = "active"
    PAUSED = "paused"
    DISSOLVED = "dissolved"
    MERGED = "merged"


ALIVE: Final = (Status.ACTIVE, Status.PAUSED)
"""What has not ended: it may be changed, judged and acted for."""


class Action(Enum):
    UPDATE = "update"
    SET_OPERATING_AREA = "set_operating_area"
    REPORT_WORKFORCE = "report_workforce"
    ASSESS = "assess"
    PAUSE = "pause"
    RESUME = "resume"
    DISSOLVE = "dissolve"
    REVERT_DISSOLUTION = "revert_dissolution"
    MERGE = "merge"
    UNDO_MERGE = "undo_merge"


_WHILE_ALIVE = (Action.UPDATE, Action.SET_OPERATING_AREA, Action.REPORT_WORKFORCE, Action.ASSESS)

MACHINE = Machine({
    **{(status, action): status for status in ALIVE for action in _WHILE_ALIVE},
    (Status.ACTIVE, Action.PAUSE): Status.PAUSED,
    (Status.PAUSED, Action.RESUME): Status.ACTIVE,
    (Status.ACTIVE, Action.DISSOLVE): Status.DISSOLVED,
    (Status.PAUSED, Action.DISSOLVE): Status.DISSOLVED,
    (Status.DISSOLVED, Action.REVERT_DISSOLUTION): Status.ACTIVE,
    (Status.ACTIVE, Action.MERGE): Status.MERGED,
    (Status.PAUSED, Action.MERGE): Status.MERGED,
    (Status.MERGED, Action.UNDO_MERGE): Status.ACTIVE,
})


class Organisation(Protocol):
    """What these rules see of the row."""

    @property
    def id(self) -> UUID: ...
    @property
    def status(self) -> Status: ...
    @property
    def name(self) -> str: ...
    @property
    def founded_on(self) -> date | None: ...
    @property
    def successor_id(self) -> UUID | None: ...
    @property
    def ended_at(self) -> datetime | None:
        """When the merger or the dissolution was recorded."""
    @property
    def status_before(self) -> Status | None:
        """Active or paused: what it was before it ended."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the county may change: a parameter row, not a constant."""

    undo_merge_days: int = 90
    dissolution_ahead_days: int = 366


@dataclass(frozen=True, slots=True)
class Ended:
    """An end: the state it leads to, the one it may return to, and whatever says when and where to."""

    status: Status
    status_before: Status
    ended_at: datetime
    dissolved_on: date | None = None
    successor_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """Back among the living: no day of dissolution, no successor, and the same rest or activity as before."""

    status: Status


def allow(organisation: Organisation, action: Action) -> Status:
    """The state after the action; a merged one answers with its successor, another one with what it allows."""
    if organisation.status is Status.MERGED and action is not Action.UNDO_MERGE and organisation.successor_id is not None:
        raise MERGED_AWAY(successor_id=str(organisation.successor_id))
    return MACHINE.after(organisation.status, action)


def pause(organisation: Organisation, *, grounds: str) -> Status:
    """It rests for now (tauko): found, but neither invited nor reminded."""
    status = allow(organisation, Action.PAUSE)
    refuse_if_any(_no_grounds(grounds))
    return status


def resume(organisation: Organisation) -> Status:
    """It acts again (toiminnan jatkaminen)."""
    return allow(organisation, Action.RESUME)


def dissolve(organisation: Organisation, on: date, *, grounds: str, limits: Limits, now: datetime) -> Ended:
    """It ends on a day, known or already past (lakkautuminen). Effects elsewhere follow on `dissolved_on`."""
    status = allow(organisation, Action.DISSOLVE)
    refuse_if_any([*_impossible_day(organisation, on, limits, now), *_no_grounds(grounds)])
    return Ended(status, organisation.status, now, dissolved_on=on)


def revert_dissolution(organisation: Organisation, *, grounds: str) -> Returned:
    """It had not ended after all (lakkautumisen peruminen): as it was before, resting or active."""
    status = allow(organisation, Action.REVERT_DISSOLUTION)
    refuse_if_any(_no_grounds(grounds))
    return Returned(_as_before(organisation, status))


def merge(
    sources: Sequence[Organisation], into: Organisation, *, came_into_sources: frozenset[UUID], grounds: str, now: datetime
) -> list[Ended]:
    """One or more become part of another (fuusio): A and B are replaced by C. `came_into_sources`: all that merged into them."""
    statuses = [allow(source, Action.MERGE) for source in sources]
    refuse_if_any([*_wrong_sources(sources, into), *_wrong_target(into, came_into_sources), *_no_grounds(grounds)])
    return [
        Ended(status, source.status, now, successor_id=into.id) for status, source in zip(statuses, sources, strict=True)
    ]


def undo_merge(organisation: Organisation, *, grounds: str, limits: Limits, now: datetime) -> Returned:
    """They are apart again (fuusion purku), within a window; what happened to the successor meanwhile stays there."""
    status = allow(organisation, Action.UNDO_MERGE)
    refuse_if_any([*_too_late(organisation, limits, now), *_no_grounds(grounds)])
    return Returned(_as_before(organisation, status))


def _as_before(organisation: Organisation, status: Status) -> Status:
    return MACHINE.after(status, Action.PAUSE) if organisation.status_before is Status.PAUSED else status


def _impossible_day(organisation: Organisation, on: date, limits: Limits, now: datetime) -> Iterator[Reason]:
    last = today(now) + timedelta(days=limits.dissolution_ahead_days)
    if on > last:
        yield DISSOLVED_TOO_FAR_AHEAD.at("/dissolved_on", last_day=last)
    if organisation.founded_on is not None and on < organisation.founded_on:
        yield FOUNDED_AFTER_DISSOLVED.at("/dissolved_on", dissolved_on=on, founded_on=organisation.founded_on)


def _wrong_sources(sources: Sequence[Organisation], into: Organisation) -> Iterator[Reason]:
    ids = [source.id for source in sources]
    if not ids or len(set(ids)) < len(ids):
        yield MERGE_OF_NOTHING.at("/from_ids")
    if into.id in ids:
        yield MERGE_INTO_ITSELF.at("/from_ids")


def _wrong_target(into: Organisation, came_into_sources: frozenset[UUID]) -> Iterator[Reason]:
    if into.id in came_into_sources:
        yield MERGE_CYCLE.at("", name=into.name)
    if into.status in {Status.MERGED, Status.DISSOLVED}:
        yield MERGE_INTO_ENDED.at("", name=into.name, status=into.status.value)


def _too_late(organisation: Organisation, limits: Limits, now: datetime) -> Iterator[Reason]:
    if organisation.ended_at is None:
        raise ActionNotAllowed(organisation.status, Action.UNDO_MERGE, frozenset())
    last = today(organisation.ended_at) + timedelta(days=limits.undo_merge_days)
    if today(now) > last:
        yield UNDO_TOO_LATE.at("", last_day=last)


def _no_grounds(grounds: str) -> Iterator[Reason]:
    if not grounds.strip():
        yield GROUNDS_MISSING.at("/grounds")
