"""Use cases of applications: the only writers of their rows.

`drafting` start, copy, edit, discard · `joining` parties, signatures, another lead, one that goes · `attaching` documents ·
`submitting` submission and completion, frozen · `handling` completion asked for, withdrawal, referral · `reminding` before the call
closes · `inheriting` after a merger · `ending` a party ends · `decided` what a decision does to one that it holds.
"""

from grants.applications.commands.attaching import Sent, attach, content_of, remove_attachment
from grants.applications.commands.decided import change, dismiss, grant, propose, refuse, withdraw_proposal
from grants.applications.commands.drafting import copy, discard, edit, start
from grants.applications.commands.ending import organisation_ended, organisation_goes_on, settle_holds
from grants.applications.commands.handling import refer, request_completion, withdraw
from grants.applications.commands.inheriting import inherit, organisation_apart, organisation_merged
from grants.applications.commands.joining import change_lead, leave, release, set_parties, sign
from grants.applications.commands.reminding import REMIND, remind
from grants.applications.commands.submitting import complete, submit

__all__ = [
    "REMIND", "Sent", "attach", "change", "change_lead", "complete", "content_of", "copy", "discard", "dismiss", "edit",
    "grant", "inherit", "leave", "organisation_apart", "organisation_ended", "organisation_goes_on", "organisation_merged",
    "propose", "refer", "refuse", "release", "remind", "remove_attachment", "request_completion", "set_parties",
    "settle_holds", "sign", "start", "submit", "withdraw", "withdraw_proposal",
]
