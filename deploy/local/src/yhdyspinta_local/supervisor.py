"""The supervisor: starts everything as early as it can, restarts what dies, stops in order.

One thread owns all processes (the kernel's parting signal is bound to the thread that spawned them); threads beside it
do the one-time preparations and ask parts whether they are ready.
"""

import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from itertools import groupby
from typing import ParamSpec, Protocol

from yhdyspinta_local import state as states
from yhdyspinta_local.county import County, Member, Step
from yhdyspinta_local.parts import MigrationFailedError
from yhdyspinta_local.parts.process import look_after_guard
from yhdyspinta_local.state import Condition, Phase, Running, State

P = ParamSpec("P")

_TICK = 0.05
_READY_WITHIN = 120.0
"""Seconds a part may take to answer; a broker with many partitions needs some after a crash."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 15.0
_STEADY = 30.0
"""Seconds after which a part that stayed up counts as well again."""
_TRIES = 5
"""Failed starts of a part that has never been ready; then the platform gives up and says why."""
_ASKED_TO_END = frozenset({0, -signal.SIGTERM, 128 + signal.SIGTERM})


class Audience(Protocol):
    """Who is told what happens."""

    def ready(self, name: str, seconds: float) -> None:
        """A part answers, so many seconds after the start of all."""

    def died(self, name: str, code: int | None, pause: float) -> None:
        """A part ended unasked and comes back after the pause."""

    def stopping(self) -> None:
        """The end begins."""


class GaveUpError(RuntimeError):
    """A part could not be started; the text carries the end of its log."""


def _beside(work: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> "Future[None]":
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


class _Watched:
    """A member on its way: prepared, started, asked, ready, dead, started again."""

    def __init__(self, member: Member) -> None:
        self.member, self.part = member, member.part
        self.condition: Condition = "waiting"
        self.restarts = 0
        self.failures = 0
        self.seen_ready = False
        self.preparing: Future[None] | None = None
        self.asking: Future[None] | None = None
        self.not_before = 0.0
        self.ready_since = 0.0

    def as_running(self) -> Running:
        return Running(
            self.part.name,
            self.member.service,
            self.member.role,
            self.part.pid if self.part.alive else None,
            self.part.port,
            self.condition,
            self.restarts,
            str(self.part.log),
        )


class Supervisor:
    """Runs a county until told to stop."""

    def __init__(self, county: County, audience: Audience) -> None:
        """Nothing is started yet."""
        self._county, self._audience = county, audience
        self._watched = [_Watched(member) for member in county.members]
        self._steps: dict[str, Step] = {step.name: step for step in county.steps}
        self._started_steps: set[str] = set()
        self._tries: dict[str, int] = dict.fromkeys(self._steps, 0)
        self._ours = {one.part.name for one in self._watched} | set(self._steps)
        self._done: set[str] = set()
        self._stop = threading.Event()
        self._phase: Phase = "starting"
        self._written: State | None = None
        self._began = time.monotonic()

    def run(self, on_ready: Callable[[State, float], None]) -> None:
        """Start all, call `on_ready` once (state, seconds) in a thread beside, go on until a signal comes."""
        self._began = time.monotonic()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._told)
        told: Future[None] | None = None
        try:
            while not self._stop.wait(_TICK):
                for one in self._watched:
                    self._look_at(one)
                self._look_at_steps()
                look_after_guard()
                if self._phase == "starting" and self._all_ready():
                    self._phase = "ready"
                    told = _beside(on_ready, self._say(), time.monotonic() - self._began)
                    self._county.remember()
                self._say()
                if told is not None and told.done():
                    told.result()
                    told = None
        finally:
            self._end()

    def stop(self) -> None:
        """Ask it to end; from any thread."""
        self._stop.set()

    def _told(self, _number: int, _frame: object) -> None:
        if self._stop.is_set():  # a second time: no more patience
            for one in self._watched:
                one.part.kill()
        self._stop.set()

    def _all_ready(self) -> bool:
        return all(one.condition == "ready" for one in self._watched) and self._done >= set(self._steps)

    def _may_start(self, after: frozenset[str]) -> bool:
        """Whether all it waits for is there; what is external is not ours to wait for."""
        return after & self._ours <= self._done

    def _look_at(self, one: _Watched) -> None:
        match one.condition:
            case "waiting" | "restarting":
                if self._may_start(one.member.after) and time.monotonic() >= one.not_before:
                    self._start(one)
            case "starting":
                self._hear_answer(one)
            case "ready":
                if not one.part.alive:
                    self._comes_back(one)
                elif one.failures and time.monotonic() - one.ready_since > _STEADY:
                    one.failures = 0
            case _:
                pass

    def _start(self, one: _Watched) -> None:
        """Prepare in the pool, then spawn in this thread."""
        if one.preparing is None:
            one.preparing = _beside(one.part.prepare)
        if one.preparing.done():
            one.preparing.result()
            one.preparing = None
            one.part.start()
            one.asking = _beside(one.part.wait_ready, _READY_WITHIN)
            one.condition = "starting"

    def _hear_answer(self, one: _Watched) -> None:
        if one.asking is None or not one.asking.done():
            return
        if fault := one.asking.exception():
            if not isinstance(fault, RuntimeError | TimeoutError):
                raise fault
            one.part.kill()
            if not one.seen_ready and one.failures + 1 >= _TRIES:
                raise GaveUpError(str(fault)) from fault
            self._comes_back(one)
            return
        if one.member.role == "database":
            self._county.make_database()
        one.condition, one.seen_ready, one.ready_since = "ready", True, time.monotonic()
        self._done.add(one.part.name)
        self._audience.ready(one.part.name, time.monotonic() - self._began)

    def _comes_back(self, one: _Watched) -> None:
        """Plan the next start: at once when it was asked to end, otherwise later and later."""
        asked_to = one.part.code in _ASKED_TO_END and one.condition == "ready"
        one.failures += 0 if asked_to else 1
        pause = 0.0 if asked_to else min(_FIRST_PAUSE * 2 ** (one.failures - 1), _LONGEST_PAUSE)
        self._audience.died(one.part.name, one.part.code, pause)
        one.restarts += 1
        one.not_before = time.monotonic() + pause
        one.condition = "restarting"

    def _look_at_steps(self) -> None:
        for name, step in self._steps.items():
            if name in self._done or not self._may_start(step.after):
                continue
            if name not in self._started_steps:
                step.migration.start()
                self._started_steps.add(name)
                continue
            try:
                if step.migration.done:
                    self._done.add(name)
                    self._audience.ready(name, time.monotonic() - self._began)
            except MigrationFailedError as failed:
                self._tries[name] += 1
                if self._tries[name] >= _TRIES:
                    raise GaveUpError(str(failed)) from failed
                self._audience.died(name, None, 0.0)
                self._started_steps.discard(name)

    def _say(self) -> State:
        """Write the state file when something has changed."""
        county = self._county
        now = State(
            phase=self._phase,
            supervisor=os.getpid(),
            data=str(county.data),
            gateway=county.gateway,
            kafka=county.kafka,
            database=county.database,
            issuer=county.issuer,
            smtp=county.smtp,
            mail=str(county.mail) if county.mail else None,
            mode="dev",
            processes=tuple(one.as_running() for one in self._watched),
        )
        if now != self._written:
            states.write(county.data, now)
            self._written = now
        return now

    def _end(self) -> None:
        """Caddy, services, issuer and mail, Kafka, PostgreSQL: one rank after the other, each rank at once."""
        self._phase = "stopping"
        self._audience.stopping()
        last = self._say()
        for name in self._started_steps - self._done:
            self._steps[name].migration.stop()
        ranked = sorted(self._watched, key=lambda one: one.part.rank)
        for _, same in groupby(ranked, key=lambda one: one.part.rank):
            for ending in [_beside(one.part.stop) for one in same]:
                ending.result()
        states.write(self._county.data, states.ended(last))


def supervise(county: County, audience: Audience, on_ready: Callable[[State, float], None]) -> None:
    """Run the county under the lock of its data folder, which the caller holds."""
    Supervisor(county, audience).run(on_ready)
