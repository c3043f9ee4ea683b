"""One part, or one migration, on its way: prepared, started, asked, ready, dead, started again."""

import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import ParamSpec, Protocol

from yhdyspinta_local.county import Member, Step
from yhdyspinta_local.parts import MigrationFailedError
from yhdyspinta_local.state import Condition, Running

P = ParamSpec("P")

_READY_WITHIN = 120.0
"""Seconds a part may take to answer; a broker with many partitions needs some after a crash."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 15.0
_STEADY = 30.0
"""Seconds after which a part that stayed up counts as well again."""
_TRIES = 5
"""Failed starts of what has never been ready; then the platform gives up and says why."""
_ASKED_TO_END = frozenset({0, -signal.SIGTERM, 128 + signal.SIGTERM})
"""Exit codes after a polite request; a JVM ends with the last one."""


class Audience(Protocol):
    """Who is told what happens."""

    def ready(self, name: str, seconds: float) -> None:
        """It answers, so many seconds after the start of all."""

    def died(self, name: str, code: int | None, pause: float) -> None:
        """It ended unasked and comes back after the pause."""

    def stopping(self) -> None:
        """The end begins."""


class GaveUpError(RuntimeError):
    """Something could not be started; the text carries the end of its log."""


def beside(work: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> "Future[None]":
    """Do the work in a thread that nobody waits for at the end: a download does not hold up Ctrl-C."""
    future: Future[None] = Future()

    def run() -> None:
        try:
            work(*args, **kwargs)
        except BaseException as fault:  # noqa: BLE001 -- handed to whoever asks for the result
            future.set_exception(fault)
        else:
            future.set_result(None)

    threading.Thread(target=run, daemon=True).start()
    return future


def _pause(failures: int) -> float:
    """Later and later, up to a bound."""
    return min(_FIRST_PAUSE * 2.0 ** (failures - 1), _LONGEST_PAUSE)


class WatchedPart:
    """A part of the platform. Only `look` spawns, and only the main thread calls it."""

    def __init__(self, member: Member, audience: Audience, *, once_ready: Callable[[], None] | None = None) -> None:
        """`once_ready` is done each time it answers, before anybody hears of it."""
        self.part, self.name = member.part, member.part.name
        self.condition: Condition = "waiting"
        self._member, self._audience, self._once_ready = member, audience, once_ready
        self._restarts = self._failures = 0
        self._seen_ready = False
        self._preparing: Future[None] | None = None
        self._asking: Future[None] | None = None
        self._not_before = self._ready_since = 0.0

    @property
    def after(self) -> frozenset[str]:
        """What must have been ready before the first start."""
        return self._member.after

    @property
    def done(self) -> bool:
        """Whether others may build on it: it has been ready, though it may be away just now."""
        return self._seen_ready

    def as_running(self) -> Running:
        """For the state file."""
        part = self.part
        return Running(
            self.name,
            self._member.service,
            self._member.role,
            part.pid if part.alive else None,
            part.port,
            self.condition,
            self._restarts,
            str(part.log),
        )

    def look(self, since: float) -> None:
        """One step further, if there is one; `since` is when all began."""
        match self.condition:
            case "waiting" | "restarting" if time.monotonic() >= self._not_before:
                self._start()
            case "starting":
                self._hear_answer(since)
            case "ready" if not self.part.alive:
                self._comes_back()
            case "ready" if self._failures and time.monotonic() - self._ready_since > _STEADY:
                self._failures = 0
            case _:
                pass

    def _start(self) -> None:
        """Prepare beside, then spawn in this thread."""
        if self._preparing is None:
            self._preparing = beside(self.part.prepare)
        if self._preparing.done():
            self._preparing.result()
            self._preparing = None
            self.part.start()
            self._asking = beside(self._wait_ready)
            self.condition = "starting"

    def _wait_ready(self) -> None:
        self.part.wait_ready(_READY_WITHIN)
        if self._once_ready is not None:
            self._once_ready()

    def _hear_answer(self, since: float) -> None:
        if self._asking is None or not self._asking.done():
            return
        if fault := self._asking.exception():
            if not isinstance(fault, RuntimeError | OSError):  # a fault of ours, not of the part
                raise fault
            self.part.kill()
            if not self._seen_ready and self._failures + 1 >= _TRIES:
                raise GaveUpError(str(fault)) from fault
            self._comes_back()
            return
        self.condition, self._seen_ready, self._ready_since = "ready", True, time.monotonic()
        self._audience.ready(self.name, time.monotonic() - since)

    def _comes_back(self) -> None:
        """Plan the next start: at once when it was asked to end, otherwise after a pause."""
        asked_to = self.condition == "ready" and self.part.code in _ASKED_TO_END
        self._failures += 0 if asked_to else 1
        pause = 0.0 if asked_to else _pause(self._failures)
        self._audience.died(self.name, self.part.code, pause)
        self._restarts += 1
        self._not_before = time.monotonic() + pause
        self.condition = "restarting"


class WatchedStep:
    """A migration: once per run, tried again when it fails."""

    def __init__(self, step: Step, audience: Audience) -> None:
        """Not started yet."""
        self.name, self.after = step.name, step.after
        self.done = False
        self._migration, self._audience = step.migration, audience
        self._runs, self._failures, self._not_before = False, 0, 0.0

    def look(self, since: float) -> None:
        """One step further, if there is one."""
        if self.done or time.monotonic() < self._not_before:
            return
        if not self._runs:
            self._migration.start()
            self._runs = True
            return
        try:
            self.done = self._migration.done
        except MigrationFailedError as failed:
            self._failures += 1
            if self._failures >= _TRIES:
                raise GaveUpError(str(failed)) from failed
            self._runs, self._not_before = False, time.monotonic() + _pause(self._failures)
            self._audience.died(self.name, None, _pause(self._failures))
        if self.done:
            self._runs = False
            self._audience.ready(self.name, time.monotonic() - since)

    def stop(self) -> None:
        """End it where it is: it is repeatable."""
        if self._runs:
            self._migration.stop()
