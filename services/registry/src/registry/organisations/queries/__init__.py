"""Reading organisations."""

from registry.organisations.queries.facts import (
    facts,
    holders,
    limits,
    merged_into,
    names_by_id,
    profile_of,
    standing_for,
)
from registry.organisations.queries.lists import Wanted, organisations
from registry.organisations.queries.one import history, organisation, shown_workforce, sources, workforce
from registry.organisations.queries.placed import misplaced
from registry.organisations.queries.shown import shown, shown_definition
from registry.organisations.queries.sote import definition, definitions, due_for_evaluation, known_definitions
from registry.organisations.queries.standing import acting, stands_as
from registry.organisations.queries.statistics import counts, years

__all__ = [
    "Wanted", "acting", "counts", "definition", "definitions", "due_for_evaluation", "facts", "history", "holders",
    "known_definitions", "limits", "merged_into", "misplaced", "names_by_id", "organisation", "organisations", "profile_of",
    "shown", "shown_definition", "shown_workforce", "sources", "standing_for", "stands_as", "workforce", "years",
]
