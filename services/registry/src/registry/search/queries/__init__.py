"""Finding organisations by name, and the words that are known."""

from registry.search.queries.finding import as_typed, found
from registry.search.queries.memory import vocabulary

__all__ = ["as_typed", "found", "vocabulary"]
