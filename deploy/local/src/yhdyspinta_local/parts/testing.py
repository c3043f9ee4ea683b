"""PostgreSQL and Kafka side by side, for the process that leads a test run."""

from dataclasses import dataclass
from pathlib import Path

from yhdyspinta_local.parts.kafka import Kafka
from yhdyspinta_local.parts.postgres import Postgres


@dataclass(frozen=True)
class TestParts:
    """Running parts of a test run; they live as long as the process that started them."""

    __test__ = False

    postgres: Postgres
    broker: Kafka

    @property
    def dsn_admin(self) -> str:
        """The superuser's address of the database `postgres`."""
        return self.postgres.dsn()

    @property
    def kafka(self) -> str:
        """Bootstrap address."""
        return self.broker.bootstrap

    def stop(self) -> None:
        """Both, the broker first."""
        self.broker.stop()
        self.postgres.stop()


def start_for_tests(folder: Path) -> TestParts:
    """Start both in `folder` and wait until they answer; the main thread only. Nothing is durable."""
    parts = TestParts(Postgres(folder / "postgres", durable=False), Kafka(folder / "kafka"))
    try:
        parts.broker.start()
        parts.postgres.start()
        parts.postgres.wait_ready(60)
        parts.broker.wait_ready(60)
    except BaseException:
        parts.stop()
        raise
    return parts
