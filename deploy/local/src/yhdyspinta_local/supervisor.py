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
from dataclasses import replace
from itertools import groupby

from yhdyspinta_local import state as states
from yhdyspinta_local.county import County
from yhdyspinta_local.parts.process import look_after_guard
from yhdyspinta_local.state import Phase, State
from yhdyspinta_local.watching import Audience, WatchedPart, WatchedStep, beside

_TICK_STARTING, _TICK_RUNNING = 0.05, 0.25


class Supervisor:
    """Runs a county until told to stop."""

    def __init__(self, county: County, audience: Audience) -> None:
        """Nothing is started yet."""
        self._county, self._audience = county, audience
        self._parts = [
            WatchedPart(member, audience, once_ready=county.make_database if member.role == "database" else None)
            for member in county.members
        ]
        self._steps = [WatchedStep(step, audience) for step in county.steps]
        self._watched: dict[str, WatchedPart | WatchedStep] = {part.name: part for part in self._parts}
        self._watched |= {step.name: step for step in self._steps}
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
            while not self._stop.wait(_TICK_STARTING if self._phase == "starting" else _TICK_RUNNING):
                for one in self._watched.values():
                    if self._may_start(one.after):
                        one.look(self._began)
                look_after_guard()
                if self._phase == "starting" and self._all_ready():
                    self._phase = "ready"
                    told = beside(on_ready, self._say(), time.monotonic() - self._began)
                    self._county.remember()
                self._say()
                if told is not None and told.done():
                    told.result()
                    told = None
        finally:
            self._end()

    def _told(self, _number: int, _frame: object) -> None:
        if self._stop.is_set():  # a second time: no more patience
            for one in self._parts:
                one.part.kill()
        self._stop.set()

    def _all_ready(self) -> bool:
        return all(one.condition == "ready" for one in self._parts) and all(step.done for step in self._steps)

    def _may_start(self, after: frozenset[str]) -> bool:
        """Whether all it waits for has been ready; what is external is not ours to wait for."""
        return all(self._watched[name].done for name in after if name in self._watched)

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
            receiver=county.receiver.number,
            mode="dev",
            processes=tuple(one.as_running() for one in self._parts),
        )
        if now != self._written:
            states.write(county.data, now)
            self._written = now
        return now

    def _end(self) -> None:
        """Gateway, services, issuer and mail, Kafka, PostgreSQL: one rank after the other, each rank at once."""
        self._phase = "stopping"
        self._audience.stopping()
        last = self._say()
        for step in self._steps:
            step.stop()
        for _, same in groupby(sorted(self._parts, key=lambda one: one.part.rank), key=lambda one: one.part.rank):
            for ending in [beside(one.part.stop) for one in same]:
                ending.result()
        states.write(self._county.data, replace(last, phase="stopped", processes=()))
