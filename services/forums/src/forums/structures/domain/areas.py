"""Which areas lie in or around an area on a day, as registry's copies tell. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Placed:
    """An area and where it lies."""

    code: str
    kind: str
    name_fi: str
    name_sv: str | None
    parent: str | None


class Areas:
    """All areas that exist on one day."""

    def __init__(self, placed: Iterable[Placed]) -> None:
        self._placed = {each.code: each for each in placed}

    @classmethod
    def on(cls, day: date, rows: Iterable[Any]) -> Self:
        """Of the copies, what holds on the day."""
        known = (row for row in rows if _holds(row.valid_from, row.valid_until, day))
        return cls(Placed(row.code, row.kind, row.name_fi, row.name_sv, _parent(row.placements, day)) for row in known)

    def get(self, code: str) -> Placed | None:
        return self._placed.get(code)

    def around(self, code: str) -> list[str]:
        """The code itself, then what it lies in, outwards."""
        path: list[str] = []
        while (here := self._placed.get(code)) is not None and code not in path:
            path.append(code)
            code = here.parent or ""
        return path

    def within(self, code: str) -> frozenset[str]:
        """The code itself and all that lies in it."""
        return frozenset({code, *(each for each in self._placed if code in self.around(each))})


def _parent(placements: Sequence[Mapping[str, Any]], day: date) -> str | None:
    held = (p for p in placements if _holds(_day(p["valid_from"]), _day(p["valid_until"]), day))
    return next((p["parent"] for p in held), None)


def _holds(since: date | None, until: date | None, day: date) -> bool:
    return (since is None or since <= day) and (until is None or day < until)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
