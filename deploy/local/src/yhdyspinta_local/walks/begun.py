"""A walk on a platform that runs."""

import asyncio
import random
from pathlib import Path
from typing import Any, Final

import httpx

from yhdyspinta_local.state import State
from yhdyspinta_local.walks import ending, grant, meeting, newcomer
from yhdyspinta_local.walks.asking import Callers
from yhdyspinta_local.walks.checks import Differs
from yhdyspinta_local.walks.newcomer.programs import Real
from yhdyspinta_local.walks.surroundings import Clock, Hooks, Post, Programs, Receiver
from yhdyspinta_local.walks.timeline import Timeline
from yhdyspinta_local.walks.walking import Walk, walked

WALKS: Final[tuple[Walk[Any], ...]] = (grant.WALK, meeting.WALK, ending.DISSOLUTION, ending.MERGER, newcomer.WALK)
"""All there are."""
AT_FIRST: Final = tuple(one for one in WALKS if one.at_first)
"""Those that the first `up` walks, in this order."""
_SECONDS: Final = 40
"""For one answer."""


def walk(name: str, now: State, timeline: Timeline, seed: int | None = None) -> int:
    """The walk of this name; the exit code. Without a seed, another one each time."""
    chosen = random.SystemRandom().randrange(1_000_000) if seed is None else seed
    (named,) = (one for one in WALKS if one.name == name)
    timeline.began(name, chosen)
    if now.mail is None:
        timeline.failed("mail", Differs("a folder of received mail", f"mail goes elsewhere: {now.smtp}"), 0)
        return 1
    try:
        receiver = Receiver(now.receiver)
    except OSError as taken:
        timeline.failed("receiver", Differs(f"a free port {now.receiver} for webhooks", str(taken)), 0)
        return 1
    with receiver:
        return asyncio.run(_walked(named, now, Path(now.mail), receiver, timeline, chosen))


async def _walked(named: Walk[Any], now: State, mail: Path, hooks: Hooks, timeline: Timeline, seed: int) -> int:
    async with httpx.AsyncClient(base_url=now.gateway, timeout=_SECONDS, trust_env=False) as http:
        return await walked_over(named, http, now.issuer, Clock(), Post(mail), hooks, timeline, seed, Real(now))


async def walked_over(
    named: Walk[Any], http: httpx.AsyncClient, issuer: str, clock: Clock, post: Post, hooks: Hooks, timeline: Timeline, seed: int,
    programs: Programs | None = None,
) -> int:
    """The same over this client, with this clock, mail, receiver and programs."""
    began = clock.now()
    tag = str(int(began.timestamp()))
    callers = Callers(http, issuer, clock, f"walk-{named.name}-{tag}-{seed}")
    story = named.story(seed, callers, clock, post, hooks, began, tag, programs)
    return await walked(named.steps, story, timeline)
