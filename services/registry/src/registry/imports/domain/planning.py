"""What an import would do, row by row: the preview of a dry run and the order of the real one are the same list."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, MutableMapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Protocol
from uuid import UUID

from chassis.problems import Reason
from registry.imports.domain.incoming import Incoming, Rejected
from registry.imports.domain.matching import Candidate, Index, Key, Known
from registry.imports.domain.provenance import NO_DIFFERENCE, Difference, Said, Stored, Trust, difference, first_profile, offered
from registry.imports.problems import Rejection
from registry.organisations.domain.profile import Profile


class Outcome(Enum):
    """What becomes of a row (rivin kohtalo); each row has exactly one."""

    CREATE = "create"
    CHANGE = "change"
    UNCHANGED = "unchanged"
    REJECT = "reject"
    POSSIBLE_DUPLICATE = "possible_duplicate"
    """Waits until a person says whether it is one of the candidates."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One row and what becomes of it. `candidates` beside CREATE: two bodies, each with its number, for a person to see."""

    line: int
    outcome: Outcome
    id: UUID | None = None
    key: Key | None = None
    incoming: Incoming | None = None
    stored: Stored | None = None
    """As it will stand: for CREATE and CHANGE what is to be written."""
    difference: Difference = NO_DIFFERENCE
    candidates: tuple[Candidate, ...] = ()
    rejected: Rejected | None = None


@dataclass(slots=True)
class Voices:
    """Which row of the source speaks for an organisation: one alone, or two would change its fields to and fro for ever."""

    speakers: dict[UUID, Key] = field(default_factory=dict)
    silent: Collection[Key] = frozenset()
    """Rows of bodies that have become part of another: they are accounted for, and say nothing of their successor."""

    def hears(self, key: Key, id: UUID) -> bool:
        """Whether this row speaks for this organisation; who speaks first goes on doing so."""
        return key not in self.silent and self.speakers.setdefault(id, key) == key


def _no_objections(_profile: Profile, *, before: Profile | None = None) -> Iterable[Reason]:
    del before
    return ()


class Objections(Protocol):
    """What the rules of organisations have against a profile, which was another one before or is new."""

    def __call__(self, profile: Profile, /, *, before: Profile | None = None) -> Iterable[Reason]: ...


class Planner:
    """Plans the rows of one edition of one source, in their order; what it plans to create is known to the rows after it.

    `objections`: what the rules of organisations have against a profile; such a row is rejected, and the others go on.
    """

    def __init__(
        self,
        source: str,
        on: date,
        index: Index,
        stored: MutableMapping[UUID, Stored],
        trust: Trust,
        new_id: Callable[[], UUID],
        *,
        voices: Voices | None = None,
        objections: Objections = _no_objections,
    ) -> None:
        self._said = Said(source, on)
        self._index = index
        self._stored = stored
        self._trust = trust
        self._new_id = new_id
        self._voices = voices or Voices()
        self._objections = objections

    def plan(self, rows: Iterable[Incoming | Rejected]) -> Iterator[Planned]:
        """Each row once."""
        for row in rows:
            yield Planned(row.line, Outcome.REJECT, rejected=row) if isinstance(row, Rejected) else self._planned(row)

    def _planned(self, incoming: Incoming) -> Planned:
        key = Key(self._said.source, incoming.external_id)
        match = self._index.match(key, incoming)
        if match.target is not None:
            return self._changed(incoming, key, match.target)
        if any(not candidate.both_identified for candidate in match.candidates):
            return Planned(incoming.line, Outcome.POSSIBLE_DUPLICATE, None, key, incoming, candidates=match.candidates)
        return self._created(incoming, key, match.candidates)

    def _changed(self, incoming: Incoming, key: Key, id: UUID) -> Planned:
        if not self._voices.hears(key, id):
            return Planned(incoming.line, Outcome.UNCHANGED, id, key, incoming)
        before = self._stored[id]
        found = difference(before, incoming, self._said, self._trust)
        if not found.changes:
            return Planned(incoming.line, Outcome.UNCHANGED, id, key, incoming, before, found)
        after = self._after(before, found)
        if rejected := self._contradiction(incoming, after.profile, before.profile):
            return Planned(incoming.line, Outcome.REJECT, id, key, rejected=rejected)
        self._remember(after, key, incoming)
        return Planned(incoming.line, Outcome.CHANGE, id, key, incoming, after, found)

    def _created(self, incoming: Incoming, key: Key, candidates: tuple[Candidate, ...]) -> Planned:
        said = dict.fromkeys(offered(incoming, self._trust.least_confidence), self._said)
        profile = first_profile(incoming, self._trust.least_confidence)
        if rejected := self._contradiction(incoming, profile):
            return Planned(incoming.line, Outcome.REJECT, key=key, rejected=rejected)
        new = Stored(self._new_id(), profile, incoming.auxiliary, incoming.memberships, said)
        self._remember(new, key, incoming)
        self._voices.hears(key, new.id)
        return Planned(incoming.line, Outcome.CREATE, new.id, key, incoming, new, candidates=candidates)

    def _after(self, before: Stored, found: Difference) -> Stored:
        values = {change.field: change.after for change in found.changes}
        beside = {name: values.pop(name) for name in ("auxiliary", "memberships") if name in values}
        said = {**before.said, **dict.fromkeys((change.field for change in found.changes), self._said)}
        return replace(before, profile=replace(before.profile, **values), said=said, **beside)  # type: ignore[arg-type]

    def _contradiction(self, incoming: Incoming, profile: Profile, before: Profile | None = None) -> Rejected | None:
        for reason in self._objections(profile, before=before):
            name = reason.pointer.split("/")[1]
            value = getattr(profile, name, "")
            return Rejected.of(incoming.line, name, str(getattr(value, "value", value)), Rejection.CONTRADICTION)
        return None

    def _remember(self, stored: Stored, key: Key, incoming: Incoming) -> None:
        self._stored[stored.id] = stored
        names = (stored.profile.name, incoming.name, *stored.auxiliary)
        self._index.add(
            Known(stored.id, tuple(dict.fromkeys(names)), stored.profile.identifiers, stored.profile.locality, (key,))
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """Every row in exactly one count; pairs are counted once, whichever row they came with."""

    rows: int
    of: dict[Outcome, int]
    candidate_pairs: int


def tally(planned: Iterable[Planned]) -> Tally:
    """Count a plan."""
    outcomes: Counter[Outcome] = Counter()
    pairs: set[tuple[object, UUID]] = set()
    for each in planned:
        outcomes[each.outcome] += 1
        pairs.update((each.id or each.key, candidate.of) for candidate in each.candidates)
    return Tally(outcomes.total(), {outcome: outcomes[outcome] for outcome in Outcome}, len(pairs))
