"""Kill -9, sleep and restart under writes: nothing acknowledged is lost, nothing has its effect twice, order holds."""

import asyncio
import random
import signal
import subprocess
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.faults.checker import doubles, topics, wrong, wrong_effects
from tests.faults.conftest import Platform

from chassis.testing import House, soon
from sample.things import commands

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]
SEED = 20261123


class Writers:
    """Some tasks that change things as fast as they are let; what was acknowledged is counted.

    Two for each thing, by default fewer than the pool has connections: on a slow machine nobody is refused for want of one.
    """

    def __init__(self, house: House, things: int = 4) -> None:
        self.house = house
        self.acknowledged: Counter[UUID] = Counter()
        self.failed: list[str] = []
        self._things = things

    @asynccontextmanager
    async def at_work(self, pause: float = 0.01) -> AsyncIterator[None]:
        made = [await self.house.run(commands.make, f"kerho {n}") for n in range(self._things)]
        tasks = [asyncio.create_task(self._change(thing.id, pause)) for thing in made for _ in range(2)]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def go_on(self, times: int) -> Callable[[], Awaitable[bool]]:
        """Whether that many changes have been acknowledged since this was asked."""
        before = self.acknowledged.total()

        async def reached() -> bool:
            return self.acknowledged.total() >= before + times

        return reached

    async def _change(self, id: UUID, pause: float) -> None:
        while True:
            try:
                await self.house.run(commands.add_one, id)
                self.acknowledged[id] += 1
            except Exception as fault:  # noqa: BLE001 - the ledger keeps only what was acknowledged
                self.failed.append(repr(fault))
            await asyncio.sleep(pause)


async def outbox_is_empty(house: House) -> bool:
    return not await house.outbox()


async def effects_are_complete(house: House) -> bool:
    return not await wrong_effects(house)


async def test_relays_killed_again_and_again(platform: Platform, house: House) -> None:
    dice = random.Random(SEED)
    relays = [platform.spawn("relay", YHDYSPINTA_REPLICA=str(n)) for n in range(2)]
    writers = Writers(house)
    async with writers.at_work():
        for _ in range(6):
            await asyncio.sleep(dice.uniform(0.8, 1.8))
            victim = dice.randrange(2)
            relays[victim].kill()
            relays[victim] = platform.spawn("relay", YHDYSPINTA_REPLICA=str(victim))
    await soon(lambda: outbox_is_empty(house), within=60)
    said = await topics(platform.kafka.bootstrap, platform.prefix)
    assert await wrong(house, said, writers.acknowledged) == []
    assert writers.failed == []
    print(f"{sum(writers.acknowledged.values())} changes, 6 kills, {doubles(said)} doubles in the topic")


async def test_leader_put_to_sleep_and_woken_after_its_successor(platform: Platform, house: House) -> None:
    sleeper = platform.spawn("relay", YHDYSPINTA_REPLICA="0")
    writers = Writers(house)
    async with writers.at_work():
        await soon(lambda: _sent_some(house), within=90)
        sleeper.send_signal(signal.SIGSTOP)
        last = await _sent(house)
        platform.spawn("relay", YHDYSPINTA_REPLICA="1")
        await soon(lambda: _sent_some(house, last + 20), within=90)  # its session has ended: the successor leads
        writes = sum(writers.acknowledged.values())
    await soon(lambda: outbox_is_empty(house), within=60)
    sleeper.send_signal(signal.SIGCONT)
    await soon(lambda: _says(platform, "relay-0", "relay begins anew"))
    await asyncio.sleep(0.5)
    assert sleeper.poll() is None
    said = await topics(platform.kafka.bootstrap, platform.prefix)
    assert await wrong(house, said, writers.acknowledged) == []
    assert writes > 50


async def test_workers_killed_again_and_again(platform: Platform, house: House) -> None:
    dice = random.Random(SEED + 1)
    platform.spawn("relay")
    workers = [platform.spawn("worker", YHDYSPINTA_REPLICA=str(n)) for n in range(2)]
    writers = Writers(house, things=12)
    async with writers.at_work(pause=0.06):
        for _ in range(5):
            await asyncio.sleep(dice.uniform(1.5, 3))
            victim = dice.randrange(2)
            workers[victim].kill()
            workers[victim] = platform.spawn("worker", YHDYSPINTA_REPLICA=str(victim))
    await soon(lambda: outbox_is_empty(house), within=60)
    await soon(lambda: effects_are_complete(house), within=60)
    async with house.database.sessions() as session:
        assert (await session.execute(text("SELECT count(*) FROM sample.parked"))).scalar_one() == 0


async def test_broker_killed_writes_go_on(platform: Platform, house: House) -> None:
    platform.spawn("worker", "--with-relay")
    writers = Writers(house)
    async with writers.at_work(pause=0.2):  # while the broker is away: what lies waiting takes its time afterwards
        await soon(lambda: _sent_some(house), within=90)
        platform.kafka.kill()
        await soon(writers.go_on(20), within=60)
        platform.kafka.start()
        await asyncio.to_thread(platform.kafka.wait_ready, 60)
    assert writers.failed == []
    await soon(lambda: outbox_is_empty(house), within=90)
    await soon(lambda: effects_are_complete(house), within=90)
    said = await topics(platform.kafka.bootstrap, platform.prefix)
    assert await wrong(house, said, writers.acknowledged) == []


async def test_database_killed_and_restarted(platform: Platform, house: House) -> None:
    platform.spawn("worker", "--with-relay")
    writers = Writers(house)
    async with writers.at_work(pause=0.05):
        await soon(lambda: _sent_some(house), within=90)
        platform.postgres.kill()
        platform.postgres.start()
        await asyncio.to_thread(platform.postgres.wait_ready, 60)
        await soon(writers.go_on(1), within=60)
    assert writers.failed
    await soon(lambda: outbox_is_empty(house), within=90)
    await soon(lambda: effects_are_complete(house), within=90)
    said = await topics(platform.kafka.bootstrap, platform.prefix)
    assert await wrong(house, said, writers.acknowledged) == []


async def test_processes_end_in_order_when_asked(platform: Platform, house: House) -> None:
    worker = platform.spawn("worker", "--with-relay")
    writers = Writers(house)
    async with writers.at_work(pause=0.05):
        await soon(lambda: _sent_some(house), within=90)
        await soon(lambda: _ended(worker), within=30)
        assert worker.returncode == 0
        platform.spawn("worker", "--with-relay")
    await soon(lambda: outbox_is_empty(house), within=60)
    await soon(lambda: effects_are_complete(house), within=60)


async def _ended(process: subprocess.Popen[bytes]) -> bool:
    """Asked again and again, to its very last moment: a second signal corrupts nothing."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    return process.returncode is not None


async def _sent_some(house: House, more_than: int = 20) -> bool:
    return await _sent(house) > more_than


async def _sent(house: House) -> int:
    async with house.database.sessions() as session:
        count: int = (await session.execute(text("SELECT count(*) FROM sample.outbox_sent"))).scalar_one()
        return count


async def _says(platform: Platform, process: str, words: str) -> bool:
    return words in (platform.folder / f"{process}.log").read_text()
