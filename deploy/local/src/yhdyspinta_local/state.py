"""What runs where: a file that other commands read, and a lock that tells whether it is still true."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, Self

from yhdyspinta_local.parts import process

Phase = Literal["starting", "ready", "stopping", "stopped"]
Condition = Literal["waiting", "starting", "ready", "restarting", "stopped", "external"]


@dataclass(frozen=True)
class Running:
    """One process of the platform."""

    name: str
    service: str | None
    """Name of the suite's service it belongs to; None for the parts below."""
    role: str
    """api, worker, or what the part is: database, broker, gateway, issuer, mail."""
    pid: int | None
    port: int | None
    condition: Condition
    restarts: int
    log: str


@dataclass(frozen=True)
class State:
    """The platform at a glance; addresses are complete and usable as they stand."""

    phase: Phase
    supervisor: int
    """Process id of the one that started the rest."""
    data: str
    gateway: str
    kafka: str
    database: str
    """Superuser's address of the database of all services."""
    issuer: str
    smtp: str
    mail: str | None
    """Folder of received messages; None when mail goes elsewhere."""
    mode: str
    processes: tuple[Running, ...]
    receiver: int = 0
    """Port on the loopback address at which a program of this machine may take webhooks; 0 in a state of before there was one."""

    @classmethod
    def of(cls, told: dict[str, Any]) -> Self:
        """As it stands in the file."""
        return cls(**{**told, "processes": tuple(Running(**one) for one in told["processes"])})

    def of_service(self, name: str) -> tuple[Running, ...]:
        """Processes by service name (`registry`) or by their own name (`registry-api`, `kafka`)."""
        return tuple(one for one in self.processes if name in {one.service, one.name})


def _file(data: Path) -> Path:
    return data / "state.json"


def write(data: Path, state: State) -> None:
    """Replace the file as a whole: a reader never sees half of it."""
    unfinished = data / "state.json.tmp"
    unfinished.write_text(json.dumps(asdict(state), indent=1), "utf-8")
    unfinished.replace(_file(data))


def read(data: Path) -> State | None:
    """What the file says, true or not any more."""
    try:
        return State.of(json.loads(_file(data).read_text("utf-8")))
    except FileNotFoundError:
        return None


def running(data: Path) -> State | None:
    """What runs now; None when nothing does."""
    state = read(data)
    if state is None or state.phase == "stopped" or not _is_held(data):
        return None
    return state if _runs(state.supervisor) else None


class HeldError(RuntimeError):
    """Another run has this data folder, or what is left of one."""


def _is_held(data: Path) -> bool:
    if not (data / "lock").exists():
        return False
    with (data / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _runs(pid: int) -> bool:
    """Whether the process runs; a zombie does not."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()[0] not in "ZX"
    except ProcessLookupError:
        return False
    except (PermissionError, FileNotFoundError):  # somebody else's, or a system without /proc
        return True


def wait_until_ended(state: State, patience: float) -> bool:
    """Wait until the supervisor and all that it started are gone."""
    until = time.monotonic() + patience
    free = wait_until_free(Path(state.data), patience)
    while free and _runs(state.supervisor):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return free


def wait_until_free(data: Path, patience: float) -> bool:
    """Wait until the last process of a run is gone."""
    until = time.monotonic() + patience
    while _is_held(data):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


@contextmanager
def held(data: Path, *, patience: float = 20.0) -> Iterator[None]:
    """Hold the folder for this run. Every child inherits the lock, so it is free only when all of them are gone."""
    data.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + patience
    with (data / "lock").open("a") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as taken:
                if running(data) or time.monotonic() > until:
                    raise HeldError(f"{data} is in use by another run") from taken
                time.sleep(0.05)
        process.inherit(file.fileno())
        try:
            yield
        finally:
            process.disinherit(file.fileno())
