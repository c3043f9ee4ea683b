"""Who said it and when, field by field; and which of two says is kept (tiedon alkuperä). ORG-22.

Nothing is removed because one source lacks it; lists grow; a value gives way only to a more trusted one, or to a newer edition of
its own source.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from typing import Any, Final
from uuid import UUID

from registry.imports.domain.incoming import Incoming
from registry.organisations.domain.identifiers import Identifier
from registry.organisations.domain.kinds import Kind, Language, LegalForm
from registry.organisations.domain.profile import Change, Profile

PERSON: Final = "person"
"""The source of whatever somebody entered by hand."""
ADDITIONS: Final = ("auxiliary", "memberships")
"""Lists beside the profile that sources add to."""


@dataclass(frozen=True, slots=True)
class Said:
    """The source of a value and the day of its edition."""

    source: str
    on: date


@dataclass(frozen=True, slots=True)
class Stored:
    """An organisation as it stands, with the origin of each of its fields."""

    id: UUID
    profile: Profile
    auxiliary: tuple[str, ...] = ()
    memberships: tuple[str, ...] = ()
    said: Mapping[str, Said] = field(default_factory=dict)
    alive: bool = True
    """Active or paused: what has ended is not changed by an import."""

    def value(self, name: str) -> Any:
        """A field of the profile or one of the lists beside it."""
        return getattr(self if name in ADDITIONS else self.profile, name)


@dataclass(frozen=True, slots=True)
class Kept:
    """A value that stays although the source says another: told, not changed."""

    field: str
    stored: object
    offered: object
    said: Said | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What an incoming row changes, and what it would but may not."""

    changes: tuple[Change, ...] = ()
    kept: tuple[Kept, ...] = ()


NO_DIFFERENCE: Final = Difference()


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom to believe, as data."""

    least_confidence: float
    person: int
    sources: Mapping[str, int]
    fields: Mapping[str, Mapping[str, int]]
    unlisted: int

    def of(self, source: str, field: str) -> int:
        """How much a source is believed about a field, 0 to 100."""
        if source == PERSON:
            return self.person
        return self.fields.get(source, {}).get(field, self.sources.get(source, self.unlisted))

    def prefers(self, new: Said, old: Said | None, field: str) -> bool:
        """Whether the new say replaces the old one."""
        if old is None:
            return True
        if new.source == old.source:
            return new.on >= old.on
        return self.of(new.source, field) > self.of(old.source, field)


def trust() -> Trust:
    """The table beside the code."""
    read = json.loads(files("registry.imports").joinpath("data", "trust.json").read_text(encoding="utf-8"))
    return Trust(read["least_confidence"], read["person"], read["sources"], read["fields"], read["unlisted"])


def offered(incoming: Incoming, least_confidence: float) -> dict[str, Any]:
    """Field -> value, for what the row really says; a guess below the least confidence is not said."""
    said: dict[str, Any] = {
        f"name_{incoming.language.value}": incoming.name,
        "identifiers": incoming.identifiers,
        "fields": incoming.fields,
        "industry": incoming.industry,
        "description": incoming.description,
        "website": incoming.website,
        "locality": incoming.locality,
        "founded_on": incoming.founded_on,
        "auxiliary": incoming.auxiliary,
        "memberships": incoming.memberships,
    }
    if incoming.kind.value is not Kind.UNKNOWN and incoming.kind.confidence >= least_confidence:
        said["kind"] = incoming.kind.value
    if incoming.legal_form.value is not LegalForm.UNKNOWN and incoming.legal_form.confidence >= least_confidence:
        said["legal_form"] = incoming.legal_form.value
    return {name: value for name, value in said.items() if value not in {None, ()}}


def first_profile(incoming: Incoming, least_confidence: float) -> Profile:
    """The profile of an organisation that nobody knew before."""
    said = offered(incoming, least_confidence)
    return Profile(**{name: value for name, value in said.items() if name not in ADDITIONS})


def difference(stored: Stored, incoming: Incoming, new: Said, trust: Trust) -> Difference:
    """Hold a row against what stands."""
    changes: list[Change] = []
    kept: list[Kept] = []
    for found in _differences(stored, incoming, new, trust):
        (changes if isinstance(found, Change) else kept).append(found)  # type: ignore[arg-type]
    return Difference(tuple(changes), tuple(kept))


def _differences(stored: Stored, incoming: Incoming, new: Said, trust: Trust) -> Iterator[Change | Kept]:
    for name, value in offered(incoming, trust.least_confidence).items():
        before, old = stored.value(name), stored.said.get(name)
        if name == "identifiers":
            after, refused = _identifiers(before, value)
            if refused:
                yield Kept(name, before, refused, old)
        elif isinstance(value, tuple):
            after = tuple(dict.fromkeys((*before, *value)))
        else:
            after = value
        if after == before:
            continue
        if stored.alive and (_says_nothing(before) or isinstance(value, tuple) or trust.prefers(new, old, name)):
            yield Change(name, before, after)
        else:
            yield Kept(name, before, value, old)


def _identifiers(
    before: tuple[Identifier, ...], said: tuple[Identifier, ...]
) -> tuple[tuple[Identifier, ...], tuple[Identifier, ...]]:
    """Those of new schemes are added; another value in a known scheme is another body's, or somebody's mistake."""
    schemes = {each.scheme for each in before}
    added = tuple(each for each in said if each.scheme not in schemes)
    refused = tuple(each for each in said if each.scheme in schemes and each not in before)
    return tuple(sorted((*before, *added), key=lambda each: (each.scheme.value, each.value))), refused


def _says_nothing(value: object) -> bool:
    return value in {None, (), Kind.UNKNOWN, LegalForm.UNKNOWN}


NAME_FIELDS: Final = {f"name_{language.value}": language for language in Language}
"""Field of a name -> its language: a change of these goes through the history of names."""
