"""Who sees which decision: officials of the call; a decided one also its parties. A disqualified person sees no pending one."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, literal, not_, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql import Select
from sqlmodel import col

from chassis.access import Actor
from chassis.work import Reads
from grants.access import Permission, Role, Scope
from grants.applications.tables import Application
from grants.copies import queries as copies
from grants.decisions.domain.reviewing import ASKABLE
from grants.decisions.tables import Decision, ReviewRequest


async def represented(db: Reads) -> frozenset[UUID]:
    """The organisations that the one who acts represents, and what each became part of (fuusio)."""
    held = (one for one in db.actor.roles if one.role == Role.REPRESENTATIVE and one.scope_kind == Scope.ORGANISATION)
    ids = {UUID(one.scope_id) for one in held}
    if not ids:
        return frozenset()
    return frozenset(ids | {one.id for one in (await copies.present(db, ids)).values()})


async def is_disqualified(db: Reads, application: Application) -> bool:
    """Whether the one who acts represents any party of it, or what a party became part of (jäävi; act 434/2003, 28 §)."""
    mine = await represented(db)
    if not mine:
        return False
    parties = {*application.parties, *application.acting}
    return bool(mine & (parties | {one.id for one in (await copies.present(db, parties)).values()}))


def decisions(actor: Actor, mine: Collection[UUID]) -> ColumnElement[bool]:
    """Rows of `Decision` that may be read."""
    return or_(
        and_(actor.sees(Permission.DECISION_READ, Decision), _not_of(mine)),
        and_(col(Decision.status).in_(ASKABLE), col(Decision.application_id).in_(_of_others(actor))),
    )


def reviews(actor: Actor, mine: Collection[UUID]) -> ColumnElement[bool]:
    """Rows of `ReviewRequest` that may be read: the party's own, and the officials' whom no party has sent."""
    own = col(ReviewRequest.organisation_id).in_(mine)
    of_officials = actor.sees(Permission.DECISION_READ, ReviewRequest)
    return or_(own, and_(of_officials, not_(col(ReviewRequest.application_id).in_(_acted_for(mine)))))


def handled(mine: Collection[UUID]) -> ColumnElement[bool]:
    """Rows of `Application` that the caller may handle, as far as disqualification goes."""
    return not_(col(Application.acting).bool_op("&&")(literal(list(mine), ARRAY(Uuid()))))


def _of_others(actor: Actor) -> Select[UUID]:
    return select(col(Application.id)).where(actor.sees(Permission.DECISION_READ, Application))


def _not_of(mine: Collection[UUID]) -> ColumnElement[bool]:
    return not_(col(Decision.application_id).in_(_acted_for(mine)))


def _acted_for(mine: Collection[UUID]) -> Select[UUID]:
    return select(col(Application.id)).where(col(Application.acting).bool_op("&&")(literal(list(mine), ARRAY(Uuid()))))
