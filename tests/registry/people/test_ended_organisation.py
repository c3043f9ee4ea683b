"""R3: dissolution and merger end the roles that are held for the organisation."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from tests.registry.conftest import Calendar
from tests.registry.people.conftest import People

from chassis import clock
from chassis.clockwork import Clockwork
from chassis.database import plain_url
from chassis.dispatcher import Result
from chassis.hearing import Hearing
from chassis.outbox import new_id
from chassis.problems import Refused
from chassis.testing import House, Parts, address
from chassis.values import HELSINKI, today
from chassis.work import Irrelevant, UnitOfWork
from registry.main import SERVICE
from registry.organisations import commands as organisations
from registry.organisations.schemas import Dissolve, Merge, WithGrounds
from registry.people import problems as p
from registry.people.commands import assignments, requests
from registry.people.domain.representation import Capacity
from registry.people.domain.role_types import ScopeKind
from registry.people.domain.terms import Status
from registry.people.handlers import LISTENER
from registry.people.schemas import Approve, Ask, Prolong
from registry.people.tables import RepresentationRequest, RoleAssignment

WHY = WithGrounds(grounds="Kokouksen päätös 3 §")
KEEPS: Callable[[UnitOfWork, UUID], Awaitable[RoleAssignment]] = lambda uow, id: uow.load(RoleAssignment, id)  # noqa: E731


async def representative(people: People, organisation: UUID, by: House | None = None, **others: Any) -> RoleAssignment:
    return await people.assigned("representative", ScopeKind.ORGANISATION, str(organisation), by, **others)


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


async def test_dissolved_on_a_day_to_come__roles_end_on_it(people: People, calendar: Calendar) -> None:
    given, day = await representative(people, people.oulu), today(clock.now()) + timedelta(days=30)
    await dissolved(people, people.oulu, 30)
    assert await heard(people.house) == [Result.UNKNOWN]
    assert await stands(people, given) == (Status.GIVEN, False)
    begins = datetime.combine(day, time(), HELSINKI)
    calendar.at(begins)
    assert await calendar.worker(people.house) == 1
    assert (await heard(people.house))[-1] is Result.APPLIED
    assert (await people.house.run(KEEPS, given.id)).valid_until == begins


async def test_dissolution_taken_back_before_its_day__nothing_ends(people: People, calendar: Calendar) -> None:
    given = await representative(people, people.oulu)
    await dissolved(people, people.oulu, 30)
    await people.coordinator.run(organisations.revert_dissolution, people.oulu, WHY)
    calendar.at(clock.now() + timedelta(days=31))
    await calendar.worker(people.house)
    await heard(people.house)
    with pytest.raises(Irrelevant):
        await people.at(clock.now()).run(assignments.end_within, people.oulu)
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


async def test_until_its_day__roles_are_given_and_prolonged(people: People) -> None:
    given = await representative(people, people.oulu, valid_until=clock.now() + timedelta(days=60))
    await dissolved(people, people.oulu, 30)
    longer = Prolong(valid_until=clock.now() + timedelta(days=90))
    assert (await people.coordinator.run(assignments.prolong, given.id, longer)).valid_until == longer.valid_until
    await representative(people, people.oulu, subject=new_id())
    await asked(people, people.house)


@pytest.mark.parametrize(("ends_in", "days"), [(0, 0), (30, 30)], ids=["dissolved", "on its day, before the worker"])
async def test_ended__nobody_is_given_a_role_for_it_or_a_longer_one(people: People, ends_in: int, days: int) -> None:
    given = await representative(people, people.oulu, valid_until=clock.now() + timedelta(days=60))
    request = await asked(people, people.house)
    await dissolved(people, people.oulu, ends_in)
    then = clock.now() + timedelta(days=days)
    coordinator = replace(people.coordinator, clock=lambda: then)
    longer = Prolong(valid_until=clock.now() + timedelta(days=90))
    for attempt, problem in (
        (representative(people, people.oulu, coordinator), p.SCOPE_UNKNOWN),
        (coordinator.run(assignments.prolong, given.id, longer), p.SCOPE_UNKNOWN),
        (coordinator.run(requests.approve, request.id, Approve(grounds="x")), p.ORGANISATION_UNKNOWN),
        (asked(people, coordinator), p.ORGANISATION_UNKNOWN),
    ):
        with pytest.raises(Refused) as refused:
            await attempt
        assert [reason.problem for reason in refused.value.reasons] == [problem]


async def test_upgrade__roles_that_waited_for_a_last_day_end_now(people: People, parts: Parts) -> None:
    """An organisation that was dissolved ahead, as it was once done, is dissolved; the timer of its roles is no more."""
    waits = await representative(people, people.oulu)
    to_come = await representative(people, people.oulu, valid_from=clock.now() + timedelta(days=9))
    elsewhere = await representative(people, people.kuusamo)
    owner = await asyncpg.connect(plain_url(address(parts.admin, people.house.database.engine.url.database or "")))
    await owner.execute(
        "INSERT INTO registry.timer (command, aggregate_id, due_at) VALUES ('registry.people.end_within', $1, now() + '9 days')",
        people.oulu,
    )
    await owner.execute(import_module("registry.migrations.versions.0021_dissolution_to_come").ROLES)
    await owner.close()
    clockwork = Clockwork("registry", SERVICE.house, people.house.database, timers=SERVICE.timers)
    assert await clockwork.run_timers() == 1
    assert [await stands(people, each) for each in (waits, to_come, elsewhere)] == [
        (Status.ENDED, True), (Status.GIVEN, True), (Status.GIVEN, False)
    ]
    assert await people.house.said(waits.id) == ["RoleAssigned", "RoleEnded"]
    planned = await people.house.run(KEEPS, to_come.id)
    assert planned.valid_until == planned.valid_from


async def asked(people: People, by: House) -> RepresentationRequest:
    """Somebody asks to act for the association in Oulu."""
    body = Ask(organisation_id=people.oulu, capacity=Capacity.VOLUNTEER, grounds="Puheenjohtaja")
    return await replace(by, actor=people.person()).run(requests.ask, body)
