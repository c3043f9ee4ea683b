"""Facilities with fifty rooms and 20,000 bookings: ours, and beside it Django with DRF where that is installed."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
from tests.benchmarks.calling import Served
from tests.benchmarks.costs import Meter
from tests.benchmarks.county import MANY, issuing, signed_in
from tests.benchmarks.peers import serving
from tests.benchmarks.runner import Stage
from tests.facilities.conftest import Builder

from chassis.outbox import new_id
from chassis.testing import APP, House, address, cloned, make_template
from chassis.values import DAY, today
from facilities.main import SERVICE
from facilities.spaces.domain.hours import moment
from yhdyspinta_local.parts import ServiceProcess, Surroundings

ROOMS: Final = 50
BOOKINGS: Final = 20_000
DAYS: Final = 180
_FILL: Final = f"""
WITH wanted AS (
    SELECT gen_random_uuid() AS id, $1::uuid[] AS rooms, n % {ROOMS} AS room, n / {ROOMS} AS nth
    FROM generate_series(0, {BOOKINGS - 1}) AS n
), placed AS (
    SELECT id, rooms[room + 1] AS space_id,
        $2::timestamptz + (nth * {DAYS} / {BOOKINGS // ROOMS}) * interval '1 day' + (8 + 2 * (nth % 6)) * interval '1 hour' AS begins
    FROM wanted
), booked AS (
    INSERT INTO facilities.booking (id, version, sequence, space_id, acting, purpose, free_use, booked_by, status, occurrences, begins,
        ends, asked_at, reasons, before_minutes, after_minutes, calendar_sequence, changed_at)
    SELECT id, 1, 0, space_id, '{{}}', 'Ryhmä', '{{}}', id, 'confirmed', '[]', begins, begins + interval '1 hour', now(), '[]', 0, 0, 0,
        now()
    FROM placed RETURNING id
)
INSERT INTO facilities.slot (leaf_id, booking_id, starts_at, ends_at, occupied_from, occupied_until)
SELECT space_id, id, begins, begins + interval '1 hour', begins, begins + interval '1 hour' FROM placed ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """Where Django answers, and its database."""

    served: Served
    dsn: str


@dataclass(frozen=True, slots=True)
class Rooms:
    """Facilities with rooms and bookings in them."""

    served: Served
    token: str
    pool: asyncpg.Pool
    ids: Sequence[UUID]
    first: datetime
    peer: "Peer | None"
    """None where Django is not installed."""


@asynccontextmanager
async def filled(stage: Stage) -> AsyncIterator[Rooms]:
    """One API process as in production over fifty rooms and 20,000 bookings."""
    bare = f"bench_{new_id().hex}"
    await make_template(stage.admin, bare, [SERVICE])
    issuer = await stage.ever(issuing)
    async with cloned(stage.admin, bare) as name:
        house = House.over(SERVICE, stage.admin, name)
        builder = Builder(house)
        hall = await builder.everything()
        ids = [(await builder.space(hall.site, f"Huone {n}")).id for n in range(ROOMS)]
        first = moment(today(house.now()) + DAY, 0)
        await house.close()
        at = address(stage.admin, name, SERVICE.name, APP)
        around = Surroundings("", "", at, "", issuer.url, "", "only-for-benchmarks-only", env="test")
        process = ServiceProcess("facilities", "api", around, log=stage.folder / "facilities.log", more=MANY)
        process.start()
        try:
            process.wait_ready()
            async with asyncpg.create_pool(at, min_size=10, max_size=10) as pool:
                await pool.execute(_FILL, ids, first)
                await pool.execute("ANALYZE facilities.slot")
                async with peer(stage, first) as beside:
                    served = Served((process.port,), Meter((process.pid or 0,), stage.postgres))
                    yield Rooms(served, signed_in(issuer), pool, ids, first, beside)
        finally:
            process.stop()


@asynccontextmanager
async def peer(stage: Stage, first: datetime) -> AsyncIterator[Peer | None]:
    """Django with DRF over as many rooms and bookings, in a database of its own."""
    if not serving.has_django():
        yield None
        return
    name = f"bench_{new_id().hex}"
    administrator = await asyncpg.connect(stage.admin)
    await administrator.execute(f'CREATE DATABASE "{name}"')
    await administrator.close()
    dsn = f"{stage.admin.rpartition('/')[0]}/{name}"
    told = {"dsn": dsn, "first": first.isoformat(), "rooms": ROOMS, "bookings": BOOKINGS, "days": DAYS}
    with serving.django(stage, "drf_rooms", "/rooms/", await stage.ever(issuing), told) as served:
        yield Peer(served, dsn)
