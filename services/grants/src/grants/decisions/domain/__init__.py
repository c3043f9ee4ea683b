"""The rules of decisions. Pure: they see rows through protocols, assign nothing, return values.

`lifecycle` states and what moves them · `deciding` who may decide what · `reviewing` what becomes of a request for review ·
`deadlines` the last day of a remedy · `supposing` what a distribution would come to.
"""

from grants.decisions.domain.lifecycle import MACHINE, REVIEW_MACHINE, Action, ReviewAction, ReviewStatus, Status

__all__ = ["MACHINE", "REVIEW_MACHINE", "Action", "ReviewAction", "ReviewStatus", "Status"]
