"""Each real part alone: it answers, it ends, and a kill loses nothing that was acknowledged."""

import asyncio
import contextlib
import email
import os
import signal
import smtplib
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from asyncpg.exceptions import InterfaceError, InternalClientError, PostgresError
from tests.local.conftest import eventually, left_of

from yhdyspinta_local import ports
from yhdyspinta_local.parts import Kafka, MailSink, PartDiedError, Postgres
from yhdyspinta_local.parts import process as processes


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    part = Postgres(tmp_path_factory.mktemp("durable") / "postgres")
    part.start()
    part.wait_ready()
    yield part
    part.stop()


@pytest.fixture(scope="module")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kafka]:
    part = Kafka(tmp_path_factory.mktemp("broker") / "kafka")
    part.start()
    part.wait_ready()
    yield part
    part.stop()


async def _until(holds: Callable[[], bool]) -> None:
    await asyncio.to_thread(eventually, holds, 60, "enough is written")


async def test_postgres__speaks_sql_with_what_the_suite_needs(postgres: Postgres) -> None:
    connection = await asyncpg.connect(postgres.dsn())
    try:
        settings = {row["name"]: row["setting"] for row in await connection.fetch("SELECT name, setting FROM pg_settings")}
        assert (settings["fsync"], settings["full_page_writes"], settings["synchronous_commit"]) == ("on", "on", "on")
        assert (settings["listen_addresses"], settings["unix_socket_directories"]) == ("127.0.0.1", "")
        assert int(settings["max_connections"]) == 200
        for extension in ("btree_gist", "pg_trgm", "unaccent", "pg_stat_statements"):
            await connection.execute(f"CREATE EXTENSION {extension}")
        assert await connection.fetchval("SELECT upper('åäö')") == "ÅÄÖ"
    finally:
        await connection.close()


async def test_postgres__killed_while_writing_loses_nothing(postgres: Postgres) -> None:
    connection = await asyncpg.connect(postgres.dsn())
    await connection.execute("CREATE TABLE ledger (id int)")
    acknowledged: list[int] = []

    async def write() -> None:
        with contextlib.suppress(PostgresError, InterfaceError, InternalClientError, OSError):
            for number in range(1_000_000):
                await connection.execute("INSERT INTO ledger VALUES ($1)", number)
                acknowledged.append(number)

    writing = asyncio.create_task(write())
    await _until(lambda: len(acknowledged) >= 200)
    old = postgres.pid
    postgres.kill()
    await asyncio.wait_for(writing, 10)
    connection.terminate()
    assert left_of(postgres.data) == []

    postgres.start()
    postgres.wait_ready()
    assert postgres.pid != old
    connection = await asyncpg.connect(postgres.dsn())
    found = {row["id"] for row in await connection.fetch("SELECT id FROM ledger")}
    await connection.close()
    assert len(acknowledged) >= 200
    assert found >= set(acknowledged)


def test_postgres__a_zombie_of_the_last_run_is_no_postmaster(postgres: Postgres) -> None:
    """Its pid file names a process that is dead but not yet reaped: PostgreSQL alone would refuse to start."""
    postgres.stop()
    zombie = subprocess.Popen(["true"])
    eventually(lambda: Path(f"/proc/{zombie.pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z", 5, "a zombie")
    (postgres.data / "postmaster.pid").write_text(f"{zombie.pid}\n{postgres.data}\n1700000000\n{postgres.port}\n\n127.0.0.1\n")
    postgres.start()
    postgres.wait_ready(20)
    zombie.wait()


async def _produce(bootstrap: str, acknowledged: list[int], stop: asyncio.Event) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", enable_idempotence=True)
    await producer.start()
    number = 0
    while not stop.is_set():
        await producer.send_and_wait("ledger", str(number).encode())
        acknowledged.append(number)
        number += 1
    await producer.stop()


async def _everything(bootstrap: str) -> list[int]:
    consumer = AIOKafkaConsumer("ledger", bootstrap_servers=bootstrap, auto_offset_reset="earliest", group_id=None)
    await consumer.start()
    try:
        (end,) = (await consumer.end_offsets(consumer.assignment())).values()
        found: list[int] = []
        while len(found) < end:
            for records in (await consumer.getmany(timeout_ms=1000)).values():
                found += [int(record.value or b"") for record in records]
        return found
    finally:
        await consumer.stop()


async def test_kafka__killed_while_writing_loses_and_doubles_nothing(kafka: Kafka) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic("ledger", 1, 1)])
    await admin.close()
    acknowledged: list[int] = []
    stop = asyncio.Event()
    writing = asyncio.create_task(_produce(kafka.bootstrap, acknowledged, stop))
    await _until(lambda: len(acknowledged) >= 300)
    kafka.kill()
    before = len(acknowledged)
    kafka.start()
    await asyncio.to_thread(kafka.wait_ready, 60)
    await _until(lambda: len(acknowledged) >= before + 100)  # the same producer goes on by itself
    stop.set()
    await asyncio.wait_for(writing, 30)
    assert await _everything(kafka.bootstrap) == acknowledged


