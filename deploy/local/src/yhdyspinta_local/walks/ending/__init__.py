"""An association ends and had not ended after all; two become one and stand apart again: what every service makes of it.

`story` what both walks know so far · `before` what an association has in each service · `ended`, `reverted` the walk of a dissolution ·
`merged`, `apart` the walk of a merger · `looking` how things stand, seen from outside · `telling` webhooks.
"""

from typing import Final

from yhdyspinta_local.walks.ending import apart, before, ended, merged, reverted, telling
from yhdyspinta_local.walks.ending.story import Story
from yhdyspinta_local.walks.grant import rules
from yhdyspinta_local.walks.walking import Step, Walk

_BEFORE: Final[tuple[Step[Story], ...]] = (
    Step("associations", before.associations),
    Step("addresses", before.addresses),
    Step("guideline", rules.guideline),
    Step("money", rules.money),
    Step("webhook", telling.webhook),
    Step("call", rules.call),
    Step("bookings", before.bookings),
    Step("seats", before.seats),
    Step("application", before.application),
)
"""What the first association has, before anything happens to it."""
DISSOLUTION: Final = Walk("dissolution", Story, (
    *_BEFORE,
    Step("a day to come", ended.a_day_to_come),
    Step("dissolved", ended.dissolved),
    Step("handed over", ended.handed_over),
    Step("vacated", ended.vacated),
    Step("held", ended.held),
    Step("roles", ended.roles),
    Step("liaison", ended.liaison),
    Step("meanwhile", ended.meanwhile),
    Step("reverted", reverted.reverted),
    Step("lifted", reverted.lifted),
    Step("not lifted", reverted.not_lifted),
    Step("told of it", reverted.told_of_it),
    Step("granted", reverted.granted),
    Step("webhooks", telling.dissolution),
    Step("cleared away", before.cleared_away),
), at_first=False)
"""Each is longer than the ten seconds that the first start has for one."""
MERGER: Final = Walk("merger", Story, (
    *_BEFORE,
    Step("merged", merged.merged),
    Step("one name", merged.one_name),
    Step("found", merged.found),
    Step("acts for it", merged.acts_for_it),
    Step("written to", merged.written_to),
    Step("undone", apart.undone),
    Step("found apart", apart.found_apart),
    Step("written to it", apart.written_to_it),
    Step("history", apart.history),
    Step("webhooks", telling.merger),
    Step("cleared away", before.cleared_away),
), at_first=False)
