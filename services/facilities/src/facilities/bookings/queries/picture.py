"""Spaces with their hours, their leaves and what is taken of these, all of many spaces from one statement."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from pydantic_core import from_json
from sqlalchemy import BigInteger, Select, Subquery, Text, cast, extract, func, literal, select
from sqlmodel import col

from chassis.tables import INSTANT
from chassis.values import DAY
from chassis.work import Reads
from facilities.bookings.domain.free import Stretch, Taken, busy, left, stretches
from facilities.bookings.tables import SlotRow
from facilities.spaces.domain.hours import Period, Purpose, Span, State, moment, usable
from facilities.spaces.domain.rules import Leaf, Rules
from facilities.spaces.queries import hours_statement, leaf_of, leaves_statement
from facilities.spaces.queries.hours import hours, rule_of
from facilities.spaces.tables import Space

AROUND = 2 * DAY
"""A booking just outside the days that are asked about may reach into them by its buffers or its whole day."""


@dataclass(frozen=True, slots=True)
class Open:
    """When a space can be used on the days that are asked about."""

    use: tuple[Span, ...]
    county: tuple[Span, ...]
    """By the county itself: while the building is open too."""
    stretches: list[Stretch]
    """The use hours once more, for counting."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What one needs to know of a space to say what is free in it on some days."""

    space_id: UUID
    site_id: UUID
    rules: Rules
    hours: "Open"
    leaves: tuple[Leaf, ...]
    taken: tuple[Taken, ...]

    def spans(self, *, county: bool = False) -> tuple[Span, ...]:
        """When it can be used: in the use hours; by the county itself while the building is open too."""
        return self.hours.county if county else self.hours.use

    def busy(self) -> list[Stretch]:
        """When nobody can use the whole of it."""
        return busy(self.taken, self.leaves)

    def free(self) -> list[Stretch]:
        """What is left of its use hours."""
        return left(self.hours.stretches, self.busy())


async def pictures(db: Reads, space_ids: Collection[UUID], first: date, until: date) -> dict[UUID, Picture]:
    """Of these spaces, from the first day to before `until` (Finnish days). One statement. Unknown ids are left out."""
    rows = await db.rows(_statement(space_ids, first, until))
    return {row[0]: _picture(row, first, until) for row in rows}


def taken_around(space_ids: Collection[UUID], since: datetime, until: datetime) -> Select[UUID, Any]:
    """Each space with the rows of its leaves that may reach into this time."""
    leaves = leaves_statement(space_ids).order_by(None).subquery("leaf_of")
    near = func.tstzrange(col(SlotRow.starts_at), col(SlotRow.ends_at)).bool_op("&&")(
        func.tstzrange(literal(since - AROUND, INSTANT), literal(until + AROUND, INSTANT))
    )
    row = func.json_build_array(
        func.coalesce(col(SlotRow.booking_id), col(SlotRow.blocked_id)), col(SlotRow.leaf_id), *(_epoch(column) for column in (
            col(SlotRow.starts_at), col(SlotRow.ends_at), col(SlotRow.occupied_from), col(SlotRow.occupied_until)
        ))
    )
    found = select(leaves.c.space_id, func.json_agg(row).label("rows"))
    return found.join(SlotRow, col(SlotRow.leaf_id) == leaves.c.leaf_id).where(near).group_by(leaves.c.space_id)


def _statement(space_ids: Collection[UUID], first: date, until: date) -> Select[*tuple[Any, ...]]:
    periods, leaves = _periods(space_ids, first, until), _leaves(space_ids)
    taken = taken_around(space_ids, moment(first, 0), moment(until, 0)).subquery("taken")
    return (
        select(
            col(Space.id), col(Space.site_id), col(Space.rules), col(Space.capacity), periods.c.said, leaves.c.said,
            cast(taken.c.rows, Text),
        )
        .join(leaves, leaves.c.space_id == col(Space.id))
        .outerjoin(periods, periods.c.space_id == col(Space.id))
        .outerjoin(taken, taken.c.space_id == col(Space.id))
        .where(col(Space.id).in_(space_ids))
    )


def _periods(space_ids: Collection[UUID], first: date, until: date) -> Subquery:
    found = hours_statement(space_ids, first, until).subquery("found")
    space_id, *others = list(found.c)
    said = cast(func.json_agg(func.json_build_array(*others)), Text)
    return select(space_id.label("space_id"), said.label("said")).group_by(space_id).subquery("periods")


def _leaves(space_ids: Collection[UUID]) -> Subquery:
    found = leaves_statement(space_ids).order_by(None).subquery("found_leaves")
    said = cast(func.json_agg(func.json_build_array(found.c.leaf_id, found.c.rules)), Text)
    return select(found.c.space_id, said.label("said")).group_by(found.c.space_id).subquery("leaves")


def _epoch(column: Any) -> Any:
    return cast(extract("epoch", column), BigInteger)


def _picture(row: Sequence[Any], first: date, until: date) -> Picture:
    id, site_id, rules, capacity, periods, leaves, taken = row
    return Picture(
        space_id=id,
        site_id=site_id,
        rules=Rules.of(rules, capacity),
        hours=_hours(periods or "[]", first, until),
        leaves=_leaves_of(leaves),
        taken=tuple(Taken(holder, _uuid(leaf), *others) for holder, leaf, *others in from_json(taken or "[]")),
    )


@lru_cache(maxsize=1024)
def _hours(said: str, first: date, until: date) -> Open:
    """Worked out once for the same words: the spaces of a site mostly share their hours."""
    found: dict[Purpose, list[Period]] = {}
    for purpose, period in _read(said):
        found.setdefault(purpose, []).append(period)
    known = hours(found, first, until)
    use = usable(known.use)
    return Open(use, usable([*known.use, *known.opening]), stretches(use))


def _read(said: str) -> Iterator[tuple[Purpose, Period]]:
    for purpose, level, since, until, override, state, rules in from_json(said):
        yield Purpose(purpose), Period(_day(since), _day(until), override, State(state), tuple(map(rule_of, rules)), level)


@lru_cache(maxsize=1024)
def _leaves_of(said: str) -> tuple[Leaf, ...]:
    return tuple(sorted((leaf_of(UUID(id), rules) for id, rules in from_json(said)), key=lambda leaf: leaf.id))


@lru_cache(maxsize=4096)
def _uuid(said: str) -> UUID:
    return UUID(said)


def _day(said: str | None) -> date | None:
    return None if said is None else date.fromisoformat(said)
