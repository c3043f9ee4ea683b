"""The registry speaks, four real processes listen: every copy ends equal to its owner, whatever was killed or said twice."""

import asyncio
import random
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID, uuid5

import httpx
import pytest
from aiokafka import AIOKafkaProducer
from sqlalchemy import text
from tests.journeys.said import assignment, organisation
from tests.journeys.together import together
from tests.journeys.voice import VOICE, Voice
from tests.journeys.workers import LISTENERS, taken_for, worker

from chassis.outbox import new_id
from chassis.rebuild import copy_hash, copy_of, rebuild
from chassis.testing import House, Parts, cloned, settings_of, soon
from chassis.topics import make_topics
from registry.events.area import AreaState, Placement
from registry.events.council_term import CouncilTermState
from registry.events.organisation import Identifier, Names, OperatingArea, OrganisationState
from yhdyspinta_local.parts import ServiceProcess

MUNICIPALITIES = ("564", "425", "305", "832")


@dataclass(frozen=True)
class County:
    """Registry's voice, and the workers of the four services."""

    voice: Voice
    houses: Mapping[str, House]
    workers: Mapping[str, ServiceProcess]

    async def unequal(self) -> list[str]:
        """The copies that differ from what registry said last."""
        return [
            f"{name}.{copy.name}"
            for name, house in self.houses.items()
            for copy in house.service.copies
            if await copy_hash(copy, house.database) != self.voice.hash(copy)
        ]

    async def settled(self) -> None:
        async def equal() -> bool:
            return not await self.unequal()

        await soon(equal, within=60)


@pytest.fixture(scope="module")
async def county(parts: Parts, all_template: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[County]:
    folder, prefix = tmp_path_factory.mktemp("journey"), f"t{new_id().hex}."
    async with cloned(parts.admin, all_template) as database:
        houses, workers = {}, {}
        await make_topics(VOICE, settings_of(VOICE, parts.admin, database, kafka=parts.kafka, topic_prefix=prefix))
        for name, service in LISTENERS.items():
            house = House.over(service, parts.admin, database, kafka=parts.kafka, topic_prefix=prefix)
            await make_topics(service, house.settings)
            houses[name], workers[name] = house, worker(house, folder)
        producer = AIOKafkaProducer(bootstrap_servers=parts.kafka, transactional_id=f"{prefix}pohde.registry.relay")
        await producer.start()
        try:
            async with together(*workers.values()):
                yield County(Voice(producer, prefix), houses, workers)
        finally:
            await producer.stop()
            for house in houses.values():
                await house.close()


def organisations(count: int) -> list[OrganisationState]:
    return [
        organisation(
            f"Järjestö {n} ry",
            names=Names(fi=f"Järjestö {n} ry", sv=f"Förening {n} rf" if n % 3 else None),
            identifiers=(Identifier(scheme="association_register_number", value=str(100_000 + n)),),
            kind="parish" if n % 10 == 0 else "organisation",
            home_municipality=MUNICIPALITIES[n % 4] if n % 7 else None,
            operating_area=OperatingArea(area_class="region", municipalities=MUNICIPALITIES) if n % 2 else None,
            fields=("carers",) * (n % 2),
        )
        for n in range(count)
    ]


def areas() -> list[AreaState]:
    return [
        AreaState(id=uuid5(UUID(int=0), code), code=code, kind="municipality", name_fi=code, placements=(Placement(parent="oulu"),))
        for code in MUNICIPALITIES
    ]


def changed(one: OrganisationState, dice: random.Random) -> OrganisationState:
    change = dice.choice((
        {"names": Names(fi=f"Uusi {dice.random()}", en="Renamed")},
        {"status": "paused"},
        {"home_municipality": dice.choice(MUNICIPALITIES)},
        {"sote_status": "sote", "non_profit_status": "non_profit"},
    ))
    return one.model_copy(update=change)


async def test_copies__equal_the_owner_whatever_is_said_twice_late_or_taken_back(county: County) -> None:
    voice, dice = county.voice, random.Random(1)
    first = organisations(120)
    terms = [
        CouncilTermState(
            id=new_id(), code=f"county-{year}", kind="county_council", valid_from=date(year, 6, 1), valid_until=date(year + 4, 6, 1)
        )
        for year in (2021, 2025)
    ]
    rights = [assignment(new_id(), "representative", "organisation", one.id) for one in first[:20]]
    await voice.say(*areas(), *terms, *rights, *first)
    now = {one.id: one for one in first}
    for _ in range(30):
        some = [changed(now[one.id], dice) for one in dice.sample(first, 8)]
        now |= {one.id: one for one in some}
        await voice.say(*some)
        await voice.repeat(*dice.sample(first, 5), sequence=1)
        await voice.take_back(changed(dice.choice(first), dice))
    await voice.erase(*rights[:5])
    await county.settled()
    for name, house in county.houses.items():
        async with house.database.sessions() as session:
            assert (await session.execute(text(f"SELECT count(*) FROM {name}.parked"))).scalar_one() == 0
            assert (await session.execute(text(f"SELECT count(*) FROM {name}.assignment"))).scalar_one() == 15


async def test_copies__merged_organisations_are_found_as_their_successor(county: County) -> None:
    last, middle, merged = organisations(3)
    await county.voice.say(merged, middle, last)
    await county.voice.say(merged.model_copy(update={"status": "merged", "successor_id": middle.id}))
    await county.voice.say(middle.model_copy(update={"status": "merged", "successor_id": last.id}))
    await county.settled()
    assert await taken_for(county.houses, merged.id) == dict.fromkeys(LISTENERS, last.id)
    await county.voice.say(middle)  # the second merger is undone
    await county.settled()
    assert await taken_for(county.houses, merged.id) == dict.fromkeys(LISTENERS, middle.id)


async def test_copies__a_killed_worker_goes_on_where_it_was(county: County) -> None:
    saying = organisations(60)
    for n, one in enumerate(saying):
        await county.voice.say(one)
        if n % 20 == 10:
            killed = county.workers[list(LISTENERS)[n // 20]]
            killed.kill()
            killed.start()
    for process in county.workers.values():
        await asyncio.to_thread(process.wait_ready, 90)
    await county.settled()


async def test_rebuild__every_copy_of_the_registry_in_every_service(county: County) -> None:
    await county.settled()
    for name, house in county.houses.items():
        for copy in (each for each in house.service.copies if each.of.startswith("registry.")):
            async with house.database.sessions() as session:
                await session.execute(text(f"DELETE FROM {copy.table.fullname} WHERE left(id::text, 1) = '0'"))
                await session.execute(text(f"UPDATE {copy.table.fullname} SET sequence = 1000000"))
                await session.commit()
            assert f"{name}.{copy.name}" in await county.unequal()
            rebuilt = await rebuild(house.service, copy.name, house.settings)
            assert (rebuilt.hash, rebuilt.unreadable) == (county.voice.hash(copy_of(house.service, copy.name)), 0)
    await county.settled()


async def test_health__api_and_worker_answer(county: County, tmp_path: Path) -> None:
    apis = [worker(house, tmp_path, "api") for house in county.houses.values()]
    async with together(*apis), httpx.AsyncClient() as client:
        for one in (*apis, *county.workers.values()):
            answers = {path: (await client.get(one.url + path)).status_code for path in ("/livez", "/readyz", "/version")}
            assert answers == dict.fromkeys(answers, 200), one.last_words()
