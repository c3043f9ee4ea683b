"""Use by space, month and kind of holder: from one statement a page. The same for all who ask. FAC-15."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Date, Double, Integer, Text, Uuid, column, select, text
from sqlalchemy.dialects.postgresql import JSONB

from chassis.paging import Items, Listing, paged_rows
from chassis.work import Reader
from facilities.usage.schemas import RefusedHours, UseOut

_SUMMED: Final = text("""
WITH wish AS (
    SELECT b.id, b.space_id, b.status, b.reasons, b.grounds, e.o, (e.o->>'starts_at')::timestamptz AS starts,
        extract(epoch FROM (e.o->>'ends_at')::timestamptz - (e.o->>'starts_at')::timestamptz) / 3600 AS hours,
        extract(epoch FROM b.decided_at - b.asked_at) / 60 AS minutes,
        CASE WHEN b.meeting_id IS NOT NULL THEN 'meeting' WHEN b.visitor IS NOT NULL THEN 'visitor'
            WHEN b.organisation_id IS NULL THEN 'county' ELSE coalesce(c.kind, 'unknown') END AS kind
    FROM facilities.booking AS b CROSS JOIN LATERAL jsonb_array_elements(b.occurrences) AS e (o)
    LEFT JOIN facilities.organisation_copy AS c ON c.id = b.organisation_id
    WHERE e.o->>'starts_at' IS NOT NULL
), fate AS (
    -- What still has its rows is given, whatever became of the rest of its booking.
    SELECT w.*, date_trunc('month', w.starts AT TIME ZONE 'Europe/Helsinki')::date AS month, CASE
        WHEN w.o->>'kept' = 'skipped' THEN 'refused' WHEN w.o->>'kept' = 'cancelled' THEN 'cancelled'
        WHEN w.status = 'held' THEN 'waiting' WHEN w.status = 'expired' THEN 'expired'
        WHEN EXISTS (SELECT FROM facilities.slot AS s WHERE s.booking_id = w.id AND s.starts_at = w.starts) THEN 'given'
        WHEN w.status = 'refused' THEN 'refused' ELSE 'cancelled' END AS fate
    FROM wish AS w
), because AS (
    SELECT space_id, month, kind,
        jsonb_agg(jsonb_build_object('reason', reason, 'hours', hours) ORDER BY hours DESC, reason) AS said
    FROM (
        SELECT f.space_id, f.month, f.kind, r.reason, round(sum(f.hours), 2) AS hours
        FROM fate AS f CROSS JOIN LATERAL (
            SELECT DISTINCT y->>'code' AS reason
            FROM jsonb_array_elements(CASE WHEN f.o->>'kept' = 'skipped' THEN f.o->'reasons' ELSE f.reasons END) AS y
            UNION SELECT 'by_owner' WHERE f.o->>'kept' = 'kept' AND f.reasons = '[]'
        ) AS r
        WHERE f.fate = 'refused' GROUP BY f.space_id, f.month, f.kind, r.reason
    ) AS each GROUP BY space_id, month, kind
), decided AS (
    SELECT space_id, month, kind, percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes) AS median, max(minutes) AS longest
    FROM (SELECT DISTINCT id, space_id, month, kind, minutes FROM fate WHERE minutes IS NOT NULL) AS once
    GROUP BY space_id, month, kind
), summed AS (
    SELECT space_id, month, kind, count(DISTINCT id) AS bookings, sum(hours) AS asked,
        sum(hours) FILTER (WHERE fate = 'given') AS given, sum(hours) FILTER (WHERE fate = 'waiting') AS waiting,
        sum(hours) FILTER (WHERE fate = 'refused') AS refused, sum(hours) FILTER (WHERE fate = 'cancelled') AS cancelled,
        sum(hours) FILTER (WHERE fate = 'expired') AS expired
    FROM fate GROUP BY space_id, month, kind
)
SELECT p.id || ' ' || m.kind AS key, p.id AS space_id, coalesce(p.names->>'fi', p.names->>'sv', p.names->>'en', '') AS space,
    p.site_id, p.municipality, m.month, m.kind, m.bookings, round(m.asked, 2)::float8 AS asked,
    round(coalesce(m.given, 0), 2)::float8 AS given, round(coalesce(m.waiting, 0), 2)::float8 AS waiting,
    round(coalesce(m.refused, 0), 2)::float8 AS refused, round(coalesce(m.cancelled, 0), 2)::float8 AS cancelled,
    round(coalesce(m.expired, 0), 2)::float8 AS expired, coalesce(b.said, '[]') AS because,
    round(d.median::numeric, 1)::float8 AS median, round(d.longest::numeric, 1)::float8 AS longest
FROM summed AS m JOIN facilities.space AS p ON p.id = m.space_id
LEFT JOIN because AS b USING (space_id, month, kind) LEFT JOIN decided AS d USING (space_id, month, kind)
WHERE p.status <> 'draft'
""").columns(
    column("key", Text), column("space_id", Uuid), column("space", Text), column("site_id", Uuid), column("municipality", Text),
    column("month", Date), column("kind", Text), column("bookings", Integer),
    *(column(name, Double) for name in ("asked", "given", "waiting", "refused", "cancelled", "expired")),
    column("because", JSONB), column("median", Double), column("longest", Double),
).subquery("used")
_SHOWN: Final = (
    "space_id", "space", "month", "kind", "bookings", "asked", "given", "waiting", "refused", "cancelled", "expired", "because",
    "median", "longest",
)


async def use(
    reader: Reader,
    page: Listing,
    space_id: UUID | None,
    site_id: UUID | None,
    municipality: str | None,
    from_: date | None,
    until: date | None,
) -> Items[UseOut]:
    """Use of the spaces that are or were offered, by month."""
    used = _SUMMED.c
    rows = select(*(used[name] for name in _SHOWN))
    asked = {"space_id": space_id, "site_id": site_id, "municipality": municipality}
    rows = rows.where(*(used[name] == value for name, value in asked.items() if value is not None))
    if from_ is not None:
        rows = rows.where(used.month >= from_.replace(day=1))
    if until is not None:
        rows = rows.where(used.month < until)
    return await paged_rows(reader, rows, page, keys={"month": used.month, "space": used.space}, id=used.key, show=_shown)


def _shown(row: Sequence[Any]) -> UseOut:
    found = dict(zip(_SHOWN, row, strict=False))
    return UseOut(
        **{name: found[name] for name in ("space_id", "space", "month", "kind", "bookings")},
        **{f"{name}_hours": found[name] for name in ("asked", "given", "waiting", "refused", "cancelled", "expired")},
        refused_because=[RefusedHours.model_validate(each) for each in found["because"]],
        median_minutes=found["median"],
        longest_minutes=found["longest"],
    )
