"""10 to 12, and 23: the database restarts, dies, throws everybody out, or somebody sits on a row."""

import asyncio
import time
from collections.abc import Sequence

import asyncpg
from tests.faults.county.beginnings import GROUNDS
from tests.faults.county.county import County
from tests.faults.experiments.catalogue import REGISTRY, WITH_GRANTS, WRITES, experiment

AT_MOST = 4.0
"""Seconds until somebody is told that a row is held (`reliability.md` 2.3, 23); the machine's own slowness comes on top."""


@experiment("10", services=WITH_GRANTS, finds=["every-fault-is-500"], strict=False)
async def database_restarts(county: County) -> None:
    """PostgreSQL is restarted fast (SIGINT), twice."""
    for _ in range(2):
        await asyncio.sleep(1.5)
        await asyncio.to_thread(county.ground.postgres.stop)
        await county.ground.revive()
    await asyncio.sleep(2)


@experiment("11", services=REGISTRY, sizes=WRITES, finds=["acknowledged-before-it-is-on-disk"], people=10, pause=0.05, strict=False)
async def database_killed(county: County) -> None:
    """PostgreSQL is killed with all its sessions, three times; what it acknowledged stands."""
    for _ in range(3):
        await asyncio.sleep(2)
        county.count("database")
        await asyncio.to_thread(county.ground.postgres.kill)
        await county.ground.revive()
    await asyncio.sleep(2)


@experiment("12", services=WITH_GRANTS, finds=["every-fault-is-500"], strict=False)
async def sessions_ended(county: County) -> None:
    """Every session of the application is thrown out, five times: only what is under way fails, with 503."""
    session = await asyncpg.connect(county.ground.postgres.dsn(database=county.database))
    for _ in range(5):
        await asyncio.sleep(0.7)
        await session.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename LIKE '%_app'"
        )
    await session.close()
    await asyncio.sleep(2)


@experiment("23", services=REGISTRY, sizes=WRITES, finds=["waits-for-ever"])
async def somebody_sits_on_a_row(county: County) -> Sequence[str]:
    """A session holds one row: the six who want it are told so in time, everybody else goes on."""
    held, other = county.mix.known.associations[:2]
    session = await asyncpg.connect(county.ground.postgres.dsn(database=county.database))
    async with session.transaction():
        await session.execute("SELECT 1 FROM registry.organisation WHERE id = $1 FOR UPDATE", held)
        took = await asyncio.gather(*(_pauses(county, held) for _ in range(6)), _pauses(county, other))
    await session.close()
    return [f"{seconds:.1f} s until an answer {status} for {who}" for who, status, seconds in took if seconds > 3 * AT_MOST] + (
        [] if took[-1][1] == 200 else [f"the other one got {took[-1][1]}"]
    )


async def _pauses(county: County, id: str) -> tuple[str, int, float]:
    """What is said, and after how long."""
    began = time.monotonic()
    path, body = f"organisations/{id}/pause", {"grounds": GROUNDS}
    answer = await county.client.attempt("coordinator", "registry", "POST", path, body, what="pause", event="OrganisationPaused")
    return id, answer.status_code if answer is not None else 0, time.monotonic() - began
