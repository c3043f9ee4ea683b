"""Areas form a tree whose branches have dates: a municipality may move, end and be succeeded (aluejako). XCT-03, XCT-04."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from chassis.problems import Reason, refuse_if_any
from registry.areas.problems import (
    HAS_SUCCESSOR,
    MOVE_BEFORE_LAST,
    NOT_VALID,
    SUCCESSOR_CYCLE,
    UNKNOWN_AREA,
    WRONG_PARENT,
    WRONG_SUCCESSOR,
)

COUNTY = "17"
"""Official code of North Ostrobothnia; the root of the tree."""


class Kind(Enum):
    """Levels of the tree, from the widest; a joint authority (kuntayhtymä) stands beside it, resolvable to its successor."""

    COUNTY = "county"
    SERVICE_AREA = "service_area"
    MUNICIPALITY = "municipality"
    HEALTH_CENTRE = "health_centre"
    JOINT_AUTHORITY = "joint_authority"


LEVEL_ABOVE: Mapping[Kind, Kind] = {
    Kind.SERVICE_AREA: Kind.COUNTY,
    Kind.MUNICIPALITY: Kind.SERVICE_AREA,
    Kind.HEALTH_CENTRE: Kind.MUNICIPALITY,
}


@dataclass(frozen=True, slots=True)
class Placement:
    """Under which area something lies, from a day to the day before `valid_until`."""

    parent: str
    valid_from: date | None = None
    valid_until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether this is where it lies on the day."""
        return _holds(self.valid_from, self.valid_until, day)


@dataclass(frozen=True, slots=True)
class Area:
    """One area: official code, names, the days on which it exists, and what came after it (seuraaja)."""

    code: str
    kind: Kind
    name_fi: str
    name_sv: str | None = None
    name_en: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    successor: str | None = None
    placements: tuple[Placement, ...] = ()
    population: Mapping[int, int] = field(default_factory=dict)
    """Inhabitants on the last day of a year (väkiluku)."""

    def exists(self, day: date) -> bool:
        """Whether the area exists on the day."""
        return _holds(self.valid_from, self.valid_until, day)

    def parent(self, day: date) -> str | None:
        """The code of the area above it on the day."""
        return next((p.parent for p in self.placements if p.holds(day)), None)


