"""Spaces with their hours, their leaves and what is taken of these, all of many spaces from one statement."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from pydantic_core import from_json
from sqlalchemy import ARRAY, Date, Integer, Select, Text, Uuid, bindparam, column, select, text

from chassis.tables import INSTANT
from chassis.values import DAY
from chassis.work import Reads
from facilities.bookings.domain.free import Stretch, Taken, busy, left, stretches
from facilities.spaces.domain.hours import Period, Purpose, Span, State, moment, usable
from facilities.spaces.domain.rules import Leaf, Rules
from facilities.spaces.queries import leaf_of
from facilities.spaces.queries.hours import hours, rule_of

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


_SEEN: Final = text("""
SELECT s.id, s.site_id, s.rules::text AS rules, s.capacity, (
    SELECT json_agg(json_build_array(h.purpose, coalesce(array_position(s.path, h.space_id), 0), h.valid_from, h.valid_until,
        h.override, h.state, h.rules) ORDER BY h.id)::text
    FROM facilities.hours_period AS h
    WHERE h.site_id = s.site_id AND (h.space_id IS NULL OR h.space_id = ANY(s.path))
        AND coalesce(h.valid_from < :until, true) AND coalesce(h.valid_until > :before, true)
) AS periods, (
    SELECT json_agg(json_build_array(l.leaf_id, p.rules) ORDER BY l.leaf_id)::text
    FROM facilities.space_leaf AS l JOIN facilities.space AS p ON p.id = l.leaf_id WHERE l.space_id = s.id
) AS leaves, (
    SELECT json_agg(json_build_array(coalesce(t.booking_id, t.blocked_id), t.leaf_id, extract(epoch FROM t.starts_at)::bigint,
        extract(epoch FROM t.ends_at)::bigint, extract(epoch FROM t.occupied_from)::bigint,
        extract(epoch FROM t.occupied_until)::bigint))::text
    FROM facilities.space_leaf AS l JOIN facilities.slot AS t ON t.leaf_id = l.leaf_id
    WHERE l.space_id = s.id AND tstzrange(t.starts_at, t.ends_at) && tstzrange(:starts, :ends)
) AS taken
FROM facilities.space AS s WHERE s.id = ANY(:ids)
""").bindparams(
    bindparam("ids", type_=ARRAY(Uuid)), bindparam("until", type_=Date), bindparam("before", type_=Date),
    bindparam("starts", type_=INSTANT), bindparam("ends", type_=INSTANT),
)
"""Written out: who books runs it each time, and to put it together anew costs more than to run it."""
_COLUMNS: Final = (
    column("id", Uuid), column("site_id", Uuid), column("rules", Text), column("capacity", Integer), column("periods", Text),
    column("leaves", Text), column("taken", Text),
)


def _statement(space_ids: Collection[UUID], first: date, until: date) -> Select[*tuple[Any, ...]]:
    asked = _SEEN.bindparams(
        ids=list(space_ids), until=until, before=first - DAY, starts=moment(first, 0) - AROUND, ends=moment(until, 0) + AROUND
    )
    return select(asked.columns(*_COLUMNS).subquery("seen"))


def _picture(row: Sequence[Any], first: date, until: date) -> Picture:
    id, site_id, rules, capacity, periods, leaves, taken = row
    return Picture(
        space_id=id,
        site_id=site_id,
        rules=_rules_of(rules, capacity),
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


@lru_cache(maxsize=1024)
def _rules_of(said: str, capacity: int | None) -> Rules:
    return Rules.of(from_json(said), capacity)


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
