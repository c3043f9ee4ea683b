"""The items of an agenda: a tree, what of it is seen by whom, what came late. Pure. M6."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from uuid import UUID


class Visibility(Enum):
    """Who may see an item; the first is the most open."""

    COMMON = "common"
    """Everybody (julkinen asiakohta)."""
    INTERNAL = "internal"
    """Who convenes and who is invited (sisäinen)."""
    HIDDEN = "hidden"
    """Who convenes (piilotettu)."""


_ORDER = tuple(Visibility)


@dataclass(frozen=True, slots=True)
class Item:
    """Of an item, what the tree is made of. A parent stands before its children."""

    id: UUID
    parent_id: UUID | None
    visibility: Visibility


def openness(items: Sequence[Item]) -> dict[UUID, Visibility]:
    """How open each item is: never more open than what it stands under."""
    found: dict[UUID, Visibility] = {}
    for item in items:
        above = found.get(item.parent_id, Visibility.COMMON) if item.parent_id else Visibility.COMMON
        found[item.id] = max(item.visibility, above, key=_ORDER.index)
    return found


def seen_by(items: Sequence[Item], up_to: Visibility) -> frozenset[UUID]:
    """The items that somebody sees who may see this much."""
    return frozenset(id for id, open_ in openness(items).items() if _ORDER.index(open_) <= _ORDER.index(up_to))


def numbers(items: Sequence[Item]) -> Mapping[UUID, str]:
    """`1`, `1.1` … of the items that everybody sees. The others have none: a gap would tell of them."""
    common = seen_by(items, Visibility.COMMON)
    found: dict[UUID, str] = {}
    counted: dict[UUID | None, int] = {}
    for item in items:
        if item.id in common:
            counted[item.parent_id] = number = counted.get(item.parent_id, 0) + 1
            found[item.id] = f"{found[item.parent_id]}.{number}" if item.parent_id else str(number)
    return found


def late(items: Sequence[Item], first: Collection[UUID] | None) -> frozenset[UUID]:
    """Which items were not on the agenda as it was first published; before that none is late."""
    return frozenset() if first is None else frozenset(item.id for item in items if item.id not in first)
