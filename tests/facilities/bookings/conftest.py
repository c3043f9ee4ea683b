"""Organisations, and bookings through the commands."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.facilities.bookings.counting import Statements, counted
from tests.facilities.conftest import Builder, Hall

from chassis.access import Actor, Held
from chassis.outbox import new_id
from chassis.testing import House, Parts, person
from chassis.values import DAY, HELSINKI, today
from chassis.work import UnitOfWork
from facilities.bookings import commands
from facilities.bookings.schemas import Book, TimesBody
from facilities.bookings.tables import Booking
from facilities.copies.tables import Organisation
from facilities.main import SERVICE
from facilities.spaces.domain.hours import moment

OVERLAPS = """
SELECT count(*) FROM facilities.slot AS a JOIN facilities.slot AS b ON a.leaf_id = b.leaf_id AND a.id < b.id
WHERE coalesce(a.booking_id, a.blocked_id) <> coalesce(b.booking_id, b.blocked_id) AND (
    tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)
    OR (a.booking_id IS NOT NULL AND b.booking_id IS NOT NULL
        AND tstzrange(a.occupied_from, a.occupied_until) && tstzrange(b.occupied_from, b.occupied_until))
)
"""
"""Two rows of one leaf that should not both be there, worked out without the exclusions."""


class Desk:
    """Books for organisations, and looks at what came of it."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.house = builder.house

    async def organisation(self, **others: Any) -> UUID:
        """Heard of from the registry: active."""
        id = new_id()
        await self.heard(id, **others)
        return id

    async def heard(self, id: UUID, **others: Any) -> None:
        """The copy as it is now."""
        row = {
            "id": id, "sequence": 1, "heard_at": self.house.now(), "kind": "organisation", "names": {"fi": "Naapurit ry"},
            "status": "active", "home_municipality": "564", "dissolved_on": None, "dissolves_on": None, "successor_id": None, **others,
        }

        async def keep(uow: UnitOfWork) -> None:
            await uow.add_many(Organisation, [row], replacing=True)

        await self.house.run(keep)

    def of(self, *organisations: UUID) -> House:
        """Somebody who acts for these."""
        return self.house.as_(acting_for(*organisations))

    def at(self, hour: float, *, days: int = 2) -> datetime:
        """That time of the wall clock, so many days from now."""
        return moment(today(self.house.now()) + days * DAY, int(hour * 60))

    def times(self, hour: float, hours: float = 1, *, days: int = 2) -> TimesBody:
        start = self.at(hour, days=days)
        return TimesBody(starts_at=start.astimezone(HELSINKI), ends_at=(start + timedelta(hours=hours)).astimezone(HELSINKI))

    def wish(self, space_id: UUID, organisation_id: UUID | None, *times: TimesBody, **others: Any) -> Book:
        said = {"space_id": space_id, "organisation_id": organisation_id, "purpose": "Vertaisryhmä", "occurrences": times}
        return Book.model_validate(said | others)

    async def book(self, space_id: UUID, organisation_id: UUID, *times: TimesBody, **others: Any) -> Booking:
        """As somebody who acts for the organisation."""
        return await self.of(organisation_id).run(commands.book, self.wish(space_id, organisation_id, *times, **others))

    async def scalar(self, sql: str, **values: Any) -> Any:
        async with self.house.database.sessions() as session:
            return (await session.execute(text(sql), values)).scalar()

    async def execute(self, sql: str) -> None:
        """As if it had come about otherwise."""
        async with self.house.database.sessions() as session:
            await session.execute(text(sql))
            await session.commit()

    async def overlaps(self) -> int:
        return int(await self.scalar(OVERLAPS))

    async def taken(self, booking_id: UUID) -> int:
        """How many rows it has."""
        return int(await self.scalar("SELECT count(*) FROM facilities.slot WHERE booking_id = :id", id=booking_id))

    async def deadlocks(self) -> int:
        return int(await self.scalar("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))


def acting_for(*organisations: UUID) -> Actor:
    return person(SERVICE, *(Held("representative", "organisation", str(id)) for id in organisations))


Counting = Callable[[], AbstractAsyncContextManager[Statements]]


@pytest.fixture
def counting(parts: Parts, facilities_database: str) -> Counting:
    """Counts the queries of the service, as the database itself does."""
    return partial(counted, f"{parts.admin.rpartition('/')[0]}/{facilities_database}")


@pytest.fixture
def desk(builder: Builder) -> Desk:
    return Desk(builder)


@pytest.fixture
async def hall(builder: Builder) -> Hall:
    """A hall, its halves and a room, with no rules of their own."""
    return await builder.everything(cancellation_hours=24)
