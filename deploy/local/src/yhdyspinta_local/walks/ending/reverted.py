"""It had not ended after all: what can be lifted is lifted, what cannot is said."""

from yhdyspinta_local.demonstration.mark import GROUNDS
from yhdyspinta_local.walks import checks
from yhdyspinta_local.walks.ending import looking
from yhdyspinta_local.walks.ending.before import seen_by
from yhdyspinta_local.walks.ending.story import FIRST, SECOND, Story
from yhdyspinta_local.walks.roles import gives
from yhdyspinta_local.walks.walking import Said


async def reverted(story: Story) -> Said:
    """With grounds."""
    done = await story.callers["coordinator"].post(f"registry/v1/organisations/{story.first}/revert-dissolution", {"grounds": GROUNDS})
    done.says(status="active", dissolved_on=None)
    return f"the dissolution of {story.name(FIRST)} is reverted"


async def lifted(story: Story) -> Said:
    """The first booking and the first seat are its own again, the application goes on."""
    (await looking.booking(story, 0, "confirmed")).says(organisation_id=story.first, handover=None, handover_until=None)
    found = await looking.seats(story, lambda seats: looking.organisation_of(seats[0]) == story.first, "the first seat to be held again")
    checks.same("why it was free", found[0]["vacated_because"], None)
    await looking.application(story, lambda body: not body["held"], "the application to go on")
    return f"the first booking and the first seat are its own again; {story.cases[FIRST]} is held no more"


async def not_lifted(story: Story) -> Said:
    """What others have by now stays theirs; roles are asked for anew."""
    (await looking.booking(story, 1, "confirmed")).says(organisation_id=story.second)
    found = await looking.seats(story, lambda seats: looking.organisation_of(seats[1]), "the second seat to be held")
    checks.same("who has the second seat", looking.organisation_of(found[1]), story.second)
    await story.callers["representative_a"].get(story.application, wanted=404)
    checks.holds("a new role", await gives(
        story.callers["coordinator"], "representative_a", "representative", "organisation", story.first
    ), story.first)
    await seen_by(story, "representative_a", story.application, 200)
    return f"the second booking and the second seat stay with {story.name(SECOND)}; representative_a needed a new role, and got it"


async def told_of_it(story: Story) -> Said:
    """Two mails: that it goes on, and, gathered into one, what did not come back."""
    goes_on = await looking.letters(story, story.liaison, GROUNDS, f"peruttu: {story.name(FIRST)}")
    lost = await looking.letters(story, story.liaison, "Paikka on täytetty uudelleen", f"Kaikki ei palautunut: {story.name(FIRST)}")
    text = lost[-1].part("plain")
    checks.same("mails of it", (len(goes_on), len(lost)), (1, 1))
    for words in ("Toinen järjestö otti varauksen", "Esimerkkityöryhmä", "Vertaisryhmähuone"):
        checks.has("the mail", words, text)
    return (
        f"{story.liaison} is told by “{goes_on[0].subject}”, and of the rest by “{lost[0].subject}”:",
        *(line for line in text.splitlines() if ": " in line and ("täytetty" in line or "otti" in line)),
    )


async def granted(story: Story) -> Said:
    """What was refused while it was held is done now."""
    decider, path = story.callers["decider"], f"grants/v1/decisions/{story.decisions[FIRST]}"
    there = await decider.get(path)
    (await decider.post(f"{path}/grant", {"amount": there["proposed"], "grounds": GROUNDS}, of=there)).says(
        status="granted", granted=there["proposed"]
    )
    return f"{story.cases[FIRST]} is granted {there['proposed']['amount']} €"
