"""Reads of messages, and how long they are kept."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import col

from chassis.work import Reads
from notifications.messages.tables import Message
from notifications.parameters.queries import parameters


async def kept_since(db: Reads) -> datetime:
    """Messages heard before this are forgotten."""
    return db.now - timedelta(days=(await parameters(db)).keep_days)


async def outdated(db: Reads, limit: int) -> Sequence[UUID]:
    """Messages whose time is over."""
    before = await kept_since(db)
    old = select(col(Message.event_id)).where(col(Message.heard_at) < before)
    return await db.all(old.order_by(col(Message.heard_at)).limit(limit))


def named(types: Sequence[str]) -> ColumnElement[bool]:
    """Public messages of these types: `registry.OrganisationRegistered`, or `registry.*` for all of a service."""
    conditions = [
        col(Message.name).startswith(wanted[:-1], autoescape=True) if wanted.endswith(".*") else col(Message.name) == wanted
        for wanted in types
    ]
    return col(Message.only_for).is_(None) & or_(*conditions) if conditions else col(Message.only_for).is_(None)
