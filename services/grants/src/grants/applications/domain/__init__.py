"""The rules of applications, by subject. Pure: they see rows through protocols, assign nothing, return values.

`lifecycle` states and what moves them · `eligibility` the list of checks · `parties` lead, partners, shares · `sign_off` what a
partner signs · `form` answers, their merge and their schema · `snapshot` what is frozen · `files` what a document may be.
"""

from grants.applications.domain.lifecycle import DECIDED, HOLDABLE, IN_HAND, MACHINE, OPEN, Action, Status

__all__ = ["DECIDED", "HOLDABLE", "IN_HAND", "MACHINE", "OPEN", "Action", "Status"]
