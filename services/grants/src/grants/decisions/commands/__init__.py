"""Use cases of decisions: the only writers of their rows.

Lock order, the same in every one: appropriation, record of sections, application, decision, request for review. Whoever gives money
waits for the appropriation first, so that the one who comes too late learns what is really left; nobody waits in a circle.

`proposals` propose, edit, withdraw · `deciding` grant, refuse, dismiss · `reviews` ask for a review, decide it ·
`serving` the clock of a remedy · `results` publish who got what · `record` numbers of sections.
"""

from grants.decisions.commands.deciding import dismiss_application, grant_application, refuse_application
from grants.decisions.commands.proposals import edit_proposal, propose_decision, withdraw_proposal, withdraw_with_application
from grants.decisions.commands.results import publish_results
from grants.decisions.commands.reviews import decide_review, register_review_request
from grants.decisions.commands.serving import start_clock

__all__ = [
    "decide_review", "dismiss_application", "edit_proposal", "grant_application", "propose_decision", "publish_results",
    "refuse_application", "register_review_request", "start_clock", "withdraw_proposal", "withdraw_with_application",
]
