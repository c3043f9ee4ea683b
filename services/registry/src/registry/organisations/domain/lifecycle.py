"""From registration to merger or dissolution, and back. R3, ORG-09. What a dissolution asks for stands in `dissolution`.

Every rule asks `standing`, none the column: an end that was settled for a day to come holds from that day on.
"""

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
    **{(status, action): status for status in ALIVE for action in (*_WHILE_ALIVE, Action.REVERT_DISSOLUTION)},
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
    def dissolves_on(self) -> date | None:
        """The day on which it will end, settled and not yet written down as its end."""
    @property
    def dissolution_grounds(self) -> str | None:
        """Why it will end then."""
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
    grounds: str
    dissolved_on: date | None = None
    successor_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """Back among the living: no day of dissolution, no successor, and the same rest or activity as before."""

    status: Status


def standing(organisation: Organisation, now: datetime) -> Status:
    """How it stands at this moment: dissolved from the beginning of the day that was settled for it."""
    ends = organisation.dissolves_on
    return organisation.status if ends is None or today(now) < ends else Status.DISSOLVED


def allow(organisation: Organisation, action: Action, *, now: datetime) -> Status:
    """The state after the action; a merged one answers with its successor, another one with what it allows."""
    status = standing(organisation, now)
    if status is Status.MERGED and action is not Action.UNDO_MERGE and organisation.successor_id is not None:
        raise MERGED_AWAY(successor_id=str(organisation.successor_id))
    allowed = _allowed(organisation, status)
    if action not in allowed:
        raise ActionNotAllowed(status, action, allowed)
    return MACHINE.after(status, action)


def pause(organisation: Organisation, *, grounds: str, now: datetime) -> Status:
    """It rests for now (tauko): found, but neither invited nor reminded. An end that is settled stays settled."""
    status = allow(organisation, Action.PAUSE, now=now)
    refuse_if_any(no_grounds(grounds))
    return status


def resume(organisation: Organisation, *, now: datetime) -> Status:
    """It acts again (toiminnan jatkaminen)."""
    return allow(organisation, Action.RESUME, now=now)


def merge(
    sources: Sequence[Organisation], into: Organisation, *, came_into_sources: frozenset[UUID], grounds: str, now: datetime
) -> list[Ended]:
    """One or more become part of another (fuusio): A and B are replaced by C. `came_into_sources`: all that merged into them.

    A merger takes the place of an end that was settled for a source; one that will end itself may still take others in.
    """
    statuses = [allow(source, Action.MERGE, now=now) for source in sources]
    refuse_if_any([*_wrong_sources(sources, into), *_wrong_target(into, came_into_sources, now), *no_grounds(grounds)])
    return [
        Ended(status, source.status, now, grounds, successor_id=into.id)
        for status, source in zip(statuses, sources, strict=True)
    ]


def undo_merge(organisation: Organisation, *, grounds: str, limits: Limits, now: datetime) -> Returned:
    """They are apart again (fuusion purku), within a window; what happened to the successor meanwhile stays there."""
    status = allow(organisation, Action.UNDO_MERGE, now=now)
    refuse_if_any([*_too_late(organisation, limits, now), *no_grounds(grounds)])
    return Returned(as_before(organisation, status))


def as_before(organisation: Organisation, status: Status) -> Status:
    """Active as the machine says, or resting if it rested before."""
    return MACHINE.after(status, Action.PAUSE) if organisation.status_before is Status.PAUSED else status


def no_grounds(grounds: str) -> Iterator[Reason]:
    """Whatever ends or brings back an organisation is reasoned."""
    if not grounds.strip():
        yield GROUNDS_MISSING.at("/grounds")


def _allowed(organisation: Organisation, status: Status) -> frozenset[Action]:
    """What the machine has, save to revert an end that nobody has settled."""
    actions = frozenset(MACHINE.allowed(status))
    return actions - {Action.REVERT_DISSOLUTION} if status in ALIVE and organisation.dissolves_on is None else actions


def _wrong_sources(sources: Sequence[Organisation], into: Organisation) -> Iterator[Reason]:
    ids = [source.id for source in sources]
    if not ids or len(set(ids)) < len(ids):
        yield MERGE_OF_NOTHING.at("/from_ids")
    if into.id in ids:
        yield MERGE_INTO_ITSELF.at("/from_ids")


def _wrong_target(into: Organisation, came_into_sources: frozenset[UUID], now: datetime) -> Iterator[Reason]:
    status = standing(into, now)
    if into.id in came_into_sources:
        yield MERGE_CYCLE.at("", name=into.name)
    if status not in ALIVE:
        yield MERGE_INTO_ENDED.at("", name=into.name, status=status.value)


def _too_late(organisation: Organisation, limits: Limits, now: datetime) -> Iterator[Reason]:
    if organisation.ended_at is None:
        raise ActionNotAllowed(organisation.status, Action.UNDO_MERGE, frozenset())
    last = today(organisation.ended_at) + timedelta(days=limits.undo_merge_days)
    if today(now) > last:
        yield UNDO_TOO_LATE.at("", last_day=last)
