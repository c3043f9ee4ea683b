"""Who wins: one INSERT of all rows in the order in which everybody writes them. Nothing is locked, nobody waits in a circle. F4."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Delete, Uuid, delete, func, literal, null, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import ReturningInsert
from sqlmodel import col

from chassis.tables import INSTANT
from chassis.work import UnitOfWork
from facilities.bookings.domain.times import Slot
from facilities.bookings.tables import SlotRow
from facilities.spaces import queries as spaces
from facilities.spaces.tables import Space

Place = tuple[UUID, datetime]
"""Leaf and beginning: by it a row of a booking is told apart."""
_TIMES = ("starts_at", "ends_at", "occupied_from", "occupied_until")


async def standing(uow: UnitOfWork, space_id: UUID) -> None:
    """Until this is over the tree of its site stands still: the leaves that are read from now on are those that are taken."""
    lock = func.pg_advisory_xact_lock_shared(spaces.tree_key(col(Space.site_id)))
    await uow.execute(select(lock).where(col(Space.id) == space_id))


async def take(
    uow: UnitOfWork, slots: Sequence[Slot], *, booking_id: UUID | None = None, blocked_id: UUID | None = None
) -> dict[Place, int]:
    """The rows that were won, with their ids; what is missing was taken by somebody who committed first.

    A row that somebody else is about to take is waited for: if they give up, it is ours. Rows are written by (leaf, start), and
    those of one holder never meet, so that of all who want the same somebody wins.
    """
    won = await uow.execute(insertion(slots, booking_id=booking_id, blocked_id=blocked_id))
    return {(leaf, starts): id for leaf, starts, id in won}


def insertion(
    slots: Sequence[Slot], *, booking_id: UUID | None = None, blocked_id: UUID | None = None
) -> ReturningInsert[UUID, datetime, int]:
    """The statement that decides. For one row it is a plain one: nothing to unfold, nothing to sort."""
    table = SlotRow.__table__.c
    won = table.leaf_id, table.starts_at, table.id
    if len(slots) == 1:
        one = {name: getattr(slots[0], name) for name in ("leaf_id", *_TIMES)}
        plain = insert(SlotRow).values(booking_id=booking_id, blocked_id=blocked_id, **one)
        return plain.on_conflict_do_nothing().returning(*won)
    given = (
        func.unnest(
            literal([slot.leaf_id for slot in slots], ARRAY(Uuid)),
            *(literal([getattr(slot, name) for slot in slots], ARRAY(INSTANT)) for name in _TIMES),
        )
        .table_valued("leaf_id", *_TIMES, name="given")
        .render_derived()
    )
    g = given.c
    holder = literal(booking_id, Uuid) if booking_id else null(), literal(blocked_id, Uuid) if blocked_id else null()
    rows = select(g.leaf_id, *holder, *(g[name] for name in _TIMES)).order_by(g.leaf_id, g.starts_at)
    names = ("leaf_id", "booking_id", "blocked_id", *_TIMES)
    return insert(SlotRow).from_select(names, rows).on_conflict_do_nothing().returning(*won)


def missing(slots: Sequence[Slot], won: dict[Place, int]) -> list[Place]:
    """What was not won."""
    return [place for slot in slots if (place := (slot.leaf_id, slot.starts_at)) not in won]


async def let_go(uow: UnitOfWork, booking_id: UUID, *, starts: Sequence[datetime] | None = None, but: Sequence[int] = ()) -> None:
    """Its rows are free for everybody: all, or those that begin then; `but` stay."""
    gone: Delete = delete(SlotRow).where(col(SlotRow.booking_id) == booking_id)
    if starts is not None:
        gone = gone.where(col(SlotRow.starts_at).in_(starts))
    if but:
        gone = gone.where(col(SlotRow.id).not_in(but))
    await uow.execute(gone)
