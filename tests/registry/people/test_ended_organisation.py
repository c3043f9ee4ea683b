"""R3: dissolution and merger end the roles that are held for the organisation."""

from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.registry.people.conftest import People

from chassis import clock
from chassis.clockwork import Clockwork
from chassis.dispatcher import Result
from chassis.hearing import Hearing
from chassis.outbox import new_id
from chassis.problems import Refused
from chassis.testing import House
from chassis.values import HELSINKI, today
from chassis.work import Irrelevant, UnitOfWork
from registry.main import SERVICE
from registry.organisations import commands as organisations
from registry.organisations.schemas import Dissolve, Merge, WithGrounds
from registry.people import problems as p
from registry.people.commands import assignments
from registry.people.domain.role_types import ScopeKind
from registry.people.domain.terms import Status
from registry.people.handlers import LISTENER
from registry.people.schemas import Prolong
from registry.people.tables import RoleAssignment

WHY = WithGrounds(grounds="Kokouksen päätös 3 §")
KEEPS: Callable[[UnitOfWork, UUID], Awaitable[RoleAssignment]] = lambda uow, id: uow.load(RoleAssignment, id)  # noqa: E731


async def representative(people: People, organisation: UUID, **others: Any) -> RoleAssignment:
    return await people.assigned("representative", ScopeKind.ORGANISATION, str(organisation), **others)


async def heard(house: House) -> list[Result]:
    """What the registry's worker does with everything said of organisations, from the beginning."""
    hearing = Hearing("registry", LISTENER, house.database, SERVICE.house, house.settings.tenant)
    mine = [record for record in await house.outbox() if record.topic == "registry.organisation"]
    return [await hearing.hear(record) for record in mine]


async def dissolved(people: People, id: UUID, days: int) -> None:
    on = today(clock.now()) + timedelta(days=days)
    await people.coordinator.run(organisations.dissolve, id, Dissolve(dissolved_on=on, **WHY.model_dump()))


async def stands(people: People, given: RoleAssignment) -> tuple[Status, bool]:
    row = await people.house.run(KEEPS, given.id)
    return row.status, row.valid_until is not None


async def test_dissolved__roles_end_and_only_its_own(people: People) -> None:
    now, later = await representative(people, people.oulu), clock.now() + timedelta(days=9)
    to_come = await representative(people, people.oulu, valid_from=later)
    elsewhere = await representative(people, people.kuusamo)
    await dissolved(people, people.oulu, 0)
    assert await heard(people.house) == [Result.APPLIED]
    assert [await stands(people, each) for each in (now, to_come, elsewhere)] == [
        (Status.ENDED, True), (Status.ENDED, True), (Status.GIVEN, False)
    ]
    assert (await people.house.run(KEEPS, to_come.id)).valid_until == later
    assert await people.house.said(now.id) == ["RoleAssigned", "RoleEnded"]


async def test_dissolved_on_a_day_to_come__roles_end_on_it(people: People) -> None:
    given = await representative(people, people.oulu)
    await dissolved(people, people.oulu, 30)
    assert await heard(people.house) == [Result.APPLIED]
    assert await stands(people, given) == (Status.GIVEN, False)
    day = datetime.combine(today(clock.now()) + timedelta(days=30), time(), HELSINKI)
    clockwork = Clockwork("registry", SERVICE.house, people.at(day).database, timers=SERVICE.timers)
    assert await clockwork.run_timers() == 0
    await people.at(day).run(assignments.end_within, people.oulu)
    assert (await people.house.run(KEEPS, given.id)).valid_until == day


async def test_dissolution_reverted_before_its_day__nothing_ends(people: People) -> None:
    given = await representative(people, people.oulu)
    await dissolved(people, people.oulu, 30)
    await heard(people.house)
    await people.coordinator.run(organisations.revert_dissolution, people.oulu, WHY)
    with pytest.raises(Irrelevant):
        await people.at(clock.now() + timedelta(days=31)).run(assignments.end_within, people.oulu)
    assert await stands(people, given) == (Status.GIVEN, False)


async def test_merged__roles_end_and_do_not_go_over_to_the_successor(people: People) -> None:
    given, there = await representative(people, people.oulu), await representative(people, people.kuusamo)
    await people.coordinator.run(organisations.merge, people.kuusamo, Merge(from_ids=[people.oulu], **WHY.model_dump()))
    await heard(people.house)
    assert [await stands(people, each) for each in (given, there)] == [(Status.ENDED, True), (Status.GIVEN, False)]
    said = await people.house.said()
    assert said.count("RoleEnded") == 1
    await people.house.run(assignments.end_within, people.oulu)
    assert await people.house.said() == said


async def test_undone_before_it_was_heard__nothing_ends(people: People) -> None:
    """Also when the topic is read again from its beginning, years later: what counts is how it stands now."""
    given = await representative(people, people.oulu)
    await people.coordinator.run(organisations.merge, people.kuusamo, Merge(from_ids=[people.oulu], **WHY.model_dump()))
    await people.coordinator.run(organisations.undo_merge, people.oulu, WHY)
    assert (await heard(people.house))[0] is Result.IRRELEVANT
    assert await stands(people, given) == (Status.GIVEN, False)


async def test_ended__nobody_is_given_a_role_for_it_or_a_longer_one(people: People) -> None:
    given = await representative(people, people.oulu, valid_until=clock.now() + timedelta(days=60))
    await dissolved(people, people.oulu, 30)
    longer = Prolong(valid_until=clock.now() + timedelta(days=90))
    for attempt in (
        representative(people, people.oulu, subject=new_id()),
        people.coordinator.run(assignments.prolong, given.id, longer),
    ):
        with pytest.raises(Refused) as refused:
            await attempt
        assert [reason.problem for reason in refused.value.reasons] == [p.SCOPE_UNKNOWN]
