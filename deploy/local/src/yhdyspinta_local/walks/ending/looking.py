"""How bookings, seats and the application stand, seen through the gateway until it is so."""

from collections.abc import Callable, Sequence
from typing import Any

from yhdyspinta_local.walks.asking import Answer
from yhdyspinta_local.walks.ending.story import Story
from yhdyspinta_local.walks.surroundings import Letter
from yhdyspinta_local.walks.walking import eventually


async def booking(story: Story, n: int, status: str) -> Answer:
    """One of the two, once it is in this state, as who decides about the room sees it."""
    async def look() -> Answer:
        return await story.callers["municipality_officer"].get(f"facilities/v1/bookings/{story.booked[n]}")

    return await eventually(story.clock, look, lambda answer: answer["status"] == status, f"booking {n + 1} to be {status}")


async def seats(story: Story, is_so: Callable[[Any], object], what: str) -> Sequence[Any]:
    """Both seats, in their order, once this is so of them."""
    async def look() -> Sequence[Any]:
        found = {one["id"]: one for one in await story.callers["coordinator"].all("forums/v1/seats", structure_id=story.group_id)}
        return [found[id] for id in story.sat]

    return await eventually(story.clock, look, is_so, what)


async def application(story: Story, is_so: Callable[[Any], object], what: str) -> Answer:
    """As its assessor sees it."""
    async def look() -> Answer:
        return await story.callers["assessor"].get(story.application)

    return await eventually(story.clock, look, lambda answer: is_so(answer.body), what)


async def letters(story: Story, to: str, words: str, subject: str) -> Sequence[Letter]:
    """Mails to this address with these words in the subject, and in the text; one at least."""
    async def look() -> Sequence[Letter]:
        return [one for one in story.post.letters() if one.to == to and subject in one.subject and words in one.part("plain")]

    return await eventually(story.clock, look, lambda found: len(found) > 0, f"a mail to {to}: {subject}")


def organisation_of(seat: Any) -> Any:
    """Whom its holder represents; nothing where it is vacant."""
    return seat["holder"] and seat["holder"]["organisation_id"]
