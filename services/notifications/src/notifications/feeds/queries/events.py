"""Reads of the feed."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic_core import from_json
from sqlalchemy import Select, select

from chassis.problems import refuse_if_any
from chassis.work import Reader, Reads
from notifications.access import Permission
from notifications.feeds import problems
from notifications.feeds.domain import Place, objections_to_types, opened
from notifications.feeds.schemas import Events
from notifications.messages.queries import kept_since, named
from notifications.messages.tables import Message
from notifications.parameters.queries import parameters


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader of the feed wants."""

    types: Sequence[str]
    after: str | None
    limit: int
    key: bytes


async def has_news(reader: Reader, asked: Asked) -> bool:
    """Whether there is anything after the reader's place; asked again and again while it waits."""
    place = await _place(reader, asked)
    return await reader.maybe(_beyond(place, asked).limit(1)) is not None


async def events(reader: Reader, asked: Asked) -> Events:
    """The next public events, and the place after them. Positions are in the order of commits, so none is passed by."""
    place = await _place(reader, asked)
    found = await reader.rows(_beyond(place, asked).add_columns(Message.__table__.c.body).limit(asked.limit))
    reached = Place(found[-1].position if found else place.position, reader.now)
    return Events(items=[from_json(row.body) for row in found], next=reached.sealed(asked.key))


async def _place(db: Reads, asked: Asked) -> Place:
    db.actor.must(Permission.EVENTS_READ)
    refuse_if_any(objections_to_types(asked.types))
    if asked.after is None:
        return Place(0, db.now)
    place = opened(asked.after, asked.key)
    if place.read_at < await kept_since(db):
        raise problems.TOO_LATE(days=(await parameters(db)).keep_days)
    return place


def _beyond(place: Place, asked: Asked) -> Select[int]:
    c = Message.__table__.c
    return select(c.position).where(c.position > place.position, named(asked.types)).order_by(c.position)
