"""A walk that was recorded: every answer of a real platform in order, played again with one of them changed.

The walk asks one after the other, so the tape is one line. What is asked beyond it can only be the question whose answer was changed,
asked again by somebody who waits for a better one.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from typing_extensions import override

from yhdyspinta_local.walks.surroundings import Clock, Hook, Letter, Post
from yhdyspinta_local.walks.timeline import Timeline


@dataclass(frozen=True)
class Entry:
    """One question and its answer."""

    step: int
    asked: str
    """Method and path with query."""
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def answer(self) -> httpx.Response:
        return httpx.Response(self.status, headers=self.headers, content=self.body)


def asked(request: httpx.Request) -> str:
    return f"{request.method} {request.url.path}{'?' + request.url.query.decode() if request.url.query else ''}"


class Recording(httpx.AsyncBaseTransport):
    """The real thing, kept."""

    def __init__(self, timeline: Timeline) -> None:
        self.entries: list[Entry] = []
        self._timeline, self._real = timeline, httpx.AsyncHTTPTransport()

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self._real.handle_async_request(request)
        body = await answer.aread()  # unpacked
        kept = [(name, value) for name, value in answer.headers.items() if name not in {"content-encoding", "content-length"}]
        self.entries.append(Entry(len(self._timeline.lines), asked(request), answer.status_code, kept, body))
        return self.entries[-1].answer()

    @override
    async def aclose(self) -> None:
        await self._real.aclose()


@dataclass(frozen=True)
class Change:
    """What is other than it was: answers of one step to what fits the pattern."""

    step: int
    pattern: str
    status: int | None = None
    body: Callable[[Any], None] | None = None
    """Changes the JSON in place."""
    text: Callable[[str], str] | None = None
    only_last: bool = False

    def of(self, entry: Entry) -> Entry:
        changed = entry
        if self.body is not None:
            content = json.loads(entry.body)
            self.body(content)
            changed = replace(changed, body=json.dumps(content).encode())
        if self.text is not None:
            changed = replace(changed, body=self.text(entry.body.decode()).encode())
        return replace(changed, status=self.status or entry.status)


class Replaying(httpx.AsyncBaseTransport):
    """The tape, with a change. `changed`: how many answers were."""

    def __init__(self, tape: list[Entry], change: Change | None) -> None:
        fits = [n for n, e in enumerate(tape) if change is not None and e.step == change.step and re.search(change.pattern, e.asked)]
        self._chosen = set(fits[-1:] if change is not None and change.only_last else fits)
        self._tape, self._change, self._next = tape, change, 0
        self._again: Entry | None = None
        self.changed = 0

    @property
    def position(self) -> int:
        """How many answers were given."""
        return self._next

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        entry = self._tape[self._next] if self._next < len(self._tape) else None
        if entry is None or entry.asked != asked(request):
            assert self._again is not None, f"asked {asked(request)}, the tape has {entry and entry.asked}"
            assert self._again.asked == asked(request), f"asked {asked(request)} after a change of {self._again.asked}"
            return self._again.answer()
        self._next += 1
        if self._next - 1 in self._chosen:
            assert self._change is not None
            entry = self._again = self._change.of(entry)
            self.changed += 1
        return entry.answer()


class Noting(Post):
    """The folder of received mail; remembers after how many answers each mail was seen."""

    def __init__(self, folder: Path, tape: list[Entry]) -> None:
        super().__init__(folder)
        self.seen: dict[str, int] = {}
        self._tape = tape

    @override
    def letters(self) -> Sequence[Letter]:
        found = super().letters()
        for name in self._letters:
            self.seen.setdefault(name, len(self._tape))
        return found


class Coming(Post):
    """The same mails, each as late as it was seen."""

    def __init__(self, folder: Path, seen: Mapping[str, int], tape: Replaying) -> None:
        super().__init__(folder / "not yet")
        self._folder, self._noted, self._tape = folder, seen, tape

    @override
    def letters(self) -> Sequence[Letter]:
        super().letters()
        return [self._letters[name] for name in sorted(self._letters) if self._noted.get(name, 0) <= self._tape.position]


@dataclass
class Passing(Clock):
    """Time that passes by sleeping alone."""

    moment: datetime
    slept: float = 0

    @override
    def now(self) -> datetime:
        return self.moment + timedelta(seconds=self.slept)

    @override
    async def sleep(self, seconds: float) -> None:
        self.slept += max(seconds, 0)


@dataclass
class Stopped(Clock):
    """The real clock; remembers when it was asked first."""

    began: datetime | None = None

    @override
    def now(self) -> datetime:
        moment = super().now()
        self.began = self.began or moment
        return moment


@dataclass
class Given:
    """Webhooks that came."""

    url: str
    hooks: list[Hook] = field(default_factory=list)

    def got(self) -> list[Hook]:
        return self.hooks
