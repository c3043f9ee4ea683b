"""A worker that starts while the broker is away waits for it, says so, and begins when it comes."""

import asyncio
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from tests.faults.conftest import Platform
from tests.faults.test_messaging import effects_are_complete

from chassis.testing import House, soon
from sample.things import commands
from yhdyspinta_local import ports

pytestmark = [pytest.mark.faults]
GROUPS = {"sample.effects", "sample.told", "sample.copies"}


class Started:
    """A process of `sample` that tells on a port of its own whether it is ready."""

    def __init__(self, http: httpx.AsyncClient, platform: Platform, *role: str, **more: str) -> None:
        port, self._http = ports.reserve(), http
        self.url = f"http://127.0.0.1:{port.number}"
        port.release()
        self.process: subprocess.Popen[bytes] = platform.spawn(*role, YHDYSPINTA_PORT=str(port.number), **more)

    async def ready(self) -> tuple[int, Any]:
        """What `/readyz` says; 0 before the process listens."""
        try:
            answer = await self._http.get(f"{self.url}/readyz")
        except httpx.TransportError:
            return 0, {}
        return answer.status_code, answer.json()

    async def waits(self) -> bool:
        code, said = await self.ready()
        return code == 503 and set(said.get("waits_for", {})) == GROUPS

    async def says_no(self) -> bool:
        return (await self.ready())[0] == 503

    async def has_begun(self) -> bool:
        return (await self.ready())[0] == 200

    async def ended(self, within: float) -> int:
        return await asyncio.to_thread(self.process.wait, within)


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient() as http:
        yield http


@pytest.fixture
def nobody() -> Iterator[str]:
    """An address at which no broker is."""
    port = ports.reserve()
    yield f"127.0.0.1:{port.number}"
    port.release()


async def test_worker__begins_when_the_broker_comes(platform: Platform, http: httpx.AsyncClient, house: House) -> None:
    platform.spawn("relay")
    await house.run(commands.make, "ennen")
    platform.kafka.kill()
    worker = Started(http, platform, "worker")
    await soon(worker.waits)
    _, said = await worker.ready()
    assert said["status"] == "not ready"
    assert said["database"]
    assert all("KafkaConnectionError" in reason for reason in said["waits_for"].values())
    await house.run(commands.make, "sillä välin")
    await asyncio.sleep(1)
    assert await worker.waits()
    platform.kafka.start()
    await soon(lambda: effects_are_complete(house), within=60)
    await soon(worker.has_begun)
    assert worker.process.poll() is None


async def test_worker__begins_when_the_database_comes(platform: Platform, http: httpx.AsyncClient, house: House) -> None:
    platform.spawn("relay")
    await house.run(commands.make, "ennen")
    platform.postgres.kill()
    await house.database.close()  # what its pool holds is dead
    worker = Started(http, platform, "worker")
    await soon(worker.says_no)
    await asyncio.sleep(1)
    platform.postgres.start()
    await asyncio.to_thread(platform.postgres.wait_ready, 60)
    await soon(lambda: effects_are_complete(house), within=60)
    await soon(worker.has_begun)
    assert worker.process.poll() is None


@pytest.mark.parametrize("role", [("worker",), ("worker", "--with-relay"), ("relay",)])
async def test_process__asked_to_end_while_it_waits(
    platform: Platform, http: httpx.AsyncClient, nobody: str, role: tuple[str, ...]
) -> None:
    one = Started(http, platform, *role, YHDYSPINTA_KAFKA=nobody)
    await soon(one.waits if "worker" in role else one.has_begun)
    one.process.send_signal(signal.SIGTERM)
    assert await one.ended(within=10) == 0


async def test_api_in_the_same_process__is_ready_without_a_broker(
    platform: Platform, http: httpx.AsyncClient, nobody: str
) -> None:
    """What the outbox is for."""
    one = Started(http, platform, "serve", YHDYSPINTA_KAFKA=nobody)
    await soon(one.has_begun)
    await asyncio.sleep(1)
    assert await one.has_begun()
    one.process.send_signal(signal.SIGTERM)
    assert await one.ended(within=10) == 0
