"""The plain face that every part shows: start, wait until it answers, stop, kill."""

import asyncio
import signal
import time
from abc import ABC, abstractmethod
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ClassVar, TypeVar

from yhdyspinta_local import ports
from yhdyspinta_local.parts.process import Process

T = TypeVar("T")


class NotReadyError(Exception):
    """The part does not answer yet; the text says what it was asked."""


class PartDiedError(RuntimeError):
    """The part ended before it was ready; the text carries the end of its log."""


def asked(question: Coroutine[None, None, T]) -> T:
    """Run a coroutine to its end from plain code, also when the calling thread already runs a loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, question).result()


def last_words(log: Path, lines: int = 12) -> str:
    """The end of a log, said as such."""
    if not log.exists():
        return "It wrote nothing."
    end = "\n".join(log.read_text("utf-8", "replace").splitlines()[-lines:])
    return f"{log} ends with:\n{end}"


class Part(ABC):
    """One real part of the platform, in one process of its own."""

    rank: ClassVar[int]
    """Place in the order of stopping: the lowest goes first."""
    patience: ClassVar[float] = 20.0
    """Seconds a graceful stop may take before the group is killed."""
    pause: ClassVar[float] = 0.05
    """Seconds between two questions to a part that does not answer yet."""
    polite: ClassVar[signal.Signals] = signal.SIGTERM
    parting: ClassVar[signal.Signals] = signal.SIGKILL

    def __init__(self, name: str, *, port: int | None, log: Path) -> None:
        """Reserve the port (any free one if None); nothing is started yet."""
        self.name = name
        self.log = log
        self.host = ports.HOST
        self._reserved: ports.Reservation | None = ports.reserve(port)
        self.port = self._reserved.number
        self._process: Process | None = None
        if port is not None and self.port != port:
            self._release()
            raise OSError(f"{name}: port {port} is taken")

    def prepare(self) -> None:  # noqa: B027 -- most parts need nothing
        """One-time work before the first start (fetch, format); may be called from any thread, does nothing twice."""

    @abstractmethod
    def command(self) -> Sequence[str | Path]:
        """What to run."""

    def environment(self) -> dict[str, str] | None:
        """Its environment; None means this process's own."""
        return None

    @abstractmethod
    def ask(self) -> None:
        """Ask the part a real question; raises NotReadyError when there is no good answer yet."""

    def start(self) -> None:
        """Spawn and return at once; the main thread only."""
        if self.alive:
            return
        self.prepare()
        if self._process is not None:
            self._process.kill()  # what a crashed leader left of its group
        self._process = Process(
            self.command(),
            log=self.log,
            rank=self.rank,
            environment=self.environment(),
            polite=self.polite,
            parting=self.parting,
        )

    def wait_ready(self, timeout: float = 60.0) -> None:
        """Ask until it answers; PartDiedError if it ends, TimeoutError when the seconds run out."""
        until = time.monotonic() + timeout
        while True:
            if not self.alive:
                raise PartDiedError(f"{self.name} ended with code {self.code} before it was ready. {self.last_words()}")
            try:
                self.ask()
            except NotReadyError as not_yet:
                if time.monotonic() > until:
                    late = f"{self.name} did not answer within {timeout:.0f} s: {not_yet}. {self.last_words()}"
                    raise TimeoutError(late) from not_yet
                time.sleep(self.pause)
            else:
                self._release()
                return

    def stop(self) -> None:
        """Graceful, waits until it is gone; killed when it takes longer than its patience."""
        if self._process is not None:
            self._process.stop(self.patience)
        self._release()

    def kill(self) -> None:
        """`kill -9` for the whole process group; waits until nobody of it is left."""
        if self._process is not None:
            self._process.kill()

    @property
    def alive(self) -> bool:
        """Whether its process runs."""
        return self._process is not None and self._process.alive

    @property
    def pid(self) -> int | None:
        """Process id, None before the first start."""
        return self._process.pid if self._process is not None else None

    @property
    def code(self) -> int | None:
        """Exit code of the last process, None while it runs or before the first start."""
        return self._process.code if self._process is not None else None

    def last_words(self) -> str:
        """The end of its log, said as such."""
        return last_words(self.log)

    def _release(self) -> None:
        if self._reserved is not None:
            self._reserved.release()
            self._reserved = None
