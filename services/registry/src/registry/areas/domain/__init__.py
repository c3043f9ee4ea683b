"""The tree of areas on a day, what may change in it, and the terms of the councils. Pure."""

from registry.areas.domain.population import Figure, figures
from registry.areas.domain.reference import Domain, domains, reference_tree, terms
from registry.areas.domain.terms import CouncilKind, Term, open_term, term_on
from registry.areas.domain.tree import COUNTY, LEVEL_ABOVE, Area, Kind, Placement, Tree, abolish, move

__all__ = [
    "COUNTY", "LEVEL_ABOVE", "Area", "CouncilKind", "Domain", "Figure", "Kind", "Placement", "Term", "Tree", "abolish", "domains",
    "figures", "move", "open_term", "reference_tree", "term_on", "terms",
]
