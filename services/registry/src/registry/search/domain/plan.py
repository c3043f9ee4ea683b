"""From what somebody typed to what the database is asked: `('a' | 'b') & ('c')`, in passes from strict to loose.

A looser pass is asked only when the one before did not answer (`answers`). The few hits are then ordered by likeness.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, pairwise
from typing import TypeVar

from rapidfuzz import fuzz

from registry.search.domain.fold import folded, words_of
from registry.search.domain.vocabulary import AT_MOST, Vocabulary

AT_MOST_WORDS = 8
"""Words of a query that count."""
AT_MOST_HITS = 500
"""Rows that are fetched before they are ordered by likeness."""

GOOD = 90.0
"""Likeness (0 to 100) from which a hit is taken for the thing that was meant."""

H = TypeVar("H")
Alternatives = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pass:
    """One question to the database: in one of the ways, of each group at least one word."""

    ways: tuple[tuple[Alternatives, ...], ...]

    @property
    def tsquery(self) -> str:
        """The question as text for `::tsquery`; words are letters and digits only, and quoted all the same."""
        return " | ".join("(" + " & ".join(_any_of(group) for group in way) + ")" for way in self.ways)

    def matches(self, words: frozenset[str]) -> bool:
        """Whether a text with these words is an answer: what `@@` says."""
        return any(all(not words.isdisjoint(group) for group in way) for way in self.ways)


def plans(query: str, vocabulary: Vocabulary) -> Iterator[Pass]:
    """The passes in order: as written, loosely, all but one word. Empty if nothing known could be meant."""
    words = words_of(query)[:AT_MOST_WORDS]
    asked: set[Pass] = set()
    for candidate in _passes(words, vocabulary):
        if candidate.ways and candidate not in asked:
            asked.add(candidate)
            yield candidate


def ranked(query: str, hits: Iterable[tuple[H, Sequence[str]]]) -> list[H]:
    """Hits by likeness of their best name to the query, the most alike first; written letters (ä, é) settle a tie."""
    likeness = _likeness_to(query)
    scored = [(max(map(likeness, names), default=(0.0, 0.0)), hit) for hit, names in hits]
    return [hit for _, hit in sorted(scored, key=lambda pair: pair[0], reverse=True)]


def answers(query: str, names: Iterable[str]) -> bool:
    """Whether a pass found what was asked for, so that no looser one is needed."""
    likeness = _likeness_to(query)
    return any(likeness(name)[0] >= GOOD for name in names)


def _passes(words: Sequence[str], vocabulary: Vocabulary) -> Iterator[Pass]:
    joined = _joined(words, vocabulary)
    yield _whole([*map(_both, joined, map(vocabulary.meant, words))])
    loose = [*map(_both, joined, map(vocabulary.meant_loosely, words))]
    yield _whole(loose)
    if len(words) > 1:
        yield Pass(tuple(dict.fromkeys(filter(all, combinations(loose, len(loose) - 1)))))


def _joined(words: Sequence[str], vocabulary: Vocabulary) -> list[Alternatives]:
    """For each word, what begins with it and its neighbour run together: `jääkiekko kerho`, jääkiekkokerho."""
    together = [tuple(islice(vocabulary.beginning(first + second), AT_MOST)) for first, second in pairwise(words)]
    return [(*before, *after) for before, after in zip(((), *together), (*together, ()), strict=True)] if words else []


def _both(joined: Alternatives, meant: Sequence[str]) -> Alternatives:
    return tuple(dict.fromkeys((*joined, *meant)))


def _whole(groups: list[Alternatives]) -> Pass:
    return Pass((tuple(groups),) if groups and all(groups) else ())


def _any_of(group: Alternatives) -> str:
    return "(" + " | ".join(f"'{word}'" for word in group) + ")"


def _likeness_to(query: str) -> Callable[[str], tuple[float, float]]:
    """0 to 100 for a name; a part of a long name is worth less than the whole of a short one, a beginning is taken at its word."""
    wanted, written = folded(query), query.casefold()

    def likeness(name: str) -> tuple[float, float]:
        other = folded(name)
        whole = fuzz.ratio(wanted, other)
        alike = 0.6 * whole + 0.4 * fuzz.token_set_ratio(wanted, other)
        begun = GOOD + whole / 10 if other.startswith(wanted) else 0.0
        return (max(alike, begun), fuzz.ratio(written, name.casefold()))

    return likeness
