"""Order is that of the commits, whatever the clocks of the processes say."""

import asyncio
import subprocess
import sys

import pytest
from tests.faults.checker import topics, wrong
from tests.faults.conftest import SERVICES, Platform, environment
from tests.faults.test_messaging import outbox_is_empty

from chassis.testing import House, address, soon
from sample.things import commands

pytestmark = [pytest.mark.faults]
TIMES = 60


async def test_order__of_two_processes_whose_clocks_differ_by_a_second(platform: Platform, house: House) -> None:
    thing = await house.run(commands.make, "kerho")
    database = address(platform.postgres.dsn(), "faults", "sample", "app")
    writers = [writer(database, str(thing.id), ahead) for ahead in ("0", "1")]
    assert [await asyncio.to_thread(each.wait, 60) for each in writers] == [0, 0]
    platform.spawn("relay")
    await soon(lambda: outbox_is_empty(house), within=60)
    said = await topics(platform.kafka.bootstrap, platform.prefix)
    assert await wrong(house, said, {thing.id: 2 * TIMES}) == []
    assert [record.sequence for record in said.events] == list(range(1, 2 * TIMES + 2))
    times = [record.time for record in said.events if record.time]
    assert times != sorted(times)  # they did write in turns, with clocks that differ


def writer(database: str, thing: str, ahead: str) -> "subprocess.Popen[bytes]":
    """A process whose clock is so many seconds ahead."""
    command = [sys.executable, "-m", "sample.writer", database, thing, str(TIMES), ahead]
    return subprocess.Popen(command, env=environment({"PYTHONPATH": str(SERVICES)}))
