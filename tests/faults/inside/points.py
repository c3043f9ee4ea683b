"""Moments inside a process at which something may happen to it, reached from outside.

A point is a file that does not exist. Whoever wants something to happen at a point writes it, in the folder of the process:
`die` (kill -9), `sleep` (SIGSTOP), `fail` (an exception), `wait 2.5` (seconds). `die` and `sleep` happen once, at the first passing
or at that of a number (`die 3`); the others happen until the file goes. Product code knows nothing of it.
"""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from chassis import idempotency
from chassis.bare import BareSession
from chassis.database import Waker
from chassis.unit import Unit

API = ("row written", "outbox written", "answer kept", "commit answered", "committed")
RELAY = ("batch read", "batch sent", "batch committed")
WORKER = ("fact taken", "effect written", "effect committed", "copy written", "offset committed")
MAIL = ("mail sent",)
"""Of notifications alone."""
SIGNALS = {"die": signal.SIGKILL, "sleep": signal.SIGSTOP}


def put(owner: Any, name: str, other: Any) -> None:
    """Something else under this name."""
    setattr(owner, name, other)


class Broken(RuntimeError):
    """A bug that was put in."""


class Points:
    """Those of this process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._passed: Counter[str] = Counter()

    def reached(self, point: str) -> float:
        """Do what is asked for here; seconds that it shall wait."""
        file = self._folder / point
        try:
            verb, _, number = file.read_text().partition(" ")
        except FileNotFoundError:
            return 0
        if verb == "wait":
            return float(number)
        if verb == "fail":
            raise Broken(point)
        self._passed[point] += 1
        if self._passed[point] >= int(number or 1):
            self._passed[point] = 0
            file.unlink()
            os.kill(os.getpid(), SIGNALS[verb])
        return 0

    def before(self, owner: Any, method: str, point: str, when: Callable[..., bool] = lambda *_: True) -> None:
        self._wrap(owner, method, point, when, first=True)

    def after(self, owner: Any, method: str, point: str, when: Callable[..., bool] = lambda *_: True) -> None:
        self._wrap(owner, method, point, when, first=False)

    def _wrap(self, owner: Any, method: str, point: str, when: Callable[..., bool], *, first: bool) -> None:
        inner = getattr(owner, method)

        @wraps(inner)
        async def outer(*args: Any, **kwargs: Any) -> Any:
            if first and when(*args, **kwargs):
                await self._here(point)
            result = await inner(*args, **kwargs)
            if not first and when(*args, **kwargs):
                await self._here(point)
            return result

        put(owner, method, outer)

    async def _here(self, point: str) -> None:
        if seconds := self.reached(point):
            await asyncio.sleep(seconds)

    def install(self, service: str, role: str) -> None:
        """Those that this role passes. An API imports nothing of the broker's client."""
        self._in_a_unit()
        if role != "api":
            self._in_a_relay()
            self._in_a_worker()
        if service == "notifications":
            from notifications.adapters.smtp import Office

            self.after(Office, "send", "mail sent", lambda _office, letters, **_: bool(letters))

    def _in_a_unit(self) -> None:
        self.before(Unit, "_tell", "row written", _announces)
        self.after(Unit, "_tell", "outbox written", _announces)
        self.after(idempotency, "keep", "answer kept")
        self.after(BareSession, "commit", "commit answered")
        self._committed()

    def _in_a_relay(self) -> None:
        from chassis.relay import Relay

        self.before(Relay, "_send", "batch read")
        self.after(Relay, "_send", "batch committed")
        inner = Relay.__init__

        def begin(relay: Relay, *args: Any, **kwargs: Any) -> None:
            inner(relay, *args, before_commit=self._sent, **kwargs)

        put(Relay, "__init__", begin)

    def _in_a_worker(self) -> None:
        from chassis.consumer import _Batch
        from chassis.copying import Copying
        from chassis.hearing import Hearing
        from chassis.positions import Positions

        self.before(Hearing, "_once", "fact taken")
        self.before(Positions, "move", "effect written")
        self.after(Hearing, "take", "effect committed")
        self.after(Copying, "_write", "copy written")
        self.after(_Batch, "ack", "offset committed")

    def _sent(self) -> None:
        self.reached("batch sent")

    def _committed(self) -> None:
        """The relay is woken when the commit is done and the answer not yet sent."""
        inner = Waker.wake

        def wake(waker: Waker) -> None:
            self.reached("committed")
            inner(waker)

        put(Waker, "wake", wake)


def _announces(_unit: Any, _entries: Any, messages: Any = ()) -> bool:
    return bool(messages)
