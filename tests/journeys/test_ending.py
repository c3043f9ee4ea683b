"""An association ends, had not ended after all, becomes part of another: through the real processes of four services and the real broker."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.chassis.core.broker import everything
from tests.facilities.conftest import Builder, Hall
from tests.forums import some as forums_some
from tests.grants import some as grants_some
from tests.grants.applications.some import draft
from tests.journeys.said import organisation
from tests.journeys.together import together
from tests.journeys.workers import worker

from chassis.access import Held
from chassis.envelope import Record
from chassis.outbox import new_id
from chassis.testing import House, Parts, cloned, person, soon
from chassis.topics import make_topics
from chassis.values import HELSINKI, today
from facilities.bookings import commands as bookings
from facilities.bookings.schemas import Book, TakeOver
from facilities.main import SERVICE as FACILITIES
from forums.main import SERVICE as FORUMS
from grants.calls.tables import Call
from grants.main import SERVICE as GRANTS
from registry.main import SERVICE as REGISTRY
from registry.organisations import commands as registry
from registry.organisations.schemas import Dissolve, Merge, Register, WithGrounds
from yhdyspinta_local.parts import ServiceProcess

WAITS, WHY = 90, "Yhdistyksen kokouksen päätös."
LISTENERS = (GRANTS, FORUMS, FACILITIES)


@dataclass(frozen=True)
class Association:
    """One, with a draft of an application, two bookings and a seat."""

    id: UUID
    draft: UUID
    booked: tuple[UUID, UUID]
    seat: UUID


@dataclass
class County:
    """The registry and who listens to it, each with its worker and relay."""

    houses: dict[str, House]
    workers: dict[str, ServiceProcess]
    hall: Hall
    call: Call
    days: int = 20

    async def registered(self, name: str) -> UUID:
        """Until every service knows it."""
        body = Register.model_validate({"name_fi": f"{name} ry", "kind": "organisation", "legal_form": "association"})
        coordinator = self.houses["registry"].as_(person(REGISTRY, Held("coordinator")))
        id = (await coordinator.run(registry.register, body)).id

        async def known() -> bool:
            found = [await self.scalar(f"SELECT status FROM {each.name}.organisation_copy WHERE id = :id", id=id) for each in LISTENERS]
            return found == ["active"] * len(LISTENERS)

        await soon(known, within=WAITS)
        return id

    async def association(self, name: str) -> Association:
        id = await self.registered(name)
        booked = await self.booked(id), await self.booked(id)
        begun = await draft(self.houses["grants"], self.call, organisation(name, id))
        return Association(id, begun.id, booked, await forums_some.seated(self.houses["forums"], new_id(), id))

    async def booked(self, organisation: UUID) -> UUID:
        self.days += 1
        begins = datetime.combine(today(self.houses["facilities"].now()) + timedelta(days=self.days), time(13), HELSINKI)
        body = Book.model_validate({
            "space_id": self.hall.room.id, "organisation_id": organisation, "purpose": "Vertaisryhmä",
            "occurrences": [{"starts_at": begins, "ends_at": begins + timedelta(hours=1)}],
        })
        return (await self.acting(organisation).run(bookings.book, body)).id

    def acting(self, organisation: UUID) -> House:
        return self.houses["facilities"].as_(person(FACILITIES, Held("representative", "organisation", str(organisation))))

    async def done(self, command: Any, id: UUID, body: Any) -> None:
        await self.houses["registry"].as_(person(REGISTRY, Held("coordinator"))).run(command, id, body)

    async def dissolve(self, id: UUID) -> None:
        body = Dissolve(dissolved_on=today(self.houses["registry"].now()), grounds=WHY)
        await self.done(registry.dissolve, id, body)

    async def revert(self, id: UUID) -> None:
        await self.done(registry.revert_dissolution, id, WithGrounds(grounds=WHY))

    async def scalar(self, sql: str, **values: Any) -> Any:
        """By the role of the service whose table it is: no other reads it."""
        house = next(house for name, house in self.houses.items() if f" {name}." in sql)
        async with house.database.sessions() as session:
            return (await session.execute(text(sql), values)).scalar()

    async def becomes(self, sql: str, wanted: Any, **values: Any) -> None:
        async def is_so() -> bool:
            return bool(await self.scalar(sql, **values) == wanted)

        await soon(is_so, within=WAITS)

    async def fact(self, name: str, id: UUID) -> str:
        """`ce_id` of the newest fact of this name about an organisation."""
        found = [each for each in await self.said("registry.organisation", id) if f".{name}." in (each.type or "")]
        return found[-1].headers["ce_id"]

    async def said(self, topic: str, key: UUID) -> list[Record]:
        """All that lies committed on a topic about this, in order."""
        house = self.houses[topic.partition(".")[0]]
        count = next(one.partitions for one in house.service.topics if one.name == topic)
        found = await everything(house.settings.kafka, house.settings.topic_prefix, topic, count)
        return [one for one in found if one.key == str(key)]

    async def names(self, topic: str, key: UUID) -> list[str]:
        return [(one.type or "").split(".")[-2] for one in await self.said(topic, key)]

    async def stands(self, one: Association, statuses: tuple[str, str], *, ended: bool) -> None:
        """Bookings, the seat and the draft, at last."""
        for id, status in zip(one.booked, statuses, strict=True):
            await self.becomes("SELECT status FROM facilities.booking WHERE id = :id", status, id=id)
        vacated = "SELECT bool_and(ended_because IS NOT NULL) FROM forums.holding WHERE seat_id = :id"
        await self.becomes(vacated, ended, id=one.seat)
        await self.becomes("SELECT held_for FROM grants.application WHERE id = :id", [one.id] if ended else [], id=one.draft)


BOOKING, SEAT, ENDED = (
    "SELECT handover_cause::text FROM facilities.booking WHERE id = :id",
    "SELECT cause_id::text FROM forums.holding WHERE seat_id = :id",
    "SELECT cause_id::text FROM grants.ended_organisation WHERE organisation_id = :id",
)


@pytest.fixture(scope="module")
async def county(parts: Parts, all_template: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[County]:
    folder, prefix = tmp_path_factory.mktemp("ending"), f"t{new_id().hex}."
    async with cloned(parts.admin, all_template) as database:
        houses = {
            service.name: House.over(service, parts.admin, database, kafka=parts.kafka, topic_prefix=prefix)
            for service in (REGISTRY, *LISTENERS)
        }
        for house in houses.values():
            await make_topics(house.service, house.settings)
        hall = await Builder(houses["facilities"]).everything()
        await forums_some.structures(houses["forums"])
        workers = {name: worker(house, folder) for name, house in houses.items()}
        try:
            async with together(*workers.values(), within=200):
                yield County(houses, workers, hall, await grants_some.call(houses["grants"]))
        finally:
            for house in houses.values():
                await house.close()


async def test_dissolved__effects_everywhere_by_one_cause__reverted__lifted_or_said_why_not(county: County) -> None:
    one, other = await county.association("Päättyvä"), await county.registered("Jatkava")
    await county.dissolve(one.id)
    await county.stands(one, ("handover_offered", "handover_offered"), ended=True)
    cause = await county.fact("OrganisationDissolved", one.id)
    causes = [await county.scalar(sql, id=id) for sql, id in ((BOOKING, one.booked[0]), (SEAT, one.seat), (ENDED, one.id))]
    assert causes == [cause] * 3
    await county.acting(other).run(bookings.take_over, one.booked[1], TakeOver(organisation_id=other))
    await county.revert(one.id)
    await county.stands(one, ("confirmed", "confirmed"), ended=False)

    async def said() -> bool:
        return (await county.names("facilities.booking", one.booked[1]))[-1] == "BookingNotRestored"

    await soon(said, within=WAITS)
    lost = (await county.said("facilities.booking", one.booked[1]))[-1]
    assert json.loads(lost.value or b"")["because"] == "taken_over"
    assert lost.headers["ce_causationid"] == await county.fact("OrganisationDissolutionReverted", one.id)


async def test_dissolved_and_reverted__while_the_others_are_away__all_ends_as_it_was(county: County) -> None:
    """Both facts come late, one after the other; what is its own stays its own, and was on offer in between."""
    one = await county.association("Poissa oleva")
    away = [county.workers[service.name] for service in LISTENERS]
    await asyncio.gather(*(asyncio.to_thread(part.stop) for part in away))
    try:
        await county.dissolve(one.id)
        await county.revert(one.id)
    finally:
        for part in away:
            part.start()  # by the main thread: a child dies with the thread that made it
        await asyncio.gather(*(asyncio.to_thread(part.wait_ready, 200) for part in away))

    async def lifted() -> bool:
        return (await county.names("facilities.booking", one.booked[0]))[-1] == "BookingHandoverLifted"

    await soon(lifted, within=WAITS)
    await county.stands(one, ("confirmed", "confirmed"), ended=False)
    assert await county.names("facilities.booking", one.booked[0]) == [
        "BookingConfirmed", "BookingHandoverOffered", "BookingHandoverLifted"
    ]


async def test_merged__found_under_the_successor_everywhere__undone__back(county: County) -> None:
    one, into = await county.association("Osa"), await county.registered("Kokonaisuus")
    acting = {
        "SELECT acting FROM facilities.booking WHERE id = :id": one.booked[0],
        "SELECT acting FROM grants.application WHERE id = :id": one.draft,
    }
    await county.done(registry.merge, into, Merge(from_ids=[one.id], grounds=WHY))
    for sql, id in acting.items():
        await county.becomes(sql, [one.id, into], id=id)
    for service in LISTENERS:
        successor = f"SELECT successor_id FROM {service.name}.organisation_copy WHERE id = :id"
        await county.becomes(successor, into, id=one.id)
    assert await county.scalar("SELECT organisation_id FROM facilities.booking WHERE id = :id", id=one.booked[0]) == one.id
    assert await county.scalar("SELECT lead_id FROM grants.application WHERE id = :id", id=one.draft) == one.id
    await county.done(registry.undo_merge, one.id, WithGrounds(grounds=WHY))
    for sql, id in acting.items():
        await county.becomes(sql, [one.id], id=id)
    for service in LISTENERS:
        await county.becomes(f"SELECT successor_id FROM {service.name}.organisation_copy WHERE id = :id", None, id=one.id)
