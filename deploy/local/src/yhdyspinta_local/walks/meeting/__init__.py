"""A meeting and its room: asked for, refused, won, kept while it moves, freed; everybody told by calendar mail and public feeds.

`story` what is settled by the seed and what is known so far · `people` who is told, who sits where · `house` rooms and somebody else's
booking · `council` the meeting that has to move · `local` the one that is cancelled · `calendars` mail read back · `feeds` what
everybody may read · `held` the one that is held · `telling` webhooks, and a structure that ends.
"""

from typing import Final

from yhdyspinta_local.walks.meeting import council, feeds, held, house, local, people, telling
from yhdyspinta_local.walks.meeting.story import Story
from yhdyspinta_local.walks.walking import Step, Walk

STEPS: Final[tuple[Step[Story], ...]] = (
    Step("people", people.people),
    Step("addresses", people.addresses),
    Step("webhook", telling.webhook),
    Step("house", house.house),
    Step("rooms", house.rooms),
    Step("in the way", house.in_the_way),
    Step("council", people.council),
    Step("taken", council.taken),
    Step("won", council.won),
    Step("invited", council.invited),
    Step("kept", council.kept),
    Step("moved", council.moved),
    Step("stranger", council.stranger),
    Step("holiday", local.holiday),
    Step("audience", local.audience),
    Step("waiting list", local.waiting_list),
    Step("feeds", feeds.feeds),
    Step("cancelled", local.cancelled),
    Step("free again", local.free_again),
    Step("agenda", held.agenda),
    Step("begins", held.begins),
    Step("held", held.held),
    Step("minutes", held.minutes),
    Step("remarks", held.remarks),
    Step("approved", held.approved),
    Step("closed", telling.closed),
    Step("webhooks", telling.webhooks),
)
"""In the order in which they happen."""
WALK: Final = Walk("meeting", Story, STEPS)
