"""One child process in a group of its own, that cannot outlive its parent."""

import atexit
import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from yhdyspinta_local.environment import for_child
from yhdyspinta_local.parts import guard

_PR_SET_PDEATHSIG = 1
_INHERITED: set[int] = set()


def inherit(descriptor: int) -> None:
    """Hand this descriptor to every later child: so a lock is held for as long as any of them lives."""
    _INHERITED.add(descriptor)


def disinherit(descriptor: int) -> None:
    """No longer hand it on."""
    _INHERITED.discard(descriptor)


class _Guard:
    """The guard process of this process, started with the first child."""

    def __init__(self) -> None:
        reading, self._writing = os.pipe()
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", guard.__file__],
            stdin=reading,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=tuple(_INHERITED),
        )
        os.close(reading)
        self._owner = os.getpid()
        atexit.register(self.close)

    def say(self, line: str) -> None:
        """One line; a guard that was killed is noticed here."""
        os.write(self._writing, f"{line}\n".encode())

    @property
    def usable(self) -> bool:
        """Ours (not inherited by a fork) and alive."""
        return self._owner == os.getpid() and self._process.poll() is None

    def close(self) -> None:
        """End of file: the guard ends what is left and goes."""
        if self._owner != os.getpid():
            return
        with contextlib.suppress(OSError):
            os.close(self._writing)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5 * guard.PATIENCE)


_watched: dict[int, tuple[int, int]] = {}
_guard: _Guard | None = None
_talking = threading.RLock()


def _tell_guard(line: str) -> None:
    global _guard  # noqa: PLW0603 -- one guard per process, made at first need
    with _talking:
        if _guard is None or not _guard.usable:
            if _guard is not None:
                atexit.unregister(_guard.close)
                _guard.close()
            _guard = _Guard()
            for group, (rank, number) in _watched.items():
                _guard.say(f"watch {group} {rank} {number}")
        _guard.say(line)


def look_after_guard() -> None:
    """Start the guard anew if somebody killed it."""
    if _guard is not None and not _guard.usable:
        _tell_guard("forget 0")


def _dies_with_parent(parent: int, number: signal.Signals | None) -> Callable[[], None] | None:
    """What the child does between fork and exec: ask the kernel for a signal when its parent thread ends."""
    if number is None or sys.platform != "linux":
        return None
    wanted = int(number)
    libc = ctypes.CDLL(None, use_errno=True)

    def ask() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, wanted, 0, 0, 0)
        if os.getppid() != parent:  # it went before we asked
            os._exit(1)

    return ask


class Process:
    """A running child: its group is watched by the guard until it has ended."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        log: Path,
        rank: int,
        environment: dict[str, str] | None = None,
        polite: signal.Signals = signal.SIGTERM,
        parting: signal.Signals | None = signal.SIGKILL,
    ) -> None:
        """Spawn, output appended to `log`.

        `polite` asks for a graceful stop; `parting` is what the kernel sends when the parent dies, None leaves that to
        the guard alone. With it only the main thread may spawn: the kernel's signal comes when the *thread* ends.
        """
        if parting is not None and threading.current_thread() is not threading.main_thread():
            raise RuntimeError("parts are spawned by the main thread only: the child would die with the thread")
        log.parent.mkdir(parents=True, exist_ok=True)
        self._polite = polite
        with log.open("ab") as output:
            self._popen = self._spawn(command, output, for_child() if environment is None else environment, parting)
        self.pid = self._popen.pid
        _watched[self.pid] = (rank, int(polite))
        _tell_guard(f"watch {self.pid} {rank} {int(polite)}")

    def _spawn(
        self,
        command: Sequence[str | Path],
        output: IO[bytes],
        environment: dict[str, str],
        parting: signal.Signals | None,
    ) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            process_group=0,
            pass_fds=tuple(_INHERITED),
            preexec_fn=_dies_with_parent(os.getpid(), parting),  # noqa: PLW1509 -- one system call, no lock taken
        )

    @property
    def code(self) -> int | None:
        """Exit code, None while it runs."""
        return self._popen.poll()

    @property
    def alive(self) -> bool:
        """Whether the leader runs."""
        return self.code is None

    def wait(self, timeout: float) -> None:
        """Until the leader ends or the seconds run out."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(timeout)

    def signal(self, number: signal.Signals) -> None:
        """Signal the leader."""
        if self.alive:
            self._popen.send_signal(number)

    def stop(self, patience: float) -> None:
        """Ask, wait, and after `patience` seconds kill; then end what is left of the group."""
        self.signal(self._polite)
        self.wait(patience)
        self.kill()

    def kill(self) -> None:
        """SIGKILL for the whole group, and reap the leader."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._popen.wait()
        self._wait_for_group()
        if _watched.pop(self.pid, None):
            _tell_guard(f"forget {self.pid}")

    def _wait_for_group(self) -> None:
        """Members that the leader left are killed too; they hold its files until they are really gone."""
        until = time.monotonic() + 5
        while time.monotonic() < until:
            if not guard.is_running(self.pid):
                return
            time.sleep(0.01)
