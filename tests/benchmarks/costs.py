"""What work costs: CPU time and memory of the processes that do it, as the kernel counts them (Linux: `/proc`)."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Final

_PROC: Final = Path("/proc")
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_MIB: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Round:
    """One side once: its rate (units per second) or its latency (ms), and what is known beside it."""

    value: float
    p50: float | None = None
    """Milliseconds of one unit while all clients are at it."""
    p99: float | None = None
    alone: float | None = None
    """Median milliseconds of one unit for a single client."""
    app: float | None = None
    """CPU milliseconds for each unit: of the server, or for a floor of the loop itself."""
    postgres: float | None = None
    """CPU milliseconds for each unit of all processes of the database, those that clean up included."""
    memory: tuple[float, float] | None = None
    """MiB of the server before and after, its children included."""


@dataclass(frozen=True, slots=True)
class Meter:
    """Whose costs are counted."""

    pids: tuple[int, ...]
    postgres: int

    def read(self) -> tuple[float, float]:
        """CPU seconds of both up to now."""
        return sum(map(cpu_seconds, self.pids)), cpu_seconds(self.postgres)

    def memory(self) -> float:
        """MiB resident."""
        return sum(map(memory, self.pids))

    def round(
        self, took: Sequence[float], seconds: float, before: tuple[float, float], *, alone: float | None = None,
        memory: tuple[float, float] | None = None,
    ) -> Round:
        """So many units, each in so many seconds, since `before`."""
        app, postgres = (1000 * (now - then) / len(took) for now, then in zip(self.read(), before, strict=True))
        parts = quantiles(took, n=100)
        return Round(len(took) / seconds, 1000 * parts[49], 1000 * parts[98], alone, app, postgres, memory)


def cpu_seconds(pid: int) -> float:
    """Of a process, its children and theirs, also of those that have ended: the kernel adds them to their parent."""
    found = [text.rpartition(")")[2].split() for text in _told("stat", pid)]
    return sum(int(ticks) for fields in found for ticks in fields[11:15]) / _TICKS


def memory(pid: int) -> float:
    """MiB resident, of a process and its children."""
    pages = sum(int(text.split()[1]) for text in _told("statm", pid))
    return pages * os.sysconf("SC_PAGE_SIZE") / _MIB


def _told(what: str, pid: int) -> Iterator[str]:
    """What the kernel says of a process and of all that come of it. Some end while they are asked."""
    with suppress(FileNotFoundError, ProcessLookupError):
        own = _PROC / str(pid)
        yield (own / what).read_text()
        for task in (own / "task").glob("*/children"):
            for child in task.read_text().split():
                yield from _told(what, int(child))
