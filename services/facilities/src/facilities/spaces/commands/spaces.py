"""Add, change, move, offer and withdraw a space. Leaves are kept in the transaction that changes the tree."""

from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, delete, func, literal, select
from sqlmodel import col

from chassis.problems import refuse_if_any
from chassis.values import today
from chassis.work import UnitOfWork
from facilities.access import Permission
from facilities.events.space import SpacePublished, SpaceWithdrawn
from facilities.spaces import queries
from facilities.spaces.commands.sites import of_site
from facilities.spaces.commands.telling import said_of, tell
from facilities.spaces.domain import tree as trees
from facilities.spaces.domain.features import unknown_features
from facilities.spaces.domain.lifecycle import MACHINE, Action
from facilities.spaces.domain.sites import rule_objections
from facilities.spaces.domain.tree import Node, Tree
from facilities.spaces.problems import NO_USAGE_RULES, NO_USE_HOURS
from facilities.spaces.schemas import AddSpace, EditSpace, MoveSpace, WithdrawSpace
from facilities.spaces.tables import Site, Space, SpaceLeaf


async def add_space(uow: UnitOfWork, body: AddSpace) -> Space:
    """Draft a space, alone or as a part of a larger one (tilan lisääminen). FAC-01."""
    await _alone(uow, body.site_id)
    site = await uow.target(Site, body.site_id, may=Permission.SPACE_WRITE)
    id = uow.new_id()
    before = await queries.tree(uow, site.id)
    after = trees.with_part(before, Node(id, body.parent_id, published=False))
    space = Space(
        id=id,
        site_id=site.id,
        parent_id=body.parent_id,
        path=list(after.path(id)),
        demonstration=body.demonstration,
        owner=site.owner,
        municipality=site.municipality,
        site_names={},
        **_columns(body, whole=True),
    )
    of_site(space, site)
    _refuse_what_is_wrong(space)
    uow.add(space)
    await _keep_leaves(uow, before, after)
    return space


async def edit_space(uow: UnitOfWork, id: UUID, body: EditSpace) -> Space:
    """Change what is said of a space (tilan muuttaminen)."""
    space = await _target(uow, id)
    before = said_of(space)
    for name, value in _columns(body).items():
        if getattr(space, name) != value:
            setattr(space, name, value)
    _refuse_what_is_wrong(space)
    tell(uow, space, before)
    return space


async def move_space(uow: UnitOfWork, id: UUID, body: MoveSpace) -> Space:
    """Let it be a part of another space of its site, or of none (tilan siirto). All that lies in it comes along."""
    await _alone(uow, await queries.site_id_of(uow, id))
    space = await uow.target(Space, id, may=Permission.SPACE_WRITE)
    before = await queries.tree(uow, space.site_id)
    after = trees.move(before, id, to=body.parent_id)
    for each, path in sorted(after.paths().items()):
        if id in path:
            (await uow.load(Space, each, lock=True)).path = list(path)
    said = said_of(space)
    space.parent_id = body.parent_id
    tell(uow, space, said)
    await _keep_leaves(uow, before, after)
    return space


async def publish_space(uow: UnitOfWork, id: UUID) -> Space:
    """Offer it to associations under the usage rules in force (tilan julkaiseminen). FAC-01, FAC-16."""
    await _alone(uow, await queries.site_id_of(uow, id))
    space = await _target(uow, id)
    after = MACHINE.after(space.status, Action.PUBLISH)
    await _refuse_what_is_missing(uow, space)
    space.status, space.published_at, space.withdrawal_grounds = after, uow.now, None
    uow.publish(space, SpacePublished(
        space=space.named(),
        owner=space.owner.value,
        capacity=space.capacity,
        features=tuple(space.features),
        bookable=space.bookable,
    ))
    return space


async def withdraw_space(uow: UnitOfWork, id: UUID, body: WithdrawSpace) -> Space:
    """Offer it no more (tilan poistaminen tarjolta). It stays to be found with its grounds, and can be offered again."""
    space = await _target(uow, id)
    space.status, space.withdrawal_grounds = MACHINE.after(space.status, Action.WITHDRAW), body.grounds
    uow.because(body.grounds)
    uow.publish(space, SpaceWithdrawn(space_id=space.id, grounds=body.grounds))
    return space


async def _target(uow: UnitOfWork, id: UUID) -> Space:
    """404 for who may not see a draft; 403 for who may read what is offered."""
    await queries.space(uow, id)
    return await uow.target(Space, id, may=Permission.SPACE_WRITE, lock=True)


async def _alone(uow: UnitOfWork, site_id: UUID) -> None:
    """Changes of one site's tree stand one behind the other: who closes a circle sees it only with all of them before his eyes."""
    await uow.execute(select(func.pg_advisory_xact_lock(queries.tree_key(literal(site_id, Uuid)))))


async def _keep_leaves(uow: UnitOfWork, before: Tree, after: Tree) -> None:
    gone, new = before.closure() - after.closure(), after.closure() - before.closure()
    for space_id, leaf_id in sorted(gone):
        await uow.execute(delete(SpaceLeaf).where(col(SpaceLeaf.space_id) == space_id, col(SpaceLeaf.leaf_id) == leaf_id))
    await uow.add_many(SpaceLeaf, [{"space_id": space_id, "leaf_id": leaf_id} for space_id, leaf_id in sorted(new)])


async def _refuse_what_is_missing(uow: UnitOfWork, space: Space) -> None:
    rules = await queries.usage_rules_for(uow, space.site_id, today(uow.now))
    timeless = space.bookable and not await queries.has_use_hours(uow, space)
    refuse_if_any([*([] if rules else [NO_USAGE_RULES.at("")]), *([NO_USE_HOURS.at("")] if timeless else [])])


def _refuse_what_is_wrong(space: Space) -> None:
    r = space.rules
    wrong = rule_objections(
        r["start_interval_minutes"], r["min_minutes"], r["max_minutes"], r["min_days_ahead"], r["max_days_ahead"]
    )
    refuse_if_any([*unknown_features(space.features), *wrong])


def _columns(body: EditSpace, *, whole: bool = False) -> dict[str, Any]:
    """What was sent, as the columns hold it."""
    besides = {"site_id", "parent_id", "demonstration"}
    sent = body.model_dump(mode="json", exclude=besides, exclude_unset=not whole)
    if "rules" in sent:
        sent["rules"] = body.rules.model_dump(mode="json")
    for name in ("names", "description", "accessibility", "accessibility_text"):
        if name in sent:
            sent[name] = {key: value for key, value in (sent[name] or {}).items() if value is not None}
    for name in ("features", "use_forms"):
        if name in sent:
            sent[name] = sorted(set(sent[name]))
    return sent


