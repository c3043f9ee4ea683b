"""What happens while newcomers come: three are registered, one becomes part of another and stands apart again, one is erased."""

from functools import partial
from typing import Any, Final

from yhdyspinta_local.demonstration.mark import GROUNDS, MARK
from yhdyspinta_local.walks import checks
from yhdyspinta_local.walks.asking import Answer
from yhdyspinta_local.walks.newcomer.reading import ORGANISATIONS, TOPIC, equal
from yhdyspinta_local.walks.newcomer.story import Story
from yhdyspinta_local.walks.walking import Said, eventually

_WHY: Final = {"grounds": GROUNDS}
_KEEP_COPIES: Final = ("grants", "forums", "facilities", "notifications")


async def three_come(story: Story) -> Said:
    """Two associations and a group without a register behind it."""
    coordinator, before = story.callers["coordinator"], story.read[TOPIC][0]
    names = (f"{MARK}: Kylätalo {story.tag} ry", f"{MARK}: Talkoot {story.tag} ry", f"{MARK}: {story.word}")
    bodies: list[dict[str, Any]] = [{"name_fi": name, "kind": "organisation", "legal_form": "association"} for name in names]
    bodies[2] |= {"legal_form": "unregistered_group", "description": f"Kolme naapuria, {story.word}", "home_municipality": "564"}
    story.one, story.other, story.group = [await coordinator.post(ORGANISATIONS, body, wanted=201) for body in bodies]
    story.group.says(legal_form="unregistered_group", status="active", home_municipality="564")
    await equal(story, "registry")
    checks.same("organisations that the newcomer knows", story.read[TOPIC][0], before + 3)
    await _in_each(story, 200, "a copy")
    return f"two associations and an unregistered group are registered ({MARK.lower()}); four services keep a copy, the newcomer has them"


async def merger(story: Story) -> Said:
    """One becomes part of the other (fuusio)."""
    coordinator = story.callers["coordinator"]
    await coordinator.post(_path(story.one, "merge"), {"from_ids": [story.other["id"]], **_WHY})
    moved = await coordinator.get(_path(story.other), wanted=308)
    checks.has("address of its successor", str(story.one["id"]), moved.headers["location"])
    await equal(story, "registry")
    return "the second becomes part of the first: asked for, it leads there; the newcomer has its successor"


async def undone(story: Story) -> Said:
    """And stands apart again (fuusion purku)."""
    coordinator = story.callers["coordinator"]
    (await coordinator.post(_path(story.other, "undo-merge"), _WHY)).says(status="active", successor_id=None)
    (await coordinator.get(_path(story.other))).says(status="active", name_fi=story.other["name_fi"])
    await equal(story, "registry")
    return "the merger is undone: each stands for itself again, for the newcomer too"


async def erased(story: Story) -> Said:
    """Of a register body that is refused; the group goes, and its state is a null."""
    coordinator, before = story.callers["coordinator"], story.read[TOPIC][0]
    (await coordinator.post(_path(story.one, "erase"), _WHY, wanted=409)).refuses("registry.erasure.registered")
    gone = (await coordinator.post(_path(story.group, "erase"), _WHY)).says(id=story.group["id"])
    again = await coordinator.post(_path(story.group, "erase"), _WHY)
    checks.same("moment of the erasure, asked again", again["erased_at"], gone["erased_at"])
    told = (await coordinator.get(_path(story.group), wanted=410)).refuses("registry.organisation.erased")
    await equal(story, "registry")
    checks.same("organisations that the newcomer knows", story.read[TOPIC][0], before - 1)
    return ("the group is erased; the association is not, as its name is public by law", str(told["detail"]))


async def copies(story: Story) -> Said:
    """The null reaches every copy."""
    await _in_each(story, 404, "no copy")
    return f"{', '.join(_KEEP_COPIES)} have deleted their copies"


async def no_word(story: Story) -> Said:
    """As a dump of all schemas would show."""

    async def tables() -> list[str]:
        return (await story.beside.say("anywhere", story.word)).split()

    await eventually(story.clock, tables, lambda found: not found, "its name in no table")
    known = (await story.beside.say("anywhere", str(story.other["name_fi"]))).split()
    checks.has("tables that have the name of one that was not erased", "registry.organisation", known)
    return f"its name stands in no table of any schema; that of its neighbour in {len(known)}"


async def _in_each(story: Story, status: int, what: str) -> None:
    """Each service that keeps copies answers so when it is asked for the group."""
    for service in _KEEP_COPIES:
        path = f"{service}/v1/organisations/{story.group['id']}"
        look = partial(story.callers["coordinator"].get, path, wanted=None)
        await eventually(story.clock, look, lambda answer: answer.status == status, f"{what} in {service}")


def _path(one: Answer, verb: str = "") -> str:
    return f"{ORGANISATIONS}/{one['id']}" + (f"/{verb}" if verb else "")
