"""The whole platform, run as a person runs it, with tiny services: ready, killed in parts and as a whole, ended in order."""

import asyncio
import contextlib
import os
import signal
import stat
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import asyncpg
import httpx
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from tests.local.conftest import Platform, eventually

from yhdyspinta_local import state
from yhdyspinta_local.parts.part import asked
from yhdyspinta_local.personas import SERVICES

pytestmark = pytest.mark.faults

PARTS = {"kafka", "postgres", "mail", "issuer", "gateway"}
PROCESSES = PARTS | {f"{service}-{role}" for service in SERVICES for role in ("api", "worker")}


class Writer:
    """Writes rows through the gateway, one after the other, and remembers which were acknowledged."""

    _next = 0

    def __init__(self, gateway: str) -> None:
        self.acknowledged: list[int] = []
        self.statuses: set[int] = set()
        self._gateway, self._stop = gateway, threading.Event()
        self._thread = threading.Thread(target=self._write)

    def _write(self) -> None:
        with httpx.Client(base_url=self._gateway, timeout=10) as client:
            while not self._stop.is_set():
                Writer._next += 1
                number = Writer._next
                with contextlib.suppress(httpx.TransportError):
                    answer = client.post(f"/api/registry/v1/kept/{number}")
                    self.statuses.add(answer.status_code)
                    if answer.status_code == 201:
                        self.acknowledged.append(number)
                        continue
                time.sleep(0.05)

    def __enter__(self) -> Self:
        self._thread.start()
        eventually(lambda: len(self.acknowledged) >= 30, 30, "rows are written")
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()


def rows(database: str) -> set[int]:
    async def read() -> set[int]:
        connection = await asyncpg.connect(database)
        try:
            return {row["id"] for row in await connection.fetch("SELECT id FROM registry.kept")}
        finally:
            await connection.close()

    return asked(read())


def produce(bootstrap: str, topic: str, count: int) -> None:
    """All acknowledged when it returns."""

    async def send() -> None:
        admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
        await admin.start()
        if topic not in await admin.list_topics():
            await admin.create_topics([NewTopic(topic, 1, 1)])
        await admin.close()
        producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all")
        await producer.start()
        await asyncio.gather(*[await producer.send(topic, str(number).encode()) for number in range(count)])
        await producer.stop()

    asked(send())


