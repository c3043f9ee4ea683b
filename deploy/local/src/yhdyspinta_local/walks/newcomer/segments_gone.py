"""Old segments of the registry's topics are really deleted and compacted."""

import json
from typing import Any, Final

from yhdyspinta_local.walks import checks
from yhdyspinta_local.walks.newcomer.story import Story
from yhdyspinta_local.walks.walking import Said, eventually

_TOPIC: Final = "registry.organisation"
_STATE: Final = f"{_TOPIC}.state"
_PATIENCE: Final = 120.0
"""Seconds: the broker deletes and cleans in its own time."""


async def segments(story: Story) -> Said:
    """What everybody has heard goes for good, and of the states all that something newer replaced."""
    before = await _look(story)
    await story.beside.say("short", _TOPIC)

    async def cut() -> Any:
        await story.beside.say("cut", _TOPIC)
        return await _look(story)

    try:
        await story.beside.say("republish", "registry", "--since", story.began.isoformat())
        after = await eventually(story.clock, cut, lambda now: _gone(before, now), "old segments gone", patience=_PATIENCE)
    finally:
        await story.beside.say("usual", _TOPIC)
    checks.same("snapshots of the group that was erased", after[_STATE]["with content"], 0)
    return (
        "old segments are gone from the disk; what the registry says is said anew",
        _figures("events", before[_TOPIC], after[_TOPIC]),
        _figures("states", before[_STATE], after[_STATE]),
    )


async def _look(story: Story) -> Any:
    return json.loads(await story.beside.say("look", _TOPIC, str(story.group["id"])))


def _gone(before: Any, now: Any) -> bool:
    """No event of before can be read, none of the files of the group's partition is left, and no snapshot of the group."""
    read = all(first >= end for first, end in zip(now[_TOPIC]["first"], before[_TOPIC]["end"], strict=True))
    return read and not set(before[_TOPIC]["files"]) & set(now[_TOPIC]["files"]) and not now[_STATE]["with content"]


def _figures(what: str, before: Any, after: Any) -> str:
    return (
        f"{what}: {before['records']} records then, {after['records']} now, the logs beginning at {sum(before['begin'])} and "
        f"{sum(after['begin'])}; partition {before['partition']} of the group: {_files(before)} then, {_files(after)} now"
    )


def _files(one: Any) -> str:
    return ", ".join(f"{name.lstrip('0').replace('.log', '') or '0'}.log {size} B" for name, size in one["files"].items())
