"""A grant from call to served decision, and everyone told.

`story` what is settled by the seed and what is known so far · `applicants`, `rules`, `applying`, `deciding`, `telling` the steps by
subject · `tasks` what several of them use.
"""

from typing import Final

from yhdyspinta_local.walks.grant import applicants, applying, deciding, rules, telling
from yhdyspinta_local.walks.grant.story import Story
from yhdyspinta_local.walks.walking import Step, Walk

STEPS: Final[tuple[Step[Story], ...]] = (
    Step("applicants", applicants.applicants),
    Step("people", applicants.people),
    Step("addresses", applicants.addresses),
    Step("subscriber", applicants.subscriber),
    Step("guideline", rules.guideline),
    Step("money", rules.money),
    Step("webhook", rules.webhook),
    Step("call", rules.call),
    Step("eligibility", applying.eligibility),
    Step("drafts", applying.drafts),
    Step("opening", applying.opening),
    Step("submitting", applying.submitting),
    Step("notice", telling.notice),
    Step("withdrawing", applying.withdrawing),
    Step("too late", applying.too_late),
    Step("completing", applying.completing),
    Step("received", deciding.received),
    Step("proposals", deciding.proposals),
    Step("decisions", deciding.decisions),
    Step("last cent", deciding.last_cent),
    Step("documents", deciding.documents),
    Step("results", deciding.results),
    Step("served", telling.served),
    Step("review", deciding.review),
    Step("appeal", telling.appeal),
    Step("mails", telling.mails),
    Step("webhooks", telling.webhooks),
    Step("ended", deciding.ended),
)
"""In the order in which they happen."""
WALK: Final = Walk("grant", Story, STEPS)
