"""What waits for whom (tehtävät): of this walk alone, whatever else may wait for the same persona."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from yhdyspinta_local.walks.grant.story import Story
from yhdyspinta_local.walks.walking import eventually

WHO: Final = ("representative_a", "representative_b", "assessor", "decider", "coordinator", "finance")


async def waiting(story: Story, name: str) -> Mapping[str, int]:
    """How many of which kind wait for this persona."""
    found = await story.callers[name].all("grants/v1/tasks", assignee="me")
    ours = story.applications_of(name) if name.startswith("representative") else story.ours
    return dict(Counter(one["kind"] for one in found if one["subject_id"] in ours))


async def wait_for(story: Story, name: str, **expected: int) -> None:
    """Exactly these wait for the persona, at once or as soon as a copy has come."""

    async def look() -> Mapping[str, int]:
        return await waiting(story, name)

    await eventually(story.clock, look, lambda found: found == expected, f"{expected or 'nothing'} to wait for {name}", patience=10)


async def all_of(story: Story, **expected: Mapping[str, int]) -> str:
    """These wait for those who are named, nothing for the others; in words."""
    for name in WHO:
        await wait_for(story, name, **expected.get(name, {}))
    return "; ".join(f"{name}: {', '.join(f'{n} × {kind}' for kind, n in expected[name].items())}" for name in expected)
