""""I act for this association": asked, decided, and who sees it."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.registry.people.conftest import People

from chassis.access import Held
from chassis.machine import ActionNotAllowed
from chassis.outbox import new_id
from chassis.paging import Listing
from chassis.problems import NOT_ALLOWED, NOT_FOUND, Refused
from chassis.testing import House
from registry.people import problems as p
from registry.people.commands import requests as commands
from registry.people.domain.representation import Capacity, Status
from registry.people.domain.role_types import ScopeKind
from registry.people.domain.terms import Source
from registry.people.queries import requests as queries
from registry.people.schemas import Approve, Ask, Refuse
from registry.people.tables import RepresentationRequest, RoleAssignment

YES, NO = Approve(grounds="Puheenjohtaja rekisteriotteen mukaan"), Refuse(grounds="Ei ilmene yhdistyksen päätöksestä")
LIAISON = Held("area_liaison", "area", "oulu")


def asking(organisation_id: UUID) -> Ask:
    return Ask(organisation_id=organisation_id, capacity=Capacity.ELECTED, grounds="Hallituksen puheenjohtaja")


def problems(refused: pytest.ExceptionInfo[Refused]) -> list[object]:
    return [reason.problem for reason in refused.value.reasons]


async def asked(people: People, organisation_id: UUID | None = None, by: House | None = None) -> RepresentationRequest:
    return await (by or people.as_()).run(commands.ask, asking(organisation_id or people.oulu))


async def seen(house: House) -> list[UUID]:
    return [item.id for item in (await house.read(queries.requests, Listing(), None, None)).items]


async def test_ask__twice_is_the_same_pending_request(people: People) -> None:
    person = people.as_()
    first = await asked(people, by=person)
    assert (first.status, first.subject, {"17", "oulu", "564"} <= set(first.areas)) == (Status.PENDING, person.actor.id, True)
    assert (await asked(people, by=person)).id == first.id
    other = await asked(people, people.kuusamo, by=person)
    assert other.id != first.id


async def test_ask__at_once_is_one_request(people: People) -> None:
    person = people.as_()
    found = await asyncio.gather(*(asked(people, by=person) for _ in range(6)))
    assert len({request.id for request in found}) == 1


async def test_ask__refused(people: People) -> None:
    with pytest.raises(Refused) as refused:
        await asked(people, new_id())
    assert problems(refused) == [p.ORGANISATION_UNKNOWN]
    async with people.house.database.sessions() as session:
        await session.execute(
            text("UPDATE registry.organisation SET status = 'merged', successor_id = :into WHERE id = :id"),
            {"into": people.oulu, "id": people.kuusamo},
        )
        await session.commit()
    with pytest.raises(Refused) as refused:
        await asked(people, people.kuusamo)
    assert problems(refused) == [p.ORGANISATION_UNKNOWN]
    with pytest.raises(Refused) as refused:
        await asked(people, by=people.house)
    assert problems(refused) == [p.ONLY_PERSONS]


async def test_approve__gives_the_role(people: People) -> None:
    request = await asked(people)
    liaison = people.as_(LIAISON)
    approved = await liaison.run(commands.approve, request.id, YES)
    assert (approved.status, approved.decided_by, approved.decision_grounds) == (
        Status.APPROVED, liaison.actor.id, YES.grounds
    )
    given = await people.house.run(lambda uow: uow.load(RoleAssignment, approved.assignment_id or UUID(int=0)))
    assert (given.subject, given.role, given.scope_kind, given.scope_id, given.source, given.capacity) == (
        request.subject, "representative", ScopeKind.ORGANISATION, str(people.oulu), Source.REQUESTED, Capacity.ELECTED
    )
    assert await people.house.said(given.id) == ["RoleAssigned"]
    with pytest.raises(ActionNotAllowed):
        await liaison.run(commands.approve, request.id, YES)
    with pytest.raises(Refused) as refused:
        await asked(people, by=people.as_(id=request.subject))
    assert problems(refused) == [p.REPRESENTS_ALREADY]
    assert [name for name in await people.house.said() if name.startswith("Role")] == ["RoleAssigned"]


async def test_approve__two_liaisons_at_once(people: People) -> None:
    request = await asked(people)
    results = await asyncio.gather(
        *(people.as_(LIAISON).run(commands.approve, request.id, YES) for _ in range(4)), return_exceptions=True
    )
    assert sorted(type(r).__name__ for r in results) == ["ActionNotAllowed"] * 3 + ["RepresentationRequest"]
    assert [name for name in await people.house.said() if name == "RoleAssigned"] == ["RoleAssigned"]


async def test_approve__404_403_and_never_ones_own(people: People) -> None:
    request = await asked(people)
    own = people.as_(LIAISON, id=request.subject)
    for who, problem in (
        (people.as_(), NOT_FOUND),
        (people.as_(Held("area_liaison", "area", "koillismaa")), NOT_FOUND),
        (people.as_(Held("municipality_officer", "municipality", "564")), NOT_FOUND),
        (people.as_(id=request.subject), NOT_ALLOWED),
        (own, p.OWN_REQUEST),
    ):
        with pytest.raises(Refused) as refused:
            await who.run(commands.approve, request.id, YES)
        assert problems(refused) == [problem]


async def test_refuse__with_grounds_and_asked_again(people: People) -> None:
    person = people.as_()
    request = await asked(people, by=person)
    refused = await people.coordinator.run(commands.refuse, request.id, NO)
    assert (refused.status, refused.decision_grounds, refused.assignment_id) == (Status.REFUSED, NO.grounds, None)
    assert (await asked(people, by=person)).id != request.id


async def test_withdraw__only_by_the_one_who_asked(people: People) -> None:
    person = people.as_()
    request = await asked(people, by=person)
    with pytest.raises(Refused) as refused:
        await people.as_(LIAISON).run(commands.withdraw, request.id)
    assert problems(refused) == [p.NOT_YOUR_REQUEST]
    with pytest.raises(Refused) as refused:
        await people.as_().run(commands.withdraw, request.id)
    assert problems(refused) == [NOT_FOUND]
    assert (await person.run(commands.withdraw, request.id)).status is Status.WITHDRAWN


async def test_list__the_person_and_those_who_may_decide(people: People) -> None:
    person, other = people.as_(), people.as_()
    mine, theirs = await asked(people, by=person), await asked(people, people.kuusamo, by=other)
    assert await seen(person) == [mine.id]
    assert await seen(people.coordinator) == [mine.id, theirs.id]
    assert await seen(people.as_(LIAISON)) == [mine.id]
    assert await seen(people.as_(Held("representative", "organisation", str(people.oulu)))) == []
    async with people.house.database.sessions() as session:
        read = await session.execute(text("SELECT actor, subject_id FROM registry.audit WHERE action = 'read'"))
        assert (f"person:{person.actor.id}", str(mine.subject)) not in {tuple(row) for row in read}
