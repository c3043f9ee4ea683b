"""In which service areas (palvelualueet) an organisation acts, as the areas lie on a day. XCT-03, XCT-04, GRO-03."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

COUNTY_WIDE = frozenset({"region", "country"})
"""Classes of operating area that hold the whole county."""


class Area(Protocol):
    """What these rules see of an area."""

    @property
    def code(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def valid_until(self) -> date | None: ...
    @property
    def successor(self) -> str | None: ...
    @property
    def placements(self) -> Iterable[Mapping[str, Any]]: ...


@dataclass(frozen=True, slots=True)
class Areas:
    """All areas ever known, asked about on one day."""

    known: Mapping[str, Area]
    day: date

    def holds(self, municipality: str) -> bool:
        """Whether a municipality of this code exists, or what it became does."""
        return self._today(municipality) is not None

    def service_areas(self, municipalities: Collection[str]) -> frozenset[str]:
        """The service areas of the county in which these municipalities lie; others' lie in none."""
        found = (self._parent(municipality) for municipality in municipalities)
        return frozenset(code for code in found if code is not None and self.known[code].kind == "service_area")

    def _today(self, code: str) -> Area | None:
        seen: set[str] = set()
        area = self.known.get(code)
        while area is not None and area.valid_until is not None and self.day >= area.valid_until:
            if area.successor is None or area.successor in seen:
                return None
            seen.add(area.successor)
            area = self.known.get(area.successor)
        return area if area is not None and area.kind == "municipality" else None

    def _parent(self, code: str) -> str | None:
        area = self._today(code)
        parents = [] if area is None else [one["parent"] for one in area.placements if _holds(one, self.day)]
        return next((parent for parent in parents if parent in self.known), None)


def _holds(placement: Mapping[str, Any], day: date) -> bool:
    since, until = placement.get("valid_from"), placement.get("valid_until")
    return (since is None or date.fromisoformat(since) <= day) and (until is None or day < date.fromisoformat(until))
