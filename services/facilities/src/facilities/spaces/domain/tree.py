"""The tree of spaces of one site: a hall and its halves, to any depth (tilapuu). FAC-19, F2. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from chassis.problems import refuse_if_any
from facilities.spaces.problems import PARENT_UNKNOWN, TREE_CIRCLE, TREE_PUBLISHED


@dataclass(frozen=True, slots=True)
class Node:
    """A space in the tree of its site."""

    id: UUID
    parent: UUID | None
    published: bool


class Tree:
    """All spaces of one site."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._nodes: Mapping[UUID, Node] = {node.id: node for node in nodes}
        self._parts: dict[UUID, list[UUID]] = {}
        for node in self._nodes.values():
            if node.parent is not None:
                self._parts.setdefault(node.parent, []).append(node.id)

    def path(self, id: UUID) -> tuple[UUID, ...]:
        """From the outermost space to this one."""
        found = [id]
        while (parent := self._nodes[found[-1]].parent) is not None:
            found.append(parent)
        return tuple(reversed(found))

    def leaves(self, id: UUID) -> tuple[UUID, ...]:
        """What has no parts in it, itself where it has none."""
        parts = self._parts.get(id)
        if not parts:
            return (id,)
        return tuple(leaf for part in parts for leaf in self.leaves(part))

    def closure(self) -> frozenset[tuple[UUID, UUID]]:
        """Each space with each of its leaves."""
        return frozenset((id, leaf) for id in self._nodes for leaf in self.leaves(id))

    def paths(self) -> dict[UUID, tuple[UUID, ...]]:
        """The path of each space."""
        return {id: self.path(id) for id in self._nodes}

    def __contains__(self, id: object) -> bool:
        return id in self._nodes

    def __iter__(self) -> Iterator[Node]:
        return iter(self._nodes.values())

    def published_around(self, id: UUID) -> Iterator[UUID]:
        """Those offered of this space and what it lies in: their leaves change when it gains or loses a part."""
        return (each for each in self.path(id) if self._nodes[each].published)


def with_part(tree: Tree, part: Node) -> Tree:
    """The tree with one more space. Refused under a space that is offered: what is booked would become another thing."""
    if part.parent is not None:
        if part.parent not in tree:
            refuse_if_any([PARENT_UNKNOWN.at("/parent_id")])
        refuse_if_any(TREE_PUBLISHED.at("/parent_id", space=str(each)) for each in tree.published_around(part.parent))
    return Tree([*tree, part])


def move(tree: Tree, id: UUID, *, to: UUID | None) -> Tree:
    """The tree with one space, and all that lies in it, elsewhere. A part cannot come to lie in itself."""
    if to is not None:
        if to not in tree:
            refuse_if_any([PARENT_UNKNOWN.at("/parent_id")])
        if id in tree.path(to):
            refuse_if_any([TREE_CIRCLE.at("/parent_id")])
    around = {*tree.published_around(id), *(tree.published_around(to) if to else ())}
    refuse_if_any(TREE_PUBLISHED.at("/parent_id", space=str(each)) for each in sorted(around))
    return Tree(Node(node.id, to if node.id == id else node.parent, node.published) for node in tree)
