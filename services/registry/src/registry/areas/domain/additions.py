"""Taking up an area that no file knew: a health centre, a municipality of another county (alueen lisääminen). Pure."""

from collections.abc import Iterator
from datetime import date

from chassis.problems import Reason, refuse_if_any
from registry.areas.domain.tree import LEVEL_ABOVE, Area, Kind, Placement, Tree
from registry.areas.problems import NOT_VALID, WRONG_PARENT

STANDS_ALONE = frozenset({Kind.MUNICIPALITY, Kind.JOINT_AUTHORITY})
"""What may lie under nothing: the seat of a nationwide organisation is a municipality of another county."""


def take_up(tree: Tree, area: Area, *, under: str | None, on: date | None) -> Area:
    """The area with its place in the tree."""
    if under is None:
        refuse_if_any(_objections_to_standing_alone(area))
        return area
    refuse_if_any(_objections(tree, area, tree.area(under), on))
    return Area(
        area.code, area.kind, area.name_fi, area.name_sv, area.name_en, on, None, None, (Placement(under, on),)
    )


def _objections_to_standing_alone(area: Area) -> Iterator[Reason]:
    if area.kind not in STANDS_ALONE:
        yield WRONG_PARENT.at("/parent", code=area.code, parent="–")


def _objections(tree: Tree, area: Area, parent: Area, on: date | None) -> Iterator[Reason]:
    if LEVEL_ABOVE.get(area.kind) is not parent.kind:
        yield WRONG_PARENT.at("/parent", code=area.code, parent=parent.code)
    if on is not None and not tree.area(parent.code).exists(on):
        yield NOT_VALID.at("/parent", code=parent.code, day=on)
