"""A worker killed by SIGKILL at ten seeded points; the next one goes on behind the last batch, and the content is the same."""

import asyncio
import random
import signal
import sys

import pytest
from tests.registry.imports.conftest import FINNISH, Desk, counts

from registry.imports.domain.job import Status

SEED = 20261123
POINTS = 10
WHOLE: dict[str, tuple[str, int]] = {}
"""Content and number of statements of the uninterrupted run."""


async def worker(desk: Desk, last: int = 0) -> tuple[int, str]:
    """Exit code and what it said."""
    url = desk.house.settings.database_url
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.registry.imports.worker", url, str(last), stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode().strip()


@pytest.fixture
async def whole(desk: Desk) -> tuple[str, int]:
    """An import that nobody disturbs, once for all points."""
    if FINNISH not in WHOLE:
        row = await desk.ask(FINNISH)
        code, said = await worker(desk)
        assert code == 0
        assert counts(await desk.job(row.id)) == (1243, 0, 0, 0, 0, 1)
        WHOLE[FINNISH] = await desk.content(), int(said)
        await desk.emptied()
    return WHOLE[FINNISH]


@pytest.mark.parametrize("point", range(POINTS))
async def test_killed__goes_on_and_is_the_same(desk: Desk, whole: tuple[str, int], point: int) -> None:
    content, statements = whole
    made = await desk.ask(FINNISH)
    last = sorted(random.Random(SEED).sample(range(2, statements), POINTS))[point]
    code, _ = await worker(desk, last)
    assert code == -signal.SIGKILL
    midway = await desk.job(made.id)
    assert midway.status is not Status.DONE
    assert midway.rows_done == await desk.scalar("SELECT count(*) FROM registry.organisation")
    await desk.work()
    row = await desk.job(made.id)
    assert (row.status, counts(row)) == (Status.DONE, (1243, 0, 0, 0, 0, 1))
    assert await desk.content() == content
    assert await desk.said() == {"OrganisationRegistered": 1243, "ImportCompleted": 1}


async def test_killed_again_and_again__is_the_same(desk: Desk, whole: tuple[str, int]) -> None:
    content, statements = whole
    made = await desk.ask(FINNISH)
    choice = random.Random(SEED + 1)
    for _ in range(3):
        code, _ = await worker(desk, choice.randrange(2, statements // 8))
        assert code == -signal.SIGKILL
    await desk.work()
    row = await desk.job(made.id)
    assert (row.status, counts(row)) == (Status.DONE, (1243, 0, 0, 0, 0, 1))
    assert await desk.content() == content
    assert await desk.said() == {"OrganisationRegistered": 1243, "ImportCompleted": 1}
