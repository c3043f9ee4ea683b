"""One walk on the platform that runs, recorded, to be played again with something otherwise."""

import asyncio
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from tests.local.walks.tape import Change, Coming, Entry, Given, Noting, Passing, Recording, Replaying, Stopped

from yhdyspinta_local.state import State
from yhdyspinta_local.walks.begun import walked_over
from yhdyspinta_local.walks.surroundings import Hook, Receiver
from yhdyspinta_local.walks.timeline import Timeline
from yhdyspinta_local.walks.walking import Walk

SEED = 20261123
FAILURE = json.dumps({"type": "urn:yhdyspinta:problem:chassis.unexpected", "code": "chassis.unexpected", "status": 500})


@dataclass
class Recorded:
    """What came of a walk, and all that was said to it."""

    walk: Walk[Any]
    now: State
    code: int
    lines: list[Any]
    tape: list[Entry]
    hooks: Given
    mail: Path
    """What came meanwhile."""
    seen: Mapping[str, int]
    """After how many answers each mail was."""
    clock: Stopped

    @property
    def names(self) -> list[str]:
        return [step.name for step in self.walk.steps]

    def again(
        self, folder: Path, change: Change | None = None, mail: Callable[[Path], None] = lambda _: None,
        hooks: Callable[[list[Hook]], list[Hook]] = lambda them: them,
    ) -> tuple[int, list[Any], Replaying]:
        """Play it again with what is otherwise."""
        shutil.copytree(self.mail, folder)
        mail(folder)
        said: list[Any] = []
        timeline = Timeline(lambda line: said.append(json.loads(line)))
        transport = Replaying(self.tape, change)
        post = Coming(folder, self.seen, transport)
        assert self.clock.began is not None
        clock = Passing(self.clock.began)

        async def walk() -> int:
            async with httpx.AsyncClient(base_url=self.now.gateway, transport=transport) as http:
                given = Given(self.hooks.url, hooks(self.hooks.hooks))
                return await walked_over(self.walk, http, self.now.issuer, clock, post, given, timeline, SEED)

        return asyncio.run(walk()), said, transport

    def comes_out(self, folder: Path) -> None:
        """It came out when it was recorded, and does when it is played again unchanged."""
        assert self.code == 0, self.lines[-1]
        assert [line["step"] for line in self.lines[:-1]] == self.names
        code, said, _ = self.again(folder)
        assert code == 0, said[-1]
        assert [line["step"] for line in said[:-1]] == self.names

    def breaks(self, folder: Path, name: str, change: Change) -> None:
        """Another answer ends it with 1 at this step, and nowhere before."""
        code, said, transport = self.again(folder, change)
        assert transport.changed
        assert code == 1
        failed = said[-1]
        assert (failed["failed"], [line["step"] for line in said[:-1]]) == (name, self.names[: self.names.index(name)])
        assert failed["expected"]
        assert failed["came"] is not None

    def fails(self, folder: Path, name: str) -> None:
        """A 500 ends it with 1 at this step, and its request is named."""
        change = Change(self.names.index(name), "/api/", status=500, text=lambda _: FAILURE, only_last=True)
        code, said, _ = self.again(folder, change)
        assert (code, said[-1]["failed"]) == (1, name)
        assert said[-1]["request_id"], said[-1]


def record(walk: Walk[Any], now: State, folder: Path) -> Recorded:
    """Walk it on the platform that runs."""
    said: list[Any] = []
    timeline = Timeline(lambda line: said.append(json.loads(line)))
    assert now.mail is not None
    recording, clock = Recording(timeline), Stopped()
    post = Noting(Path(now.mail), recording.entries)

    async def walked(receiver: Receiver) -> int:
        async with httpx.AsyncClient(base_url=now.gateway, timeout=40, transport=recording) as http:
            return await walked_over(walk, http, now.issuer, clock, post, receiver, timeline, SEED)

    with Receiver(now.receiver) as receiver:
        code = asyncio.run(walked(receiver))
    folder.mkdir()
    for name in post.seen:
        shutil.copy(Path(now.mail) / name, folder)
    return Recorded(
        walk, now, code, said, recording.entries, Given(receiver.url, list(receiver.got())), folder, post.seen, clock
    )


def put(*path: str | int, to: Any) -> Callable[[Any], None]:
    """Set one place of an answer, where the answer has it."""

    def change(body: Any) -> None:
        for step in path[:-1]:
            body = body[step]
        body[path[-1]] = to

    return change


def no_items(body: Any) -> None:
    body["items"] = []
