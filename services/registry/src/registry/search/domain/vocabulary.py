"""All words of all names in process memory, and which of them a query word may mean.

Snowball makes three stems of yhdistys, yhdistyksen, yhdistystä and one lexeme of a compound, so words are met by their beginnings
and ends instead: `jääkiek` begins jääkiekkokerho, `kerho` ends it. Likeness by trigrams (as pg_trgm counts them) only where nothing
else is found.
"""

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

LIKE_ENOUGH: Final = 0.45
"""Trigram similarity from which a word may be a misspelling of another."""
FEW_SLIPS: Final = 0.65
"""Share of a word's letters that must stand after slips of the finger are mended."""
AT_MOST: Final = 60
"""Words that one query word may stand for; more would only cost time, the rarest endings are dropped first."""
SHORTEST_END: Final = 4
"""Ends shorter than this are endings, not heads of compounds."""
SHORTEST_STEM: Final = 4


class Vocabulary:
    """The distinct folded words of the names that are searched."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(set(words))
        self._reversed = sorted(word[::-1] for word in self._words)
        self._known = frozenset(self._words)
        self._sizes = array("H", (len(trigrams(word)) for word in self._words))
        self._having: dict[str, array[int]] = defaultdict(lambda: array("I"))
        for position, word in enumerate(self._words):
            for trigram in trigrams(word):
                self._having[trigram].append(position)

    def __len__(self) -> int:
        return len(self._words)

    def __contains__(self, word: str) -> bool:
        return word in self._known

    def meant(self, word: str) -> list[str]:
        """What a query word may mean: itself, other forms of it, what begins or ends with it; if none, what is like it."""
        known = _first(chain(self._itself(word), self.sharing_stem(word), self.beginning(word), self.ending(word)))
        return known or _first(self.like(word))

    def meant_loosely(self, word: str) -> list[str]:
        """The same, and whatever is like it: for the second pass, where a known word was not the one meant."""
        return list(dict.fromkeys((*self.meant(word), *_first(self.like(word)))))

    def _itself(self, word: str) -> tuple[str, ...]:
        return (word,) if word in self._known else ()

    def beginning(self, start: str) -> Iterator[str]:
        """Words that begin so, in order: the word itself is the first."""
        return _from(self._words, start)

    def ending(self, end: str) -> Iterator[str]:
        """Words whose last part is this: the heads of compounds (yhdyssanan perusosa)."""
        if len(end) < SHORTEST_END:
            return iter(())
        return (word[::-1] for word in _from(self._reversed, end[::-1]))

    def sharing_stem(self, word: str) -> Iterator[str]:
        """Words that begin as this one does without its ending: yhdistyksen, yhdistys."""
        stem = word[: max(SHORTEST_STEM, len(word) - 3)]
        if len(stem) == len(word):
            return
        for other in self.beginning(stem):
            if abs(len(other) - len(word)) <= 4:  # a longer one is a compound: found by likeness if at all
                yield other

    def like(self, word: str) -> list[str]:
        """Words alike by trigrams, the most alike first."""
        mine = trigrams(word)
        shared = Counter(position for trigram in mine for position in self._having.get(trigram, ()))
        scored = [
            (count / (len(mine) + self._sizes[position] - count), position)
            for position, count in shared.items()
            if count > 1
        ]
        near = sorted((pair for pair in scored if pair[0] >= LIKE_ENOUGH), key=lambda pair: (-pair[0], pair[1]))
        return [self._words[position] for _, position in near] or self._few_slips_away(word)

    def _few_slips_away(self, word: str) -> list[str]:
        """In a short word one swap spoils most trigrams (`surcos`, sucros): here slips of the finger are counted."""
        near = process.extract(word, self._words, scorer=OSA.normalized_similarity, score_cutoff=FEW_SLIPS, limit=10)
        return [other for other, _, _ in near]


def trigrams(word: str) -> frozenset[str]:
    """The trigrams of a word as pg_trgm has them: two blanks before, one after."""
    padded = f"  {word} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def _from(ordered: list[str], start: str) -> Iterator[str]:
    for position in range(bisect_left(ordered, start), len(ordered)):
        if not ordered[position].startswith(start):
            return
        yield ordered[position]


def _first(words: Iterable[str]) -> list[str]:
    found: dict[str, None] = {}
    for word in words:
        found[word] = None
        if len(found) >= AT_MOST:
            break
    return list(found)
