"""Step after step, until the end or until one does not come out as it must."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import httpx

from yhdyspinta_local.walks.checks import Differs
from yhdyspinta_local.walks.story import Story
from yhdyspinta_local.walks.surroundings import Clock
from yhdyspinta_local.walks.timeline import Done, Timeline

S = TypeVar("S", bound=Story)
T = TypeVar("T")
_OFTEN, _SELDOM = 0.1, 1.0
"""Seconds between two looks at what is to come, at first and later."""
PATIENCE = 30.0
"""Seconds that something which comes by itself may take: on the way over Kafka, into a copy, into the mail."""

Said = str | tuple[str, ...]
"""What a step says: a sentence, and particulars after it."""


@dataclass(frozen=True)
class Step(Generic[S]):
    """One thing that happens. `S`: what the walk knows so far."""

    name: str
    walk: Callable[[S], Awaitable[Said]]


@dataclass(frozen=True)
class Walk(Generic[S]):
    """A whole story."""

    name: str
    story: type[S]
    """Made of what every story has from its beginning."""
    steps: Sequence[Step[S]]
    """In the order in which they happen."""
    at_first: bool = True
    """Whether the first `up` walks it."""


async def walked(steps: Sequence[Step[S]], story: S, timeline: Timeline) -> int:
    """The exit code: 0 where every step came out as it must, else 1."""
    clock, began = story.clock, story.clock.now()

    def passed() -> float:
        return (clock.now() - began).total_seconds()

    for step in steps:
        since = passed()
        try:
            said = await step.walk(story)
        except Differs as fault:
            timeline.failed(step.name, fault, passed())
            return 1
        except httpx.HTTPError as fault:
            timeline.failed(step.name, Differs("an answer", f"{type(fault).__name__}: {fault}"), passed())
            return 1
        first, *notes = (said,) if isinstance(said, str) else said
        now = passed()
        timeline.done(Done(step.name, first, tuple(notes), round(now - since, 3), round(now, 3)))
    timeline.ended(round(passed(), 3))
    return 0


async def eventually(
    clock: Clock, look: Callable[[], Awaitable[T]], is_there: Callable[[T], object], what: str, *, patience: float = PATIENCE
) -> T:
    """Look until it is there; Differs when it does not come."""
    until, pause = clock.now().timestamp() + patience, _OFTEN
    while True:
        found = await look()
        if is_there(found):
            return found
        if clock.now().timestamp() > until:
            shown = getattr(found, "body", found)
            raise Differs(f"{what} within {patience:.0f} s", shown, getattr(found, "request_id", None))
        await clock.sleep(pause)
        pause = min(pause * 1.3, _SELDOM)