def records(bootstrap: str, topic: str, count: int) -> list[int]:
    async def read() -> list[int]:
        consumer = AIOKafkaConsumer(topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest", group_id=None)
        await consumer.start()
        found: list[int] = []
        try:
            async with asyncio.timeout(30):
                while len(found) < count:
                    found += [int((await consumer.getone()).value or b"")]
        finally:
            await consumer.stop()
        return found

    return asked(read())


def test_up__everything_is_ready_and_said(platform: Platform) -> None:
    now = platform.now
    assert {one.name for one in now.processes} == PROCESSES
    assert {one.condition for one in now.processes} == {"ready"}
    eventually(lambda: "Three things to try" in platform.screen(), 10, "the screen")
    screen = platform.screen()
    assert all(f"✓ {name}" in screen for name in PROCESSES)
    assert all(said in screen for said in (now.gateway, now.kafka, now.database, now.issuer, "coordinator"))
    assert httpx.get(f"{now.gateway}/api/grants/readyz").status_code == 404


def test_up__services_are_told_what_the_contract_says(platform: Platform) -> None:
    told = httpx.get(f"{platform.now.gateway}/api/grants/v1/seen").json()
    assert set(told) >= {
        "AUDIENCE", "CURSOR_KEY", "DATABASE_URL", "ENV", "HOST", "ISSUER", "KAFKA", "PORT", "REPLICA", "SMTP_URL", "TENANT",
    }  # fmt: skip
    assert "DATABASE_ADMIN_URL" not in told


def test_secrets__are_readable_by_their_owner_only(platform: Platform) -> None:
    assert stat.S_IMODE((platform.data / "secrets.json").stat().st_mode) == 0o600


def test_up__a_second_time_shows_the_same_and_starts_nothing(platform: Platform) -> None:
    before = platform.now
    done = platform.command("up")
    assert (done.returncode, platform.now) == (0, before)
    assert before.gateway in done.stdout


def test_token__by_command(platform: Platform) -> None:
    done = platform.command("token", "--as", "coordinator")
    assert done.returncode == 0
    assert done.stdout.count(".") == 2
    assert platform.command("token", "--as", "admin").returncode == 2


def test_doctor__finds_nothing_bad(platform: Platform) -> None:
    done = platform.command("doctor")
    assert done.returncode == 0, done.stdout
    assert "ready, supervisor" in done.stdout


def test_clean__not_while_it_runs(platform: Platform) -> None:
    assert platform.command("clean", "--yes").returncode == 1
    assert platform.now.phase == "ready"


def test_logs__one_request_over_all_processes(platform: Platform) -> None:
    logs = platform.data / "logs"
    for name, second in (("grants-api", 2), ("registry-api", 1)):
        with (logs / f"{name}.log").open("a") as file:
            file.write(f'{{"timestamp": "2026-11-23T00:00:0{second}Z", "request_id": "r-42"}}\n')
    done = platform.command("logs", "--request-id", "r-42")
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["registry-api", "grants-api"]
    assert "registry-api" not in platform.command("logs", "grants").stdout


@pytest.mark.parametrize("name", ["postgres", "kafka"])
def test_part_killed__comes_back_with_everything(platform: Platform, name: str) -> None:
    now = platform.now
    produce(now.kafka, f"ledger-{name}", 500)
    with Writer(now.gateway) as writer:
        old = platform.pid(name)
        os.killpg(old, signal.SIGKILL)
        platform.back(name, old)
        before = len(writer.acknowledged)
        eventually(lambda: len(writer.acknowledged) > before + 20, 30, "writes go on")
    assert rows(now.database) >= set(writer.acknowledged)
    assert writer.statuses <= {201, 503}
    assert records(now.kafka, f"ledger-{name}", 500) == list(range(500))
    assert f"! {name} ended" in platform.screen()


@pytest.mark.parametrize("name", ["registry-api", "grants-worker", "gateway", "issuer", "mail"])
def test_process_killed__comes_back(platform: Platform, name: str) -> None:
    (before,) = platform.now.of_service(name)
    assert before.pid is not None
    os.kill(before.pid, signal.SIGKILL)
    platform.back(name, before.pid, within=20)
    (after,) = platform.now.of_service(name)
    assert (after.port, after.restarts) == (before.port, before.restarts + 1)


def test_restart__of_one_service(platform: Platform) -> None:
    before = {one.name: one.pid for one in platform.now.processes}
    assert platform.command("restart", "grants").returncode == 0
    after = {one.name: one.pid for one in platform.now.processes}
    assert {name for name in before if before[name] != after[name]} == {"grants-api", "grants-worker"}
    assert platform.command("restart", "nothing").returncode == 2


def _groups(platform: Platform) -> list[int]:
    return [one.pid for one in platform.now.processes if one.pid is not None]


def _kill_supervisor(platform: Platform) -> None:
    assert platform.process is not None
    platform.process.kill()


def _kill_all(platform: Platform) -> None:
    """Supervisor, every part and the guard, as nearly at once as can be."""
    everybody = [platform.now.supervisor, *(int(one.partition(":")[0]) for one in platform.left())]
    for pid in everybody:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("kill", [_kill_supervisor, _kill_all])
def test_killed_under_writes__nothing_is_left_and_nothing_is_lost(
    platform: Platform, kill: Callable[[Platform], None], request: pytest.FixtureRequest
) -> None:
    topic = f"ledger-{request.node.callspec.id}"
    produce(platform.now.kafka, topic, 500)
    with Writer(platform.now.gateway) as writer:
        kill(platform)
        assert platform.process is not None
        platform.process.wait()
        took = eventually(lambda: not platform.left(), 20, "nobody is left")
    assert took < 15
    assert state.running(platform.data) is None
    assert platform.command("token", "--as", "coordinator").returncode == 4

    platform.up()
    assert rows(platform.now.database) >= set(writer.acknowledged)
    assert records(platform.now.kafka, topic, 500) == list(range(500))


def test_killed_and_started_at_once__waits_for_the_old_run(platform: Platform) -> None:
    """The lock is held by every child, so a new start cannot meet what the old one left."""
    assert platform.process is not None
    old = _groups(platform)
    platform.process.kill()
    platform.process.wait()
    platform.up()
    assert not set(old) & set(_groups(platform))


@pytest.fixture
def order(platform: Platform) -> Iterator[list[str]]:
    """Names of the processes in the order in which they end."""
    alive = {one.name: one.pid for one in platform.now.processes}
    ended: list[str] = []

    def watch() -> None:
        while alive:
            for name, pid in list(alive.items()):
                if not Path(f"/proc/{pid}").exists():
                    ended.append(name)
                    del alive[name]
            time.sleep(0.002)

    thread = threading.Thread(target=watch)
    thread.start()
    yield ended
    thread.join(30)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ended__in_order(platform: Platform, order: list[str], number: signal.Signals) -> None:
    assert platform.end(number) == 0
    eventually(lambda: len(order) == len(PROCESSES), 10, "all have ended")
    assert order[0] == "gateway"
    assert {name.partition("-")[0] for name in order[1:11]} == set(SERVICES)
    assert set(order[11:13]) == {"issuer", "mail"}
    assert order[13:] == ["kafka", "postgres"]
    assert not platform.left()
    found = state.read(platform.data)
    assert found is not None
    assert (found.phase, found.processes) == ("stopped", ())
    assert "database system is shut down" in (platform.data / "logs" / "postgres.log").read_text().splitlines()[-1]
    platform.up()


def test_down_and_detach(platform: Platform) -> None:
    ports = {one.name: one.port for one in platform.now.processes}
    assert platform.command("down").returncode == 0
    assert not platform.left()
    assert platform.command("down").returncode == 0
    done = platform.command("up", "--detach", "--port", str(platform.port))
    try:
        assert done.returncode == 0, done.stderr
        assert "Three things to try" in done.stdout
        assert {one.name: one.port for one in platform.now.processes} == ports
    finally:
        assert platform.command("down").returncode == 0
    assert not platform.left()
    platform.up()


def test_gives_up__when_a_service_cannot_migrate(tmp_path: Path, tiny_services: Path) -> None:
    """After some tries, with the reason, leaving nobody behind."""
    broken = Platform(tmp_path / "data", tmp_path / "none", f"mark-{os.getpid()}-broken")
    (tmp_path / "none" / "registry").mkdir(parents=True)
    (tmp_path / "none" / "registry" / "__init__.py").touch()
    (tmp_path / "none" / "registry" / "__main__.py").write_text("raise SystemExit('no migration today')")
    for service in SERVICES[1:]:
        (tmp_path / "none" / service).symlink_to(tiny_services / service)
    done = broken.command("up", "--port", str(broken.port))
    assert done.returncode == 1
    assert "no migration today" in done.stderr
    assert not broken.left()


def test_external__parts_are_not_started(platform: Platform, tmp_path: Path) -> None:
    """With addresses given, only services and gateway run here."""
    now = platform.now
    other = Platform(tmp_path / "data", platform.tiny, f"mark-{os.getpid()}-external")
    other.up(KAFKA_BOOTSTRAP=now.kafka, DATABASE_URL=now.database, SMTP_URL=now.smtp, OIDC_ISSUER=now.issuer)
    try:
        theirs = other.now
        assert {one.name for one in theirs.processes} == PROCESSES - {"kafka", "postgres", "mail", "issuer"}
        assert (theirs.kafka, theirs.database, theirs.issuer) == (now.kafka, now.database, now.issuer)
        assert httpx.post(f"{theirs.gateway}/api/forums/v1/kept/7").status_code == 201
    finally:
        assert other.end() == 0
    assert not other.left()


def test_taken_port__is_said(tmp_path: Path, platform: Platform) -> None:
    other = Platform(tmp_path / "data", platform.tiny, f"mark-{os.getpid()}-taken", port=platform.port)
    done = other.command("up", "--port", str(platform.port))
    assert done.returncode == 1
    assert f"port {platform.port} is taken" in done.stderr
    assert platform.now.phase == "ready"
