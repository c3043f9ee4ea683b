"""A durable platform of its own for the fault experiments, and the processes of the sample service on it."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import pytest
from tests.faults.county.ground import Ground

from chassis.migrate import migrate
from chassis.outbox import new_id
from chassis.testing import House, address, emptied, settings_of
from sample.main import SERVICE
from yhdyspinta_local.parts import Kafka, Postgres

SERVICES = Path(__file__).parents[1] / "chassis" / "services"


@dataclass
class Platform:
    """PostgreSQL that keeps what it acknowledged, Apache Kafka, and processes of `sample`."""

    postgres: Postgres
    kafka: Kafka
    folder: Path
    prefix: str = ""
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def spawn(self, *role: str, **more: str) -> subprocess.Popen[bytes]:
        """`python -m sample <role>`; its log lies in the folder."""
        variables = {
            "YHDYSPINTA_ENV": "test",
            "YHDYSPINTA_DATABASE_URL": address(self.postgres.dsn(), "faults", "sample", "app"),
            "YHDYSPINTA_KAFKA": self.kafka.bootstrap,
            "YHDYSPINTA_TOPIC_PREFIX": self.prefix,
            "YHDYSPINTA_ISSUER": "http://127.0.0.1:1",
            "YHDYSPINTA_CURSOR_KEY": "only-for-tests-only-for-tests",
            "YHDYSPINTA_PORT": "0",
            "YHDYSPINTA_DRAIN_SECONDS": "0",
            "PYTHONPATH": str(SERVICES),
            **more,
        }
        log = (self.folder / f"{'-'.join(role)}-{len(self.processes)}.log").open("wb")
        with log:
            process = subprocess.Popen(
                [sys.executable, "-m", "sample", *role], env=environment(variables), stdout=log, stderr=log
            )
        self.processes.append(process)
        return process

    def end(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.wait(10)
        self.processes.clear()

    def revive(self) -> None:
        """A test that failed between a kill and a restart leaves nothing broken for the next one."""
        for part in (self.postgres, self.kafka):
            if not part.alive:
                part.start()
                part.wait_ready(60)


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    return {**{k: v for k, v in os.environ.items() if not k.startswith("YHDYSPINTA_")}, **variables}  # noqa: TID251


@pytest.fixture(scope="session")
async def ground(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Ground]:
    """What all experiments of a run stand on: PostgreSQL that keeps what it acknowledged, Apache Kafka, an issuer, mail."""
    ground = Ground.under(tmp_path_factory.mktemp("faults"))
    try:
        await ground.start()
        yield ground
    finally:
        await ground.stop()


@pytest.fixture(scope="session")
async def parts_of_faults(ground: Ground) -> Platform:
    session = await asyncpg.connect(ground.admin)
    await session.execute("CREATE DATABASE faults")
    await session.close()
    assert isinstance(ground.broker, Kafka)
    return Platform(ground.postgres, ground.broker, ground.folder)


@pytest.fixture
async def platform(parts_of_faults: Platform) -> AsyncIterator[Platform]:
    """Fresh topics and empty tables."""
    parts_of_faults.prefix = f"f{new_id().hex}."
    admin = parts_of_faults.postgres.dsn()
    settings = settings_of(
        SERVICE, admin, "faults", kafka=parts_of_faults.kafka.bootstrap, topic_prefix=parts_of_faults.prefix
    )
    await migrate(SERVICE, settings, "all")
    yield parts_of_faults
    await asyncio.to_thread(parts_of_faults.end)
    await asyncio.to_thread(parts_of_faults.revive)
    await emptied(admin, "faults")


@pytest.fixture
async def house(platform: Platform) -> AsyncIterator[House]:
    """Writes as an API process would: through units of work, with no connection to the broker."""
    house = House.over(SERVICE, platform.postgres.dsn(), "faults")
    yield house
    await house.close()
