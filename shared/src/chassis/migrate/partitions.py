"""Partitions by day, made ahead. A default partition catches what comes when this was not run, so that no write ever stops."""

from dataclasses import dataclass
from datetime import date, timedelta

import asyncpg

from chassis.database import plain_url
from chassis.migrate import CannotMigrate
from chassis.migrate.alone import LOCK_TIMEOUT, alone, patiently
from chassis.service import Service
from chassis.settings import Settings
from chassis.values import DAY

AHEAD = 14 * DAY
SENT_KEPT = 14 * DAY
"""How far back `republish` can reach."""
ANSWERS_KEPT = 8 * DAY
"""A key is looked for seven days back (`messaging.md` 0.4)."""


@dataclass(frozen=True, slots=True)
class ByDay:
    """A table in partitions of one day each."""

    table: str
    column: str
    kept: timedelta

    def name(self, day: date) -> str:
        return f"{self.table}_{day:%Y%m%d}"

    def day(self, name: str) -> date | None:
        """The day of a partition by its name; none for the default partition."""
        digits = name.removeprefix(f"{self.table}_")
        return date.fromisoformat(digits) if digits.isdecimal() else None


async def make_partitions(
    service: Service, settings: Settings, *, sent_kept: timedelta = SENT_KEPT, answers_kept: timedelta = ANSWERS_KEPT
) -> None:
    """Make the days from today to `AHEAD`, drop those that nobody needs any more."""
    if not settings.database_owner_url:
        raise CannotMigrate("partitions are made by the owner: give YHDYSPINTA_DATABASE_OWNER_URL")
    tables = (ByDay("outbox_sent", "sent_on", sent_kept), ByDay("idempotency", "day", answers_kept))
    async with alone(settings.database_owner_url, f"yhdyspinta.migrate.{service.name}"):
        connection = await asyncpg.connect(
            plain_url(settings.database_owner_url), timeout=10,
            server_settings={"lock_timeout": LOCK_TIMEOUT, "search_path": service.name, "client_min_messages": "warning"},
        )
        try:
            today: date = await connection.fetchval("SELECT CURRENT_DATE")
            for table in tables:
                await _keep(connection, table, today)
        finally:
            await connection.close()


async def _keep(connection: asyncpg.Connection, table: ByDay, today: date) -> None:
    names = await connection.fetch(
        "SELECT relname FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid WHERE inhparent = $1::regclass", table.table
    )
    there = {day for (name,) in names if (day := table.day(name))}
    wanted = {today + n * DAY for n in range(AHEAD.days + 1)}
    oldest = today - table.kept
    scripts = [_make(table, day) for day in sorted(wanted - there)]
    scripts += [f"DROP TABLE {table.name(day)}" for day in sorted(day for day in there if day < oldest)]
    for script in scripts:
        await patiently(lambda script=script: _execute(connection, script))  # type: ignore[misc]
    await connection.execute(f"DELETE FROM {table.table}_default WHERE {table.column} < $1", oldest)  # noqa: S608


def _make(table: ByDay, day: date) -> str:
    """A partition beside the table, filled with what the default partition has of its day, then attached.

    Made in this way it does not stop those who write to the table, only those who write to its default partition.
    """
    new, default, column, until = table.name(day), f"{table.table}_default", table.column, day + DAY
    return f"""
        LOCK TABLE {default} IN ACCESS EXCLUSIVE MODE;
        CREATE TABLE {new} (LIKE {table.table} INCLUDING ALL);
        WITH late AS (DELETE FROM {default} WHERE {column} >= '{day}' AND {column} < '{until}' RETURNING *)
            INSERT INTO {new} SELECT * FROM late;
        ALTER TABLE {table.table} ATTACH PARTITION {new} FOR VALUES FROM ('{day}') TO ('{until}');
    """  # noqa: S608


async def _execute(connection: asyncpg.Connection, script: str) -> None:
    async with connection.transaction():
        await connection.execute(script)