def test_kafka__graceful_stop_is_a_success(kafka: Kafka) -> None:
    kafka.stop()
    assert kafka.code in {0, 143}
    kafka.start()
    kafka.wait_ready()


def test_wait_ready__a_part_that_ends_says_why(tmp_path: Path) -> None:
    part = Postgres(tmp_path / "postgres", durable=False)
    part.prepare()
    (part.data / "postgresql.conf").write_text("no_such_setting = on\n")
    part.start()
    with pytest.raises(PartDiedError, match="no_such_setting"):
        part.wait_ready(20)
    part.stop()


def test_start__taken_port_is_refused(tmp_path: Path) -> None:
    with socket.create_server((ports.HOST, 0)) as server:
        number = server.getsockname()[1]
        with pytest.raises(OSError, match=f"port {number} is taken"):
            Postgres(tmp_path / "postgres", number)


def test_start__only_the_main_thread(tmp_path: Path) -> None:
    """The kernel's parting signal comes when the spawning thread ends."""
    refused: list[RuntimeError] = []

    def spawn() -> None:
        try:
            processes.Process(["true"], log=tmp_path / "log", rank=0)
        except RuntimeError as error:
            refused.append(error)

    thread = threading.Thread(target=spawn)
    thread.start()
    thread.join()
    assert "main thread" in str(refused[0])


_PARENT = """
import os, signal, sys, time
from pathlib import Path
from yhdyspinta_local.parts import process, start_for_tests
folder = Path(sys.argv[1])
started = start_for_tests(folder)
process.Process(["sh", "-c", f"cd {folder}; sleep 600 & sleep 600"], log=folder / "log", rank=1, parting=None)
(folder / "guard").write_text(str(process._guard._process.pid))
(folder / "ready").touch()
time.sleep(600)
"""


@pytest.mark.parametrize("guard", ["with the guard", "the guard killed first"])
def test_no_orphans__the_starter_is_killed(tmp_path: Path, guard: str) -> None:
    """`kill -9` of the process that leads a test run takes everything along; also children that got no parting signal."""
    parent = subprocess.Popen([sys.executable, "-c", _PARENT, str(tmp_path)])
    eventually((tmp_path / "ready").exists, 60, "parts started")
    assert len(left_of(tmp_path)) > 3
    helper = int((tmp_path / "guard").read_text())
    if guard == "with the guard":
        parent.kill()
        parent.wait()
        eventually(lambda: not left_of(tmp_path), 15, "nobody is left")
        eventually(lambda: not _runs(helper), 15, "the guard goes too")
    else:
        os.kill(helper, signal.SIGKILL)
        parent.kill()
        parent.wait()
        # Only the kernel is left to act; the group without a parting signal is the proof that it does not do it all.
        eventually(lambda: all("sleep 600" in one for one in left_of(tmp_path)), 15, "PostgreSQL and Kafka are gone")
        for one in left_of(tmp_path):
            os.kill(int(one.partition(":")[0]), signal.SIGKILL)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def test_mail__is_kept_before_it_is_acknowledged(tmp_path: Path) -> None:
    sink = MailSink(tmp_path / "mail")
    sink.start()
    sink.wait_ready(20)
    with smtplib.SMTP(sink.host, sink.port) as client:
        for number in range(3):
            client.sendmail("a@example.org", ["b@example.org"], f"Message-ID: <{number}@x>\r\nSubject: s\r\n\r\nt\r\n")
    sink.kill()
    kept = [email.message_from_bytes(file.read_bytes()) for file in sink.messages()]
    assert [one["Message-ID"] for one in kept] == ["<0@x>", "<1@x>", "<2@x>"]
    assert {one["X-Envelope-To"] for one in kept} == {"b@example.org"}
