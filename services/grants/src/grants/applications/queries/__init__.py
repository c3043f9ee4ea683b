"""Reads of applications.

`parties` who applies, by the names of today · `eligibility` what the checks ask about · `beforehand` its answer before a draft ·
`ending` what is held · `one` application, its documents, its versions · `documents` that somebody names · `lists`.
"""

from grants.applications.queries.beforehand import eligibility
from grants.applications.queries.documents import named_documents
from grants.applications.queries.eligibility import areas, eligibility_facts, facts_beforehand, parameters_of
from grants.applications.queries.ending import applications_of, ended_among, holds_of, shown_holds, unlike_their_parties
from grants.applications.queries.lists import applications, inherited
from grants.applications.queries.one import (
    Copied,
    application,
    attachment,
    attachments,
    place,
    receipt,
    shown,
    shown_attachment,
    shown_copy,
    version,
    versions,
)
from grants.applications.queries.parties import (
    Sides,
    lineage,
    name_of,
    parties_in,
    parties_of,
    parties_of_many,
    sides_of,
)

__all__ = [
    "Copied", "Sides", "application", "applications", "applications_of", "areas", "attachment", "attachments", "eligibility",
    "eligibility_facts", "ended_among", "facts_beforehand", "holds_of", "inherited", "lineage", "name_of", "named_documents",
    "parameters_of", "parties_in", "parties_of", "parties_of_many", "place", "receipt", "shown", "shown_attachment",
    "shown_copy", "shown_holds", "sides_of", "unlike_their_parties", "version", "versions",
]
