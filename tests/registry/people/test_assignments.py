"""Roles on real PostgreSQL: rows, events, timers, and what the constraints say when the rules are bypassed."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from asyncpg.exceptions import ForeignKeyViolationError
from sqlalchemy import text
from tests.registry.people.conftest import LATER, People

from chassis import clock
from chassis.access import Held
from chassis.clockwork import Clockwork
from chassis.machine import ActionNotAllowed
from chassis.outbox import new_id
from chassis.problems import NOT_ALLOWED, NOT_FOUND, Refused
from chassis.work import Irrelevant
from registry.people import problems as p
from registry.people.commands import assignments as commands
from registry.people.domain.role_types import ScopeKind
from registry.people.domain.terms import Status
from registry.people.schemas import End, NameDeputy, Prolong
from registry.people.tables import RoleAssignment

AREA, CENTRE, COUNTY, DOMAIN, TOWN = (
    ScopeKind.AREA, ScopeKind.CENTRE, ScopeKind.COUNTY, ScopeKind.DOMAIN, ScopeKind.MUNICIPALITY
)


def problems(refused: pytest.ExceptionInfo[Refused]) -> list[object]:
    return [reason.problem for reason in refused.value.reasons]


async def timers(people: People, id: UUID) -> list[object]:
    async with people.house.database.sessions() as session:
        found = await session.execute(text("SELECT due_at FROM registry.timer WHERE aggregate_id = :id"), {"id": id})
        return list(found.scalars())


async def test_assign__row_event_state_timer_and_audit(people: People) -> None:
    until = clock.now() + timedelta(days=90)
    given = await people.assigned("area_liaison", AREA, "oulu", valid_until=until, duties="Koollekutsuja", time_share=20, place="Hyte", grounds="§ 12")
    assert (given.status, given.sole, given.areas) == (Status.GIVEN, True, ["17", "oulu"])
    assert await people.house.said(given.id) == ["RoleAssigned"]
    state = (await people.house.outbox(given.id))[-1]
    assert (state.topic, state.type) == ("registry.internal.assignment.state", "fi.yhdyspinta.registry.Assignment.state.v1")
    assert b"Koollekutsuja" not in (state.value or b"")
    assert await timers(people, given.id) == [until]
    async with people.house.database.sessions() as session:
        audited = await session.execute(text("SELECT grounds FROM registry.audit WHERE subject = 'role_assignment'"))
        assert audited.scalar_one() == "§ 12"


async def test_assign__exactly_one_coordinator_at_a_time(people: People) -> None:
    first = await people.assigned("coordinator", COUNTY, "17", valid_until=LATER)
    with pytest.raises(Refused) as refused:
        await people.assigned("coordinator", COUNTY, "17")
    (reason,) = refused.value.reasons
    assert (reason.problem, reason.values["valid_from"], reason.values["valid_until"]) == (p.HELD, first.valid_from, LATER)
    following = await people.assigned("coordinator", COUNTY, "17", valid_from=LATER)
    assert following.valid_from == first.valid_until


async def test_assign__two_at_once__the_second_is_told_the_period(people: People) -> None:
    tries = (people.assigned("area_liaison", AREA, "lakeus") for _ in range(6))
    results = await asyncio.gather(*tries, return_exceptions=True)
    won = [r for r in results if isinstance(r, RoleAssignment)]
    lost = [r for r in results if isinstance(r, Refused)]
    assert (len(won), len(lost)) == (1, 5)
    assert all(r.reasons[0].problem is p.HELD_FOR_NOW and r.reasons[0].values["valid_from"] == won[0].valid_from for r in lost)


async def test_constraints__hold_without_the_rules(people: People) -> None:
    given = await people.assigned("domain_liaison", DOMAIN, "families", valid_until=LATER)
    copied = (
        "INSERT INTO registry.role_assignment SELECT (jsonb_populate_record(r, jsonb_build_object("
        "'id', gen_random_uuid(), 'subject', {subject}, 'deputy_of', {deputy}, 'valid_from', {since}))).* "
        "FROM registry.role_assignment r WHERE id = '{id}'"
    )

    async def insert(subject: str = "gen_random_uuid()", deputy: str = "NULL::text", since: str = "r.valid_from") -> None:
        sql = copied.format(id=given.id, subject=subject, deputy=deputy, since=since)
        await people.house.run(lambda uow: uow.execute(text(sql)))

    for attempt, problem in (
        ({}, p.HELD_FOR_NOW),
        ({"since": "r.valid_until - interval '1 microsecond'"}, p.HELD_FOR_NOW),
        ({"subject": "r.subject", "deputy": "r.id"}, p.HELD_ALREADY),
        ({"since": "r.valid_until + interval '1 day'"}, p.TERM_ORDER),
    ):
        with pytest.raises(Refused) as refused:
            await insert(**attempt)
        assert problems(refused) == [problem], attempt
    await insert(deputy="r.id")
    with pytest.raises(ForeignKeyViolationError):
        await insert(deputy="gen_random_uuid()")


async def test_assign__scopes_that_do_not_exist(people: People) -> None:
    for role, kind, id in (
        ("area_liaison", AREA, "564"), ("municipality_officer", TOWN, "oulu"), ("municipality_officer", TOWN, "091"),
        ("domain_liaison", DOMAIN, "nothing"), ("centre_liaison", CENTRE, "564"), ("coordinator", COUNTY, "06"),
        ("representative", ScopeKind.ORGANISATION, str(new_id())), ("representative", ScopeKind.ORGANISATION, "x"),
        ("decider", ScopeKind.CALL, "x"), ("rescue_operations_liaison", ScopeKind.RESCUE, "x"),
    ):
        with pytest.raises(Refused) as refused:
            await people.assigned(role, kind, id)
        assert problems(refused) == [p.SCOPE_UNKNOWN], (role, id)
    await people.assigned("decider", ScopeKind.CALL, str(new_id()))
    await people.assigned("rescue_operations_liaison", ScopeKind.RESCUE, "rescue")
    town = await people.assigned("municipality_officer", TOWN, "305", mandate="Sopii yhteisistä tiloista")
    assert town.areas == ["17", "koillismaa", "305"]


async def test_assign__a_liaison_only_within_the_own_scope(people: People) -> None:
    liaison = people.as_(Held("area_liaison", "area", "oulu"))
    given = await people.assigned("representative", ScopeKind.ORGANISATION, str(people.oulu), by=liaison, capacity="volunteer")
    assert given.assigned_by == liaison.actor.id
    for role, kind, id in (
        ("representative", ScopeKind.ORGANISATION, str(people.kuusamo)),
        ("area_liaison", AREA, "oulu"),
        ("decider", ScopeKind.CALL, str(new_id())),
    ):
        with pytest.raises(Refused) as refused:
            await people.assigned(role, kind, id, by=liaison)
        assert problems(refused) == [p.NOT_YOURS]
    await liaison.run(commands.end, given.id, End(grounds="Vaihtui"))


async def test_change__404_before_403(people: People) -> None:
    given = await people.assigned("area_liaison", AREA, "oulu", valid_until=LATER)
    body = End(grounds="Vaihtui")
    for who, problem in (
        (people.as_(), NOT_FOUND),
        (people.as_(Held("area_liaison", "area", "lakeus")), NOT_FOUND),
        (people.as_(id=given.subject), NOT_ALLOWED),
        (people.as_(Held("area_liaison", "area", "oulu")), p.NOT_YOURS),
    ):
        with pytest.raises(Refused) as refused:
            await who.run(commands.end, given.id, body)
        assert problems(refused) == [problem]


async def test_name_deputy__beside_the_holder(people: People) -> None:
    holder = await people.assigned("area_liaison", AREA, "oulu", valid_until=LATER)
    deputy = await people.coordinator.run(commands.name_deputy, holder.id, NameDeputy(subject=new_id()))
    assert (deputy.deputy_of, deputy.valid_until, deputy.role) == (holder.id, LATER, "area_liaison")
    second = await people.coordinator.run(commands.name_deputy, holder.id, NameDeputy(subject=new_id()))
    assert second.id != deputy.id
    with pytest.raises(Refused) as refused:
        await people.coordinator.run(commands.name_deputy, holder.id, NameDeputy(subject=holder.subject))
    assert problems(refused) == [p.HELD_ALREADY]
    assert await people.house.said(deputy.id) == ["RoleAssigned"]


async def test_run_out__exactly_at_the_end_and_once(people: People) -> None:
    until = clock.now() + timedelta(hours=1)
    given = await people.assigned("area_liaison", AREA, "oulu", valid_until=until)
    with pytest.raises(Irrelevant):
        await people.at(until - timedelta(microseconds=1)).run(commands.run_out, given.id)
    await people.at(until).run(commands.run_out, given.id)
    assert await people.house.said(given.id) == ["RoleAssigned", "RoleEnded"]
    with pytest.raises(Irrelevant):
        await people.at(until + timedelta(days=1)).run(commands.run_out, given.id)
    with pytest.raises(ActionNotAllowed):
        await people.at(until).as_(people.coordinator.actor).run(commands.end, given.id, End(grounds="x"))


async def test_run_out__by_its_timer(people: People) -> None:
    given = await people.assigned("area_liaison", AREA, "oulu", valid_until=clock.now() + timedelta(seconds=0.2))
    house = people.house
    clockwork = Clockwork("registry", house.service.house, house.database, timers=house.service.timers)
    assert await clockwork.run_timers() == 0
    await asyncio.sleep(0.25)
    assert await clockwork.run_timers() == 1
    assert await clockwork.run_timers() == 0
    assert await house.said(given.id) == ["RoleAssigned", "RoleEnded"]
    assert await timers(people, given.id) == []


async def test_prolong__moves_the_timer(people: People) -> None:
    until = clock.now() + timedelta(hours=1)
    given = await people.assigned("area_liaison", AREA, "oulu", valid_until=until)
    longer = await people.coordinator.run(commands.prolong, given.id, Prolong(valid_until=LATER, grounds="Jatkokausi"))
    assert (longer.valid_until, await timers(people, given.id)) == (LATER, [LATER])
    assert await people.house.said(given.id) == ["RoleAssigned", "RoleTermChanged"]
    with pytest.raises(Irrelevant):
        await people.at(until).run(commands.run_out, given.id)


async def test_end__now_later_and_before_it_begins(people: People) -> None:
    given = await people.assigned("area_liaison", AREA, "oulu")
    on = clock.now() + timedelta(days=3)
    fixed = await people.coordinator.run(commands.end, given.id, End(at=on, grounds="Eläke"))
    assert (fixed.status, fixed.valid_until, await timers(people, given.id)) == (Status.GIVEN, on, [on])
    ended = await people.coordinator.run(commands.end, given.id, End(grounds="Nyt heti"))
    assert ended.status is Status.ENDED
    assert await people.house.said(given.id) == ["RoleAssigned", "RoleTermChanged", "RoleEnded"]
    begins = clock.now() + timedelta(days=5)
    coming = await people.assigned("area_liaison", AREA, "oulu", valid_from=begins)
    called_off = await people.coordinator.run(commands.end, coming.id, End(grounds="Peruttu"))
    assert (called_off.valid_from, called_off.valid_until) == (begins, begins)
    await people.assigned("area_liaison", AREA, "oulu")  # nobody is in the way
