"""Hours of many spaces from one statement."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, case, func, or_, select
from sqlmodel import col

from chassis.values import DAY
from chassis.work import Reads
from facilities.spaces.domain.hours import Hours, Period, Purpose, Rule, State, spans
from facilities.spaces.tables import HoursPeriod, Space

Found = tuple[UUID, Purpose, int, date | None, date | None, bool, State, list[dict[str, Any]]]


async def hours_of(db: Reads, space_ids: Collection[UUID], from_: date, until: date) -> dict[UUID, Hours]:
    """Opening and use hours of each space, from the first day to before `until` (Finnish days). One statement. FAC-09, F14."""
    by_space = periods_by_space(await db.rows(hours_statement(space_ids, from_, until)))
    return {id: hours(by_space.get(id, {}), from_, until) for id in space_ids}


def hours_statement(space_ids: Collection[UUID], from_: date, until: date) -> Select[*Found]:
    """The periods that touch these days, and the day before for what goes on over midnight: one row a space and period."""
    level = case((col(HoursPeriod.space_id).is_(None), 0), else_=func.array_position(col(Space.path), col(HoursPeriod.space_id)))
    own = or_(col(HoursPeriod.space_id).is_(None), col(HoursPeriod.space_id) == func.any(col(Space.path)))
    return (
        select(
            col(Space.id), col(HoursPeriod.purpose), level, col(HoursPeriod.valid_from), col(HoursPeriod.valid_until),
            col(HoursPeriod.override), col(HoursPeriod.state), col(HoursPeriod.rules),
        )
        .join(HoursPeriod, and_(col(HoursPeriod.site_id) == col(Space.site_id), own))
        .where(
            col(Space.id).in_(space_ids),
            or_(col(HoursPeriod.valid_from).is_(None), col(HoursPeriod.valid_from) < until),
            or_(col(HoursPeriod.valid_until).is_(None), col(HoursPeriod.valid_until) > from_ - DAY),
        )
    )


def periods_by_space(rows: Iterable[Row[*Found]]) -> dict[UUID, dict[Purpose, list[Period]]]:
    """The rows of `hours_statement` as the rules see them."""
    found: dict[UUID, dict[Purpose, list[Period]]] = {}
    for space_id, purpose, level, since, until, override, state, rules in rows:
        period = Period(since, until, override, state, tuple(map(rule_of, rules)), level)
        found.setdefault(space_id, {}).setdefault(purpose, []).append(period)
    return found


def hours(periods: Mapping[Purpose, Sequence[Period]], from_: date, until: date) -> Hours:
    """Both kinds of hours of one space."""
    opening, use = (spans(periods.get(purpose, ()), from_, until) for purpose in (Purpose.OPENING, Purpose.USE))
    return Hours(opening, use)


def rule_of(stored: Mapping[str, Any]) -> Rule:
    """A stored rule as the rules see it."""
    state = stored.get("state")
    return Rule(
        weekdays=frozenset(stored["weekdays"]),
        starts=stored["starts"],
        ends=stored["ends"],
        next_day=stored["next_day"],
        state=None if state is None else State(state),
    )
