"""Reads of applications.

`parties` who applies, by the names of today · `eligibility` what the checks ask about.
"""

from grants.applications.queries.eligibility import areas, eligibility_facts, facts_beforehand, parameters_of
from grants.applications.queries.parties import name_of, parties_in, parties_of, parties_of_many

__all__ = [
    "areas", "eligibility_facts", "facts_beforehand", "name_of", "parameters_of", "parties_in", "parties_of", "parties_of_many",
]
