"""How a name is folded, ordered, found and ranked. Pure; PostgreSQL only holds the words."""

from registry.search.domain.fold import folded, words_of
from registry.search.domain.order import sort_key
from registry.search.domain.plan import AT_MOST_HITS, Pass, answers, plans, ranked
from registry.search.domain.vocabulary import Vocabulary

__all__ = ["AT_MOST_HITS", "Pass", "Vocabulary", "answers", "folded", "plans", "ranked", "sort_key", "words_of"]
