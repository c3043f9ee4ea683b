"""What is free of many spaces on some days: worked out by the database in one statement, and handed out as it wrote it.

The rules are those of `spaces.domain.hours` and `bookings.domain.free`, which decide about a booking; a test compares both.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ARRAY, Date, Select, Text, Uuid, bindparam, column, select, text

from chassis.problems import refuse_if_any
from chassis.values import DAY, today
from chassis.work import Reads
from facilities.bookings import problems as p
from facilities.spaces.domain.hours import UNBOUNDED, USABLE, WHOLE_DAY, Purpose

MOST_SPACES: Final = 50
"""In one answer."""
MOST_DAYS: Final = 62


async def availability(reads: Reads, space_ids: Sequence[UUID], from_: date | None, until: date | None) -> str:
    """What is free of these spaces, as JSON of `AvailabilityOut`. A week from today where no days are asked for."""
    first = from_ or today(reads.now)
    last = until or first + 7 * DAY
    window(first, last)
    return await reads.one(statement(list(dict.fromkeys(space_ids)), first, last))


def window(first: date, last: date) -> None:
    """Days in order, and not too many of them."""
    if not first < last <= first + MOST_DAYS * DAY:
        refuse_if_any([p.WINDOW_WRONG.at("", days=MOST_DAYS)])


def statement(ids: list[UUID], first: date, until: date) -> Select[str]:
    """One row and one column."""
    asked = _ASKED.bindparams(
        bindparam("ids", ids, ARRAY(Uuid)), bindparam("first", first, Date), bindparam("until", until, Date)
    )
    said = asked.columns(column("said", Text)).subquery("answer").c.said
    return select(said)


def _instant(wall: str) -> str:
    """The instant of a wall-clock time, as `moment` finds it.

    Of a doubled hour the first is meant, where PostgreSQL takes the second; a time that the clock skips is the moment of the skip,
    which in Finland is a full hour.
    """
    taken = f"{wall} AT TIME ZONE 'Europe/Helsinki'"
    earlier = f"{taken} - interval '1 hour'"
    return f"""CASE WHEN ({earlier}) AT TIME ZONE 'Europe/Helsinki' = {wall} THEN {earlier}
        WHEN ({taken}) AT TIME ZONE 'Europe/Helsinki' <> {wall} THEN date_trunc('hour', {taken}) ELSE {taken} END"""


def _midnight(day: str) -> str:
    """The instant at which a Finnish day begins; no clock is moved at midnight."""
    return f"({day})::timestamp AT TIME ZONE 'Europe/Helsinki'"


_WINDOW: Final = f"tstzrange({_midnight('CAST(:first AS date)')}, {_midnight('CAST(:until AS date)')})"
_USABLE: Final = ", ".join(f"'{state.value}'" for state in sorted(USABLE, key=lambda state: state.value))
_STRETCHES: Final = """
(SELECT coalesce(json_agg(each), '[]') FROM (SELECT lower(r) AS starts_at, upper(r) AS ends_at FROM unnest({of}) AS r) AS each)
"""
FOUND: Final = f"""
WITH said AS (
    SELECT CAST(:ids AS uuid[]) AS ids, CAST(:first AS date) AS first, CAST(:until AS date) AS until, {_WINDOW} AS days
), applying AS MATERIALIZED (
    -- The periods of hours of each space, with how near they are to it: spaces of a site mostly have the same.
    SELECT s.id, array_agg(h.id ORDER BY h.id) AS periods,
        array_agg(coalesce(array_position(s.path, h.space_id), 0) ORDER BY h.id) AS levels
    FROM said JOIN facilities.space AS s ON s.id = ANY(said.ids)
    JOIN facilities.hours_period AS h ON h.site_id = s.site_id AND (h.space_id IS NULL OR h.space_id = ANY(s.path))
    WHERE h.purpose = '{Purpose.USE.value}'
        AND coalesce(h.valid_from < said.until, true) AND coalesce(h.valid_until > said.first - 1, true)
    GROUP BY s.id
), alike AS MATERIALIZED (
    SELECT periods, levels, row_number() OVER () AS kind FROM applying GROUP BY periods, levels
), covering AS (
    -- F14: the shortest override of any level, else the ordinary hours of the nearest one. What began the day before may go on.
    SELECT a.kind, d.day, h.state, h.rules, rank() OVER (PARTITION BY a.kind, d.day ORDER BY h.override DESC,
        CASE WHEN h.override THEN coalesce(h.valid_until - h.valid_from, {UNBOUNDED}) ELSE -n.level END) AS place
    FROM said CROSS JOIN alike AS a CROSS JOIN LATERAL unnest(a.periods, a.levels) AS n (id, level)
    JOIN facilities.hours_period AS h ON h.id = n.id
    CROSS JOIN LATERAL (SELECT said.first + n AS day FROM generate_series(-1, said.until - said.first - 1) AS n) AS d
    WHERE coalesce(h.valid_from <= d.day, true) AND coalesce(d.day < h.valid_until, true)
), wall AS (
    -- A period without rules is the whole day.
    SELECT c.kind, coalesce(r.state, c.state) AS state, c.day + make_interval(mins => coalesce(r.starts, 0)) AS starts,
        c.day + make_interval(mins => coalesce(r.ends + CASE WHEN r.next_day THEN {WHOLE_DAY} ELSE 0 END, {WHOLE_DAY})) AS ends
    FROM covering AS c LEFT JOIN LATERAL
        jsonb_to_recordset(c.rules) AS r (weekdays jsonb, starts int, ends int, next_day boolean, state text) ON true
    WHERE c.place = 1 AND (c.rules = '[]' OR r.weekdays = '[]' OR r.weekdays @> to_jsonb(extract(isodow FROM c.day)::int))
), hours AS MATERIALIZED (
    -- Open in one way or another, and nothing else at the same time.
    SELECT kind, (range_agg(span) FILTER (WHERE state IN ({_USABLE}))
        - coalesce(range_agg(span) FILTER (WHERE state NOT IN ({_USABLE})), '{{}}')) * tstzmultirange(said.days) AS usable
    FROM said, (SELECT kind, state, tstzrange({_instant("starts")}, {_instant("ends")}) AS span FROM wall) AS spans
    GROUP BY kind, said.days
), leaf AS MATERIALIZED (
    SELECT l.space_id, l.leaf_id, coalesce((s.rules->>'block_whole_day')::boolean, false) AS whole_day,
        make_interval(mins => greatest((s.rules->>'before_minutes')::int, (s.rules->>'after_minutes')::int, 0)) AS buffer
    FROM said JOIN facilities.space_leaf AS l ON l.space_id = ANY(said.ids) JOIN facilities.space AS s ON s.id = l.leaf_id
), taken AS (
    -- A use must not end too near to the next booking: each is widened to the front by what its leaf needs after a use. F1, F3.
    -- What lies just outside these days may reach into them by its buffers or its whole day.
    SELECT l.space_id, range_agg(tstzrange(t.starts_at, t.ends_at)) AS used, range_agg(CASE
        WHEN t.booking_id IS NULL THEN tstzrange(t.starts_at, t.ends_at)
        WHEN l.whole_day THEN tstzrange(date_trunc('day', t.occupied_from, 'Europe/Helsinki'),
            {_midnight("((t.occupied_until - interval '1 us') AT TIME ZONE 'Europe/Helsinki')::date + 1")})
        ELSE tstzrange(t.occupied_from - l.buffer, t.occupied_until) END) AS busy
    FROM said CROSS JOIN leaf AS l JOIN facilities.slot AS t ON t.leaf_id = l.leaf_id
    WHERE tstzrange(t.starts_at, t.ends_at)
        && tstzrange(lower(said.days) - interval '48 hours', upper(said.days) + interval '48 hours')
    GROUP BY l.space_id
), found AS (
    SELECT s.id, array_position(said.ids, s.id) AS place, h.usable - coalesce(t.busy, '{{}}') AS free,
        t.used * tstzmultirange(said.days) AS taken
    FROM said JOIN facilities.space AS s ON s.id = ANY(said.ids) LEFT JOIN applying AS a ON a.id = s.id
    LEFT JOIN alike AS k ON (k.periods, k.levels) = (a.periods, a.levels) LEFT JOIN hours AS h ON h.kind = k.kind
    LEFT JOIN taken AS t ON t.space_id = s.id
)
"""  # noqa: S608 - of constants
"""Of each space that there is what is free and what is taken, as multiranges."""
_ASKED: Final = text(f"""{FOUND}
SELECT json_build_object('from', said.first, 'until', said.until, 'spaces', (
    SELECT coalesce(json_agg(json_build_object('space_id', id, 'free', {_STRETCHES.format(of="free")},
        'taken', {_STRETCHES.format(of="taken")}) ORDER BY place), '[]') FROM found
))::text AS said FROM said
""")  # noqa: S608 - of constants
