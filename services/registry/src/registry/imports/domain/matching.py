"""Who is meant by a row: by its own key, by an identifier; a name alone only proposes (kaksoiskappaleen tunnistus). ORG-23, R1.

Two bodies that each have their own number in the same register are two bodies, unless they bear the very same name, form and all:
then a person looks. "FinFami" and "FinFami ry" stay two; the two "Suomen Hyötytuuli Oy" are a pair.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import Final
from uuid import UUID

from rapidfuzz import fuzz, process

from registry.imports.domain.incoming import Incoming
from registry.organisations.domain.identifiers import Identifier, Scheme
from registry.organisations.domain.names import told_by
from registry.search.domain import folded

LIKE: Final = 0.92
"""Likeness of two names without their legal form from which a person is asked."""
_ELSEWHERE: Final = 0.10
"""What another locality takes from the likeness: branches share names."""
_SHORT: Final = 16
_LONG: Final = 13
"""Names up to 16 letters are compared if their first 4 agree; from 13 on if their first 9 or last 12 do; between them both ways."""


class Why(Enum):
    """What makes two bodies a candidate pair."""

    SAME_NAME = "same_name"
    LIKE_NAME = "like_name"
    IDENTIFIERS_DISAGREE = "identifiers_disagree"
    """One row bears the identifiers of two organisations."""


@dataclass(frozen=True, slots=True)
class Key:
    """A row's own key in its source."""

    source: str
    external_id: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the matching sees of an organisation: all its names, former ones too."""

    id: UUID
    names: tuple[str, ...]
    identifiers: tuple[Identifier, ...] = ()
    locality: str | None = None
    keys: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Perhaps the same body: how alike (0 to 1), and whether both have a number of their own in the same register."""

    of: UUID
    score: float
    why: Why
    both_identified: bool


@dataclass(frozen=True, slots=True)
class Match:
    """Who is meant for certain, or who perhaps."""

    target: UUID | None = None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class _Block:
    """Bare names that begin alike, and whose they are."""

    names: list[str] = field(default_factory=list)
    ids: list[UUID] = field(default_factory=list)


class Index:
    """The organisations that rows are held against. `apart`: (key, organisation) of which a person said that they are two."""

    def __init__(self, known: Iterable[Known] = (), apart: Iterable[tuple[Key, UUID]] = ()) -> None:
        self._apart = frozenset(apart)
        self._known: dict[UUID, Known] = {}
        self._by_key: dict[Key, UUID] = {}
        self._by_identifier: dict[Identifier, UUID] = {}
        self._by_full_name: dict[str, list[UUID]] = defaultdict(list)
        self._blocks: dict[frozenset[Scheme], dict[str, _Block]] = {}
        for each in known:
            self.add(each)

    def __len__(self) -> int:
        return len(self._known)

    def add(self, known: Known) -> None:
        """One more, or the same again with more keys, names or identifiers."""
        self._known[known.id] = known
        self._by_key.update(dict.fromkeys(known.keys, known.id))
        self._by_identifier.update(dict.fromkeys(known.identifiers, known.id))
        blocks = self._blocks.setdefault(frozenset(i.scheme for i in known.identifiers), defaultdict(_Block))
        for name in known.names:
            self._by_full_name[folded(name)].append(known.id)
            bare = _bare(name)
            for key in _block_keys(bare):
                blocks[key].names.append(bare)
                blocks[key].ids.append(known.id)

    def match(self, key: Key, incoming: Incoming) -> Match:
        """Who is meant: the row's earlier self, whoever has its identifier; else whoever is called so, for a person to decide."""
        certain = self.certain(key, incoming)
        if len(certain) == 1:
            return Match(certain.pop())
        if certain:
            several = (Candidate(each, 1.0, Why.IDENTIFIERS_DISAGREE, both_identified=False) for each in certain)
            return Match(candidates=tuple(sorted(several, key=lambda c: str(c.of))))
        best: dict[UUID, Candidate] = {}
        for found in (*self._of_same_name(incoming), *self._of_like_name(incoming)):
            if (key, found.of) not in self._apart and (found.of not in best or best[found.of].score < found.score):
                best[found.of] = found
        return Match(candidates=tuple(sorted(best.values(), key=lambda c: (-c.score, str(c.of)))))

    def certain(self, key: Key, incoming: Incoming) -> set[UUID]:
        """Whom the row means by its own key or by an identifier; more than one, and a person must look."""
        found = (self._by_key.get(key), *(self._by_identifier.get(each) for each in incoming.identifiers))
        return {id for id in found if id is not None}

    def knows(self, key: Key) -> bool:
        """Whether this row has come before."""
        return key in self._by_key

    def called(self, name: str) -> list[UUID]:
        """Whose name this is, folded but whole: to resolve an umbrella organisation that a row names."""
        return list(dict.fromkeys(self._by_full_name.get(folded(name), ())))

    def _of_same_name(self, incoming: Incoming) -> Iterator[Candidate]:
        schemes = {each.scheme for each in incoming.identifiers}
        for id in self.called(incoming.name):
            known = self._known[id]
            both = any(each.scheme in schemes for each in known.identifiers)
            yield Candidate(id, 1.0 - _distance(known, incoming), Why.SAME_NAME, both_identified=both)

    def _of_like_name(self, incoming: Incoming) -> Iterator[Candidate]:
        """Only among those without a number in a register where the row has one: two numbers, two bodies."""
        bare = _bare(incoming.name)
        schemes = {each.scheme for each in incoming.identifiers}
        blocks = (blocks for theirs, blocks in self._blocks.items() if schemes.isdisjoint(theirs))
        for block in (each[key] for each in blocks for key in _block_keys(bare) if key in each):
            for _, likeness, position in process.extract(bare, block.names, scorer=fuzz.ratio, score_cutoff=100 * LIKE, limit=None):
                known = self._known[block.ids[position]]
                if schemes.isdisjoint(each.scheme for each in known.identifiers):  # it may have got a number since
                    score = round(likeness / 100 - _distance(known, incoming), 4)
                    yield Candidate(known.id, score, Why.LIKE_NAME, both_identified=False)


def _distance(known: Known, incoming: Incoming) -> float:
    here, there = known.locality, incoming.locality
    return _ELSEWHERE if here and there and folded(here) != folded(there) else 0.0


def _block_keys(bare: str) -> Iterator[str]:
    """Names that share none of these are not compared: a slip spoils the beginning or the end, seldom both."""
    if len(bare) <= _SHORT:
        yield f"{bare[:4]}…"
    if len(bare) >= _LONG:
        yield f"{bare[:9]}…"
        yield f"…{bare[-12:]}"


@lru_cache(maxsize=65_536)
def _bare(name: str) -> str:
    """The folded name without its legal form: `Oulun Omaiset r.y.`, `oulun omaiset`."""
    return folded(told_by(name).bare)
