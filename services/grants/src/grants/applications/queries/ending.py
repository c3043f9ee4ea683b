"""Which parties have ended, and which applications are held for that. R3."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Uuid, and_, any_, exists, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col

from chassis.work import Reads
from grants.applications.domain import HOLDABLE, Status
from grants.applications.domain.lifecycle import is_held
from grants.applications.queries.parties import name_of
from grants.applications.schemas import HoldOut
from grants.applications.tables import Application, Ended
from grants.copies import queries as copies


async def ended_among(db: Reads, ids: Collection[UUID]) -> dict[UUID, Ended]:
    """Those of these organisations that the registry has said to have ended."""
    rows = await db.all(select(Ended).where(col(Ended.organisation_id).in_(set(ids))))
    return {row.organisation_id: row for row in rows}


async def holds_of(db: Reads, application: Application) -> list[UUID]:
    """For which ended organisations it must be held: a party, or what a party became part of."""
    ended = await ended_among(db, application.acting)
    return sorted(
        id for id, end in ended.items() if is_held(application.status, application.period_until, end.dissolved_on)
    )


async def applications_of(db: Reads, organisation_id: UUID) -> Sequence[UUID]:
    """Everything that it takes part in, itself or by what became part of it."""
    mine = col(Application.acting).bool_op("@>")(literal([organisation_id], ARRAY(Uuid)))
    return await db.all(select(col(Application.id)).where(mine).order_by(col(Application.id)))


async def unlike_their_parties(db: Reads, limit: int) -> Sequence[UUID]:
    """Applications that are held and need not be, or are not and must be: written, or taken over, while the registry spoke."""
    application, ended = Application.__table__.c, Ended.__table__.c
    after = or_(application.status != Status.GRANTED, application.period_until > ended.dissolved_on)
    still = and_(application.status.in_(HOLDABLE), after)  # `is_held`
    must = exists().where(
        ended.organisation_id == any_(application.acting), still, ended.organisation_id != func.all(application.held_for)
    )
    held = func.unnest(application.held_for).column_valued("held")
    stands = exists().where(ended.organisation_id == held, held == any_(application.acting), still)
    need_not = and_(application.status.in_(HOLDABLE), exists(select(held).where(~stands)))
    return await db.all(select(col(Application.id)).where(or_(must, need_not)).order_by(col(Application.id)).limit(limit))


async def shown_holds(db: Reads, application: Application) -> list[HoldOut]:
    """Why it is held, by each party that ended."""
    ended = await ended_among(db, application.holds)
    now = await copies.present(db, application.holds)
    return [
        HoldOut(
            organisation_id=row.organisation_id,
            name=name_of(now.get(row.organisation_id), row.organisation_id),
            because="organisation_dissolved",
            dissolved_on=row.dissolved_on,
            since=row.heard_at,
            cause_id=row.cause_id,
        )
        for row in ended.values()
    ]
