"""What becomes of each row: a new site, a changed one, nothing new, not ours, or not taken. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, Final
from uuid import UUID

from facilities.imports.domain.incoming import Incoming, Rejected
from facilities.spaces.domain.kinds import OwnerKind

FIELDS: Final = (
    "kind", "names", "owner", "owner_municipality", "owner_name", "municipality", "street", "postal_code", "post_office",
    "latitude", "longitude", "website",
)
"""What a source may say of a site, by the columns of the site."""
OWNERSHIP: Final = frozenset({"owner", "owner_municipality", "owner_name"})
"""Said together: one of them alone is another owner."""


class Outcome(Enum):
    """The fate of a row. Each has exactly one."""

    CREATE = "create"
    CHANGE = "change"
    UNCHANGED = "unchanged"
    OUTSIDE = "outside"
    """In no municipality of the county: left where it is."""
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Stored:
    """A site of this source as it stands."""

    id: UUID
    values: Mapping[str, Any]
    """By `FIELDS`."""
    by_hand: frozenset[str]
    seen_on: date


@dataclass(frozen=True, slots=True)
class Planned:
    """A row and its fate."""

    row: Incoming | Rejected
    outcome: Outcome
    stored: Stored | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    """What is new: of a new site all of it, of a changed one what changes."""
    kept: Mapping[str, Any] = field(default_factory=dict)
    """What the row says otherwise, but a person or a newer edition has said."""


def plan(
    rows: Iterable[Incoming | Rejected], known: Mapping[str, Stored], ours: Mapping[str, str], edition_on: date
) -> Iterator[Planned]:
    """The fate of each row. `ours`: the county's codes of municipalities, of old and of now -> of now."""
    for row in rows:
        if isinstance(row, Rejected):
            yield Planned(row, Outcome.REJECT)
        elif not row.abroad and row.municipality not in ours:
            yield Planned(row, Outcome.OUTSIDE)
        else:
            yield _of_site(row, said(row, ours), known.get(row.source_id), edition_on)


def said(row: Incoming, ours: Mapping[str, str]) -> dict[str, Any]:
    """What the row says of the site, by the columns of the site."""
    lies = row.municipality if row.abroad else ours[row.municipality]
    return {
        "kind": row.kind,
        "names": {"fi": row.name} | ({"en": row.name} if row.abroad else {}),
        "owner": row.owner,
        "owner_municipality": lies if row.owner is OwnerKind.MUNICIPALITY else None,
        "owner_name": row.owner_name,
        "municipality": lies,
        "street": row.street,
        "postal_code": row.postal_code,
        "post_office": row.post_office,
        "latitude": row.latitude,
        "longitude": row.longitude,
        "website": row.website,
    }


def tally(planned: Iterable[Planned]) -> Counter[Outcome]:
    """How many rows of each fate."""
    return Counter(each.outcome for each in planned)


def _of_site(row: Incoming, values: dict[str, Any], stored: Stored | None, edition_on: date) -> Planned:
    if stored is None:
        return Planned(row, Outcome.CREATE, values=values)
    other = {
        name: value for name, value in values.items()
        if stored.values[name] != value and (value is not None or name in OWNERSHIP)
    }
    held = _held(stored, edition_on)
    changes = {name: value for name, value in other.items() if name not in held}
    kept = {name: value for name, value in other.items() if name in held}
    return Planned(row, Outcome.CHANGE if changes else Outcome.UNCHANGED, stored, changes, kept)


def _held(stored: Stored, edition_on: date) -> frozenset[str]:
    """What the row may not change: what a person wrote; everything, where a newer edition has been taken already."""
    if edition_on < stored.seen_on:
        return frozenset(FIELDS)
    return stored.by_hand | OWNERSHIP if stored.by_hand & OWNERSHIP else stored.by_hand