class Tree:
    """All areas that were ever known, asked about on a day."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._areas = {area.code: area for area in areas}
        for code in self._areas:
            self.succession(code)

    def __iter__(self) -> Iterator[Area]:
        return iter(self._areas.values())

    def __contains__(self, code: str) -> bool:
        return code in self._areas

    def area(self, code: str) -> Area:
        """The area of this code, whether it still exists or not; refused if there never was one."""
        found = self._areas.get(code)
        if found is None:
            raise UNKNOWN_AREA(code=code)
        return found

    def resolve(self, code: str, day: date) -> Area:
        """The area itself, or on a day after its end the one that came after it, however many steps away. XCT-04."""
        area = self.area(code)
        for area in self.succession(code):
            if area.exists(day) or area.valid_until is None or day < area.valid_until:
                break
        if not area.exists(day):
            raise NOT_VALID(code=code, day=day)
        return area

    def stands_for_something(self, code: str, day: date) -> bool:
        """Whether `resolve` has an answer."""
        return code in self and any(area.exists(day) for area in self.succession(code))

    def predecessors(self, code: str) -> list[str]:
        """The codes of everything that ended up in this area, however many steps ago."""
        return sorted(a.code for a in self if a.code != code and code in {step.code for step in self.succession(a.code)})

    def children(self, code: str, day: date) -> list[Area]:
        """What lies directly under it on the day, by code."""
        return sorted((a for a in self if a.exists(day) and a.parent(day) == code), key=lambda a: a.code)

    def below(self, code: str, day: date) -> list[Area]:
        """Everything under it on the day, at any depth."""
        found = self.children(code, day)
        return [*found, *(deeper for child in found for deeper in self.below(child.code, day))]

    def path(self, code: str, day: date) -> list[Area]:
        """From the root to the area on the day: a role for one of these covers it."""
        area = self.resolve(code, day)
        parent = area.parent(day)
        return [*(self.path(parent, day) if parent else []), area]

    def municipalities(self, code: str, day: date) -> frozenset[str]:
        """The codes of the municipalities that the area is made of on the day; itself, if it is one."""
        area = self.resolve(code, day)
        here = [area, *self.below(area.code, day)]
        return frozenset(a.code for a in here if a.kind is Kind.MUNICIPALITY)

    def population(self, code: str, year: int, day: date) -> int | None:
        """Inhabitants on the last day of the year (väkiluku). STA-04.

        The area's own figure, or the sum over the municipalities that belong to it on `day`; none where one of them has none.
        """
        own = self.area(code).population.get(year)
        if own is not None:
            return own
        parts = [self._areas[part] for part in self.municipalities(code, day)]
        known = [part.population[year] for part in parts if year in part.population]
        return sum(known) if parts and len(known) == len(parts) else None

    def succession(self, code: str) -> Iterator[Area]:
        """The area, what came after it, and so on; refused if that never ends."""
        seen: list[str] = []
        at: str | None = code
        while at is not None:
            if at in seen:
                raise SUCCESSOR_CYCLE(code=code)
            seen.append(at)
            at = self.area(at).successor
        return (self._areas[step] for step in seen)


def move(tree: Tree, code: str, *, to: str, on: date) -> tuple[Placement, ...]:
    """Let an area lie under another from a day on (alueen siirto); what was before stays readable. XCT-03."""
    area, parent = tree.area(code), tree.area(to)
    refuse_if_any(_objections_to_move(area, parent, on))
    kept = tuple(
        Placement(p.parent, p.valid_from, on) if p.valid_until is None or on < p.valid_until else p for p in area.placements
    )
    return (*kept, Placement(to, on))


def abolish(tree: Tree, code: str, *, successor: str, on: date) -> Area:
    """The area as it is once it ends on a day and another takes its place (kuntaliitos). XCT-04."""
    area, heir = tree.area(code), tree.area(successor)
    refuse_if_any(_objections_to_end(tree, area, heir, on))
    placements = tuple(p if p.valid_until is not None else replace(p, valid_until=on) for p in area.placements)
    return replace(area, valid_until=on, successor=successor, placements=placements)


def _objections_to_move(area: Area, parent: Area, on: date) -> Iterator[Reason]:
    if LEVEL_ABOVE.get(area.kind) is not parent.kind:
        yield WRONG_PARENT.at("/parent", code=area.code, parent=parent.code)
    for each, pointer in ((area, ""), (parent, "/parent")):
        if not each.exists(on):
            yield NOT_VALID.at(pointer, code=each.code, day=on)
    since = max((p.valid_from for p in area.placements if p.valid_from), default=None)
    if since is not None and on <= since:
        yield MOVE_BEFORE_LAST.at("/valid_from", code=area.code, since=since)


def _objections_to_end(tree: Tree, area: Area, heir: Area, on: date) -> Iterator[Reason]:
    if area.successor is not None:
        yield HAS_SUCCESSOR.at("", code=area.code, successor=area.successor)
    if heir.kind is not area.kind and area.kind is not Kind.JOINT_AUTHORITY:
        yield WRONG_SUCCESSOR.at("/successor", code=area.code, successor=heir.code)
    if not heir.exists(on):
        yield NOT_VALID.at("/successor", code=heir.code, day=on)
    if area.code in {step.code for step in tree.succession(heir.code)}:
        yield SUCCESSOR_CYCLE.at("/successor", code=area.code)


def _holds(valid_from: date | None, valid_until: date | None, day: date) -> bool:
    return (valid_from is None or valid_from <= day) and (valid_until is None or day < valid_until)
