"""Mistakes that lie in the database or at the broker rather than in a process."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

import asyncpg
from tests.faults.county.ground import Ground
from tests.faults.inside.mutants import MUTANTS
from tests.faults.inside.points import put

from chassis import topics

IN_THE_DATABASE: Final[Mapping[str, str]] = {
    "check-then-insert": "ALTER TABLE facilities.slot DROP CONSTRAINT ex_slot_core, DROP CONSTRAINT ex_slot_occupied",
    "check-then-grant": "ALTER TABLE grants.appropriation DROP CONSTRAINT ck_appropriation_within",
    "waits-for-ever": "ALTER ROLE registry_app SET lock_timeout = 0; ALTER ROLE registry_app SET statement_timeout = 0",
    "acknowledged-before-it-is-on-disk": "ALTER SYSTEM SET synchronous_commit = off; ALTER SYSTEM SET wal_writer_delay = '10s'",
}
_MENDED: Final[Mapping[str, str]] = {
    "waits-for-ever": "ALTER ROLE registry_app SET lock_timeout = '3s'; ALTER ROLE registry_app SET statement_timeout = '10s'",
    "acknowledged-before-it-is-on-disk": "ALTER SYSTEM RESET synchronous_commit; ALTER SYSTEM RESET wal_writer_delay",
}
"""Of what a cluster keeps when the county's database is gone."""
AT_THE_BROKER: Final = frozenset({"one-copy", "every-copy"})
"""Of each record only one copy; or a write counts only when every broker has it."""


def known(mutant: str) -> bool:
    return mutant in MUTANTS or mutant in IN_THE_DATABASE or mutant in AT_THE_BROKER


@contextmanager
def other_topics(mutants: Sequence[str]) -> Iterator[None]:
    """While this lasts, topics are made as somebody would who makes one of these mistakes."""
    replicas, config = topics.REPLICAS, topics.Wanted.config_with
    if "one-copy" in mutants:
        topics.REPLICAS = 1
    if "every-copy" in mutants:
        put(topics.Wanted, "config_with", lambda wanted, copies: config(wanted, copies + 1))
    try:
        yield
    finally:
        topics.REPLICAS = replicas
        put(topics.Wanted, "config_with", config)


async def mutate(ground: Ground, database: str, mutants: Sequence[str]) -> None:
    """Make those of these mistakes that lie in the database."""
    await _run(ground, database, [IN_THE_DATABASE[one] for one in mutants if one in IN_THE_DATABASE])


async def mend(ground: Ground, mutants: Sequence[str]) -> None:
    """Take back what would outlive the county."""
    await ground.revive()
    await _run(ground, "postgres", [_MENDED[one] for one in mutants if one in _MENDED])


async def _run(ground: Ground, database: str, statements: Sequence[str]) -> None:
    if not statements:
        return
    session = await asyncpg.connect(ground.postgres.dsn(database=database))
    try:
        for each in ";".join(statements).split(";"):
            await session.execute(each)  # ALTER SYSTEM stands alone
        await session.execute("SELECT pg_reload_conf()")
    finally:
        await session.close()
