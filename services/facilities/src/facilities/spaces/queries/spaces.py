"""What bookings ask about spaces."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, or_, select
from sqlmodel import col

from chassis.access import Actor
from chassis.work import Reads
from facilities.access import Permission
from facilities.events.parts import SpaceNamed
from facilities.spaces.domain.hours import Purpose
from facilities.spaces.domain.lifecycle import Status
from facilities.spaces.domain.rules import Leaf, Rules
from facilities.spaces.domain.tree import Node, Tree
from facilities.spaces.tables import HoursPeriod, Space, SpaceLeaf


def visible(actor: Actor) -> ColumnElement[bool]:
    """What is or was offered is for everybody, drafts are for who may write them."""
    return or_(col(Space.status) != Status.DRAFT, actor.sees(Permission.SPACE_WRITE, Space))


async def space(db: Reads, id: UUID) -> Space:
    """One space that the caller may see."""
    return await db.one(select(Space).where(visible(db.actor), col(Space.id) == id))


async def site_id_of(db: Reads, id: UUID) -> UUID:
    """The site of a space that the caller may see: it never changes."""
    return await db.one(select(col(Space.site_id)).where(visible(db.actor), col(Space.id) == id))


def tree_key(site_id: SQLColumnExpression[UUID]) -> ColumnElement[int]:
    """The advisory lock of a site's tree: who changes the tree holds it alone, who takes leaves shares it."""
    return func.hashtextextended(func.concat("facilities.space ", site_id), 0)


async def tree(db: Reads, site_id: UUID) -> Tree:
    """The tree of spaces of a site."""
    wanted = select(col(Space.id), col(Space.parent_id), col(Space.status)).where(col(Space.site_id) == site_id)
    return Tree(Node(id, parent, status is Status.PUBLISHED) for id, parent, status in await db.rows(wanted))


async def has_use_hours(db: Reads, space: Space) -> bool:
    """Whether any use hours stand for it: its own, those of what it lies in, or the site's."""
    whose = or_(col(HoursPeriod.space_id).is_(None), col(HoursPeriod.space_id).in_(space.path))
    use = col(HoursPeriod.purpose) == Purpose.USE
    wanted = select(col(HoursPeriod.id)).where(col(HoursPeriod.site_id) == space.site_id, use, whose)
    return await db.maybe(wanted.limit(1)) is not None


async def leaves_of(db: Reads, space_id: UUID) -> Sequence[Leaf]:
    """The leaves that a booking of the space takes, in the order of their ids. F2."""
    return [leaf_of(leaf, rules) for _, leaf, rules in await db.rows(leaves_statement([space_id]))]


def leaves_statement(space_ids: Collection[UUID]) -> Select[UUID, UUID, dict[str, Any]]:
    """Each space with each of its leaves and that leaf's rules, by space and leaf."""
    return (
        select(col(SpaceLeaf.space_id), col(SpaceLeaf.leaf_id), col(Space.rules))
        .join(Space, col(Space.id) == col(SpaceLeaf.leaf_id))
        .where(col(SpaceLeaf.space_id).in_(space_ids))
        .order_by(col(SpaceLeaf.space_id), col(SpaceLeaf.leaf_id))
    )


async def named(db: Reads, space_ids: Collection[UUID]) -> dict[UUID, SpaceNamed]:
    """The spaces as events name them. Unknown ids are left out."""
    return {space.id: space.named() for space in await db.all(select(Space).where(col(Space.id).in_(space_ids)))}


def rules_of(space: Space) -> Rules:
    """By which rules the space is booked."""
    return Rules.of(space.rules, space.capacity)


def leaf_of(id: UUID, stored: dict[str, Any]) -> Leaf:
    """A leaf with the buffers of its own rules."""
    rules = Rules.of(stored, None)
    return Leaf(id, rules.before, rules.after, rules.block_whole_day)
